//! The form of a homework changes only the lines that it must.

use crate::course::{
    Course, Fields, Homework, edited, edited_for_all, field_at, field_of_all_at, said, said_of_all,
};

const TEXT: &str = r#"# The course.
title = { en = "C", ru = "К" }
time_zone = "Europe/Moscow"   # where we are
final_grade = "floor(points)"

[defaults]
attempts = 20

[[homework]]
id = "flows" # the first
# Agreed with the dean.
deadline = 2026-10-06
closes   =   2026-10-20T18:00:00+03:00 # generous
reveal = "never"

# The second one.
[[homework]]
id = "elbo"
late = { per_day = "10%", most = "50%" }
deadline = 2026-11-06
max_points = "4"

# Easy.
[[homework.task]]
id = "gaussian_kl"
points = "2.5" # a lot
tolerance = { rtol = 1e-5 }

[[homework.task]]
points = 1
id = "iwae_bound"

[[homework.manual]]
id = "proof"
title = { en = "P", ru = "П" }
statement = { en = "P", ru = "П" }
points = "0.5"

[[homework.manual.criterion]]
id = "idea"
text = { en = "I", ru = "И" }
points = "0.5"
# The end.
"#;

fn course(text: &str) -> Course {
    Course::parse_stored(text).unwrap_or_else(|found| panic!("{found}"))
}

/// The text after a change, and its lines that are others: `-` gone, `+` new.
fn change(text: &str, homework: &str, fields: &[(&str, &str)]) -> (String, Vec<String>) {
    let course = course(text);
    let typed = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let typed: Fields = typed.collect();
    let after = edited(text, course.homework(homework).unwrap(), &typed).unwrap();
    let diff = similar::TextDiff::from_lines(text, &after);
    let lines = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            similar::ChangeTag::Equal => return None,
            similar::ChangeTag::Delete => '-',
            similar::ChangeTag::Insert => '+',
        };
        Some(format!("{sign}{}", change.value().trim_end_matches('\n')))
    });
    let lines = lines.collect();
    (after, lines)
}

fn lines(homework: &str, fields: &[(&str, &str)]) -> Vec<String> {
    change(TEXT, homework, fields).1
}

#[test]
fn what_was_not_touched_stays_letter_for_letter() {
    for homework in ["flows", "elbo"] {
        let of = course(TEXT);
        let of: &Homework = of.homework(homework).unwrap();
        let said = said(TEXT, of).unwrap();
        assert_eq!(edited(TEXT, of, &said).as_deref(), Some(TEXT));
        assert_eq!(edited(TEXT, of, &Fields::new()).as_deref(), Some(TEXT));
    }
    assert_eq!(
        lines("elbo", &[("color", "red"), ("task.color", "3")]),
        [""; 0]
    );
}

#[test]
fn a_value_changes_in_its_place() {
    assert_eq!(
        lines(
            "flows",
            &[("deadline", "2026-10-07"), ("deadline_time", "")]
        ),
        ["-deadline = 2026-10-06", "+deadline = 2026-10-07"]
    );
    assert_eq!(
        lines("flows", &[("closes_time", "20:30")]),
        [
            "-closes   =   2026-10-20T18:00:00+03:00 # generous",
            "+closes   =   2026-10-20T20:30:00+03:00 # generous"
        ]
    );
    assert_eq!(
        lines("elbo", &[("task.gaussian_kl", "2,75")]),
        ["-points = \"2.5\" # a lot", "+points = \"2.75\" # a lot"]
    );
    assert_eq!(
        lines("elbo", &[("task.iwae_bound", "3")]),
        ["-points = 1", "+points = 3"]
    );
    assert_eq!(
        lines("elbo", &[("late_most", "40")]),
        [
            "-late = { per_day = \"10%\", most = \"50%\" }",
            "+late = { per_day = \"10%\", most = \"40%\" }"
        ]
    );
    assert_eq!(
        lines("elbo", &[("late", "free")]),
        [
            "-late = { per_day = \"10%\", most = \"50%\" }",
            "+late = \"free\""
        ]
    );
    assert_eq!(lines("elbo", &[("criterion.proof.idea", "0.25")]).len(), 2);
}

