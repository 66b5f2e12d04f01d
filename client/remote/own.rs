//! One's own inputs, and answers to them sent.

use super::server::Server;
use crate::cli::error::{Context as _, Result};
use judge::answers::{self, Limits};
use judge::arrays::Arrays;
use judge::report::Report;
use l10n::message;
use serde_json::Value;

/// What a server said to an answers file.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The report, as it may be read.
    pub report: Report,
    /// The same as the server wrote it.
    pub written: Value,
    /// The receipt: `id`, `sha256`, `received_at`, `points`, and whether the same file was sent before.
    pub receipt: Value,
}

/// One's own inputs, as the server has them, under `task.input`.
///
/// # Errors
/// When it cannot be reached, or the homework is not open.
pub fn own_inputs(server: &Server, homework: &str) -> Result<Arrays> {
    let bytes = server.download(&format!("homeworks/{homework}/inputs"))?;
    answers::read(&bytes, &Limits::given()).with_context(|| message!("remote-strange-answer"))
}

/// Sends an answers file; `anyway` also where it answers other inputs than the student's own.
///
/// # Errors
/// When it cannot be reached, or takes no answers.
pub fn submit(server: &Server, homework: &str, file: &[u8], anyway: bool) -> Result<Sent> {
    let wish = if anyway { "?anyway=true" } else { "" };
    let path = format!("homeworks/{homework}/submissions{wish}");
    let mut receipt = server.post(&path, file)?;
    let members = receipt.as_object_mut();
    let written = members
        .and_then(|members| members.remove("report"))
        .context(message!("remote-no-report"))?;
    let report = serde_json::from_value(written.clone())
        .ok()
        .context(message!("remote-strange-report"))?;
    Ok(Sent {
        report,
        written,
        receipt,
    })
}
