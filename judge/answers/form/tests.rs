use super::*;
use l10n::{Explain, Lang};

fn understood(text: &str) -> Option<String> {
    match parse_scalar(text) {
        Err(FormError::Ambiguous { understood, .. }) => Some(understood),
        _ => None,
    }
}

#[test]
fn numbers_are_read_as_people_type_them() {
    for (text, number) in [
        ("3", Scalar::Whole(3)),
        ("-3", Scalar::Whole(-3)),
        ("−3", Scalar::Whole(-3)),
        ("–3", Scalar::Whole(-3)),
        ("- 3", Scalar::Whole(-3)),
        ("+3", Scalar::Whole(3)),
        ("007", Scalar::Whole(7)),
        ("0,5", Scalar::Real(0.5)),
        ("0.5", Scalar::Real(0.5)),
        (",5", Scalar::Real(0.5)),
        ("5.", Scalar::Real(5.0)),
        ("3,0", Scalar::Real(3.0)),
        ("0.5317.", Scalar::Real(0.5317)),
        ("-0,1,", Scalar::Real(-0.1)),
        ("3е-5", Scalar::Real(3e-5)),
        ("1,5Е+3", Scalar::Real(1500.0)),
        ("1,234", Scalar::Real(1.234)),
        ("1.234", Scalar::Real(1.234)),
        ("\u{a0}\u{202f} 1,5\u{feff}\n", Scalar::Real(1.5)),
        ("1e-3", Scalar::Real(1e-3)),
        ("1,5E+3", Scalar::Real(1500.0)),
        ("−1e3", Scalar::Real(-1000.0)),
        ("inf", Scalar::Real(f64::INFINITY)),
        ("-Inf", Scalar::Real(f64::NEG_INFINITY)),
        ("−∞", Scalar::Real(f64::NEG_INFINITY)),
        ("1e−3", Scalar::Real(1e-3)),
        ("1,5·10^-3", Scalar::Real(1.5e-3)),
        ("1.5 × 10⁻³", Scalar::Real(1.5e-3)),
        ("-2*10**4", Scalar::Real(-20_000.0)),
        ("1,5·10^(−3)", Scalar::Real(1.5e-3)),
        ("10⁻³", Scalar::Real(1e-3)),
        ("-10^3", Scalar::Real(-1000.0)),
        ("10**(-3)", Scalar::Real(1e-3)),
        ("78.539 816 339 744", Scalar::Real(78.539_816_339_744)),
        ("−78,539\u{202f}816\u{202f}3", Scalar::Real(-78.539_816_3)),
        ("1 078.539 816", Scalar::Real(1_078.539_816)),
        ("0.001 234e2", Scalar::Real(0.1234)),
        ("9223372036854775807", Scalar::Whole(i64::MAX)),
        (
            "9223372036854775808",
            Scalar::Real(9_223_372_036_854_775_808.0),
        ),
    ] {
        assert_eq!(parse_scalar(text), Ok(number), "{text}");
    }
    assert!(parse_scalar("NaN").unwrap().to_float().is_nan());
}

#[test]
fn ambiguous_numbers_are_refused_with_what_was_understood() {
    for (text, plain) in [
        ("1,234.5", "1234.5"),
        ("1,234,567,", "1234567"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u{a0}234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("-1,234,567.8", "-1234567.8"),
        ("1'234.5", "1234.5"),
        ("1_000", "1000"),
        ("1 234e3", "1234e3"),
        ("1 234.5 67", "1234.567"),
        ("1,234,567.8 901", "1234567.8901"),
        ("0.5 12", "0.512"),
    ] {
        assert_eq!(understood(text).as_deref(), Some(plain), "{text}");
    }
    let error = parse_scalar("1,234.5").unwrap_err();
    assert_eq!(
        error.to_string(),
        "“1,234.5” can be read in two ways. It looks like 1234.5: write it so, without separators between thousands."
    );
    assert!(error.explain(Lang::Ru).contains("1234,5"));
}

#[test]
fn a_fraction_is_refused_with_its_own_value() {
    let value = |text: &str| match parse_scalar(text) {
        Err(FormError::Fraction { value, .. }) => Some(value),
        _ => None,
    };
    for (text, expected) in [
        ("1/3", "0.3333333333333333"),
        ("-1 / 4", "-0.25"),
        ("1,5/3", "0.5"),
        ("−3/−4", "0.75"),
    ] {
        assert_eq!(value(text).as_deref(), Some(expected), "{text}");
    }
    let said = parse_scalar("1/3").unwrap_err();
    assert!(said.explain(Lang::Ru).contains("0,3333333333333333"));
}

#[test]
fn what_is_no_number_is_refused() {
    for (text, code) in [
        ("", "form_empty"),
        (" \u{a0}", "form_empty"),
        ("five", "form_not_a_number"),
        ("пять", "form_not_a_number"),
        ("0x10", "form_not_a_number"),
        ("1e", "form_not_a_number"),
        ("1e2.5", "form_not_a_number"),
        ("--1", "form_not_a_number"),
        ("-+1", "form_not_a_number"),
        ("1..5", "form_not_a_number"),
        ("0,531.7", "form_not_a_number"),
        ("0 531", "form_not_a_number"),
        ("не число", "form_not_a_number"),
        ("5%", "form_not_a_number"),
        (".", "form_not_a_number"),
        ("-", "form_not_a_number"),
        ("１２", "form_not_a_number"),
        ("1/3", "form_fraction"),
        ("1,5 / 3", "form_fraction"),
        ("1/", "form_not_a_number"),
        ("1/0", "form_not_a_number"),
        ("1/2/3", "form_not_a_number"),
        ("1.5·103", "form_not_a_number"),
        ("10^", "form_not_a_number"),
        ("10^2^3", "form_not_a_number"),
        ("2^10", "form_not_a_number"),
        ("1e999", "form_out_of_range"),
        ("1, 2", "form_comma_list"),
    ] {
        assert_eq!(parse_scalar(text).unwrap_err().code(), code, "{text}");
    }
    assert_eq!(
        parse_scalar(&"1".repeat(65)).unwrap_err().code(),
        "form_too_long"
    );
}
