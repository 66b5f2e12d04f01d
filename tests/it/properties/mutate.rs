//! Ways to damage a file that keep most of it whole, so that readers get far into it.

use proptest::collection::vec;
use proptest::prelude::*;

/// One damage; places are shares of the length, in 1/65536.
#[derive(Clone, Debug)]
pub enum Damage {
    /// Another byte.
    Set(u16, u8),
    /// Eight bytes that size fields trip over.
    Number(u16, u64),
    /// Bytes put in.
    Insert(u16, Vec<u8>),
    /// A stretch taken out.
    Remove(u16, u8),
    /// A stretch said twice.
    Repeat(u16, u8),
    /// The rest cut off.
    Cut(u16),
}

/// A few damages at once, with pieces of these words among them.
pub fn damages(words: &'static [&'static str]) -> impl Strategy<Value = Vec<Damage>> {
    let numbers = [0, 1, 0x7fff_ffff, 0xffff_ffff, u64::MAX, 1 << 63, 1 << 40];
    let word = prop::sample::select(words).prop_map(|w| w.as_bytes().to_vec());
    let one = prop_oneof![
        (any::<u16>(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (any::<u16>(), prop::sample::select(numbers.to_vec()))
            .prop_map(|(at, n)| Damage::Number(at, n)),
        (any::<u16>(), vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<u16>(), word).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, n)| Damage::Remove(at, n)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, n)| Damage::Repeat(at, n)),
        any::<u16>().prop_map(Damage::Cut),
    ];
    vec(one, 0..6)
}

/// The file with its damages.
pub fn damaged(file: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for damage in damages {
        let place = |at: u16| usize::from(at) * (bytes.len() + 1) / 65536;
        match damage {
            Damage::Set(at, byte) => {
                let at = place(*at);
                if let Some(old) = bytes.get_mut(at) {
                    *old = *byte;
                }
            }
            Damage::Number(at, number) => {
                let at = place(*at);
                for (old, new) in bytes.iter_mut().skip(at).zip(number.to_le_bytes()) {
                    *old = new;
                }
            }
            Damage::Insert(at, new) => {
                let at = place(*at);
                bytes.splice(at..at, new.iter().copied());
            }
            Damage::Remove(at, length) => {
                let at = place(*at);
                let end = bytes.len().min(at + usize::from(*length));
                bytes.drain(at..end);
            }
            Damage::Repeat(at, length) => {
                let at = place(*at);
                let end = bytes.len().min(at + usize::from(*length));
                let again = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at..at, again);
            }
            Damage::Cut(at) => bytes.truncate(place(*at)),
        }
    }
    bytes
}
