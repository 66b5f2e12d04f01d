//! Where a server listens, as the operator writes it.

use l10n::{Explain, Lang, Message, message};
use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

/// `127.0.0.1:8080` or `localhost:8080`: an address or a name, and a port. What a name stands for is asked once it is listened on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen(String);

/// A text that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoListen(String);

impl Explain for NoListen {
    fn message(&self) -> Message {
        message!("serve-no-address", address = self.0.as_str())
    }
}

impl fmt::Display for NoListen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for NoListen {}

impl FromStr for Listen {
    type Err = NoListen;

    fn from_str(text: &str) -> Result<Self, NoListen> {
        let named = |(host, port): (&str, &str)| !host.is_empty() && port.parse::<u16>().is_ok();
        let reads = text.parse::<SocketAddr>().is_ok() || text.rsplit_once(':').is_some_and(named);
        reads
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| NoListen(text.to_owned()))
    }
}

impl Default for Listen {
    fn default() -> Self {
        Self("127.0.0.1:8080".to_owned())
    }
}

impl Listen {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Listen;
    use std::net::ToSocketAddrs as _;

    #[test]
    fn an_address_or_a_name_has_a_port() {
        for good in ["127.0.0.1:8080", "[::1]:0", "0.0.0.0:65535", "localhost:80"] {
            assert!(good.parse::<Listen>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "nonsense",
            "8080",
            ":8080",
            "127.0.0.1",
            "127.0.0.1:",
            "127.0.0.1:99999",
        ] {
            assert!(bad.parse::<Listen>().is_err(), "{bad}");
            // Nor could it be listened on.
            assert!(bad.to_socket_addrs().is_err(), "{bad}");
        }
    }
}
