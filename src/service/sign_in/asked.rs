//! What a provider is asked with.

/// What a provider is asked with.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Where it sends people back to.
    pub redirect: String,
    /// What it gives back.
    pub state: String,
    /// What proves that whoever asks for the token is who sent the browser.
    pub verifier: String,
    /// What its word about the person must contain.
    pub nonce: String,
}