#[test]
fn what_was_not_said_is_a_line_more_and_what_is_cleared_one_less() {
    assert_eq!(
        lines("flows", &[("opens", "2026-09-22"), ("opens_time", "10:00")]),
        ["+opens = 2026-09-22T10:00:00"]
    );
    assert_eq!(
        lines("elbo", &[("attempts", "number"), ("attempts_number", "5")]),
        ["+attempts = 5"]
    );
    assert_eq!(
        lines("elbo", &[("attempts", "unlimited")]),
        ["+attempts = \"unlimited\""]
    );
    assert_eq!(
        lines("elbo", &[("reveal", "always")]),
        ["+reveal = \"always\""]
    );
    assert_eq!(lines("flows", &[("reveal", "")]), ["-reveal = \"never\""]);
    // The comment above stays.
    assert_eq!(
        lines("flows", &[("deadline", "")]),
        ["-deadline = 2026-10-06"]
    );
    let (text, gone) = change(
        "title = { en = \"C\", ru = \"К\" }\ntime_zone = \"UTC\"\nfinal_grade = \"points\"\n[[homework]]\nid = \"elbo\"\n# Why.\ndeadline = 2026-10-06\n",
        "elbo",
        &[("deadline", "")],
    );
    assert_eq!(gone, ["-deadline = 2026-10-06"], "{text}");
}

#[test]
fn a_task_is_added_and_left_out() {
    let (text, new) = change(TEXT, "elbo", &[("task.gmm_m_step", "1.5")]);
    assert_eq!(
        new,
        [
            "+[[homework.task]]",
            "+id = \"gmm_m_step\"",
            "+points = \"1.5\"",
            "+"
        ]
    );
    assert!(text.find("gmm_m_step") < text.find("[[homework.manual]]"));
    let gone = lines("elbo", &[("task.iwae_bound", "")]);
    assert_eq!(
        gone,
        [
            "-[[homework.task]]",
            "-points = 1",
            "-id = \"iwae_bound\"",
            "-"
        ]
    );
    let both = [("task.iwae_bound", ""), ("task.gaussian_kl", "")];
    let (text, _) = change(TEXT, "elbo", &both);
    assert!(text.contains("\ntask = []\n"), "{text}");
    let (text, _) = change(
        &text.replace("max_points = \"4\"", "max_points = \"0.5\""),
        "elbo",
        &[("task.gaussian_kl", "1"), ("max_points", "1,5")],
    );
    let course = course(&text);
    let task = course
        .homework("elbo")
        .unwrap()
        .task("gaussian_kl")
        .unwrap();
    assert_eq!(task.points.to_string(), "1");
}

#[test]
fn a_default_list_is_written_out_where_one_of_its_points_changes() {
    let (text, new) = change(
        TEXT,
        "flows",
        &[("max_points", "13.5"), ("task.squeeze", "0,5")],
    );
    assert!(new.iter().all(|line| line.starts_with('+')), "{new:?}");
    let (before, after) = (course(TEXT), course(&text));
    let points = |course: &Course| -> Vec<(String, String)> {
        let tasks = &course.homework("flows").unwrap().tasks;
        let of = |t: &crate::course::Task| (t.name().to_owned(), t.points.to_string());
        tasks.iter().map(of).collect()
    };
    let (before, after) = (points(&before), points(&after));
    let others: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).collect();
    assert_eq!(others.len(), 1, "{others:?}");
    assert_eq!(*others[0].1, ("squeeze".to_owned(), "0.5".to_owned()));
    // They stand in their homework.
    assert!(
        text.find("squeeze") < text.find("# The second one."),
        "{text}"
    );
}

#[test]
fn what_is_refused_is_told_at_its_field() {
    let wrong = |fields: &[(&str, &str)]| -> Vec<String> {
        let (text, _) = change(TEXT, "elbo", fields);
        let before = course(TEXT);
        let homework = before.homework("elbo").unwrap();
        let found = Course::parse_stored(&text).unwrap_err();
        let field =
            |d: &crate::config::Diagnostic| field_at(&text, homework, d.start).unwrap_or_default();
        found.errors().map(field).collect()
    };
    assert_eq!(wrong(&[("deadline", "22.09.2026")]), ["deadline"]);
    assert_eq!(wrong(&[("deadline", "2026-02-30")]), ["deadline"]);
    assert_eq!(wrong(&[("deadline", "\"\n[[homework]]")]), ["deadline"]);
    assert_eq!(wrong(&[("opens", "2026-12-01")]), ["opens"]);
    assert_eq!(
        wrong(&[("attempts", "number"), ("attempts_number", "ten")]),
        ["attempts"]
    );
    assert_eq!(wrong(&[("late_per_day", "60")]), ["late_most"]);
    assert_eq!(wrong(&[("late_per_day", "")]), ["late_per_day"]);
    assert_eq!(wrong(&[("max_points", "5")]), ["max_points"]);
    assert_eq!(wrong(&[("max_points", "")]), ["max_points"]);
    assert_eq!(wrong(&[("task.gaussian_kl", "x")]), ["task.gaussian_kl"]);
    assert_eq!(wrong(&[("item.proof", "1")]), ["max_points", "item.proof"]);
    assert_eq!(
        wrong(&[("criterion.proof.idea", "-1")]),
        ["criterion.proof.idea"]
    );
}

