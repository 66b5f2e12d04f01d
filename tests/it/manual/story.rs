//! One story of the store, on both databases: answers, claims, grades, a changed rubric, requests.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::course::{CLOSED, LATE, NOW, course, parse};
use crate::support::audit::{audit, of_kind, sides};
use crate::support::postgres::with_schema;
use dgm_grader::course::{AnswerKind, Checked, Course};
use dgm_grader::grading::by_hand::{Part, parts};
use dgm_grader::ids::{AnswerId, UserId};
use dgm_grader::store::{
    Asked, CLAIM_LASTS, Carried, Carry, GradeSaved, ManualAnswer, NewAnswer, NewGrade, NewUser,
    Role, Sent, Store, Threads, UnwantedGrade, User,
};
use jiff::Timestamp;
use judge::points::{Points, Share};
use serde_json::Value;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn person(store: &Store, login: &str, role: Role) -> User {
    let new = NewUser {
        login,
        name: login,
        role,
    };
    store.put_user(new, "test", at(NOW)).await.unwrap().0
}

async fn send(store: &Store, user: &User, item: &str, text: &str, when: Timestamp) -> AnswerId {
    let new = NewAnswer {
        user: user.id,
        homework: "elbo",
        item,
        sent_at: when,
        kind: AnswerKind::Text,
        body: text.as_bytes(),
        sha256: text,
    };
    match store.send_answer(new, u64::MAX).await.unwrap() {
        Sent::Stored(id) => id,
        other => panic!("{other:?}"),
    }
}

fn given(points: &[&str]) -> Vec<Part> {
    let course = course();
    let mut parts = parts(&course.homework("elbo").unwrap().manual[0]);
    for (part, points) in parts.iter_mut().zip(points) {
        part.points = points.parse().unwrap();
    }
    parts
}

async fn grade(
    store: &Store,
    answer: &ManualAnswer,
    points: &[&str],
    seen: Option<Timestamp>,
    grader: &User,
    now: Timestamp,
) -> GradeSaved {
    let course = course();
    let new = NewGrade {
        answer,
        homework: course.homework("elbo").unwrap(),
        login: "student",
        parts: &given(points),
        comment: "ok",
        seen,
    };
    store.grade_answer(new, grader, now).await.unwrap()
}

