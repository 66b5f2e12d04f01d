//! Bad files: the codes of what is wrong, messages in both languages, limits, and texts that must not panic.

use super::FULL;
use crate::config::{Code, Diagnostics, LARGEST, Severity};
use crate::course::{Course, File};
use l10n::{Lang, Localized};
use std::collections::BTreeSet;

fn found(text: &str) -> Diagnostics {
    match File::parse(text) {
        Ok((_, warnings)) => warnings,
        Err(found) => found,
    }
}

/// The codes found in the full file with one part replaced.
fn codes(from: &str, to: &str) -> Vec<Code> {
    assert!(FULL.contains(from), "{from}");
    found(&FULL.replace(from, to))
        .list()
        .iter()
        .map(|d| d.code)
        .collect()
}

#[test]
fn one_mistake_is_one_diagnostic() {
    let known = [
        ("\"Курс\"", "\"  \"", Code::EmptyText),
        ("attempts = 20", "attempts = 0", Code::OutOfRange),
        ("attempts = 20", "attempts = \"many\"", Code::UnknownChoice),
        (
            "attempts = 20",
            "attempts = 99999999999999999999",
            Code::OutOfRange,
        ),
        ("per_day = \"10%\"", "per_day = 10", Code::BadPercentage),
        ("per_day = \"10%\"", "per_day = \"0%\"", Code::BadPercentage),
        (
            "per_day = \"10%\"",
            "per_day = \"10.25%\"",
            Code::BadPercentage,
        ),
        (
            "per_day = \"10%\"",
            "per_day = \"100.1%\"",
            Code::BadPercentage,
        ),
        ("id = \"proof\"", "id = \"Proof 1\"", Code::BadName),
        ("id = \"proof\"", "id = \"plot\"", Code::Duplicate),
        ("id = \"proof\"", "id = \"gaussian_kl\"", Code::Duplicate),
        (
            "max_points = \"26\"",
            "max_points = \"1000000000000\"",
            Code::PointsTooLarge,
        ),
        ("points = \"2.5\"", "points = 2.5", Code::PointsFloat),
        ("points = \"2.5\"", "points = 0x2", Code::PointsSum),
        (
            "points = \"2.5\"",
            "points = 0xffffffffffffffff",
            Code::PointsTooLarge,
        ),
        ("points = \"2.5\"", "points = \"2.6\"", Code::PointsSum),
        ("bonus = true", "bonus = false", Code::PointsSum),
        ("points = 3\n", "points = 2.9\n", Code::PointsFloat),
        ("rtol = 1e-3, atol", "rtol = inf, atol", Code::BadTolerance),
        ("rtol = 1e-3, atol", "atoll = 1, atol", Code::UnknownKey),
        ("rtol = 1e-3, atol = 1e-5", "", Code::MissingKey),
        ("sizes.batch = 32", "sizes.batch = \"32\"", Code::WrongType),
        ("sizes.batch = 32", "sizes.batch = 0", Code::SizeOutOfRange),
        ("sizes.batch = 32", "sizes.dim = 1", Code::MistakeIsRight),
        ("sizes.batch = 32", "sizes = 32", Code::WrongType),
        (
            "order.kl = \"exact\"",
            "order.kl = \"up_to_signs\"",
            Code::UnknownChoice,
        ),
        (
            "order.kl = \"exact\"",
            "order.kl = \"up_to_permutation:dim\"",
            Code::UnknownAxis,
        ),
        (
            "deadline = 2022-10-06",
            "deadline = 2022-10-06T23:59:60",
            Code::BadDate,
        ),
        (
            "deadline = 2022-10-06",
            "deadline = 9999-12-31",
            Code::BadDate,
        ),
        ("points / 8 - 2", "points / 8 - -", Code::BadFormula),
        ("points / 8 - 2", "8 / points", Code::BadFormula),
        (
            "floor(relu(points / 8 - 2))",
            "floor(5)",
            Code::FormulaWithoutPoints,
        ),
        ("id = \"elbo\"", "id = \"ELBO\"", Code::UnknownHomework),
    ];
    for (from, to, code) in known {
        assert_eq!(codes(from, to), [code], "{to}");
    }
}

#[test]
fn the_place_is_exact() {
    let text = FULL.replace("floor(relu", "floor(rely");
    let found = found(&text);
    let d = &found.list()[0];
    assert_eq!(&text[d.start..d.end], "rely");
    assert_eq!((d.line, d.column), (4, 22));
    assert_eq!(
        d.source_line,
        "final_grade = \"floor(rely(points / 8 - 2))\""
    );
    assert_eq!(d.caret, format!("{}^^^^", " ".repeat(21)));
    assert_eq!(d.code.name(), "bad_formula");
    assert!(
        d.message.en.contains("did you mean `relu`"),
        "{}",
        d.message.en
    );
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json[0]["severity"], "error");
    assert_eq!(json[0]["code"], "bad_formula");
    assert_eq!(json[0]["message"]["ru"], d.message.ru);
}

