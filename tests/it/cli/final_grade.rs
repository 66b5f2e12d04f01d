//! The final grade.

use super::run::{json, run};

#[test]
fn points_become_grades_by_the_formula() {
    let table = [
        ("0", 0),
        ("15.99", 0),
        ("16", 0),
        ("23.999", 0),
        ("24", 1),
        ("31.99", 1),
        ("61.5", 5),
        ("95.99", 9),
        ("96", 10),
        ("104", 11),
    ];
    for (points, grade) in table {
        let (code, document) = json(&["final", points]);
        assert_eq!(
            (code, &document["final_grade"]),
            (Some(0), &grade.into()),
            "{points}"
        );
        assert_eq!(document["points"], points);
        let shown = run(&["final", points]);
        assert!(
            shown.out.trim_end().ends_with(&format!("= {grade}")),
            "{shown:?}"
        );
    }
    let comma = run(&["final", "95,99", "--lang", "ru"]);
    assert_eq!(comma.code, Some(0));
    assert!(
        comma.out.contains("95,99") && comma.out.trim_end().ends_with("= 9"),
        "{comma:?}"
    );
    let beyond = run(&["final", "1000000000"]);
    assert_eq!(beyond.code, Some(2), "{beyond:?}");
    assert!(beyond.err.contains("at most 104"), "{beyond:?}");
    for wrong in ["-1", "1.2345", "1e3", "nan", ""] {
        assert_eq!(run(&["final", wrong]).code, Some(2), "{wrong:?}");
    }
}
