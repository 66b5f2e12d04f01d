//! From which address a request comes. What a request says of itself is believed only of proxies that the operator named.

use crate::settings::network::Network;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, HeaderName};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Default)]
pub struct Proxies {
    trusted: Vec<Network>,
    /// Whether the log has said already that some proxy is not among them.
    told: AtomicBool,
    /// The same of who makes a request.
    told_of_person: AtomicBool,
}

impl Proxies {
    /// These and no others.
    pub fn new(trusted: Vec<Network>) -> Self {
        Self {
            trusted,
            told: AtomicBool::new(false),
            told_of_person: AtomicBool::new(false),
        }
    }

    /// The address that a request comes from: the peer's, or the rightmost one in `X-Forwarded-For` that is no proxy of ours.
    /// All that stands left of it may have been made up by whoever sent it.
    pub fn client(&self, extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
        self.behind(peer(extensions), headers)
    }

    /// Whether the word of whoever sends the request is taken for who makes it. Anybody else's is left unheard, and told to the log once.
    pub fn believes(&self, extensions: &Extensions, header: &HeaderName) -> bool {
        let believed = self.trusts(peer(extensions));
        if !believed && !self.told_of_person.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                %header,
                "a request says in a header who makes it, and its sender is not among --trust-proxy: it is not believed"
            );
        }
        believed
    }

    fn behind(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let lines = headers.get_all(FORWARDED_FOR);
        let lines: Vec<_> = lines.iter().filter_map(|line| line.to_str().ok()).collect();
        if !lines.is_empty() && !self.trusts(peer) && !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a request says in X-Forwarded-For where it comes from, and its sender is not among --trust-proxy: \
                 if that is your proxy, name it there; until then everybody behind it shares one limit"
            );
        }
        let hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
        for hop in hops {
            if !self.trusts(client) {
                break;
            }
            // What a trusted proxy wrote and nobody can read: the proxy is all that is known.
            let Some(hop) = address(hop.trim()) else {
                break;
            };
            client = hop;
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|net| net.contains(address))
    }
}

/// The address at the other end of the connection. Requests without a socket are those of tests.
fn peer(extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    peer.to_canonical()
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let ip = bare.parse().ok().or_else(|| {
        let socket: Option<SocketAddr> = text.parse().ok();
        socket.map(|s| s.ip())
    });
    ip.map(|ip: IpAddr| ip.to_canonical())
}

/// Whose limit an address counts towards: itself, or its /64 in IPv6, which is what one subscriber is given.
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let trusted = trusted.iter().map(|t| t.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let peer = peer.parse::<IpAddr>().unwrap().to_canonical();
        Proxies::new(trusted).behind(peer, &headers).to_string()
    }

    #[test]
    fn nobody_is_believed_unasked() {
        assert_eq!(client(&[], "127.0.0.1", &["8.8.8.8"]), "127.0.0.1");
        assert_eq!(client(&["10.0.0.0/8"], "9.9.9.9", &["8.8.8.8"]), "9.9.9.9");
    }

    #[test]
    fn the_rightmost_address_that_is_no_proxy_counts() {
        let trusted = ["127.0.0.1", "10.0.0.0/8", "::1"];
        let of = |forwarded: &[&str]| client(&trusted, "127.0.0.1", forwarded);
        assert_eq!(of(&["8.8.8.8"]), "8.8.8.8");
        assert_eq!(of(&["1.1.1.1, 8.8.8.8"]), "8.8.8.8", "made up on the left");
        assert_eq!(of(&["1.1.1.1, 8.8.8.8, 10.1.2.3"]), "8.8.8.8");
        assert_eq!(
            of(&["1.1.1.1", "8.8.8.8"]),
            "8.8.8.8",
            "two lines are one list"
        );
        assert_eq!(of(&["8.8.8.8:4711"]), "8.8.8.8");
        assert_eq!(of(&["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(of(&["2001:db8::1"]), "2001:db8::1");
        assert_eq!(of(&["::ffff:8.8.8.8"]), "8.8.8.8");
        assert_eq!(of(&["10.0.0.1, 10.0.0.2"]), "10.0.0.1", "all are proxies");
        assert_eq!(of(&["8.8.8.8, unknown"]), "127.0.0.1", "nobody can read it");
        assert_eq!(of(&[""]), "127.0.0.1");
        assert_eq!(
            client(&trusted, "::ffff:127.0.0.1", &["8.8.8.8"]),
            "8.8.8.8"
        );
    }

    #[test]
    fn a_subscriber_of_ipv6_is_a_64() {
        let of = |text: &str| subscriber(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("8.8.8.8"), "8.8.8.8");
    }
}
