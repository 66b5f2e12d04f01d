//! Lists: one entry of the audit with what came with it, what they bring kept, and taken back where nothing was changed since.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dgm_grader::ids::EntryId;
use dgm_grader::store::{
    Action, AuditFilter, Details, List, Listed, NewUser, Recorded, Role, Store, User,
};
use jiff::Timestamp;
use judge::points::Points;

fn now() -> Timestamp {
    Timestamp::from_second(1_772_500_000).expect("it is an instant")
}

fn listed<'a>(login: &'a str, name: &'a str, email: &str, group: &str) -> Listed<'a> {
    Listed {
        user: NewUser {
            login,
            name,
            role: Role::Student,
        },
        details: Details {
            email: email.to_owned(),
            group: group.to_owned(),
            ..Details::default()
        },
    }
}

async fn user(store: &Store, login: &str) -> Option<User> {
    store.user(login).await.unwrap()
}

/// The entries that stand on the first page: lists as one.
async fn heads(store: &Store) -> usize {
    let filter = AuditFilter {
        only_whole: true,
        ..AuditFilter::default()
    };
    store.audit(&filter, 1000, |_| true).await.unwrap().len()
}

/// Goes on with the story.
pub async fn tell(store: &Store) {
    let before = heads(store).await;
    let list = [
        listed("l1", "Анна", "l1@example.org", "101"),
        listed("l2", "Борис", "", ""),
        listed("l3", "Вера", "", ""),
    ];
    let put = store.put_roster(&list, &[], "maria", now()).await.unwrap();
    let first = put.entry.unwrap();
    assert_eq!(heads(store).await, before + 1, "one entry");
    let entry = store.audit_entry(first).await.unwrap().unwrap();
    let roster = Action::Import {
        list: List::Roster,
        takes_back: None,
    };
    assert_eq!((entry.recorded, entry.rows), (Recorded::Action(roster), 3));
    // A blank takes nothing of what was known, and the same again is no entry.
    let again = [listed("l1", "Анна", "", "")];
    let same = store.put_roster(&again, &[], "maria", now()).await.unwrap();
    assert_eq!((same.entry, same.added.len()), (None, 0));
    let anna = user(store, "l1").await.unwrap();
    assert_eq!(anna.details.email, "l1@example.org");
    assert_eq!(anna.details.group, "101");

    // Points: one is changed by hand afterwards and stays.
    let (boris, vera) = (
        user(store, "l2").await.unwrap(),
        user(store, "l3").await.unwrap(),
    );
    let given = [(&anna, Points::whole(20)), (&boris, Points::whole(21))];
    let exam = store.set_exams(&given, "maria", now()).await.unwrap();
    let exam = exam.unwrap();
    let by_hand = Some(Points::whole(25));
    store
        .set_exam(boris.id, "l2", by_hand, "maria", now())
        .await
        .unwrap();
    let taken = store.preview_taking_back(exam, now()).await.unwrap();
    let taken = taken.unwrap();
    let subjects = |rows: &[dgm_grader::store::AuditEntry]| {
        rows.iter()
            .map(|row| row.subject.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(subjects(&taken.undone), ["l1"]);
    assert_eq!(subjects(&taken.kept), ["l2"]);
    assert_eq!(
        store.exam(anna.id).await.unwrap(),
        Some(Points::whole(20)),
        "only shown"
    );
    let undone = store.take_back(exam, &taken, "maria", now()).await.unwrap();
    assert_eq!(store.exam(anna.id).await.unwrap(), None);
    assert_eq!(store.exam(boris.id).await.unwrap(), by_hand);
    // What was shown is not what would be done any more.
    let stale = store.take_back(exam, &taken, "maria", now()).await.unwrap();
    assert_eq!(stale, None);
    // Taking back what was taken back does it again.
    let redo = store.preview_taking_back(undone.unwrap(), now()).await;
    let redo = redo.unwrap().unwrap();
    store
        .take_back(undone.unwrap(), &redo, "maria", now())
        .await
        .unwrap();
    assert_eq!(store.exam(anna.id).await.unwrap(), Some(Points::whole(20)));

    // People: those with points stay, the one on whom nothing hangs is as if never added.
    let taken = store.preview_taking_back(first, now()).await.unwrap();
    let taken = taken.unwrap();
    assert_eq!(subjects(&taken.undone), ["l3"]);
    assert_eq!(subjects(&taken.kept), ["l1", "l2"]);
    let undone = store.take_back(first, &taken, "maria", now()).await;
    let undone = undone.unwrap().unwrap();
    assert_eq!(user(store, "l3").await, None);
    let redo = store.preview_taking_back(undone, now()).await.unwrap();
    store
        .take_back(undone, &redo.unwrap(), "maria", now())
        .await
        .unwrap();
    let back = user(store, "l3").await.unwrap();
    assert_eq!((back.name, back.drawn_as), (vera.name, vera.drawn_as));

    // Gone and back.
    let gone = [anna.clone()];
    let put = store.put_roster(&[], &gone, "maria", now()).await.unwrap();
    assert!(!user(store, "l1").await.unwrap().active);
    let entry = put.entry.unwrap();
    let taken = store.preview_taking_back(entry, now()).await.unwrap();
    store
        .take_back(entry, &taken.unwrap(), "maria", now())
        .await
        .unwrap();
    assert_eq!(user(store, "l1").await, Some(anna));
    // What is no list is not taken back.
    let none = store.preview_taking_back(EntryId::BEYOND, now()).await;
    assert_eq!(none.unwrap(), None);

    // Everything about one person is found, also what came with a list.
    let person = AuditFilter {
        person: Some(boris.id),
        kind: Some("exam"),
        ..AuditFilter::default()
    };
    let found = store.audit(&person, 100, |_| true).await.unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    let late = AuditFilter {
        from: Some(now() + jiff::SignedDuration::from_secs(1)),
        ..person
    };
    assert!(store.audit(&late, 100, |_| true).await.unwrap().is_empty());
}
