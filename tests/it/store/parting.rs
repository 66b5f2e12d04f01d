//! Who has what once two rows are one person, and once they are two again, on both databases: lateness goes by the deadline of whoever has
//! what was sent, what was given since stays, and Canvas knows whom it knew.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::audit::checked;
use crate::support::course::{course, proof};
use crate::support::postgres::with_schema;
use dgm_grader::course::{AnswerKind, Course};
use dgm_grader::grading::Report;
use dgm_grader::grading::by_hand::Part;
use dgm_grader::ids::AnswerId;
use dgm_grader::store::audit::{Extension, Given};
use dgm_grader::store::{
    Canvas, CanvasStudent, GradeSaved, Holding, ManualAnswer, Merged, NewAnswer, NewGrade,
    NewSubmission, NewUser, Override, Parted, Role, Sent, SentThing, Store, StudentHomework, User,
};
use jiff::{SignedDuration, Timestamp};
use judge::points::{Points, Share};

/// The homework is due on the 10th, and every day late takes a tenth.
const HOMEWORK: &str = r#"[[homework]]
id = "elbo"
opens = 2026-03-01
deadline = 2026-03-10
closes = 2026-04-20
late = { per_day = "10%", most = "50%" }
"#;

fn on(day: u8) -> Timestamp {
    format!("2026-03-{day:02}T10:00:00+03:00").parse().unwrap()
}

fn elbo() -> Course {
    let text = course(&format!("{HOMEWORK}{}", proof("1", "2")));
    Course::clone(&checked(&text).course)
}

async fn put(store: &Store, login: &str, role: Role) -> User {
    let new = NewUser {
        login,
        name: login,
        role,
    };
    store.put_user(new, "maria", on(1)).await.unwrap().0
}

async fn two(store: &Store, name: &str) -> [User; 2] {
    let into = put(store, name, Role::Student).await;
    [put(store, &format!("{name}2"), Role::Student).await, into]
}

/// What is shown of both is what they have.
async fn hold(store: &Store, both: &[User; 2], shown: &[Holding; 2]) {
    let users = both.each_ref().map(|user| user.id);
    let standings = store.standings_among(&users, &elbo()).await.unwrap();
    for (user, shown) in users.into_iter().zip(shown) {
        let own = standings.get(&user).cloned().unwrap_or_default();
        let has = Holding {
            standings: own.into_iter().collect(),
            exam: store.exam(user).await.unwrap(),
        };
        assert_eq!(has, *shown);
    }
}

async fn merge(store: &Store, both @ [from, into]: &[User; 2]) -> Merged {
    let seen = store.preview_merge(from, into, on(25)).await.unwrap();
    hold(store, both, &seen.holdings.before).await;
    let done = store.merge(from, into, &seen, "maria", on(25)).await;
    assert!(done.unwrap());
    hold(store, both, &seen.holdings.after).await;
    assert_eq!(store.wrong_standings().await.unwrap(), 0);
    seen
}

async fn part(store: &Store, both @ [from, _]: &[User; 2]) -> Parted {
    let seen = store.preview_part(&from.login, on(26)).await.unwrap();
    let seen = seen.expect("they are one");
    hold(store, both, &seen.holdings.before).await;
    let done = store.part(&from.login, &seen, "maria", on(26)).await;
    assert!(done.unwrap());
    hold(store, both, &seen.holdings.after).await;
    assert_eq!(store.wrong_standings().await.unwrap(), 0);
    seen
}

/// A submission that earned ten points, of which lateness left this much.
async fn submit(store: &Store, user: &User, day: u8, left: u8) {
    let report = Report {
        points: Points::whole(10),
        ..super::story::report()
    };
    let late_factor = Share::percent(left);
    let new = NewSubmission {
        user: user.id,
        homework: "elbo",
        received_at: on(day),
        file: user.login.as_bytes(),
        sha256: &user.login,
        course: store.course_id().await.unwrap().unwrap(),
        inputs_release: None,
        report: &report,
        points: late_factor.of(report.points),
        late_factor,
    };
    store.submit(new, None).await.unwrap();
}

