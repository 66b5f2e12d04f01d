//! Networks of proxies, as the operator writes them.

use ipnet::IpNet;
use l10n::{Explain, Lang, Message, message};
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// A network of proxies, as the operator writes it: `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

/// A text that is no network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANetwork(String);

impl Explain for NotANetwork {
    fn message(&self) -> Message {
        message!("address-no-network", text = self.0.as_str())
    }
}

impl fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for NotANetwork {}

impl FromStr for Network {
    type Err = NotANetwork;
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let net = text
            .parse()
            .or_else(|_| text.parse().map(|ip: IpAddr| IpNet::from(ip)));
        net.map(Self).map_err(|_| NotANetwork(text.to_owned()))
    }
}

impl Network {
    /// Whether an address lies in it.
    pub fn contains(self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_or_a_range() {
        for right in ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"] {
            assert!(right.parse::<Network>().is_ok(), "{right}");
        }
        for wrong in ["", "proxy", "10.0.0.0/40", "10.0.0"] {
            let said = wrong.parse::<Network>().unwrap_err().to_string();
            assert!(said.contains("10.0.0.0/8"), "{said}");
        }
    }
}
