//! Numbers, sizes and shapes, as people write them in each language.

use crate::text::Lang;

/// A measured error: three significant digits, decimal comma in Russian.
pub fn error(value: f64, lang: Lang) -> String {
    let text = if value == 0.0 {
        "0".to_owned()
    } else if (1e-3..1e4).contains(&value.abs()) {
        // One digit before the point leaves two after it; every power of ten moves that by one.
        let bounds = [1e2, 1e1, 1.0, 1e-1, 1e-2];
        let digits = bounds.iter().take_while(|b| value.abs() < **b).count();
        format!("{value:.digits$}")
    } else {
        format!("{value:.2e}")
    };
    decimal_mark(text, lang)
}

/// A number with all digits that it has, as one would type it.
pub fn as_typed(value: f64, lang: Lang) -> String {
    let text = if value == 0.0 || (1e-5..1e16).contains(&value.abs()) || !value.is_finite() {
        value.to_string()
    } else {
        format!("{value:e}")
    };
    decimal_mark(text, lang)
}

/// A correlation: two digits after the point, and its sign.
pub fn signed(value: f64, lang: Lang) -> String {
    let size = decimal_mark(format!("{:.2}", value.abs()), lang);
    match value {
        // What is shown as 0 has no sign.
        _ if value.abs() < 0.005 => size,
        _ if value < 0.0 => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

/// The percentage that lateness leaves of points, where it takes any.
pub fn late_percent(left: impl Into<f64>, lang: Lang) -> Option<String> {
    let left = left.into();
    (left < 1.0).then(|| exact_percent(left, lang))
}

/// A share of a rule, `12.5%`: with as many digits as it has.
pub fn exact_percent(share: impl Into<f64>, lang: Lang) -> String {
    with_sign((share.into() * 1000.0).round() / 10.0, lang)
}

/// A share of what was counted or measured, rounded to a whole percentage; 0 and 100 are only said of nothing and everything.
pub fn percent(share: f64, lang: Lang) -> String {
    let rounded = (share * 100.0).round();
    let percent = if rounded >= 100.0 && share < 1.0 {
        99.9
    } else if rounded <= 0.0 && share > 0.0 {
        0.1
    } else {
        rounded
    };
    with_sign(percent, lang)
}

fn with_sign(percent: f64, lang: Lang) -> String {
    let text = percent.to_string();
    match lang {
        Lang::En => format!("{text}%"),
        Lang::Ru => format!("{}\u{a0}%", decimal_mark(text, lang)),
    }
}

/// A tolerance such as `1e-4`, short.
pub fn tolerance(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        format!("{value:e}")
    }
}

/// The index of an element as Python writes it.
pub fn index(index: &[usize]) -> String {
    match index {
        [] => "[()]".to_owned(),
        index => format!(
            "[{}]",
            index
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// A value of an array: whole numbers as they are, others to ten digits.
pub fn value(value: f64, lang: Lang) -> String {
    let size = value.abs();
    if value.is_nan() {
        return "NaN".to_owned();
    } else if size.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let rounded = format!("{value:.9e}").parse();
    let value = match rounded {
        Ok(rounded) if value.fract() != 0.0 => rounded,
        _ => value,
    };
    let text = if size == 0.0 || ((1e-4..1e9).contains(&size)) {
        format!("{value}")
    } else {
        format!("{value:e}")
    };
    decimal_mark(text, lang)
}

/// A number as it is typed: spaces around it, and a comma where Russian has one.
pub fn typed(text: &str) -> String {
    text.trim().replace(',', ".")
}

/// The shape of an array as Python writes it.
pub fn shape(shape: &[usize]) -> String {
    match shape {
        [] => "()".to_owned(),
        [n] => format!("({n},)"),
        _ => format!(
            "({})",
            shape
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// A number in digits with the decimal mark of the language.
pub fn decimal_mark(text: String, lang: Lang) -> String {
    match lang {
        Lang::En => text,
        Lang::Ru => text.replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!(error(0.123_456, Lang::Ru), "0,123");
        assert_eq!(error(12.345, Lang::En), "12.3");
        assert_eq!(error(1234.5, Lang::En), "1234");
        assert_eq!(error(1.5e-7, Lang::En), "1.50e-7");
        assert_eq!(percent(11.0 / 12.0, Lang::En), "92%");
        assert_eq!(percent(0.0001, Lang::Ru), "0,1\u{a0}%");
        assert_eq!(percent(0.0, Lang::En), "0%");
        assert_eq!(percent(0.9999, Lang::En), "99.9%");
        assert_eq!(exact_percent(0.875, Lang::Ru), "87,5\u{a0}%");
        assert_eq!(percent(1.0, Lang::Ru), "100\u{a0}%");
    }
}