/// A deadline at noon.
fn until(day: u8) -> Timestamp {
    on(day) + SignedDuration::from_hours(2)
}

async fn extend(store: &Store, user: &User, day: Option<u8>) {
    let course = elbo();
    let homework = course.homework("elbo").unwrap();
    let until = day.map(until);
    let set = store.set_extension(user, homework, until, "ill", "maria", on(20));
    set.await.unwrap();
}

/// The points of everything that somebody sent.
async fn points(store: &Store, user: &User) -> Vec<String> {
    let sent = store.submissions(user.id, "elbo").await.unwrap();
    sent.iter().map(|one| one.points.to_string()).collect()
}

/// Of what lateness leaves another share: whose, before and after.
fn late(reckoned: &[dgm_grader::store::Reckoned]) -> Vec<(String, String, String)> {
    let row = |one: &dgm_grader::store::Reckoned| {
        let points = [&one.before, &one.after].map(|grade| grade.points.to_string());
        let [before, after] = points;
        (one.login.clone(), before, after)
    };
    reckoned.iter().map(row).collect()
}

fn row(login: &str, before: &str, after: &str) -> (String, String, String) {
    (login.to_owned(), before.to_owned(), after.to_owned())
}

/// What was late is in time by the deadline of the one who stays, and late again once it goes back.
async fn longer(store: &Store) {
    let both = two(store, "anna").await;
    let [from, into] = &both;
    submit(store, from, 13, 70).await;
    extend(store, into, Some(20)).await;
    let seen = merge(store, &both).await;
    assert_eq!(late(&seen.late), [row("anna", "7", "10")]);
    assert_eq!(points(store, into).await, ["10"]);
    // A course that says the same again has nothing to change.
    let course = elbo();
    let dates = dgm_grader::grading::lateness::Dates {
        before: Some(&course),
        after: &course,
    };
    assert_eq!(store.lateness_under(dates).await.unwrap(), []);
    // Given once more it is the one's who stays, and the other has no later deadline to be in time by.
    extend(store, into, Some(21)).await;
    let seen = part(store, &both).await;
    assert_eq!(late(&seen.late), [row("anna2", "10", "7")]);
    assert_eq!(points(store, from).await, ["7"]);
    assert_eq!(store.lateness_under(dates).await.unwrap(), []);
}

/// The other way round.
async fn shorter(store: &Store) {
    let both = two(store, "boris").await;
    let [from, into] = &both;
    submit(store, from, 13, 70).await;
    extend(store, from, Some(20)).await;
    assert_eq!(points(store, from).await, ["10"]);
    extend(store, into, Some(12)).await;
    let seen = merge(store, &both).await;
    assert_eq!(late(&seen.late), [row("boris", "10", "9")]);
    assert_eq!(points(store, into).await, ["9"]);
    let seen = part(store, &both).await;
    assert_eq!(late(&seen.late), [row("boris2", "9", "10")]);
    assert_eq!(points(store, from).await, ["10"]);
}

/// A later deadline that comes along is that of everything that the one who stays has.
async fn comes_along(store: &Store, teacher: &User) {
    let both = two(store, "clara").await;
    let [from, into] = &both;
    extend(store, from, Some(20)).await;
    let answer = answer(store, into, "late", 11).await;
    grade(store, into, &answer, 3, teacher).await;
    let seen = merge(store, &both).await;
    let [changed] = &seen.late[..] else {
        panic!("{seen:?}");
    };
    assert_eq!(changed.of, SentThing::Item("proof".to_owned()));
    assert_eq!(late(&seen.late), [row("clara", "2.7", "3")]);
    let seen = part(store, &both).await;
    assert_eq!(late(&seen.late), [row("clara", "3", "2.7")]);
}

