//! Query strings of links.

use std::fmt::Write as _;

/// `?sort=-total&q=anna`: the pairs whose value is not empty; nothing where there are none.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                // Writing into a string cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn values_are_data() {
        assert_eq!(
            query(&[("sort", "-total"), ("q", "Анна&x="), ("only", "")]),
            "?sort=-total&q=%D0%90%D0%BD%D0%BD%D0%B0%26x%3D"
        );
        assert_eq!(query(&[("q", "")]), "");
    }
}
