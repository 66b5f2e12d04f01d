//! Grading configs, damaged: a course that says itself again, or problems at places of the file.

use super::config;
use super::mutate::{damaged, damages};
use super::targets;
use dgm_grader::course::Course;
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::sync::LazyLock;

/// The examples of the page on the config: every kind of table.
static CONFIG: LazyLock<String> = LazyLock::new(|| {
    let page = include_str!("../../../docs/book/en/grading-config.md");
    let blocks = page
        .split("```toml")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    blocks.map(|b| b.trim_start_matches(" fragment")).collect()
});

/// What a config is made of, and what it trips over.
const WORDS: &[&str] = &[
    "=",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    "\"",
    "'''",
    "\n",
    "#",
    "\n[[homework]]\n",
    "\nid = \"elbo\"\n",
    "0",
    "-1",
    "1e-400",
    "nan",
    "inf",
    "0x7fffffffffffffff",
    "99999999999999999999",
    "2022-02-30",
    "9999-12-31",
    "0000-01-01",
    "true",
    "points",
    "points * points",
    "1 / points",
    "min(",
    "relu(",
    "))))",
    "((((",
    "\\u0000",
    "%",
    "\"100%\"",
    "Ж",
    "\u{feff}",
    "late = \"free\"\n",
    "sizes.batch = 1\n",
    "tolerances.kl = { atol = 1e300 }\n",
    "order.kl = \"up_to_permutation:batch\"\n",
];

/// Formulas that are well written, whether they make sense or not.
fn formula() -> impl Strategy<Value = String> {
    let number = prop::sample::select(&["0", "1", "2", "0.5", "7", "26", "100", "1e9"][..]);
    let leaf = prop_oneof![
        Just("points".to_owned()),
        number.prop_map(ToOwned::to_owned)
    ];
    leaf.prop_recursive(4, 16, 2, |inner| {
        let one = prop::sample::select(&["floor", "ceil", "round", "relu", "-"][..]);
        let between = prop::sample::select(&["+", "-", "*", "/"][..]);
        let two = prop::sample::select(&["min", "max"][..]);
        prop_oneof![
            (one, inner.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            (inner.clone(), between, inner.clone())
                .prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
            (two, inner.clone(), inner).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
        ]
    })
}

#[test]
fn the_config_is_whole_before_it_is_damaged() {
    let course = Course::parse(&CONFIG).unwrap_or_else(|found| panic!("{found}"));
    assert!(!course.expects.is_empty());
}

proptest! {
    // A whole course takes longer to read than anything else.
    #![proptest_config(Config { cases: config().cases.div_ceil(4), ..config() })]

    #[test]
    fn a_damaged_config_is_a_course_or_problems_with_places(damages in damages(WORDS)) {
        let text = String::from_utf8_lossy(&damaged(CONFIG.as_bytes(), &damages)).into_owned();
        targets::config(&text);
    }

}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_final_grade_is_a_formula_that_rises_or_refused(
        formula in formula(),
    ) {
        targets::rises(&formula);
    }
}
