//! What teachers change at once: every entry of the audit begins where the one before it ended, and no change goes without its entry.

use dgm_grader::course::Course;
use dgm_grader::points::Points;
use dgm_grader::store::{AuditEntry, NewUser, Override, Role, Store, User, Whose};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Teachers at once, and rounds of each.
const TEACHERS: i64 = 6;
const ROUNDS: i64 = 6;

fn now() -> Timestamp {
    Timestamp::from_second(1_772_200_000).expect("it is an instant")
}

/// Goes on with the story: everything that a person may change, changed by several at once.
pub async fn tell(store: &Store) {
    let student = put(store, "chain", "Chain").await;
    let teachers: Vec<_> = (0..TEACHERS)
        .map(|n| tokio::spawn(teach(store.clone(), student.clone(), n)))
        .collect();
    for teacher in teachers {
        teacher.await.expect("nothing fails");
    }
    let mut entries = store.audit("", None, i64::MAX).await.expect("it answers");
    entries.reverse();
    let mut chains: BTreeMap<(String, String), Vec<AuditEntry>> = BTreeMap::new();
    for entry in entries {
        let key = (entry.action.clone(), entry.subject.clone());
        chains.entry(key).or_default().push(entry);
    }
    let last = |action: &str, subject: &str| {
        let chain = &chains[&(action.to_owned(), subject.to_owned())];
        assert!(chain.len() > 2, "{action} of {subject} has changed");
        for pair in chain.windows(2) {
            assert_eq!(pair[1].before, pair[0].after, "{action} of {subject}");
        }
        chain.last().expect("it is not empty").after.clone()
    };
    // The chains are whole, and end in what is there now.
    let exam = store.exam(student.id).await.expect("it answers");
    let exam = exam.map_or_else(|| "—".to_owned(), |p| p.to_string());
    assert_eq!(last("exam", "chain"), exam);
    let user = store
        .user("chain")
        .await
        .expect("it answers")
        .expect("she is there");
    let active = if user.active { "active" } else { "inactive" };
    assert_eq!(
        last("user", "chain"),
        format!("{} · {} · {active}", user.name, user.role.name())
    );
    last("user", "newcomer");
    let given = store.overrides().await.expect("it answers");
    let given = &given[&(student.id, "elbo".to_owned())];
    let points = given.points.expect("points were given");
    assert_eq!(
        last("override", "chain/elbo"),
        format!("{points} ({})", given.reason)
    );
    let deadline = store
        .extension(student.id, "elbo")
        .await
        .expect("it answers");
    let deadline = deadline.expect("it was given").to_string();
    assert!(last("extension", "chain/elbo").starts_with(&deadline));
    let newest = store
        .course()
        .await
        .expect("it answers")
        .expect("there is one");
    assert!(last("course", "course").starts_with(&format!("version {} ", newest.id)));
}

async fn put(store: &Store, login: &str, name: &str) -> User {
    let role = Role::Student;
    let new = NewUser { login, name, role };
    store
        .put_user(new, "chain", now())
        .await
        .expect("a user is put")
        .0
}

/// One teacher, who changes everything again and again, never to what it was.
async fn teach(store: Store, student: User, teacher: i64) {
    let course = Course::default_course();
    let homework = course
        .homework("elbo")
        .expect("it is in the course")
        .clone();
    for round in 0..ROUNDS {
        let number = teacher * ROUNDS + round;
        let actor = format!("teacher{teacher}");
        let points = Points::whole(number % 26);
        let done = store
            .set_exam(student.id, "chain", Some(points), &actor, now())
            .await;
        done.expect("the exam is kept");
        let done = store
            .set_exams(
                &[(&student, Points::whole(25 - number % 26))],
                &actor,
                now(),
            )
            .await;
        done.expect("the exams are kept");
        let whose = Whose {
            user: student.id,
            login: "chain",
            homework: "elbo",
        };
        let reason = format!("reason {number}");
        let given = Override {
            points: Some(points),
            reason: reason.clone(),
        };
        let done = store.set_override(whose, Some(&given), &actor, now()).await;
        done.expect("the override is kept");
        let until = now() + SignedDuration::from_hours(number);
        let done = store
            .set_extension(&student, &homework, Some(until), &reason, &actor, now())
            .await;
        done.expect("the extension is kept");
        put(&store, "chain", &format!("Chain {number}")).await;
        put(&store, "newcomer", &format!("Newcomer {number}")).await;
        let role = if number % 2 == 0 {
            Role::Student
        } else {
            Role::Grader
        };
        let done = store
            .set_person("chain", role, number % 3 > 0, &actor, now())
            .await;
        done.expect("the role is kept");
        let name = format!("Listed {number}");
        let listed = NewUser {
            login: "chain",
            name: &name,
            role: Role::Student,
        };
        let done = store.put_roster(&[listed], &[], &actor, now()).await;
        done.expect("the roster is kept");
        let done = store
            .publish_course(&format!("title = {number}"), &reason, &actor, now())
            .await;
        done.expect("it is published");
    }
}
