//! What a misspelt word most likely meant.

/// Beyond this a word is no misspelling of ours, and comparing it costs too much.
const LONGEST: usize = 80;

/// The candidate that a misspelt word most likely meant, if one is near enough.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let near = |candidate: &'c str| Some((slips(word, candidate)?, candidate));
    candidates
        .into_iter()
        .filter_map(near)
        .min()
        .map(|(_, c)| c)
}

/// Letters wrong, missing, too many or swapped, whatever their case; nothing where they are too many for a slip of the hand.
pub fn slips(word: &str, right: &str) -> Option<usize> {
    let (length, of_right) = (word.chars().count(), right.chars().count());
    let most = (length / 3).max(1);
    // Words of different lengths need no comparison: a file of a thousand wrong keys must not take seconds.
    if length > LONGEST || length.abs_diff(of_right) > most {
        return None;
    }
    let slips = strsim::osa_distance(&word.to_lowercase(), &right.to_lowercase());
    (slips <= most).then_some(slips)
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
