//! The order of rows, and which of them filters leave.

use super::*;
use crate::store::{Enrolled, Standing};

fn class() -> (Course, Gradebook) {
    let course = Course::default_course();
    let mut students = vec![
        Enrolled::student(1, "boris", "Борис"),
        Enrolled::student(2, "anna", "анна"),
        Enrolled::student(3, "vera", "Вера"),
    ];
    for (n, group) in [(1, "БММ-211"), (2, "БММ-212")] {
        students[n].group = group.to_owned();
    }
    let points = |n| Standing {
        computed: Some(Points::whole(n)),
        ..Standing::default()
    };
    let excused = Standing {
        excused: true,
        ..Standing::default()
    };
    let standings = HashMap::from([
        (1.into(), Standings::from([("elbo".to_owned(), points(3))])),
        (2.into(), Standings::from([("elbo".to_owned(), points(12))])),
        (3.into(), Standings::from([("elbo".to_owned(), excused)])),
    ]);
    let exams = HashMap::from([(1.into(), Points::whole(26))]);
    let book = Gradebook::of(&course, &Roll::of(students), &standings, &exams);
    (course, book)
}

fn logins(book: &Gradebook) -> Vec<&str> {
    book.students.iter().map(|r| r.login.as_str()).collect()
}

#[test]
fn sorted_in_either_direction_with_dashes_last() {
    let (course, mut book) = class();
    assert_eq!(logins(&book), ["anna", "boris", "vera"]);
    for (sort, expected) in [
        ("elbo", ["boris", "anna", "vera"]),
        ("-elbo", ["anna", "boris", "vera"]),
        ("-total", ["boris", "anna", "vera"]),
        ("total", ["vera", "anna", "boris"]),
        ("-name", ["vera", "boris", "anna"]),
        ("-exam", ["boris", "anna", "vera"]),
        ("nonsense", ["anna", "boris", "vera"]),
    ] {
        book.sort(&Order::read(sort, &course));
        assert_eq!(logins(&book), expected, "{sort}");
    }
}

#[test]
fn the_family_name_orders_where_it_is_known() {
    let mut students = vec![
        Enrolled::student(1, "a", "Ёлкина Анна"),
        Enrolled::student(2, "b", "Борис Дымов"),
        Enrolled::student(3, "c", "Анна Жукова"),
    ];
    for (n, family) in [(1, "Дымов"), (2, "Жукова")] {
        students[n].family_name = family.to_owned();
    }
    let course = Course::default_course();
    let (nothing, no_exams) = (HashMap::new(), HashMap::new());
    let book = Gradebook::of(&course, &Roll::of(students), &nothing, &no_exams);
    let listed: Vec<&str> = book.students.iter().map(|row| &*row.listed).collect();
    assert_eq!(listed, ["Дымов Борис", "Ёлкина Анна", "Жукова Анна"]);
}

#[test]
fn those_of_the_same_name_are_told_apart_whoever_else_is_left_out() {
    let students = vec![
        Enrolled::student(1, "a", "Анна Ёлкина"),
        Enrolled::student(2, "b", "анна  елкина"),
        Enrolled::student(3, "c", "Анна Жукова"),
    ];
    let course = Course::default_course();
    let (nothing, no_exams) = (HashMap::new(), HashMap::new());
    let mut book = Gradebook::of(&course, &Roll::of(students), &nothing, &no_exams);
    let equal =
        |book: &Gradebook| -> Vec<bool> { book.students.iter().map(|row| row.is_equal).collect() };
    assert_eq!(equal(&book), [true, true, false]);
    book.find("b");
    assert_eq!(equal(&book), [true]);
}

#[test]
fn filters_leave_those_they_are_about() {
    let now: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let (course, book) = class();
    let left = |change: &dyn Fn(&mut Gradebook)| {
        let mut some = book.clone();
        change(&mut some);
        logins(&some)
            .into_iter()
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(left(&|b| b.find("АНН")), ["anna"]);
    assert_eq!(left(&|b| b.find("БММ 21")), ["anna", "vera"]);
    assert_eq!(left(&|b| b.keep_group("БММ-211")), ["anna"]);
    assert_eq!(book.groups(), ["БММ-211", "БММ-212"]);
    assert_eq!(
        left(&|b| b.keep(Only::Exam, &course, now)),
        ["anna", "vera"]
    );
    assert_eq!(left(&|b| b.keep(Only::Hand, &course, now)), ["vera"]);
    let elbo = course.homework("elbo").unwrap();
    let of = |n: usize| book.students[n].homework("elbo").unwrap();
    let stand =
        |stands| left(&|b: &mut Gradebook| b.keep_where(std::slice::from_ref(elbo), stands, now));
    assert_eq!(stand(Stands::Sent), ["anna", "boris"]);
    assert_eq!(stand(Stands::Partial), ["anna", "boris"]);
    assert!(stand(Stands::Full).is_empty() && stand(Stands::Missing).is_empty());
    let reparameterization = course.homework("reparameterization").unwrap();
    let missing = |b: &mut Gradebook| {
        b.keep_where(
            std::slice::from_ref(reparameterization),
            Stands::Missing,
            now,
        );
    };
    assert_eq!(left(&missing), ["anna", "boris", "vera"]);
    let any = |b: &mut Gradebook| b.keep_where(&course.homeworks, Stands::Sent, now);
    assert_eq!(left(&any), ["anna", "boris"]);
    assert!(!book.students.iter().any(|row| row.is_equal));
    assert!(!is_missing(elbo, of(0), now), "sent");
    assert!(!is_missing(elbo, of(2), now), "excused is not missing");
}

#[test]
fn steps_of_the_heat_map() {
    let max = Points::whole(13);
    let known = [
        ("0", 0),
        ("2.599", 0),
        ("2.6", 1),
        ("12.999", 4),
        ("13", 5),
        ("15", 5),
    ];
    for (points, expected) in known {
        assert_eq!(step(points.parse().unwrap(), max), expected, "{points}");
    }
    assert_eq!(step(Points::ZERO, Points::ZERO), 0);
}
