//! People found as people write: in any case, ё as е, words in any order.

/// A text as it is compared: small letters, ё as е, one space between words.
pub fn folded(text: &str) -> String {
    let small = text.to_lowercase().replace('ё', "е");
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether every word of `wanted` stands somewhere in these texts.
pub fn matches(wanted: &str, texts: &[&str]) -> bool {
    if wanted.trim().is_empty() {
        return true;
    }
    let texts: Vec<String> = texts.iter().map(|text| folded(text)).collect();
    let stands = |word: &str| texts.iter().any(|text| text.contains(word));
    folded(wanted).split(' ').all(stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_as_people_write() {
        let semyon = ["Семён Королёв", "s.korolev"];
        for wanted in [
            "",
            "семен",
            "КОРОЛЁВ семён",
            " королев  сем ",
            "korolev",
            "Семен korol",
        ] {
            assert!(matches(wanted, &semyon), "{wanted}");
        }
        for wanted in ["семен иванов", "korolyov"] {
            assert!(!matches(wanted, &semyon), "{wanted}");
        }
    }
}
