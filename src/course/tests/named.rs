//! Mistakes that a config names: read, tried on a hundred students, written, recognised.

use crate::config::Code;
use crate::course::{Checked, Course, NamedMistake, with_mistake};
use l10n::Localized;
use std::collections::BTreeMap;

fn text(task: &str, mistakes: &[(&str, &str)]) -> String {
    let mut text = format!(
        "title = {{ en = \"C\", ru = \"К\" }}\ntime_zone = \"UTC\"\nfinal_grade = \"points\"\n\n[[homework]]\nid = \"elbo\"\nmax_points = \"1\"\n\n[[homework.task]]\nid = \"{task}\"\npoints = \"1\"\n"
    );
    for (id, like) in mistakes {
        let section = format!(
            "\n[[homework.task.mistake]]\nid = \"{id}\"\nhint = {{ en = \"Look.\", ru = \"Смотрите.\" }}\n{like}\n"
        );
        text.push_str(&section);
    }
    text
}

fn codes(task: &str, mistakes: &[(&str, &str)]) -> Vec<Code> {
    match Checked::parse(text(task, mistakes)) {
        Ok(_) => Vec::new(),
        Err(found) => found.errors().map(|d| d.code).collect(),
    }
}

#[test]
fn a_mistake_that_is_told_is_taken() {
    for like in [
        "like = \"factor 7\"",
        "like.kl = \"factor 7\"",
        "like = { kl = \"offset -0.123\" }",
        "like.kl = \"sqrt\"",
    ] {
        assert_eq!(codes("gaussian_kl", &[("mine", like)]), [], "{like}");
    }
    let two = [
        ("mine", "like.kl = \"square\""),
        ("other", "like.kl = \"factor 7\""),
    ];
    assert_eq!(codes("gaussian_kl", &two), []);
}

#[test]
fn what_cannot_be_told_or_is_right_is_refused() {
    let one = |task, like| codes(task, &[("mine", like)]);
    assert_eq!(
        one("gaussian_kl", "like.kl = \"factor 1\""),
        [Code::NamedIsRight]
    );
    assert_eq!(
        one("gaussian_kl", "like.kl = \"factor 1.0000001\""),
        [Code::NamedIsRight]
    );
    assert_eq!(
        one("gaussian_kl", "like.kl = \"offset 0\""),
        [Code::NamedIsRight]
    );
    // A divergence is never negative.
    assert_eq!(
        one("gaussian_kl", "like.kl = \"abs\""),
        [Code::NamedIsRight]
    );
    assert_eq!(one("gaussian_kl", "like.kl = \"cosine\""), [Code::BadLike]);
    assert_eq!(
        one("gaussian_kl", "like.kl = \"factor inf\""),
        [Code::BadLike]
    );
    assert_eq!(
        one("gaussian_kl", "like.lk = \"factor 2\""),
        [Code::UnknownOutput]
    );
    assert_eq!(one("gaussian_kl", "like = {}"), [Code::LikeNothing]);
    assert_eq!(one("gaussian_kl", "# nothing"), [Code::MissingKey]);
    let same = [
        ("mine", "like.kl = \"factor 7\""),
        ("other", "like.kl = \"factor 7\""),
    ];
    assert_eq!(codes("gaussian_kl", &same), [Code::NamedIsKnown]);
    let twice = [
        ("mine", "like.kl = \"factor 7\""),
        ("mine", "like.kl = \"sqrt\""),
    ];
    assert_eq!(codes("gaussian_kl", &twice), [Code::Duplicate]);
    let known = assignments::catalogue::task("elbo/gaussian_kl")
        .unwrap()
        .mistakes()[0]
        .id;
    assert_eq!(
        codes("gaussian_kl", &[(known, "like.kl = \"factor 7\"")]),
        [Code::Duplicate]
    );
    let many: Vec<_> = (0..21)
        .map(|n| (format!("m{n}"), format!("like.kl = \"factor {}\"", n + 7)))
        .collect();
    let many: Vec<_> = many
        .iter()
        .map(|(id, like)| (id.as_str(), like.as_str()))
        .collect();
    assert_eq!(codes("gaussian_kl", &many), [Code::TooManyMistakes]);
    let long = text("gaussian_kl", &[("mine", "like.kl = \"factor 7\"")]);
    let long = long.replace("Смотрите.", &"ы".repeat(281));
    let found = Checked::parse(long).unwrap_err();
    assert_eq!(
        found.errors().map(|d| d.code).collect::<Vec<_>>(),
        [Code::HintTooLong]
    );
}

#[test]
fn a_mistake_is_written_into_the_text_and_nothing_else_changes() {
    let mistake = |output: &str| NamedMistake {
        name: "tripled".into(),
        hint: Localized {
            en: "Once is \"enough\".".into(),
            ru: "Хватит \\ одного.".into(),
        },
        like: BTreeMap::from([(output.to_owned(), "factor 3".parse().unwrap())]),
    };
    let before = text(
        "gaussian_kl",
        &[("mine", "like.kl = \"factor 7\" # found in class")],
    );
    let course = Course::parse_stored(&before).unwrap();
    let homework = course.homework("elbo").unwrap();
    let after = with_mistake(&before, homework, "gaussian_kl", &mistake("kl")).unwrap();
    assert!(after.starts_with(&before), "{after}");
    let course = Course::parse(&after).unwrap_or_else(|found| panic!("{found}\n{after}"));
    let named = &course
        .homework("elbo")
        .unwrap()
        .task("gaussian_kl")
        .unwrap()
        .mistakes;
    assert_eq!(named[1], mistake("kl"));
    assert_eq!(Course::parse(&course.to_toml()).as_ref(), Ok(&course));
    assert_eq!(
        with_mistake(&before, homework, "iwae_bound", &mistake("kl")),
        None
    );
    // A homework with the default list gets it written out.
    let default = before.split("max_points").next().unwrap();
    let course = Course::parse_stored(default).unwrap();
    let homework = course.homework("elbo").unwrap();
    let after = with_mistake(default, homework, "iwae_bound", &mistake("iwae")).unwrap();
    let found = Course::parse_stored(&after);
    let again = found.unwrap_or_else(|found| panic!("{found}\n{after}"));
    let points = |course: &Course| {
        let tasks = &course.homework("elbo").unwrap().tasks;
        tasks
            .iter()
            .map(|t| (t.name(), t.points))
            .collect::<Vec<_>>()
    };
    assert_eq!(points(&again), points(&course));
    assert_eq!(
        again
            .homework("elbo")
            .unwrap()
            .task("iwae_bound")
            .unwrap()
            .mistakes
            .len(),
        1
    );
}