#[test]
fn homeworks_in_braces_are_changed_too() {
    let text = "title = { en = \"C\", ru = \"К\" }\ntime_zone = \"UTC\"\nfinal_grade = \"points\"\nhomework = [\n  { id = \"flows\" }, # one\n  { id = \"elbo\", max_points = \"1\", task = [{ id = \"gaussian_kl\", points = \"1\" }] },\n]\n";
    let (after, _) = change(
        text,
        "flows",
        &[("attempts", "number"), ("attempts_number", "7")],
    );
    assert_eq!(course(&after).homework("flows").unwrap().attempts, Some(7));
    assert!(after.contains("}, # one\n"), "{after}");
    let fields = [("max_points", "3"), ("task.iwae_bound", "2")];
    let (after, _) = change(text, "elbo", &fields);
    assert_eq!(
        course(&after)
            .homework("elbo")
            .unwrap()
            .max_points
            .to_string(),
        "3"
    );
    let fields = [("max_points", "13.5"), ("task.squeeze", "0.5")];
    let (after, _) = change(text, "flows", &fields);
    let course = course(&after);
    assert!(
        course
            .homework("flows")
            .unwrap()
            .task("squeeze")
            .unwrap()
            .is_graded()
    );
}

/// The text after a change of the rules of all homeworks.
fn for_all(text: &str, fields: &[(&str, &str)]) -> String {
    let typed = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    edited_for_all(text, &typed.collect()).expect("it is TOML")
}

#[test]
fn the_rules_of_all_homeworks_change_in_their_place() {
    let said = said_of_all(TEXT).unwrap();
    assert_eq!(said["attempts"], "number");
    assert_eq!(
        (said["attempts_number"].as_str(), said["late"].as_str()),
        ("20", "")
    );
    assert_eq!(edited_for_all(TEXT, &said).as_deref(), Some(TEXT));
    assert_eq!(for_all(TEXT, &[]), TEXT);

    let late = [
        ("late", "per_day"),
        ("late_per_day", "12,5"),
        ("late_most", "50"),
    ];
    let after = for_all(TEXT, &late);
    let line = "attempts = 20\nlate = { per_day = \"12.5%\", most = \"50%\" }\n";
    assert_eq!(after, TEXT.replace("attempts = 20\n", line));
    assert_ne!(
        course(&after).homework("flows").unwrap().late,
        course(TEXT).homework("flows").unwrap().late
    );
    // What a homework says itself stays.
    assert_eq!(
        course(&after).homework("elbo").unwrap().late,
        course(TEXT).homework("elbo").unwrap().late
    );

    // Where a text has no such table, a line of its own is enough; and none is left where nothing is said.
    let without = TEXT.replace("[defaults]\nattempts = 20\n\n", "");
    assert_eq!(for_all(&without, &[("attempts", "")]), without);
    let after = for_all(
        &without,
        &[
            ("attempts", "number"),
            ("attempts_number", "3"),
            ("reveal", "always"),
        ],
    );
    let line = "defaults = { attempts = 3, reveal = \"always\" }\n";
    assert!(after.contains(line), "{after}");
    assert_eq!(after.replace(line, ""), without);
    assert_eq!(course(&after).homework("elbo").unwrap().attempts, Some(3));

    // A problem is told at the field that it belongs to.
    let wrong = for_all(TEXT, &[("attempts_number", "many")]);
    let found = Course::parse_stored(&wrong).expect_err("it is refused");
    let at = found.list()[0].start;
    assert_eq!(field_of_all_at(&wrong, at).as_deref(), Some("attempts"));
    assert_eq!(field_of_all_at(&wrong, 0), None);
}
