//! That there is a way for letters, and waking whoever sends them.

use tokio::sync::Notify;

/// The way of letters.
#[derive(Debug)]
pub struct MailDesk {
    /// The mail server, as those who look after it are told: a name and a port.
    pub server: String,
    /// From whom letters come.
    pub from: String,
    /// Whether a link that signs in is sent to whoever asks for one.
    pub signs_in: bool,
    wake: Notify,
}

impl MailDesk {
    /// A way through this server, from this sender; `signs_in` where links are sent to those who ask for one.
    pub fn new(server: String, from: String, signs_in: bool) -> Self {
        Self {
            server,
            from,
            signs_in,
            wake: Notify::new(),
        }
    }

    /// Has the queue looked at now: somebody waits for a letter.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits until somebody does.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }
}
