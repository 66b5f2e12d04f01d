//! What a good file means.

use super::{FULL, full};
use crate::course::{Course, File, Late, Order, Reveal, State};
use assignments::catalogue::HOMEWORKS;
use jiff::Timestamp;
use judge::arrays::Kind;
use judge::points::{Points, Share};
use judge::tolerance::Tolerance;
use std::fmt::Write;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn everything_is_read() {
    let course = full();
    assert_eq!(course.title.ru, "Курс");
    assert_eq!(course.max_points().to_string(), "31.5");
    assert_eq!(course.bonus_points(), Points::whole(1));
    let h = course.homework("elbo").unwrap();
    assert_eq!(h.title.en, "Bounds");
    assert_eq!(h.opens, Some(at("2022-09-21T21:00:00Z")));
    assert_eq!(h.deadline, Some(at("2022-10-06T21:00:00Z")));
    assert_eq!(h.closes, Some(at("2022-10-20T15:00:00Z")));
    assert_eq!(
        h.late,
        Late::PerDay {
            share: Share::percent(10),
            most: Share::percent(50)
        }
    );
    assert_eq!(
        (h.attempts, h.reveal, h.hints_from_attempt),
        (Some(20), Reveal::WhenSolved, 2)
    );
    let task = h.task("gaussian_kl").unwrap();
    assert!(task.is_graded() && task.partial && !task.bonus);
    assert_eq!(task.tolerances["kl"], Tolerance::new(2e-3, 1e-5));
    assert_eq!(task.orders["kl"], Order::Exact);
    assert_eq!(task.sizes["batch"], 32);
    assert_eq!(h.manual[0].rubric[1].text.en, "The \"rest\"");
    assert!(h.manual[1].bonus);
}

#[test]
fn tasks_that_are_not_listed_are_practice_in_the_order_of_the_catalogue() {
    let course = full();
    let h = course.homework("elbo").unwrap();
    let listed = assignments::catalogue::homework("elbo").unwrap();
    let names: Vec<_> = h.tasks.iter().map(crate::course::Task::name).collect();
    let catalogue: Vec<_> = listed.tasks.iter().map(|t| t.name()).collect();
    assert_eq!(names, catalogue);
    assert_eq!(h.tasks.iter().filter(|t| t.is_graded()).count(), 1);
}

#[test]
fn what_is_shown_is_read_as_the_same_course() {
    let extreme = FULL
        .replace(
            "deadline = 2022-10-06",
            "deadline = 2022-10-06T03:04:05.000006-11:30",
        )
        .replace("rtol = 2e-3", "rtol = 1.2345678901234567e-7")
        .replace("\"Europe/Moscow\"", "\"Europe/Berlin\"")
        .replace(
            "opens = 2022-09-22T00:00:00",
            "opens = 2021-10-31T00:30:00Z",
        );
    for text in [FULL, extreme.as_str()] {
        let (course, warnings) = Course::parse_reporting(text).unwrap_or_else(|f| panic!("{f}"));
        assert!(warnings.is_empty(), "{warnings}");
        let shown = course.to_toml();
        let (again, warnings) =
            Course::parse_reporting(&shown).unwrap_or_else(|f| panic!("{f}\n{shown}"));
        assert_eq!(again, course, "{shown}");
        assert!(warnings.is_empty(), "{warnings}");
        assert_eq!(again.to_toml(), shown);
    }
}

#[test]
fn the_default_course_has_every_homework_and_is_shown_as_itself() {
    let course = Course::default_course();
    let names: Vec<_> = course
        .homeworks
        .iter()
        .map(crate::course::Homework::name)
        .collect();
    let catalogue: Vec<_> = HOMEWORKS.iter().map(|h| h.name).collect();
    assert_eq!(names, catalogue);
    assert_eq!(course.exam_max, Points::whole(26));
    let shown = course.to_toml();
    assert_eq!(
        Course::parse(&shown).unwrap_or_else(|f| panic!("{f}\n{shown}")),
        course
    );
    let open = |h: &crate::course::Homework| h.state(at("1999-01-01T00:00:00Z")) == State::Open;
    assert!(course.homeworks.iter().all(open));
    assert_eq!(course.grade.grade(Points::whole(104)).as_whole(), Some(11));
}

