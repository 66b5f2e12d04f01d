//! What teachers change at once: every entry of the audit begins where the one before it ended, and no change goes without its entry.

use crate::support::audit::{audit, sides};
use dgm_grader::course::{Checked, Course};
use dgm_grader::store::{AuditEntry, NewUser, Override, Role, Store, StudentHomework, User};
use jiff::{SignedDuration, Timestamp};
use judge::points::Points;
use serde_json::json;
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
    let mut entries = audit(store, usize::MAX, |_| true).await;
    entries.reverse();
    let mut chains: BTreeMap<(String, String), Vec<AuditEntry>> = BTreeMap::new();
    for entry in entries {
        let key = (entry.kind.clone(), entry.subject.clone());
        chains.entry(key).or_default().push(entry);
    }
    let last = |action: &str, subject: &str| {
        let chain = &chains[&(action.to_owned(), subject.to_owned())];
        assert!(chain.len() > 2, "{action} of {subject} has changed");
        for pair in chain.windows(2) {
            assert_eq!(
                sides(&pair[1]).0,
                sides(&pair[0]).1,
                "{action} of {subject}"
            );
        }
        sides(chain.last().expect("it is not empty")).1
    };
    // The chains are whole, and end in what is there now.
    let exam = store.exam(student.id).await.expect("it answers");
    assert_eq!(last("exam", "chain"), json!(exam));
    let user = store
        .user("chain")
        .await
        .expect("it answers")
        .expect("she is there");
    assert_eq!(
        last("user", "chain"),
        json!({ "name": user.name, "role": user.role, "active": user.active })
    );
    last("user", "newcomer");
    let given = store.overrides().await.expect("it answers");
    let given = &given[&(student.id, "elbo".to_owned())];
    assert_eq!(last("override", "chain/elbo"), json!(given));
    let deadline = store
        .extension(student.id, "elbo")
        .await
        .expect("it answers");
    assert_eq!(last("extension", "chain/elbo")["deadline"], json!(deadline));
    let newest = store
        .course()
        .await
        .expect("it answers")
        .expect("there is one");
    assert_eq!(last("course", "course")["version"], newest.id.number());
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
    let mut course = Checked::from(course);
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
        let of = StudentHomework {
            user: student.id,
            login: "chain",
            homework: "elbo",
        };
        let reason = format!("reason {number}");
        let given = Override {
            points: Some(points),
            reason: reason.clone(),
        };
        let done = store.set_override(of, Some(&given), &actor, now()).await;
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
        let done = store.put_roster(&[listed.into()], &[], &actor, now()).await;
        done.expect("the roster is kept");
        course.toml = format!("# {number}");
        let done = store.publish_course(&course, &reason, &actor, now()).await;
        done.expect("it is published");
    }
}
