//! A body that is too large: how large it is, how much is taken, and what to leave out.

use l10n::{Message, message, size};

/// The most that is taken where a request goes to, noted with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The most bytes of the file or the text, without a form around it.
    pub most: usize,
    /// Whether it is a file of answers, of which arrays can be left out.
    pub is_answers: bool,
}

/// A body that is larger.
#[derive(Clone, Copy, Debug)]
pub struct Oversize {
    /// How large it says it is, where it does.
    bytes: Option<usize>,
    allowed: Allowed,
}

impl Oversize {
    /// One that says it has so many bytes, where so many may come.
    pub fn of(announced: Option<u64>, allowed: Allowed) -> Self {
        let bytes = announced.and_then(|bytes| usize::try_from(bytes).ok());
        Self {
            bytes: bytes.filter(|bytes| *bytes > allowed.most),
            allowed,
        }
    }

    /// What came and what is taken, and what to do next.
    pub fn message(&self) -> Message {
        let most = size(self.allowed.most);
        let what = match self.bytes {
            Some(bytes) => message!("fault-oversize", bytes = size(bytes), most = most),
            None => message!("fault-oversize-unsaid", most = most),
        };
        if self.allowed.is_answers {
            message!("fault-oversize-answers", what = what)
        } else {
            what
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Lang;

    #[test]
    fn it_names_the_size_where_it_is_known_and_the_limit_always() {
        let allowed = Allowed {
            most: 1 << 20,
            is_answers: false,
        };
        for (announced, words) in [
            (Some(3 << 20), &["3 MiB", "1 MiB"][..]),
            (Some(5), &["1 MiB"][..]),
            (None, &["1 MiB"][..]),
        ] {
            let told = Oversize::of(announced, allowed).message().text(Lang::En);
            assert!(words.iter().all(|word| told.contains(word)), "{told}");
            assert_eq!(told.matches("MiB").count(), words.len(), "{told}");
        }
        let answers = Allowed {
            is_answers: true,
            ..allowed
        };
        let told = Oversize::of(None, answers).message().text(Lang::En);
        assert!(told.contains("arrays"), "{told}");
    }
}
