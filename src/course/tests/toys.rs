//! A small catalogue of our own, for what the real one need not have: whole outputs, single numbers, eigenvectors, broken defaults.

use crate::config::{Code, Diagnostics};
use crate::course::{Course, Order};
use assignments::catalogue::Homework;
use assignments::task::prelude::{Mistake, Rng, Size, Sizes, Task, Tolerance, mistakes, sizes};
use assignments::task::{AnyTask, Listed};
use l10n::text::Text;
use ndarray::Array1;

assignments::ports! { Toy:
    Inputs {
        x: f64["batch"] "A vector.";
    }
    Outputs {
        vector: f64["batch"] "The vector.";
        count: i64[] "Its length.";
        total: f64[] "Its sum.";
    }
}

fn answer(x: &Array1<f64>, sign: f64) -> Outputs {
    Outputs {
        vector: x * sign,
        count: i64::try_from(x.len()).unwrap(),
        total: x.sum(),
    }
}

impl Task for Toy {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["batch" 4 in 1..=8];
    const TOLERANCE: Tolerance = Tolerance::new(1e-6, 1e-6);
    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "flipped" => answer(&i.x, -1.0),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let x = assignments::draw::uniform(rng, sizes.get("batch"), 1.0, 2.0);
        Inputs { x }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        answer(&inputs.x, 1.0)
    }
}

const STATEMENT: Text = Text {
    en: "# Toys",
    ru: "",
};

const fn homework(
    name: &'static str,
    tasks: &'static [&'static dyn AnyTask],
    grading: &'static str,
) -> Homework {
    Homework {
        name,
        tasks,
        statement: STATEMENT,
        grading,
    }
}

const TOYS: &[Homework] = &[
    homework(
        "toys",
        &[&Listed::<Toy>::new("toys/flip", "", STATEMENT)],
        "max_points = 3\ntask = [{ id = \"flip\", points = 3, partial = false }]",
    ),
    homework(
        "others",
        &[&Listed::<Toy>::new("others/turn", "", STATEMENT)],
        "",
    ),
    homework("broken", &[], "max_points = \"x\""),
];

fn parse(rest: &str) -> Result<(Course, Diagnostics), Diagnostics> {
    let head =
        "title = { en = \"T\", ru = \"И\" }\ntime_zone = \"UTC\"\nfinal_grade = \"points\"\n";
    Course::parse_with(&format!("{head}{rest}"), TOYS)
}

fn codes(task: &str) -> Vec<Code> {
    let text = format!(
        "[[homework]]\nid = \"toys\"\n[[homework.task]]\nid = \"flip\"\npoints = 3\n{task}"
    );
    let found = parse(&text).map_or_else(|found| found, |(_, warnings)| warnings);
    found.list().iter().map(|d| d.code).collect()
}

#[test]
fn defaults_come_from_the_grading_file() {
    let (course, _) = parse("homework = [{ id = \"toys\" }, { id = \"others\" }]").unwrap();
    let toys = course.homework("toys").unwrap();
    assert_eq!(
        (toys.max_points.to_string().as_str(), toys.title.en.as_str()),
        ("3", "Toys")
    );
    assert!(toys.tasks[0].is_graded() && !toys.tasks[0].partial);
    let others = course.homework("others").unwrap();
    assert_eq!(others.max_points.to_string(), "0");
    assert!(!others.tasks[0].is_graded());
    assert_eq!(others.title.ru, "others");
}

#[test]
fn what_depends_on_the_outputs() {
    assert_eq!(codes("tolerances.vector = { atol = 1e-3 }"), []);
    assert_eq!(codes("order.vector = \"up_to_permutation:batch\""), []);
    assert_eq!(
        codes("tolerances.count = { atol = 1 }"),
        [Code::WholeOutput]
    );
    assert_eq!(
        codes("order.total = \"up_to_permutation:batch\""),
        [Code::NoAxes]
    );
    assert_eq!(
        codes("order.vector = \"up_to_sign\""),
        [Code::MistakePasses]
    );
    assert_eq!(
        codes("tolerances.vector = { atol = 9 }"),
        [Code::MistakePasses]
    );
    assert_eq!(codes("tolerance = { atol = 9 }"), [Code::MistakePasses]);
    assert_eq!(
        codes("tolerance = { rtol = 0, atol = 0 }"),
        [Code::ToleranceExact]
    );
}

#[test]
fn a_mistake_of_the_config_is_held_to_those_that_are_known() {
    let named = |like: &str| {
        codes(&format!(
            "[[homework.task.mistake]]\nid = \"mine\"\nhint = {{ en = \"H\", ru = \"П\" }}\nlike = {like}"
        ))
    };
    assert_eq!(named("{ vector = \"factor 2\" }"), []);
    assert_eq!(named("{ count = \"offset 1\", total = \"exp\" }"), []);
    // Whole numbers stay whole, so that these change nothing.
    assert_eq!(named("{ count = \"factor 0.3\" }"), [Code::NamedIsRight]);
    assert_eq!(named("{ total = \"abs\" }"), [Code::NamedIsRight]);
    // The catalogue's own, and one that has it in one of its outputs.
    assert_eq!(named("{ vector = \"factor -1\" }"), [Code::NamedIsKnown]);
    assert_eq!(
        named("{ vector = \"factor -1\", total = \"factor 2\" }"),
        [Code::NamedHides]
    );
    // Of several outputs it must be said which.
    assert_eq!(named("\"factor 2\""), [Code::WrongType]);
}

#[test]
fn a_task_of_another_homework() {
    let found =
        parse("[[homework]]\nid = \"toys\"\n[[homework.task]]\nid = \"turn\"\npoints = 3\n")
            .unwrap_err();
    assert_eq!(found.list()[0].code, Code::TaskElsewhere);
    assert!(found.list()[0].message.en.contains("others"));
}

#[test]
fn points_that_do_not_add_up_say_by_how_much() {
    let found = parse("[[homework]]\nid = \"toys\"\nmax_points = \"2.5\"\n").unwrap_err();
    assert_eq!(found.list()[0].code, Code::PointsSum);
    assert!(found.list()[0].help.as_ref().unwrap().ru.contains("0,5"));
    let found = parse("[[homework]]\nid = \"others\"\ntask = [{ id = \"turn\", points = 1 }]\n")
        .unwrap_err();
    assert_eq!(found.list()[0].code, Code::MissingKey);
}

#[test]
fn a_broken_default_is_reported_where_the_homework_is_named() {
    let found = parse("[[homework]]\nid = \"broken\"\n").unwrap_err();
    assert_eq!(
        (found.list()[0].code, found.list()[0].line),
        (Code::BadDefault, 5)
    );
}

#[test]
fn orders_are_kept() {
    let text = "[[homework]]\nid = \"toys\"\n[[homework.task]]\nid = \"flip\"\npoints = 3\norder.vector = \"up_to_permutation:batch\"";
    let (course, _) = parse(text).unwrap();
    let order = &course.homeworks[0].tasks[0].orders["vector"];
    assert_eq!(*order, Order::UpToPermutation("batch".to_owned()));
}
