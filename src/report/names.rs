//! Names as lists are read: by the family name, where it is known.

use super::search::folded;

/// The name with the family name first; as it is where the family name is not known, stands first already, or is no part of it.
pub fn family_first(name: &str, family: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let own: Vec<&str> = family.split_whitespace().collect();
    if own.is_empty() || own.len() >= words.len() {
        return name.to_owned();
    }
    let is_own = |part: &[&str]| folded(&part.join(" ")) == folded(&own.join(" "));
    let Some(at) = words.windows(own.len()).position(is_own) else {
        return name.to_owned();
    };
    let (before, rest) = words.split_at(at);
    let (own, after) = rest.split_at(own.len());
    [own, before, after].concat().join(" ")
}

#[cfg(test)]
mod tests {
    use super::family_first;

    #[test]
    fn the_family_name_comes_first_where_it_is_known() {
        for (name, family, expected) in [
            ("Семён Королёв", "Королев", "Королёв Семён"),
            ("Королёв Семён Ильич", "Королёв", "Королёв Семён Ильич"),
            ("Семён Ильич Королёв", "Королёв", "Королёв Семён Ильич"),
            (
                "Ludwig van Beethoven",
                "van Beethoven",
                "van Beethoven Ludwig",
            ),
            ("Ada Lovelace", "", "Ada Lovelace"),
            ("Ada Lovelace", "Byron", "Ada Lovelace"),
            ("Madonna", "Madonna", "Madonna"),
            ("", "Byron", ""),
        ] {
            assert_eq!(family_first(name, family), expected);
        }
    }
}
