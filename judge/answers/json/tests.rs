use super::super::{AnswersError, Class, Found, Limits, read};
use crate::arrays::{Array, Dtype, Values};
use ndarray::{arr0, arr1, arr2};

fn one(value: &str) -> Result<Array, AnswersError> {
    let text = format!("{{\"a.b\": {value}}}");
    read(text.as_bytes(), &Limits::default()).map(|mut named| named.remove("a.b").unwrap())
}

fn code(value: &str) -> &'static str {
    one(value).unwrap_err().code()
}

#[test]
fn numbers_and_lists_are_read() {
    assert_eq!(one("5").unwrap(), Array::int(arr0(5).into_dyn()));
    assert_eq!(one("-0.5").unwrap(), Array::float(arr0(-0.5).into_dyn()));
    assert_eq!(one("[1, 2]").unwrap(), Array::int(arr1(&[1, 2]).into_dyn()));
    assert_eq!(
        one("[1, 2.5]").unwrap(),
        Array::float(arr1(&[1.0, 2.5]).into_dyn())
    );
    assert_eq!(
        one("[[1.0, 2], [3, 4]]").unwrap(),
        Array::float(arr2(&[[1.0, 2.0], [3.0, 4.0]]).into_dyn())
    );
    let flags = one("[true, false]").unwrap();
    assert_eq!(
        (flags.dtype, flags.values),
        (Dtype::Bool, Values::Int(arr1(&[1, 0]).into_dyn()))
    );
    assert_eq!(one("[true, 2]").unwrap().dtype, Dtype::I64);
    assert_eq!(one("[[], []]").unwrap().shape(), [2, 0]);
    assert_eq!(one("[]").unwrap().dtype, Dtype::F64);
}

#[test]
fn what_python_writes_for_nan_and_infinity_is_read() {
    let array = one("[NaN, Infinity, -Infinity]").unwrap().to_float();
    let found: Vec<f64> = array.iter().copied().collect();
    assert!(matches!(found[..], [a, f64::INFINITY, f64::NEG_INFINITY] if a.is_nan()));
    for bad in ["nan", "inf", "NaNs", "Infinity2", "-NaN", "+1", ".5"] {
        assert_eq!(code(bad), "json_syntax", "{bad}");
    }
}

#[test]
fn what_is_no_number_is_refused_with_its_place() {
    assert_eq!(
        one("[[1, 2], [3, null]]").unwrap_err().to_string(),
        "“a.b”[1][1]: null, where a number is needed. Write NaN for a value that could not be computed, or leave the whole output out."
    );
    assert_eq!(code("\"0,5\""), "json_string");
    assert_eq!(code("{\"kl\": 1}"), "json_object");
}

#[test]
fn lists_must_be_rectangular() {
    assert!(matches!(
        one("[[1, 2], [3]]").unwrap_err(),
        AnswersError::RaggedList { place, expected: 2, found: 1, .. } if place == "[1]"
    ));
    for ragged in [
        "[[], [1]]",
        "[[1], []]",
        "[[], [[]]]",
        "[[[]], []]",
        "[[1], [2, 3]]",
    ] {
        assert_eq!(code(ragged), "ragged_list", "{ragged}");
    }
    for mixed in ["[1, [2]]", "[[1], 2]", "[[], 2]", "[[[1]], [2]]", "[1, []]"] {
        assert_eq!(code(mixed), "mixed_list", "{mixed}");
    }
}

#[test]
fn depth_is_limited_before_the_stack_is() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(one(&nested(8)).unwrap().shape(), [1, 1, 1, 1, 1, 1, 1, 0]);
    assert_eq!(code(&nested(9)), "too_many_axes");
    assert_eq!(code(&nested(64)), "too_many_axes");
    assert_eq!(code(&nested(65)), "json_too_deep");
    assert_eq!(code(&"[".repeat(1_000_000)), "json_syntax");
}

#[test]
fn keys_must_be_different_strings() {
    let refused = |text: &str| read(text.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(
        refused(r#"{"a": 1, "b": 2, "\u0061": 3}"#).code(),
        "duplicate_name"
    );
    assert_eq!(refused("[1, 2]").code(), "json_not_object");
    assert_eq!(refused("{}").code(), "no_arrays");
    assert_eq!(
        refused(r#"{"cells": [], "nbformat": 4}"#),
        AnswersError::UnsupportedFormat {
            found: Found::Notebook
        }
    );
    for bad in [
        "{",
        "{\"",
        "{\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":[",
        "{\"a\":[1",
        "{\"a\":[1,",
        "{\"a\\",
    ] {
        assert_eq!(refused(bad).code(), "json_ends", "{bad}");
    }
    for bad in [
        "{a: 1}",
        "{\"a\": 1,}",
        "{\"a\": [1,]}",
        "{\"a\": 1} x",
        "{\"a\" 1}",
        "{\"\\x\": 1}",
        "{\"a\": tru}",
    ] {
        assert_eq!(refused(bad).code(), "json_syntax", "{bad}");
    }
}

#[test]
fn a_syntax_error_says_where() {
    let error = read("{\n  \"я\": 1;\n}".as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(
        error,
        AnswersError::JsonSyntax {
            line: 2,
            column: 9,
            expected: ", }",
            found: ";".to_owned(),
        }
    );
}

#[test]
fn elements_and_members_are_limited() {
    let limits = Limits {
        inflated: 32,
        members: 2,
        ..Limits::default()
    };
    assert!(read(b"{\"a\": [1, 2, 3], \"b\": 4}", &limits).is_ok());
    for text in [
        "{\"a\": [1, 2, 3, 4, 5]}",
        "{\"a\": [1, 2, 3], \"b\": [4, 5]}",
    ] {
        assert_eq!(
            read(text.as_bytes(), &limits).unwrap_err().code(),
            "inflated_too_large"
        );
    }
    let error = read(b"{\"a\": 1, \"b\": 1, \"c\": 1}", &limits).unwrap_err();
    assert_eq!(
        (error.code(), error.class()),
        ("too_many_members", Class::TooLarge)
    );
}