async fn give(store: &Store, user: &User, homework: &str, points: Option<i64>, reason: &str) {
    let of = StudentHomework {
        user: user.id,
        login: &user.login,
        homework,
    };
    let given = points.map(|points| given(points, reason));
    let set = store.set_override(of, given.as_ref(), "maria", on(22));
    set.await.unwrap();
}

fn given(points: i64, reason: &str) -> Override {
    Override {
        points: Some(Points::whole(points)),
        reason: reason.to_owned(),
    }
}

async fn exam(store: &Store, user: &User, points: i64) {
    let points = Some(Points::whole(points));
    let set = store.set_exam(user.id, &user.login, points, "maria", on(22));
    set.await.unwrap();
}

/// What was given to the one who stays is theirs, and what came and was not touched goes back.
async fn given_since(store: &Store) {
    let both = two(store, "dora").await;
    let [from, into] = &both;
    for homework in ["flows", "gan", "ddpm"] {
        give(store, from, homework, Some(4), "A").await;
    }
    exam(store, from, 20).await;
    extend(store, from, Some(20)).await;
    merge(store, &both).await;
    give(store, into, "flows", Some(9), "B").await;
    give(store, into, "gan", None, "").await;
    exam(store, into, 21).await;
    extend(store, into, Some(21)).await;
    let stale = store.preview_part("dora2", on(26)).await.unwrap().unwrap();
    give(store, into, "fid", Some(1), "since").await;
    give(store, into, "flows", Some(8), "B").await;
    let done = store.part("dora2", &stale, "maria", on(26)).await;
    assert!(!done.unwrap(), "something else than was shown");

    let seen = part(store, &both).await;
    let changed = seen.changed.iter();
    let changed = changed.map(|row| (row.of.as_deref(), row.was.clone(), row.is.clone()));
    let put_off = |day| {
        Some(Given::Extension(Extension {
            deadline: until(day),
            reason: "ill".to_owned(),
        }))
    };
    let points = |points| Some(Given::Exam(Points::whole(points)));
    let put = |points, reason| Some(Given::Override(given(points, reason)));
    assert_eq!(
        changed.collect::<Vec<_>>(),
        [
            (Some("flows"), put(4, "A"), put(8, "B")),
            (Some("gan"), put(4, "A"), None),
            (Some("elbo"), put_off(20), put_off(21)),
            (None, points(20), points(21)),
        ]
    );
    let overrides = async |user: &User| store.overrides_of(user.id).await.unwrap();
    assert_eq!(overrides(from).await, [("ddpm".to_owned(), given(4, "A"))]);
    assert_eq!(
        overrides(into).await,
        [
            ("fid".to_owned(), given(1, "since")),
            ("flows".to_owned(), given(8, "B")),
        ]
    );
    let exams = [from, into].map(|user| user.id);
    let exams = store.exams_among(&exams).await.unwrap();
    assert_eq!(exams.get(&from.id), None);
    assert_eq!(exams.get(&into.id), Some(&Points::whole(21)));
    assert_eq!(store.extensions_of(from.id).await.unwrap(), []);
}

async fn answer(store: &Store, user: &User, text: &str, day: u8) -> ManualAnswer {
    let new = NewAnswer {
        user: user.id,
        homework: "elbo",
        item: "proof",
        sent_at: on(day),
        kind: AnswerKind::Text,
        body: text.as_bytes(),
        sha256: text,
    };
    let Sent::Stored(id) = store.send_answer(new, u64::MAX).await.unwrap() else {
        panic!("it is stored");
    };
    store.manual_answer(id).await.unwrap().unwrap()
}

async fn grade(store: &Store, user: &User, answer: &ManualAnswer, points: i64, teacher: &User) {
    let course = elbo();
    let known = store.manual_grades_of(user.id, "elbo").await.unwrap();
    let new = NewGrade {
        answer,
        homework: course.homework("elbo").unwrap(),
        login: &user.login,
        parts: &[Part {
            criterion: "idea".to_owned(),
            points: Points::whole(points),
            max_points: Points::whole(3),
        }],
        comment: "",
        seen: known.first().map(|grade| grade.given_at),
    };
    let saved = store.grade_answer(new, teacher, on(22)).await.unwrap();
    assert_eq!(saved, GradeSaved::Saved);
}

