//! Another login keeps the person, and two rows of one person become one, and two again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dgm_grader::course::AnswerKind;
use dgm_grader::store::audit::Person;
use dgm_grader::store::{
    Accepted, Action, AuditFilter, Details, FoundBy, Merge, NewAnswer, NewUser, Override, Renamed,
    Role, Sent, Store, StudentHomework, User,
};
use jiff::Timestamp;
use judge::points::Points;

fn now() -> Timestamp {
    Timestamp::from_second(1_772_600_000).expect("it is an instant")
}

async fn put(store: &Store, login: &str) -> User {
    let new = NewUser {
        login,
        name: login,
        role: Role::Student,
    };
    store.put_user(new, "maria", now()).await.unwrap().0
}

async fn user(store: &Store, login: &str) -> User {
    store.user(login).await.unwrap().expect("somebody is there")
}

/// Makes two of one again.
async fn part(store: &Store, login: &str) {
    let seen = store.preview_part(login, now()).await.unwrap();
    let seen = seen.expect("they are one");
    let parted = store.part(login, &seen, "maria", now()).await;
    assert!(parted.unwrap());
}

/// Goes on with the story.
pub async fn tell(store: &Store) {
    renamed(store).await;
    merged(store).await;
    details_go_back(store).await;
    both_have_sent(store).await;
    sends_as_one(store).await;
    parts_of_parts(store).await;
}

async fn renamed(store: &Store) {
    let nina = put(store, "nina").await;
    put(store, "oleg").await;
    let person = |name: &str| Person {
        name: name.to_owned(),
        role: Role::Student,
        active: true,
        details: Details {
            email: "nina@example.org".to_owned(),
            ..Details::default()
        },
    };
    for taken in ["oleg", "Oleg"] {
        let done = store
            .rename(&nina, taken, &person("Нина"), "maria", now())
            .await;
        assert_eq!(done.unwrap(), Renamed::Taken);
    }
    let done = store
        .rename(&nina, "nina.k", &person("Нина К."), "maria", now())
        .await;
    let Renamed::Done(after) = done.unwrap() else {
        panic!("the login is free");
    };
    assert_eq!(
        (after.id, after.login.as_str(), after.drawn_as.as_str()),
        (nina.id, "nina.k", "nina")
    );
    assert_eq!(after.details.email, "nina@example.org");
    // Whoever saw her as she was before undoes nothing of that.
    let late = store
        .rename(&nina, "nina.k", &person("Н."), "maria", now())
        .await;
    assert_eq!(late.unwrap(), Renamed::Changed);
    assert_eq!(user(store, "nina.k").await.name, "Нина К.");
    assert_eq!(
        user(store, "nina").await,
        after,
        "the earlier login leads to her"
    );
    assert_eq!(
        store.other_logins().await.unwrap().get("nina"),
        Some(&nina.id)
    );
    // Nobody else gets the earlier login, and a list that has it means her.
    let oleg = user(store, "oleg").await;
    let done = store
        .rename(&oleg, "nina", &oleg_as(&oleg), "maria", now())
        .await;
    assert_eq!(done.unwrap(), Renamed::Taken);
    assert_eq!(put(store, "nina").await.id, nina.id);
    // What was noted under either login is hers.
    let about = store.audit_about(nina.id).await.unwrap();
    let subjects: Vec<_> = about.iter().map(|entry| entry.subject.as_str()).collect();
    assert!(
        subjects.contains(&"nina") && subjects.contains(&"nina.k"),
        "{subjects:?}"
    );
    // And back.
    let after = user(store, "nina.k").await;
    let done = store
        .rename(&after, "nina", &person("Нина"), "maria", now())
        .await;
    let Renamed::Done(back) = done.unwrap() else {
        panic!("it is her own");
    };
    assert_eq!(back.login, "nina");
    // A login under which nothing was done was a slip, and leads nowhere; one that meant her goes on to lead to her.
    assert_eq!(store.user("nina.k").await.unwrap(), None);
    let called = async |from: &User, login: &str| {
        let done = store
            .rename(from, login, &person("Нина"), "maria", now())
            .await;
        match done.unwrap() {
            Renamed::Done(user) => user,
            other => panic!("{other:?}"),
        }
    };
    let kim = called(&back, "kim").await;
    let points = Some(Points::whole(5));
    let exam = store.set_exam(kim.id, &kim.login, points, "maria", now());
    exam.await.unwrap();
    called(&kim, "nina").await;
    assert_eq!(user(store, "kim").await.id, nina.id);
}

fn oleg_as(oleg: &User) -> Person {
    Person {
        name: oleg.name.clone(),
        role: oleg.role,
        active: true,
        details: Details::default(),
    }
}

