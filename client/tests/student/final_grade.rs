//! `dgm final` by the formula of a course, which holds as far as the course's points go.

use super::beside::changed;
use super::run::Machine;
use super::server::serve;
use judge::points::Points;

/// A machine that is signed in to a course with this formula, of at most 40 points where it says so.
fn signed_in(most: Option<i64>) -> Machine {
    let pack = changed("gan", |sheet| {
        "3 * points / (100 - points)".clone_into(&mut sheet.final_grade);
        sheet.course_points = most.map(Points::whole);
    });
    let url = serve(vec![
        ("homeworks", b"[]".to_vec()),
        ("homeworks/gan/practice", pack),
    ]);
    let machine = Machine::new();
    let run = machine.run_with(&[("DGM_TOKEN", "dgm_token")], &["login", &url]);
    assert_eq!(run.code, Some(0), "{run:?}");
    machine
}

#[test]
fn the_formula_holds_for_the_points_of_its_course() {
    let machine = signed_in(Some(40));
    let (code, grade) = machine.json(&["final", "25"]);
    assert_eq!(
        (code, &grade["final_grade"]),
        (Some(0), &1.into()),
        "{grade}"
    );
    for (lang, says) in [("en", "at most 40"), ("ru", "не больше 40")] {
        let run = machine.run(&["final", "40.001", "--lang", lang]);
        assert!(run.code == Some(2) && run.err.contains(says), "{run:?}");
    }
    assert_eq!(machine.run(&["final", "40"]).code, Some(0));
    // An older pack does not say how far it has to hold.
    let run = signed_in(None).run(&["final", "25"]);
    assert!(
        run.code == Some(2) && run.err.contains("divided by"),
        "{run:?}"
    );
}