#[test]
fn a_homework_with_a_grading_file_has_the_points_it_says() {
    for (homework, listed) in Course::default_course().homeworks.iter().zip(HOMEWORKS) {
        let graded = homework.tasks.iter().any(crate::course::Task::is_graded);
        assert_eq!(
            graded || !homework.manual.is_empty(),
            !listed.grading.trim().is_empty()
        );
        if listed.grading.trim().is_empty() {
            continue;
        }
        assert_eq!(homework.max_points, Points::whole(13), "{}", listed.name);
        match File::parse(listed.grading) {
            Ok((File::Grading(grading), _)) => assert_eq!(grading.homework, listed.name),
            Ok(_) => panic!("{} is read as a course", listed.name),
            Err(found) => panic!("{}:\n{found}", listed.name),
        }
    }
}

#[test]
fn the_demo_has_a_homework_in_every_state() {
    for now in [
        "2022-10-06T12:00:00Z",
        "2024-02-28T20:59:59.5Z",
        "2025-12-31T21:00:00Z",
    ] {
        let course = Course::demo(at(now));
        let states: Vec<_> = course.homeworks.iter().map(|h| h.state(at(now))).collect();
        let expected = [
            State::Closed,
            State::Late,
            State::DueSoon,
            State::Open,
            State::NotOpen,
            State::NotOpen,
        ];
        assert_eq!(states, expected, "{now}");
        assert_eq!(
            Course::parse(&course.to_toml()).unwrap_or_else(|f| panic!("{f}")),
            course
        );
    }
}

#[test]
fn an_extension_moves_the_deadline_later_only_and_the_close_only_if_it_must() {
    let h = full().homeworks.remove(0);
    let (early, within, beyond) = (
        at("2022-10-01T00:00:00Z"),
        at("2022-10-10T00:00:00Z"),
        at("2022-11-01T00:00:00Z"),
    );
    assert_eq!(h.schedule(Some(early)), h.schedule(None));
    assert_eq!(h.schedule(Some(within)).deadline, Some(within));
    assert_eq!(h.schedule(Some(within)).closes, h.closes);
    assert_eq!(h.schedule(Some(beyond)).closes, Some(beyond));
    assert_eq!(
        h.late_factor(at("2022-10-07T00:00:00Z"), None),
        Share::percent(90)
    );
    assert_eq!(
        h.late_factor(at("2022-10-07T00:00:00Z"), Some(within)),
        Share::ALL
    );
    assert!(!h.accepts(at("2022-10-25T00:00:00Z")));
    assert!(h.schedule(Some(beyond)).accepts(at("2022-10-25T00:00:00Z")));
}

#[test]
fn where_nothing_late_is_taken_the_deadline_closes() {
    let text = FULL.replace(
        "late = { per_day = \"10%\", most = \"50%\" }",
        "late = \"refused\"",
    );
    let (course, warnings) = Course::parse_reporting(&text).unwrap();
    assert_eq!(warnings.list().len(), 1, "{warnings}");
    let h = &course.homeworks[0];
    assert_eq!(h.state(h.deadline.unwrap()), State::Closed);
    let later = at("2022-10-12T00:00:00Z");
    assert_eq!(h.schedule(Some(later)).closes, Some(later));
}

#[test]
fn a_grading_file_may_name_its_homework() {
    // A whole number is one in whichever base it is written.
    for two in ["2", "+2", "0x2", "0b10", "0o2"] {
        let text = format!(
            "homework = \"elbo\"\nmax_points = 2\ntask = [{{ id = \"gaussian_kl\", points = {two} }}]\n"
        );
        let (file, warnings) = File::parse(&text).unwrap_or_else(|f| panic!("{f}"));
        assert!(warnings.is_empty());
        let File::Grading(grading) = file else {
            panic!("a course")
        };
        assert_eq!(
            (grading.homework, grading.max_points),
            ("elbo", Points::whole(2))
        );
    }
    assert!(matches!(File::parse(FULL), Ok((File::Course(_), _))));
}

#[test]
fn the_own_tolerances_of_every_task_may_be_written_out() {
    for homework in HOMEWORKS {
        let mut text = format!(
            "homework = \"{}\"\nmax_points = {}\n",
            homework.name,
            homework.tasks.len()
        );
        for task in homework.tasks {
            let _ = writeln!(text, "[[task]]\nid = \"{}\"\npoints = 1", task.name());
            for port in task.outputs().iter().filter(|p| p.kind == Kind::Float) {
                let Tolerance { rtol, atol } = task.tolerance(port.name);
                let _ = writeln!(
                    text,
                    "tolerances.{} = {{ rtol = {rtol:e}, atol = {atol:e} }}",
                    port.name
                );
            }
        }
        if let Err(found) = File::parse(&text) {
            panic!("{found}");
        }
    }
}
