use super::super::form::FormError;
use super::super::{DtypeClass, Found, JsonKind};
use super::*;
use l10n::Lang;

/// One refusal of every kind.
#[expect(clippy::too_many_lines, reason = "a list of samples")]
fn every_refusal() -> Vec<AnswersError> {
    use AnswersError as E;
    let member = || "elbo.gap".to_owned();
    let detail = || "corrupt deflate stream".to_owned();
    let place = || "[3][0]".to_owned();
    let mut all = vec![
        E::FileTooLarge {
            found: (16 << 20) + 5,
            limit: 16 << 20,
        },
        E::InflatedTooLarge {
            member: member(),
            limit: 64 << 20,
        },
        E::TooManyMembers {
            found: 1025,
            limit: 1024,
        },
        E::TooManyAxes {
            member: member(),
            found: 9,
            limit: 8,
        },
        E::ShapeTooLarge {
            member: member(),
            shape: "(0, 1099511627776)".to_owned(),
        },
        E::NoArrays,
        E::DuplicateName { member: member() },
        E::ArrayTruncated {
            member: String::new(),
            expected: 1 << 43,
            found: 0,
        },
        E::NpyHeader {
            member: member(),
            part: "shape",
            found: "(3)".to_owned(),
        },
        E::BytesBehindArchive,
        E::BrokenArchive {
            damage: Damage::Reader(detail()),
        },
        E::BrokenArchive {
            damage: Damage::NoEnd,
        },
        E::BrokenArchive {
            damage: Damage::SeveralDisks,
        },
        E::BrokenArchive {
            damage: Damage::Comment,
        },
        E::BrokenArchive {
            damage: Damage::NoDirectory,
        },
        E::BrokenMember {
            member: member(),
            damage: Damage::Length {
                found: 3,
                claimed: 1 << 40,
            },
        },
        E::BrokenMember {
            member: member(),
            damage: Damage::Reader(detail()),
        },
        E::EncryptedMember { member: member() },
        E::Compression {
            member: member(),
            method: "Bzip2".to_owned(),
        },
        E::NotAnArray {
            member: "notes.txt".to_owned(),
        },
        E::SafetensorsHeader { detail: detail() },
        E::SafetensorsOffsets {
            member: member(),
            begin: 2,
            end: 6,
            expected_begin: 4,
            data: 8,
        },
        E::SafetensorsOffsets {
            member: member(),
            begin: 4,
            end: 12,
            expected_begin: 4,
            data: 8,
        },
        E::JsonSyntax {
            line: 3,
            column: 7,
            expected: ", }",
            found: ";".to_owned(),
        },
        E::JsonSyntax {
            line: 3,
            column: 7,
            expected: "",
            found: "x".to_owned(),
        },
        E::JsonEnds {
            line: 3,
            expected: ", ]",
        },
        E::JsonNotObject,
        E::JsonTooDeep {
            member: member(),
            limit: 64,
        },
        E::RaggedList {
            member: member(),
            place: place(),
            expected: 3,
            found: 2,
        },
        E::MixedList {
            member: member(),
            place: place(),
        },
        E::SameOutputTwice {
            output: member(),
            keys: ["gap".to_owned(), member()],
        },
        E::UnnamedArray {
            outputs: 4,
            example: member(),
        },
    ];
    all.extend([1, 2, 5, 21].map(|extra| E::TrailingBytes {
        member: member(),
        extra,
    }));
    all.extend(
        [JsonKind::Null, JsonKind::Text, JsonKind::Object].map(|found| E::JsonValue {
            member: member(),
            place: place(),
            found,
        }),
    );
    all.extend(
        [
            DtypeClass::Object,
            DtypeClass::Structured,
            DtypeClass::Complex,
            DtypeClass::Text,
            DtypeClass::Datetime,
            DtypeClass::Void,
            DtypeClass::Bfloat16,
            DtypeClass::Other,
        ]
        .map(|class| E::Dtype {
            member: member(),
            dtype: "|O".to_owned(),
            shape: vec![3],
            class,
        }),
    );
    all.extend([member(), "arr_0".to_owned()].map(|member| E::Dtype {
        member,
        dtype: "|O".to_owned(),
        shape: Vec::new(),
        class: DtypeClass::Object,
    }));
    all.push(E::NotAnArray {
        member: "answers.npz".to_owned(),
    });
    all.push(E::NamelessArray {
        member: "arr_0".to_owned(),
    });
    all.extend(
        [
            Found::Empty,
            Found::Pickle,
            Found::PyTorch,
            Found::Hdf5,
            Found::Matlab,
            Found::Notebook,
            Found::Office,
            Found::Pdf,
            Found::Image,
            Found::Parquet,
            Found::Archive,
            Found::Csv,
            Found::Html,
            Found::Text,
            Found::Utf16,
            Found::Unknown,
        ]
        .map(|found| E::UnsupportedFormat { found }),
    );
    all
}

fn every_form_error() -> Vec<FormError> {
    use FormError as F;
    let text = || "1,234.5".to_owned();
    vec![
        F::Empty,
        F::TooLong {
            found: 65,
            limit: 64,
        },
        F::Ambiguous {
            text: text(),
            understood: "1234.5".to_owned(),
        },
        F::Fraction {
            text: text(),
            value: "0.25".to_owned(),
        },
        F::OutOfRange { text: text() },
        F::CommaList { text: text() },
        F::NotANumber { text: text() },
    ]
}

#[test]
fn everything_is_said_in_both_languages() {
    let refusals = every_refusal()
        .into_iter()
        .map(|e| Box::new(e) as Box<dyn Explain>);
    let forms = every_form_error()
        .into_iter()
        .map(|e| Box::new(e) as Box<dyn Explain>);
    for error in refusals.chain(forms) {
        let (english, russian) = (error.explain(Lang::En), error.explain(Lang::Ru));
        for said in [&english, &russian] {
            assert!(
                said.ends_with('.') && !said.starts_with("answers-"),
                "{said}"
            );
            assert!(
                !said.contains(['\n', '$']) && !said.contains("answers-"),
                "{said}"
            );
        }
        assert_ne!(english, russian);
    }
}

#[test]
fn whoever_saved_a_dictionary_is_told_the_two_stars() {
    for member in ["", "arr_0", "answers", "elbo.gap"] {
        let single = AnswersError::Dtype {
            member: member.to_owned(),
            dtype: "|O".to_owned(),
            shape: Vec::new(),
            class: DtypeClass::Object,
        };
        for lang in Lang::ALL {
            let said = single.explain(lang);
            assert!(
                said.contains("np.savez(\"answers.npz\", **answers)"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_hostile_name_stays_on_one_line() {
    assert_eq!(clip("a\nb\u{1b}[31m\u{202e}"), "a\\nb\\u{1b}[31m\\u{202e}");
    assert_eq!(clip(&"я".repeat(100)).chars().count(), 81);
}

#[test]
fn what_is_damaged_of_an_archive_is_said_in_russian_too() {
    for damage in [
        Damage::NoEnd,
        Damage::SeveralDisks,
        Damage::Comment,
        Damage::NoDirectory,
        Damage::Length {
            found: 3,
            claimed: 4,
        },
    ] {
        let said = AnswersError::BrokenArchive { damage }.explain(Lang::Ru);
        let of_it = said.split(['(', ')']).nth(1).unwrap_or("nothing");
        assert!(!of_it.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
    }
}
