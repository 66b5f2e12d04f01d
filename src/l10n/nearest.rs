//! What a misspelt word most likely meant.

/// Beyond this a word is no misspelling of ours, and comparing it costs too much.
const LONGEST: usize = 80;

/// The candidate that a misspelt word most likely meant, if one is near enough.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&word, &c.to_lowercase()), c))
        .filter(|(distance, _)| *distance <= (length / 3).max(1))
        .min()
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        let words = ["deadline", "opens", "closes"];
        assert_eq!(nearest("dedline", words), Some("deadline"));
        assert_eq!(nearest("Opens", words), Some("opens"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest(&"x".repeat(10_000), words), None);
    }
}