/// Everything of a person that a merge moves.
async fn fill(store: &Store, user: &User, file: &[u8]) {
    let Accepted::Stored(_) = super::story::submit(store, user, file, 5, None).await else {
        panic!("it is stored");
    };
    let answer = NewAnswer {
        user: user.id,
        homework: "elbo",
        item: "proof",
        sent_at: now(),
        kind: AnswerKind::Text,
        body: b"text",
        sha256: "text",
    };
    let Sent::Stored(_) = store.send_answer(answer, u64::MAX).await.unwrap() else {
        panic!("it is stored");
    };
    let exam = Some(Points::whole(20));
    store
        .set_exam(user.id, &user.login, exam, "maria", now())
        .await
        .unwrap();
    let of = StudentHomework {
        user: user.id,
        login: &user.login,
        homework: "gan",
    };
    let given = Override {
        points: Some(Points::whole(3)),
        reason: "ill".to_owned(),
    };
    store
        .set_override(of, Some(&given), "maria", now())
        .await
        .unwrap();
}

/// What a person has, as far as a merge moves it.
async fn has(store: &Store, user: &User) -> (usize, usize, Option<Points>, bool) {
    let overrides = store.overrides().await.unwrap();
    (
        store.submissions(user.id, "elbo").await.unwrap().len(),
        store.answers_about(user.id).await.unwrap().len(),
        store.exam(user.id).await.unwrap(),
        overrides.contains_key(&(user.id, "gan".to_owned())),
    )
}

async fn merged(store: &Store) {
    let (old, new) = (put(store, "petr").await, put(store, "petr2").await);
    fill(store, &new, b"of petr2").await;
    let all = (1, 1, Some(Points::whole(20)), true);
    let nothing = (0, 0, None, false);
    let seen = store.preview_merge(&new, &old, now()).await.unwrap();
    assert!(seen.merge.takes_inputs && seen.left.is_empty(), "{seen:?}");
    assert_eq!(has(store, &new).await, all, "only shown");
    assert!(
        store
            .merge(&new, &old, &seen, "maria", now())
            .await
            .unwrap()
    );
    assert_eq!(
        (has(store, &old).await, has(store, &new).await),
        (all, nothing)
    );
    let now_old = user(store, "petr2").await;
    assert_eq!(
        (now_old.id, now_old.drawn_as.as_str()),
        (old.id, "petr2"),
        "with the inputs"
    );
    assert!(
        store
            .users()
            .await
            .unwrap()
            .iter()
            .all(|user| user.id != new.id)
    );
    let merges = AuditFilter {
        kind: Some("merge"),
        ..AuditFilter::default()
    };
    assert_eq!(store.audit(&merges, 100, |_| true).await.unwrap().len(), 1);
    part(store, "petr2").await;
    assert_eq!(
        (has(store, &old).await, has(store, &new).await),
        (nothing, all)
    );
    assert_eq!(
        (user(store, "petr").await, user(store, "petr2").await),
        (old, new)
    );
    let seen = store.preview_part("petr2", now()).await.unwrap();
    assert_eq!(seen, None, "they are two");
}

/// What was taken over goes where nobody changed it since: then an address says again who somebody is.
async fn details_go_back(store: &Store) {
    let known = Details {
        family_name: "Petrov".to_owned(),
        email: "igor2@example.org".to_owned(),
        student_id: "777".to_owned(),
        group: "G9".to_owned(),
    };
    let new = NewUser {
        login: "igor2",
        name: "igor2",
        role: Role::Student,
    };
    let (from, _) = store
        .put_person(&new, &known, "maria", now())
        .await
        .unwrap();
    let into = put(store, "igor").await;
    for changes in [false, true] {
        let seen = store.preview_merge(&from, &into, now()).await.unwrap();
        assert!(
            store
                .merge(&from, &into, &seen, "maria", now())
                .await
                .unwrap()
        );
        let one = user(store, "igor").await;
        assert_eq!(one.details, known);
        let mut expected = into.clone();
        if changes {
            "G10".clone_into(&mut expected.details.group);
            let person = Person {
                details: Details {
                    group: "G10".to_owned(),
                    ..one.details.clone()
                },
                ..oleg_as(&one)
            };
            let done = store.rename(&one, "igor", &person, "maria", now()).await;
            assert!(matches!(done.unwrap(), Renamed::Done(_)));
        }
        part(store, "igor2").await;
        assert_eq!(user(store, "igor").await, expected);
        assert_eq!(user(store, "igor2").await, from);
        let found = store.found_by(FoundBy::Email, "igor2@example.org");
        assert_eq!(found.await.unwrap(), std::slice::from_ref(&from));
    }
}

