//! Twenty random changes of the course and the way back: everybody has exactly the points of the first version.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::audit::checked;
use crate::support::course::{course, proof};
use crate::support::postgres::with_schema;
use crate::support::site::{NOW, SECRET};
use dgm_grader::course::AnswerKind;
use dgm_grader::grading::by_hand::parts;
use dgm_grader::grading::{draw_inputs, run_task, student_seed};
use dgm_grader::report::gradebook::Gradebook;
use dgm_grader::service::app::App;
use dgm_grader::service::publish::{Consent, Publication, publish};
use dgm_grader::service::regrade::resume;
use dgm_grader::service::submit::{Beside, admit};
use dgm_grader::store::{NewGrade, NewUser, Role, Store, User};
use jiff::{SignedDuration, Timestamp};
use judge::answers::{Limits, write_npz};
use judge::arrays::Array;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many courses are gone back to.
const SEEDS: u64 = 4;
/// How many versions come in between.
const CHANGES: usize = 20;

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Numbers that look random and are the same each time (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % n
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// The course that everything is sent under: what is late loses ten percent a day.
fn first() -> String {
    text(
        "deadline = 2026-03-10",
        "late = { per_day = \"10%\", most = \"50%\" }",
        "2.5",
        "",
        true,
    )
}

fn text(deadline: &str, late: &str, points: &str, tolerance: &str, item: bool) -> String {
    let item = if item { proof("1", "2") } else { String::new() };
    course(&format!(
        "[[homework]]\nid = \"elbo\"\nmax_points = \"{points}\"\n{deadline}\n{late}\n\n[[homework.task]]\nid = \"gaussian_kl\"\npoints = \"{points}\"\n{tolerance}\n{item}"
    ))
}

/// Another course: other dates, other rules of lateness, other points, another tolerance, with the item or without.
fn another(random: &mut Random) -> String {
    let deadline = random.one_of(&[
        "",
        "deadline = 2026-03-05",
        "deadline = 2026-03-10",
        "deadline = 2026-03-12T18:00:00",
        "deadline = 2026-03-20",
        "deadline = 2026-12-20",
    ]);
    let late = random.one_of(&[
        "",
        "late = \"free\"",
        "late = { per_day = \"10%\", most = \"50%\" }",
        "late = { per_day = \"33.3%\" }",
    ]);
    let points = random.one_of(&["2.5", "1", "7.777"]);
    let tolerance = random.one_of(&[
        "",
        "tolerance = { rtol = 1e-14, atol = 1e-14 }",
        "partial = false",
    ]);
    let item = random.below(3) > 0;
    text(
        deadline,
        if deadline.is_empty() { "" } else { late },
        points,
        tolerance,
        item,
    )
}

async fn join(app: &App, login: &str, role: Role) -> User {
    let new = NewUser {
        login,
        name: login,
        role,
    };
    app.store.put_user(new, "test", now()).await.unwrap().0
}

/// Sends answers of which so many outputs are right, then.
async fn send(app: &Arc<App>, user: &User, right: bool, sent_at: Timestamp) {
    let active = app.course().await.unwrap();
    let homework = active.course.homework("elbo").unwrap();
    let inputs = draw_inputs(homework, student_seed(&SECRET, &user.login, "elbo"));
    let known = assignments::catalogue::task("elbo/gaussian_kl").unwrap();
    let solved = run_task(known, |known| known.reference(&inputs["gaussian_kl"])).unwrap();
    let off = if right { 1e-9 } else { 0.5 };
    let keyed = solved
        .into_iter()
        .enumerate()
        .map(|(place, (name, array))| {
            let off = if place == 0 { 1e-9 } else { off };
            let array = Array::float(array.to_float().mapv(|x| x * (1.0 + off)));
            (format!("gaussian_kl.{name}"), array)
        });
    let admission = admit(app, &active, user, "elbo", sent_at).await.unwrap();
    admission
        .submit(app, write_npz(&keyed.collect()), Beside::Take)
        .await
        .unwrap();
}

/// Answers the item, and is given all points of it.
async fn prove(app: &Arc<App>, user: &User, grader: &User, sent_at: Timestamp) {
    let active = app.course().await.unwrap();
    let (homework, item) = active.item("elbo", "proof").unwrap();
    let admission = admit(app, &active, user, "elbo", sent_at).await.unwrap();
    let body = (AnswerKind::Text, "See above.".as_bytes());
    admission.submit_answer(app, "proof", body).await.unwrap();
    let answer = app
        .store
        .answers_of(user.id, "elbo")
        .await
        .unwrap()
        .remove(0);
    let mut given = parts(item);
    for part in &mut given {
        part.points = part.max_points;
    }
    let grade = NewGrade {
        answer: &answer,
        homework,
        login: &user.login,
        parts: &given,
        comment: "",
        seen: None,
    };
    app.store.grade_answer(grade, grader, now()).await.unwrap();
}

/// What everybody has: total, final grade, and every number that they are made of.
async fn points(app: &App) -> BTreeMap<String, Vec<String>> {
    let active = app.course().await.unwrap();
    let book = Gradebook::load(&app.store, &active.course).await.unwrap();
    let mut all = BTreeMap::new();
    for row in book.students {
        let mut numbers = vec![
            row.standing.total.to_string(),
            row.standing.grade.to_string(),
        ];
        for sent in app.store.submissions(row.user, "elbo").await.unwrap() {
            numbers.push(format!(
                "{} {}",
                sent.points,
                sent.late_factor.thousandths()
            ));
        }
        for grade in app.store.manual_grades_of(row.user, "elbo").await.unwrap() {
            numbers.push(format!(
                "{} {}",
                grade.points,
                grade.late_factor.thousandths()
            ));
        }
        all.insert(row.login.clone(), numbers);
    }
    all
}

async fn change(app: &Arc<App>, toml: &str, regrade: bool) {
    let base = app.course().await.unwrap().version;
    let publication = Publication {
        course: &checked(toml),
        note: "change",
        base,
        regrade: false,
        consent: Consent::Anything,
        new_inputs: false,
        actor: "teacher",
    };
    publish(app, publication).await.unwrap();
    if regrade
        && let dgm_grader::service::regrade::Enqueued::Job(job) =
            dgm_grader::service::regrade::enqueue(app, None, "teacher")
                .await
                .unwrap()
    {
        resume(app, &job).await.unwrap();
    }
}

async fn there_and_back(store: Store) {
    let app = App::new(store, SECRET, Limits::default(), now);
    app.store
        .publish_course(&checked(&first()), "first", "teacher", now())
        .await
        .unwrap();
    let day = |n: i64| now() + SignedDuration::from_hours(24 * n);
    let grader = join(&app, "ada", Role::Grader).await;
    for (login, right, arrived) in [
        ("anna", true, 0),
        ("boris", true, 2),
        ("vera", false, 4),
        ("gleb", true, 30),
    ] {
        let user = join(&app, login, Role::Student).await;
        send(&app, &user, right, day(arrived)).await;
        prove(&app, &user, &grader, day(arrived)).await;
    }
    let gleb = app.store.user("gleb").await.unwrap().unwrap();
    let active = app.course().await.unwrap();
    let elbo = active.course.homework("elbo").unwrap();
    let until = Some(day(30) - SignedDuration::from_hours(1));
    app.store
        .set_extension(&gleb, elbo, until, "ill", "teacher", now())
        .await
        .unwrap();
    let meant = points(&app).await;
    assert_eq!(meant["boris"][0], "4.4", "two days late");
    assert_eq!(meant["gleb"][0], "4.95", "by a deadline of one's own");
    for seed in 0..SEEDS {
        let mut random = Random(seed);
        let mut seen = 0;
        for _ in 0..CHANGES {
            let (toml, regrade) = (another(&mut random), random.below(2) == 0);
            change(&app, &toml, regrade).await;
            seen += usize::from(points(&app).await != meant);
        }
        assert!(seen > CHANGES / 2, "most changes changed something: {seen}");
        change(&app, &first(), true).await;
        assert_eq!(points(&app).await, meant, "seed {seed}");
    }
    app.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_leads_to_the_same_points_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    there_and_back(
        Store::open_file(&folder.path().join("undo.sqlite"))
            .await
            .unwrap(),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_leads_to_the_same_points_on_postgresql() {
    with_schema("undo", |own| async move {
        there_and_back(Store::open(&own).await.unwrap()).await;
    })
    .await;
}