#[expect(clippy::too_many_lines, reason = "one story, told twice")]
async fn story(store: Store, run: &str) {
    let course = course();
    let homework = course.homework("elbo").unwrap();
    let names = ["anna", "boris", "ada", "bob", "teacher"].map(|n| format!("{n}-{run}"));
    let anna = person(&store, &names[0], Role::Student).await;
    let boris = person(&store, &names[1], Role::Student).await;
    let ada = person(&store, &names[2], Role::Grader).await;
    let bob = person(&store, &names[3], Role::Grader).await;
    let teacher = person(&store, &names[4], Role::Teacher).await;
    let now = at(NOW);

    // Versions: the newest counts, the same bytes make no version, a late one does not displace one in time.
    let first = send(&store, &anna, "proof", &format!("one {run}"), now).await;
    let second = send(&store, &anna, "proof", &format!("two {run}"), now).await;
    let again = NewAnswer {
        user: anna.id,
        homework: "elbo",
        item: "proof",
        sent_at: now,
        kind: AnswerKind::Text,
        body: b"x",
        sha256: &format!("two {run}"),
    };
    assert_eq!(
        store.send_answer(again, u64::MAX).await.unwrap(),
        Sent::Again(second)
    );
    let late = send(&store, &anna, "proof", &format!("late {run}"), at(LATE)).await;
    let other = send(&store, &boris, "proof", &format!("boris {run}"), at(LATE)).await;
    let own = |user: UserId| user == anna.id || user == boris.id;
    let waiting = async || -> Vec<AnswerId> {
        let queue = store.queue(homework, at(LATE)).await.unwrap();
        let waits = queue.iter().filter(|q| own(q.answer.user) && q.waits());
        waits.map(|q| q.answer.id).collect()
    };
    assert_eq!(waiting().await, [second, other]);
    // What whoever teaches here tries out waits for nobody.
    send(&store, &teacher, "proof", &format!("tried {run}"), now).await;
    let queue = store.queue(homework, at(LATE)).await.unwrap();
    assert!(queue.iter().all(|queued| queued.answer.user != teacher.id));
    assert_eq!(
        store.answer_body(first).await.unwrap().unwrap(),
        format!("one {run}").as_bytes()
    );

    // Two graders at once never get the same answer; what both want goes to one of them.
    let now = at(LATE);
    let list = [second, other];
    let (a, b) = tokio::join!(
        store.claim_first(&list, ada.id, now),
        store.claim_first(&list, bob.id, now)
    );
    let (a, b) = (a.unwrap(), b.unwrap());
    assert!(a.is_some() && b.is_some() && a != b, "{a:?} {b:?}");
    assert_eq!(
        store.claim_first(&list, teacher.id, now).await.unwrap(),
        None
    );
    let (held_by_ada, held_by_bob) = (a.unwrap(), b.unwrap());
    // Mine again, and after a skip somebody else's.
    assert_eq!(
        store
            .claim_first(&[held_by_ada], ada.id, now)
            .await
            .unwrap(),
        a
    );
    assert_eq!(
        store.claim(held_by_ada, bob.id, now).await.unwrap(),
        Some(ada.name.clone())
    );
    store.release_claim(held_by_ada, bob.id).await.unwrap();
    assert!(
        store
            .claim(held_by_ada, bob.id, now)
            .await
            .unwrap()
            .is_some(),
        "a claim of another is not released"
    );
    store.release_claim(held_by_ada, ada.id).await.unwrap();
    assert_eq!(
        store.claim(held_by_ada, teacher.id, now).await.unwrap(),
        None
    );
    // A claim ends by itself.
    let later = now.checked_add(CLAIM_LASTS).unwrap();
    let before = later
        .checked_sub(jiff::SignedDuration::from_micros(1))
        .unwrap();
    assert!(
        store
            .claim(held_by_bob, ada.id, before)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.claim(held_by_bob, ada.id, later).await.unwrap(), None);
    for id in list {
        for grader in [&ada, &bob, &teacher] {
            store.release_claim(id, grader.id).await.unwrap();
        }
    }

    // Grades: whole in time, a share when late, once each, with their audit entries.
    let load = async |id| store.manual_answer(id).await.unwrap().unwrap();
    let (answer, old, boris_answer) = (load(second).await, load(first).await, load(other).await);
    assert_eq!(
        grade(&store, &old, &["1", "1"], None, &ada, now).await,
        GradeSaved::Newer(second)
    );
    store.claim(second, bob.id, now).await.unwrap();
    assert_eq!(
        grade(&store, &answer, &["1", "0.5"], None, &ada, now).await,
        GradeSaved::Taken(bob.name.clone())
    );
    assert_eq!(
        grade(&store, &answer, &["1", "0.5"], None, &bob, now).await,
        GradeSaved::Saved
    );
    assert_eq!(
        store.claim(second, ada.id, now).await.unwrap(),
        None,
        "grading ends the claim"
    );
    store.release_claim(second, ada.id).await.unwrap();
    assert_eq!(
        grade(&store, &boris_answer, &["1", "2"], None, &ada, now).await,
        GradeSaved::Saved
    );
    assert_eq!(waiting().await, Vec::<AnswerId>::new());
    assert_eq!(
        store.claim_first(&[second], ada.id, now).await.unwrap(),
        None,
        "it is graded"
    );
    let manual =
        async |user: &User| store.standings_of(user.id, &course).await.unwrap()["elbo"].manual;
    assert_eq!(manual(&anna).await, Some("1.5".parse().unwrap()));
    assert_eq!(
        manual(&boris).await,
        Some("2.7".parse().unwrap()),
        "ten percent less"
    );

    // Two regrades of the same sight: the second is told.
    let graded = store.manual_grades_of(anna.id, "elbo").await.unwrap();
    let seen = Some(graded[0].given_at);
    let (x, y) = (
        grade(&store, &answer, &["0.5", "0.5"], seen, &ada, later).await,
        grade(&store, &answer, &["1", "2"], seen, &ada, later).await,
    );
    assert_eq!((x, y), (GradeSaved::Saved, GradeSaved::Changed));
    assert_eq!(manual(&anna).await, Some(Points::whole(1)));
    let noted = of_kind(&store, "manual-grade").await.remove(0);
    assert_eq!(noted.subject, "student/elbo/proof");
    let is = |side: &Value, points: &str, idea: &str, rest: &str| {
        assert_eq!(side["points"], points);
        let parts = [&side["parts"][0]["points"], &side["parts"][1]["points"]];
        assert_eq!(parts, [idea, rest]);
    };
    let (before, after) = sides(&noted);
    is(&before, "1.5", "1", "0.5");
    is(&after, "1", "0.5", "0.5");

    // An extension makes the late version count: it waits anew, and the old grade stands until then.
    let until = Some(at("2026-03-15T00:00:00Z"));
    let extend = async |user: &User, until: Option<Timestamp>| {
        let done = store.set_extension(user, homework, until, "ill", "test", now);
        done.await.unwrap();
    };
    extend(&anna, until).await;
    assert_eq!(waiting().await, [late]);
    assert_eq!(manual(&anna).await, Some(Points::whole(1)));
    extend(&anna, None).await;

    // A later deadline gives back what lateness took of a grade, from its preview to its entry; taken back, it takes that back.
    let given_at = async || store.manual_grades_of(boris.id, "elbo").await.unwrap()[0].given_at;
    let graded_at = given_at().await;
    let previewed = store
        .preview_extension(boris.id, homework, until)
        .await
        .unwrap();
    let [one] = previewed.as_slice() else {
        panic!("{previewed:?}");
    };
    assert_eq!(
        (one.after.late_factor, one.after.points),
        (Share::ALL, Points::whole(3))
    );
    extend(&boris, until).await;
    assert_eq!(manual(&boris).await, Some(Points::whole(3)));
    assert_eq!(given_at().await, graded_at, "nobody graded it anew");
    let noted = of_kind(&store, "late").await.remove(0);
    assert_eq!(noted.subject, format!("{}/elbo/proof", boris.login));
    let (before, after) = sides(&noted);
    is(&before, "2.7", "1", "2");
    is(&after, "3", "1", "2");
    assert_eq!(
        (&before["late_factor"], &after["late_factor"]),
        (&900.into(), &1000.into())
    );
    extend(&boris, None).await;
    assert_eq!(manual(&boris).await, Some("2.7".parse().unwrap()));

    // A changed rubric: a preview, then exactly that, or nothing.
    let heavier = parse("2", "1");
    let homework = heavier.homework("elbo").unwrap();
    let item = &homework.manual[0];
    let over = store.preview_rubric(homework, item, Carry::Over).await;
    let (changes, digest) = over.unwrap();
    let seen: Vec<_> = changes
        .iter()
        .map(|(_, change)| change)
        .filter(|c| own(c.grade.user))
        .map(|c| {
            (
                c.grade.user,
                c.grade.points.to_string(),
                c.points.to_string(),
            )
        })
        .collect();
    let text = |t: &str| t.to_owned();
    assert_eq!(
        seen,
        [
            (anna.id, text("1"), text("1.25")),
            (boris.id, text("2.7"), text("2.7"))
        ]
    );
    let stale = store
        .apply_rubric(homework, item, Carry::Over, "stale", "teacher", later)
        .await
        .unwrap();
    assert_eq!(stale, Carried::Outdated);
    let publish = async |course: &Course| {
        let course = Checked::from(course.clone());
        let published = store.publish_course(&course, "", "test", later).await;
        published.unwrap();
    };
    // Shown while it was in force, and applied after another one came into force.
    publish(&course).await;
    let moved = store
        .apply_rubric(homework, item, Carry::Over, &digest, "teacher", later)
        .await
        .unwrap();
    assert_eq!(moved, Carried::Outdated);
    assert_eq!(manual(&anna).await, Some(Points::whole(1)));
    publish(&heavier).await;
    let after = later.checked_add(CLAIM_LASTS).unwrap();
    let applied = store
        .apply_rubric(homework, item, Carry::Over, &digest, "teacher", after)
        .await
        .unwrap();
    assert_eq!(applied, Carried::Done(changes.len()));
    assert_eq!(manual(&anna).await, Some("1.25".parse().unwrap()));
    assert!(
        store
            .preview_rubric(homework, item, Carry::Over)
            .await
            .unwrap()
            .0
            .is_empty()
    );
    let noted = of_kind(&store, "rubric").await;
    let noted = noted
        .iter()
        .find(|n| n.subject == format!("{}/elbo/proof", anna.login))
        .unwrap();
    let (before, after) = sides(noted);
    is(&before, "1", "0.5", "0.5");
    is(&after, "1.25", "1", "0.25");

    // Back under the rubric by which they were given, grades are exactly what was given; a grade that is taken away waits again.
    let first = course.homework("elbo").unwrap();
    let proof = &first.manual[0];
    let grade_of = async |user: &User| {
        let mut grades = store.manual_grades_of(user.id, "elbo").await.unwrap();
        grades.pop()
    };
    let carried = grade_of(&anna).await.unwrap();
    assert_eq!(carried.given, Some(given(&["0.5", "0.5"])));
    publish(&course).await;
    let over = store.preview_rubric(first, proof, Carry::Over).await;
    let (_, digest) = over.unwrap();
    let applied = store
        .apply_rubric(first, proof, Carry::Over, &digest, "teacher", later)
        .await
        .unwrap();
    assert_eq!(applied, Carried::Done(changes.len()));
    let back = grade_of(&anna).await.unwrap();
    assert_eq!((&back.parts, &back.given), (&carried.given.unwrap(), &None));
    assert_eq!(manual(&anna).await, Some(Points::whole(1)));
    let take = async |seen| {
        let unwanted = UnwantedGrade {
            answer: &answer,
            homework: first,
            login: "student",
            seen,
        };
        store.take_grade_away(unwanted, &ada, later).await.unwrap()
    };
    let seen = Some(back.given_at);
    assert_eq!(take(Some(graded_at)).await, GradeSaved::Changed);
    assert_eq!(take(seen).await, GradeSaved::Saved);
    assert_eq!(take(seen).await, GradeSaved::Changed);
    assert_eq!(grade_of(&anna).await, None);
    assert_eq!(manual(&anna).await, None);
    assert_eq!(waiting().await, [second]);
    let noted = of_kind(&store, "manual-grade").await.remove(0);
    let (before, after) = sides(&noted);
    is(&before, "1", "0.5", "0.5");
    assert_eq!(after, Value::Null);

    // Ready comments.
    let item = format!("item-{run}");
    assert!(store.keep_comment("elbo", &item, "Why?").await.unwrap());
    assert!(store.keep_comment("elbo", &item, "Why?").await.unwrap());
    let ready = store.ready_comments("elbo", &item).await.unwrap();
    assert_eq!(ready.len(), 1);
    store
        .forget_comment("elbo", "other", ready[0].id)
        .await
        .unwrap();
    assert_eq!(store.ready_comments("elbo", &item).await.unwrap(), ready);
    store
        .forget_comment("elbo", &item, ready[0].id)
        .await
        .unwrap();
    assert!(
        store
            .ready_comments("elbo", &item)
            .await
            .unwrap()
            .is_empty()
    );

    // Requests: one open thread, also for two messages at once; closed once, with its audit entry.
    let ask = |text: &'static str| store.ask(anna.id, "elbo", "proof", text, now);
    let (one, two) = tokio::join!(ask("please"), ask("and this"));
    let (Asked::Sent(thread), Asked::Sent(same)) = (one.unwrap(), two.unwrap()) else {
        panic!("both are sent");
    };
    assert_eq!(thread, same);
    assert_eq!(
        store
            .reply(thread, &teacher, "No.", false, now)
            .await
            .unwrap(),
        Asked::Sent(thread)
    );
    assert_eq!(
        store
            .reply(thread, &teacher, "", true, at(CLOSED))
            .await
            .unwrap(),
        Asked::Sent(thread)
    );
    assert_eq!(
        store
            .reply(thread, &teacher, "more", true, now)
            .await
            .unwrap(),
        Asked::Closed
    );
    let stored = store.request(thread).await.unwrap().unwrap();
    assert_eq!(stored.messages.len(), 3);
    assert_eq!(stored.closed_by.as_deref(), Some(teacher.login.as_str()));
    let of = format!("{}/elbo/proof", anna.login);
    let noted = audit(&store, 1, |entry| entry.subject == of)
        .await
        .remove(0);
    assert_eq!(
        (noted.kind.as_str(), noted.actor.as_str()),
        ("request", teacher.login.as_str())
    );
    let Asked::Sent(next) = ask("once more").await.unwrap() else {
        panic!("a closed thread is no obstacle");
    };
    assert_ne!(next, thread);
    let of = async |closed, about| {
        let threads = Threads { closed, about };
        let some = store.threads(threads, 0..100).await.unwrap();
        assert_eq!(store.count_threads(threads).await.unwrap(), some.len());
        some.into_iter()
            .map(|listed| listed.request.id)
            .collect::<Vec<_>>()
    };
    assert!(of(false, None).await.contains(&next));
    let line = async |closed, id| {
        let threads = Threads {
            closed,
            about: None,
        };
        let lines = store.threads(threads, 0..100).await.unwrap();
        let line = lines.into_iter().find(|line| line.request.id == id);
        let line = line.expect("it is listed");
        (line.student, line.messages, line.waits)
    };
    assert_eq!(line(false, next).await, (anna.name.clone(), 1, true));
    assert_eq!(line(true, thread).await, (anna.name.clone(), 3, false));
    assert!(of(true, None).await.contains(&thread));
    let (own, other) = ([("elbo", "proof")], [("elbo", "other")]);
    assert!(of(true, Some(&own)).await.contains(&thread));
    assert!(of(true, Some(&other)).await.is_empty());
    assert!(of(false, Some(&[])).await.is_empty());
    for _ in 1..dgm_grader::store::MOST_MESSAGES {
        assert_eq!(ask("again").await.unwrap(), Asked::Sent(next));
    }
    assert_eq!(ask("again").await.unwrap(), Asked::TooMany);
}

#[tokio::test]
async fn the_story_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("story.sqlite"))
        .await
        .unwrap();
    Box::pin(story(store, "s")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_on_postgres() {
    with_schema("manual", |own| async move {
        let store = Store::open(&own).await.unwrap();
        Box::pin(story(store, "p")).await;
    })
    .await;
}
