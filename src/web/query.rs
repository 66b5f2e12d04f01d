//! Query strings of links.

use crate::markup::in_url;

/// `?sort=-total&q=anna`: the pairs whose value is not empty; nothing where there are none.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        text.push_str(&in_url(value));
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
