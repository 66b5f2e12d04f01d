//! The formula of the course, formulas of other courses, and texts that are no formulas.

use super::*;

const COURSE: &str = "floor(relu(points / 8 - 2))";

fn formula(text: &str) -> Formula {
    Formula::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn points(text: &str) -> Points {
    text.parse().unwrap()
}

#[test]
fn the_grades_of_the_course() {
    let f = formula(COURSE);
    let known = [
        ("0", 0),
        ("15.99", 0),
        ("16", 0),
        ("23.999", 0),
        ("24", 1),
        ("95.99", 9),
        ("96", 10),
        ("104", 11),
    ];
    for (p, grade) in known {
        assert_eq!(f.grade(points(p)), Grade::whole(grade), "{p}");
    }
    assert_eq!(f.grade(points("-5")), Grade::whole(0));
    assert_eq!(f.grade(points("1000000000")).as_whole(), Some(124_998));
}

#[test]
fn the_derivation_has_the_numbers_put_in() {
    let f = formula(COURSE);
    assert_eq!(
        f.steps(points("61.5"), Lang::En),
        "floor(relu(61.5 / 8 - 2)) = floor(5.6875) = 5"
    );
    assert_eq!(
        f.steps(points("61.5"), Lang::Ru),
        "floor(relu(61,5 / 8 - 2)) = floor(5,6875) = 5"
    );
    assert_eq!(
        f.steps(points("10"), Lang::En),
        "floor(relu(10 / 8 - 2)) = floor(relu(-0.75)) = floor(0) = 0"
    );
    let g = formula("min(10, points / 7) - (1 - 2) * -(3)");
    assert_eq!(
        g.steps(points("61"), Lang::En),
        "min(10, 61 / 7) - (1 - 2) * (-3) = min(10, 8.7142…) - 3 = 5.7142…"
    );
    assert_eq!(formula("points").steps(points("3"), Lang::En), "3");
}

#[test]
fn points_to_the_next_grade() {
    let f = formula(COURSE);
    let max = points("104");
    assert_eq!(f.points_to_next(points("61.5"), max), Some(points("2.5")));
    assert_eq!(f.points_to_next(points("0"), max), Some(points("24")));
    assert_eq!(
        f.points_to_next(points("95.999"), max),
        Some(points("0.001"))
    );
    assert_eq!(f.points_to_next(points("104"), max), None);
    assert_eq!(f.points_to_next(points("110"), max), None);
    assert_eq!(formula("5").points_to_next(points("0"), max), None);
}

#[test]
fn where_the_grade_rises() {
    let steps = formula(COURSE).grade_steps(points("104"));
    let expected: Vec<_> = std::iter::once((Points::ZERO, Grade::whole(0)))
        .chain((1..=11).map(|g| (Points::whole(16 + 8 * g), Grade::whole(g))))
        .collect();
    assert_eq!(steps, expected);
    let smooth = formula("points / 10").grade_steps(points("104"));
    assert_eq!(smooth.len(), 11);
    assert_eq!(smooth.last(), Some(&(Points::whole(100), Grade::whole(10))));
}

#[test]
fn every_function_and_operator() {
    let at = |text: &str, p: &str| formula(text).grade(points(p)).to_string();
    assert_eq!(at("ceil(points / 10)", "61"), "7");
    assert_eq!(at("round(points / 10)", "65"), "7");
    assert_eq!(at("round(points / 10)", "64.999"), "6");
    assert_eq!(at("min(10, max(2, points / 8))", "0"), "2");
    assert_eq!(at("min(10, max(2, points / 8))", "100"), "10");
    assert_eq!(at("points / 7", "61"), "61/7");
    assert_eq!(at("2 * points * points / 100", "50"), "50");
    assert_eq!(at("-(-points) - 1 - 1", "5.5"), "3.5");
    assert_eq!(at("8 - 4 - 2 + points * 0", "1"), "2");
    assert_eq!(at("100 / 10 / 2 + points * 0", "1"), "5");
    assert_eq!(
        serde_json::to_string(&formula(COURSE).grade(points("96"))).unwrap(),
        "10"
    );
    assert_eq!(
        serde_json::to_string(&formula("points/8").grade(points("61"))).unwrap(),
        "\"7.625\""
    );
}

#[test]
fn what_is_wrong_and_where() {
    use FormulaErrorKind as Kind;
    let error = |text: &str| Formula::parse(text).unwrap_err();
    assert_eq!(error("  ").kind, Kind::Empty);
    assert_eq!(error("floor(points").kind, Kind::EndedEarly);
    assert_eq!(
        error("points / 2,5"),
        Kind::Unexpected { found: ',' }.at(10..11)
    );
    assert_eq!(
        error("points ^ 2"),
        Kind::Unexpected { found: '^' }.at(7..8)
    );
    assert_eq!(error("2 points"), Kind::Unexpected { found: 'p' }.at(2..3));
    assert_eq!(error("points / "), Kind::EndedEarly.at(9..9));
    assert_eq!(error("1."), Kind::EndedEarly.at(2..2));
    assert_eq!(
        error("баллы").kind,
        Kind::UnknownName {
            name: "баллы".into(),
            nearest: None
        }
    );
    let name = Kind::UnknownName {
        name: "flor".into(),
        nearest: Some("floor".into()),
    };
    assert_eq!(error("1 + flor(points)"), name.at(4..8));
    let arguments = Kind::Arguments {
        function: "min",
        expected: 2,
        got: 1,
    };
    assert_eq!(error("min(points)"), arguments.at(0..11));
    assert_eq!(error("points / (8 - 8)"), Kind::DivisionByZero.at(9..16));
    assert_eq!(error("1 / points"), Kind::DivisionByZero.at(4..10));
    assert_eq!(error(&"(".repeat(100)).kind, Kind::TooDeep { most: 32 });
    assert_eq!(
        error(&"-".repeat(400)).kind,
        Kind::Unexpected { found: '-' }
    );
    assert!(matches!(
        error(&"1+".repeat(400)).kind,
        Kind::TooLong { .. }
    ));
    assert!(matches!(
        error("1234567890").kind,
        Kind::NumberTooLong { .. }
    ));
    assert!(matches!(
        error(&vec!["points * 999999999"; 20].join("*")).kind,
        Kind::TooLarge
    ));
}

#[test]
fn a_grade_that_falls_is_refused() {
    use FormulaErrorKind as Kind;
    for falling in [
        "10 - points / 8",
        "points - floor(points)",
        "max(0, 100 - points)",
        "(points - 50) * (points - 50)",
    ] {
        let kind = Formula::parse_up_to(falling, Points::whole(104))
            .unwrap_err()
            .kind;
        assert!(
            matches!(kind, Kind::Decreasing { .. }),
            "{falling}: {kind:?}"
        );
    }
    // Of these the tree alone does not tell that they rise, or only within the course.
    for rising in [
        "points * 2 - points",
        "points / (200 - points)",
        "floor(points) - points + 2 * points",
    ] {
        assert!(
            Formula::parse_up_to(rising, Points::whole(104)).is_ok(),
            "{rising}"
        );
    }
}

#[test]
fn beyond_its_limit_a_formula_keeps_its_last_grade() {
    let f = Formula::parse_up_to("points / (200 - points)", Points::whole(104)).unwrap();
    assert_eq!(f.grade(Points::whole(200)), f.grade(Points::whole(104)));
}

#[test]
fn no_text_panics() {
    let good = "max(floor(relu(points / 8 - 2)), round(1.5) * -1)";
    for end in 0..=good.len() {
        let _ = Formula::parse(&good[..end]);
        for other in ["(", ")", "-", "9", ".", ",", "x", "я", "\0", " "] {
            let _ = Formula::parse(&format!("{}{other}{}", &good[..end], &good[end..]));
        }
    }
}
