//! The port of an address.

/// Whether the port of an authority can be asked, where it names one. Of `host:99999` and `host:` the parser of addresses says that they
/// have no port, and the usual one would be asked.
pub(super) fn port_reads(authority: &str) -> bool {
    let (_, port) = authority.rsplit_once(':').unwrap_or_default();
    // What stands within brackets is a number of a machine.
    !authority.contains(':')
        || port.ends_with(']')
        || port.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::port_reads;

    #[test]
    fn a_port_is_a_number_that_fits() {
        for good in [
            "host",
            "host:1",
            "me@host",
            "host:65535",
            "[::1]",
            "[::1]:25",
        ] {
            assert!(port_reads(good), "{good}");
        }
        for bad in [
            "host:",
            "host:0",
            "host:65536",
            "host:x",
            "[::1]:99999",
            "me@host:",
        ] {
            assert!(!port_reads(bad), "{bad}");
        }
    }
}
