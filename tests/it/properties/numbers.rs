//! Numbers typed into forms: any text is read or refused, and what is read is what was written.

use super::config;
use judge::answers::form::{FormError, Scalar, parse_scalar};
use judge::points::Points;
use l10n::{Explain as _, Lang};
use proptest::prelude::*;

/// Texts of what numbers are made of, and of anything.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-+−0-9.,; \u{a0}eEnaif\\[\\]/'∞\t\n]{0,80}",
        "[0-9]{1,4}[., ']{0,2}[0-9]{0,4}([., e;]-?[0-9]{0,5}){0,3}",
        any::<String>(),
    ]
}

fn said(error: &FormError) -> Result<(), TestCaseError> {
    for lang in Lang::ALL {
        let said = error.explain(lang);
        prop_assert!(
            !said.starts_with("answers-") && !said.starts_with("form-"),
            "{said}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_a_number_or_refused_in_words(text in typed()) {
        if let Err(error) = parse_scalar(&text) {
            said(&error)?;
        }
        // Points are an exact decimal: shown, they are read as the same.
        if let Ok(points) = text.parse::<Points>() {
            prop_assert_eq!(points.to_string().parse(), Ok(points));
        }
    }

    #[test]
    fn a_number_is_read_as_it_was_written(number in any::<f64>(), comma in any::<bool>(), exponent in any::<bool>()) {
        let text = if exponent { format!("{number:e}") } else { format!("{number}") };
        let text = if comma { text.replace('.', ",") } else { text };
        if text.chars().count() > 64 {
            // More digits than any float64 needs.
            prop_assert!(matches!(parse_scalar(&text), Err(FormError::TooLong { .. })), "{}", text);
            return Ok(());
        }
        let read = parse_scalar(&text).map(Scalar::to_float);
        prop_assert!(read.as_ref().is_ok_and(|x| *x == number || (x.is_nan() && number.is_nan())), "{} {:?}", text, read);
    }
}
