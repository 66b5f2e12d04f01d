//! That there is a way for letters, and waking whoever sends them.

use tokio::sync::Notify;

/// The way of letters.
#[derive(Debug)]
pub struct MailDesk {
    /// The mail server, as those who look after it are told: a name and a port.
    pub server: String,
    /// From whom letters come.
    pub from: String,
    wake: Notify,
}

impl MailDesk {
    /// A way through this server, from this sender.
    pub fn new(server: String, from: String) -> Self {
        Self {
            server,
            from,
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