#[test]
fn every_message_exists_in_both_languages() {
    let names: BTreeSet<_> = Code::ALL.iter().map(|c| c.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    let files = [
        include_str!("../../../locales/en/diagnostics.ftl"),
        include_str!("../../../locales/ru/diagnostics.ftl"),
    ];
    let ids = files.map(|file| {
        let lines = file.lines().filter(|l| l.starts_with("course-"));
        lines
            .filter_map(|l| Some((l.split_once(" =")?.0.to_owned(), variables(l))))
            .collect::<Vec<_>>()
    });
    assert_eq!(ids[0], ids[1]);
    for code in Code::ALL {
        let id = code.message_id();
        assert!(ids[0].iter().any(|(known, _)| *known == id), "{id}");
    }
}

/// The variables of a message on one line.
fn variables(line: &str) -> BTreeSet<String> {
    let after = line.split("{ $").skip(1);
    after
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn a_large_file_is_refused_and_a_long_list_is_cut() {
    let large = "#".repeat(LARGEST + 1);
    assert_eq!(found(&large).list()[0].code, Code::TooLarge);
    let long: Vec<_> = (0..5000).map(|i| format!("key{i} = 1")).collect();
    let long = long.join("\n");
    let found = found(&long);
    assert_eq!(found.list().len(), 100);
    assert!(found.left_out() > 4800);
    assert!(found.list().iter().all(|d| d.severity == Severity::Error));
}

#[test]
fn a_deep_or_long_line_does_no_harm() {
    let deep = format!("a = {}", "[".repeat(100_000));
    assert!(found(&deep).has_errors());
    let long = format!("title = \"{}\"\nк = 1", "я".repeat(100_000));
    for d in found(&long).list() {
        assert!(d.source_line.chars().count() <= 160 && d.caret.chars().count() <= 161);
    }
}

#[test]
fn a_course_without_homeworks_or_of_another_kind() {
    let codes: Vec<_> = found("").list().iter().map(|d| d.code).collect();
    assert!(codes.contains(&Code::NoHomeworks) && codes.contains(&Code::MissingKey));
    let unclear = found("max_points = 13\n");
    assert_eq!(unclear.list()[0].code, Code::HomeworkUnclear);
    let number = found(
        "title = 1\ntime_zone = []\nfinal_grade = {}\nexam = 1\ndefaults = true\nhomework = [1, {}]",
    );
    assert!(
        number
            .list()
            .iter()
            .filter(|d| d.code == Code::WrongType)
            .count()
            >= 6,
        "{number}"
    );
}

#[test]
fn cut_or_changed_at_any_byte_nothing_panics() {
    let ends = (0..=FULL.len()).filter(|i| FULL.is_char_boundary(*i));
    for (i, end) in ends.enumerate() {
        let (head, tail) = FULL.split_at(end);
        let rest: String = tail.chars().skip(1).collect();
        // Every place is cut, and gets one of these characters in place of its own.
        let other = ["\"", "0", "-", "\n", "{", "]", "=", "\u{1b}", "ы", "."][i % 10];
        let other = if i % 3 == 0 { "" } else { other };
        for text in [head.to_owned(), format!("{head}{other}{rest}")] {
            let found = found(&text);
            if i % 7 == 0 {
                let _ = found.render("course.toml", true, Lang::Ru);
            }
            for d in found.list() {
                assert!(text.is_char_boundary(d.start) && text.is_char_boundary(d.end));
                // A message whose values are not all given shows its id.
                let said = [Some(&d.message), d.help.as_ref()];
                let unsaid =
                    |w: &Localized| w.en.starts_with("course-") || w.ru.starts_with("course-");
                assert!(!said.into_iter().flatten().any(unsaid), "{d:?}");
            }
        }
    }
}

#[test]
fn lines_left_out_or_doubled_do_not_panic() {
    let lines: Vec<_> = FULL.lines().collect();
    for skip in 0..lines.len() {
        let without: Vec<_> = [&lines[..skip], &lines[skip + 1..]].concat();
        let doubled: Vec<_> = [&lines[..=skip], &lines[skip..]].concat();
        for text in [without.join("\n"), doubled.join("\n")] {
            if let Ok(course) = Course::parse(&text) {
                assert_eq!(
                    Course::parse(&course.to_toml()).unwrap_or_else(|f| panic!("{f}")),
                    course
                );
            }
        }
    }
}