/// The audit has merges that say nothing of what was taken over.
#[test]
fn a_merge_of_an_earlier_release_is_read() {
    let merge = Action::Merge(Merge {
        from: "7".to_owned(),
        into: "8".to_owned(),
        moved: Vec::new(),
        taken: Details::default(),
        takes_inputs: false,
        was_active: true,
        is_undone: false,
    });
    let text = serde_json::to_string(&merge).unwrap();
    assert!(!text.contains("taken"), "{text}");
    assert_eq!(serde_json::from_str::<Action>(&text).unwrap(), merge);
}

async fn both_have_sent(store: &Store) {
    let (one, two) = (put(store, "rita").await, put(store, "rita2").await);
    fill(store, &one, b"of rita").await;
    fill(store, &two, b"of rita2").await;
    let seen = store.preview_merge(&two, &one, now()).await.unwrap();
    assert!(!seen.merge.takes_inputs);
    assert!(seen.merge.moved.is_empty(), "{seen:?}");
    let left: Vec<_> = seen.left.iter().map(|rows| rows.table.as_str()).collect();
    assert_eq!(
        left,
        ["submissions", "manual_answers", "overrides", "exams"]
    );
    // Something else hangs on one of them meanwhile: another merge than the one that was shown is not done.
    let other = put(store, "rita3").await;
    let stale = store.preview_merge(&other, &one, now()).await.unwrap();
    store
        .set_exam(one.id, "rita", None, "maria", now())
        .await
        .unwrap();
    store
        .set_exam(other.id, "rita3", Some(Points::whole(1)), "maria", now())
        .await
        .unwrap();
    assert!(
        !store
            .merge(&other, &one, &stale, "maria", now())
            .await
            .unwrap()
    );
    assert!(user(store, "rita3").await.active);
    let before = user(store, "rita").await;
    let seen = store.preview_merge(&two, &one, now()).await.unwrap();
    assert!(
        store
            .merge(&two, &one, &seen, "maria", now())
            .await
            .unwrap()
    );
    assert_eq!(user(store, "rita2").await, before, "inputs stay");
    assert_eq!(
        store.submissions(two.id, "elbo").await.unwrap().len(),
        1,
        "not lost"
    );
}

/// What is sent for inputs that moved goes back with them.
async fn sends_as_one(store: &Store) {
    let (old, new) = (put(store, "olga").await, put(store, "olga2").await);
    fill(store, &new, b"of olga2").await;
    let seen = store.preview_merge(&new, &old, now()).await.unwrap();
    assert!(
        store
            .merge(&new, &old, &seen, "maria", now())
            .await
            .unwrap()
    );
    let one = user(store, "olga").await;
    let Accepted::Stored(later) = super::story::submit(store, &one, b"as one", 4, None).await
    else {
        panic!("it is stored");
    };
    part(store, "olga2").await;
    let sent = async |user: &User| store.submissions(user.id, "elbo").await.unwrap();
    assert!(sent(&old).await.is_empty(), "judged by inputs of others");
    let back = sent(&new).await;
    assert_eq!(back.len(), 2);
    assert!(back.iter().any(|submission| submission.id == later.id));
    assert_eq!(store.wrong_standings().await.unwrap(), 0);
    // The entry says what went back.
    let merges = AuditFilter {
        kind: Some("merge"),
        ..AuditFilter::default()
    };
    let noted = store.audit(&merges, 1, |_| true).await.unwrap();
    let noted = format!("{noted:?}");
    assert!(
        noted.contains(&format!("\"{}\"", later.id)) && noted.contains("is_undone: true"),
        "{noted}"
    );
}

async fn parts_of_parts(store: &Store) {
    let (a, b, c) = (
        put(store, "yura").await,
        put(store, "yura2").await,
        put(store, "yura3").await,
    );
    let seen = store.preview_merge(&a, &b, now()).await.unwrap();
    assert!(seen.parts.is_empty());
    assert!(store.merge(&a, &b, &seen, "maria", now()).await.unwrap());
    let seen = store.preview_merge(&b, &c, now()).await.unwrap();
    assert_eq!(seen.parts, ["yura"]);
    assert!(!store.merge(&b, &c, &seen, "maria", now()).await.unwrap());
    // One step after the other it can be.
    part(store, "yura").await;
    for one in ["yura", "yura2"] {
        let from = user(store, one).await;
        let seen = store.preview_merge(&from, &c, now()).await.unwrap();
        assert!(store.merge(&from, &c, &seen, "maria", now()).await.unwrap());
        assert_eq!(user(store, one).await.id, c.id, "the login leads there");
    }
}
