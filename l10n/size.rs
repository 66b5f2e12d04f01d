//! Sizes of files.

use super::messages::{Arg, Message};
use crate::message;

/// A number of bytes in the largest unit that it fills, to two places, rounded up: what is over a limit must not look equal to it.
pub fn size(bytes: usize) -> Message {
    const KIB: usize = 1 << 10;
    const MIB: usize = 1 << 20;
    match bytes {
        MIB.. => message!("size-mib", n = hundredths(bytes, MIB)),
        KIB.. => message!("size-kib", n = hundredths(bytes, KIB)),
        _ => message!("size-bytes", n = bytes.to_string()),
    }
}

fn hundredths(bytes: usize, unit: usize) -> Arg {
    let hundredths = bytes.saturating_mul(100).div_ceil(unit);
    Arg::Decimal(match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::size;
    use crate::Lang;

    #[test]
    fn sizes_read_well_and_never_look_smaller_than_they_are() {
        let said = |lang, bytes| size(bytes).text(lang);
        assert_eq!(said(Lang::En, 16 << 20), "16 MiB");
        assert_eq!(said(Lang::En, (16 << 20) + 1), "16.01 MiB");
        assert_eq!(said(Lang::Ru, (16 << 20) + 1), "16,01 МиБ");
        assert_eq!(said(Lang::En, 1500), "1.47 KiB");
        assert_eq!(said(Lang::En, 12), "12 bytes");
    }
}