/// A grade is of its answer: it goes where that goes.
async fn graded_since(store: &Store, teacher: &User) {
    let grades = async |user: &User| -> Vec<(Option<AnswerId>, String)> {
        let grades = store.manual_grades_of(user.id, "elbo").await.unwrap();
        let grades = grades.into_iter();
        grades
            .map(|one| (one.answer, one.points.to_string()))
            .collect()
    };
    let both = two(store, "eva").await;
    let [from, into] = &both;
    let first = answer(store, from, "first", 9).await;
    merge(store, &both).await;
    let first = store.manual_answer(first.id).await.unwrap().unwrap();
    grade(store, into, &first, 2, teacher).await;
    assert_eq!(part(store, &both).await.changed, []);
    assert_eq!(grades(from).await, [(Some(first.id), "2".to_owned())]);
    assert_eq!(grades(into).await, []);

    merge(store, &both).await;
    let second = answer(store, into, "second", 9).await;
    grade(store, into, &second, 3, teacher).await;
    let seen = part(store, &both).await;
    let [changed] = &seen.changed[..] else {
        panic!("{seen:?}");
    };
    assert_eq!(changed.of.as_deref(), Some("elbo/proof"));
    assert_eq!(
        (&changed.was, &changed.is),
        (
            &Some(Given::Grade(Some(first.id))),
            &Some(Given::Grade(Some(second.id)))
        )
    );
    assert_eq!(grades(from).await, []);
    assert_eq!(grades(into).await, [(Some(second.id), "3".to_owned())]);
}

/// Canvas goes on to know the person by the number that it told.
async fn canvas(store: &Store) {
    let both = two(store, "fedor").await;
    let [from, into] = &both;
    let number = |canvas_id: &str| CanvasStudent {
        canvas_id: canvas_id.to_owned(),
        ..CanvasStudent::default()
    };
    let keep = async |known: &[(&User, &str)]| {
        let students = known.iter().map(|(user, id)| (user.id, number(id)));
        let canvas = Canvas {
            students: students.collect(),
            ..Canvas::default()
        };
        store.put_canvas(&canvas, "maria", on(22)).await.unwrap();
    };
    let known = async |user: &User| {
        let known = store.canvas_student(user.id).await.unwrap();
        known.map(|known| known.canvas_id)
    };
    let is = |number: &str| Some(number.to_owned());
    keep(&[(from, "9060")]).await;
    merge(store, &both).await;
    assert_eq!(known(into).await, is("9060"));
    // Another export finds the person by either login.
    keep(&[(into, "9060")]).await;
    assert_eq!(part(store, &both).await.changed, []);
    assert_eq!((known(from).await, known(into).await), (is("9060"), None));

    keep(&[(from, "9060"), (into, "9170")]).await;
    let seen = merge(store, &both).await;
    assert!(seen.left.iter().any(|rows| rows.table == "canvas_students"));
    assert_eq!(known(into).await, is("9170"));
    part(store, &both).await;
    assert_eq!(
        (known(from).await, known(into).await),
        (is("9060"), is("9170"))
    );
}

async fn story(store: Store) {
    let text = course(&format!("{HOMEWORK}{}", proof("1", "2")));
    let course = checked(&text);
    let published = store.publish_course(&course, "", "maria", on(1));
    published.await.unwrap();
    let teacher = put(&store, "maria", Role::Teacher).await;
    longer(&store).await;
    shorter(&store).await;
    comes_along(&store, &teacher).await;
    given_since(&store).await;
    graded_since(&store, &teacher).await;
    canvas(&store).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_has_their_own_again_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("parting.sqlite")).await;
    story(store.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_has_their_own_again_on_postgresql() {
    with_schema("parting", |own| async move {
        story(Store::open(&own).await.unwrap()).await;
    })
    .await;
}
