//! Answers that fit another student's inputs: told to teachers, and to nobody else.

use super::callers::OtherStudent;
use crate::support::site::{Student, Teacher};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use judge::answers::write_npz;

const SEND: &str = "/api/v1/homeworks/elbo/submissions";

#[tokio::test]
async fn answers_to_anothers_inputs_are_listed_for_the_teacher_alone() {
    let site = small(None).await;
    let (anna, boris) = (Student::of(&site).await, OtherStudent::of(&site).await);
    let teacher = Teacher::of(&site).await;
    let own = anna.get("/homeworks/elbo/inputs.npz").await.body;
    let others = boris.get("/homeworks/elbo/inputs.npz").await.body;
    let right = write_npz(&solved("elbo", &others));
    for (who, file) in [
        (&*boris, right.clone()),
        (&*boris, write_npz(&spoilt("elbo", "iwae_bound", &others))),
        (&*anna, right),
        (&*anna, write_npz(&solved("elbo", &own))),
    ] {
        let sent = who.send("POST", SEND, &[], file).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
    let before = teacher.get("/sharing").await.text();
    assert!(
        before.contains("4 submissions are not compared yet"),
        "{before}"
    );
    assert!(before.contains("the same file, byte for byte"), "{before}");
    assert!(!before.contains("<code>iwae_bound</code>"), "{before}");

    assert_eq!(teacher.post("/sharing", "").await.status, 303);
    let page = teacher.get("/sharing").await.text();
    assert!(page.contains("All submissions are compared."), "{page}");
    assert!(page.contains("<code>iwae_bound</code>"), "{page}");
    let rows = page.matches("href=\"/submissions/").count();
    assert_eq!(rows, 1, "one's own mistakes are nobody's: {page}");
    let row = page
        .split("href=\"/submissions/")
        .next()
        .unwrap_or_default();
    assert!(row.contains("/students/anna") && row.contains("/students/boris"));

    // It stands at the submission too, for those who teach.
    let number = page
        .split("href=\"/submissions/")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let address = format!("/submissions/{}", number.expect("a submission"));
    let note = "Answers here are right for the inputs of somebody else";
    let shown = teacher.get(&address).await.text();
    assert!(
        shown.contains(note) && shown.contains("href=\"/students/boris\""),
        "{shown}"
    );
    let grader = site.join("grader", dgm_grader::store::Role::Grader).await;
    for other in [&*anna, &grader] {
        let shown = other.get(&address).await.text();
        assert!(!shown.contains(note) && !shown.contains("boris"), "{shown}");
    }

    // Nothing of it is the students'.
    assert_eq!(anna.get("/sharing").await.status, 403);
    assert_eq!(anna.post("/sharing", "").await.status, 403);
    let report = anna.get("/api/v1/submissions/3").await.text();
    assert!(!report.contains("boris"), "{report}");
}
