//! Sending answers by page and by API: receipts, repeats, attempts, being late.

use super::callers::OtherStudent;
use crate::support::site::{Answer, Door, Student, Teacher, set_clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use judge::answers::write_npz;

const API: &str = "/api/v1/homeworks/elbo/submissions";

async fn send(door: &Door, body: &[u8]) -> Answer {
    door.send("POST", API, &[], body.to_vec()).await
}

async fn inputs(door: &Door) -> Vec<u8> {
    let answer = door.get("/homeworks/elbo/inputs.npz").await;
    assert_eq!(answer.status, 200);
    answer.body
}

#[tokio::test]
async fn right_answers_give_all_points_by_page_and_by_api() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let answers = write_npz(&solved("elbo", &inputs(&student).await));

    let sent = send(&student, &answers).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let receipt = sent.json();
    assert_eq!(receipt["points"], "13");
    assert_eq!(receipt["again"], false);
    assert_eq!(receipt["kept_thousandths"], 1000);
    assert_eq!(receipt["received_at"], crate::support::site::NOW);
    assert_eq!(receipt["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(receipt["report"]["points"], "13");
    assert_eq!(
        sent.header("location"),
        format!("/api/v1/submissions/{}", receipt["id"])
    );

    // The same bytes by the page: the same submission.
    let again = student.upload("elbo", &answers).await;
    assert_eq!(again.status, 303);
    assert_eq!(
        again.header("location"),
        format!("/submissions/{}?sent=again", receipt["id"])
    );
    let page = student.get(again.header("location")).await.text();
    assert!(page.contains("13 of 13 points"), "{page}");
    assert!(page.contains("exactly this file before"), "{page}");

    let again = send(&student, &answers).await;
    assert_eq!(
        (again.status.as_u16(), again.json()["again"].as_bool()),
        (200, Some(true))
    );

    let file = student
        .get(&format!("/api/v1/submissions/{}/file", receipt["id"]))
        .await;
    assert_eq!(file.body, answers, "the exact bytes come back");
    let name = format!("attachment; filename=\"elbo-{}.npz\"", receipt["id"]);
    assert_eq!(file.header("content-disposition"), name);
    let grade = student.get("/api/v1/grade").await.json();
    assert_eq!(
        (&grade["total"], &grade["final_grade"]),
        (&"13".into(), &0.into())
    );
    let list = student.get("/api/v1/homeworks").await.json();
    assert_eq!(list[0]["points"], "13");
    assert_eq!(list[0]["state"], "due_soon");
    assert_eq!(list[1]["state"], "not_open");
}

#[tokio::test]
async fn a_known_mistake_is_hinted_at_and_costs_its_points() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let answers = write_npz(&spoilt(
        "elbo",
        "discretized_logistic_mixture",
        &inputs(&student).await,
    ));
    let sent = student.upload("elbo", &answers).await;
    let page = student.get(sent.header("location")).await.text();
    assert!(page.contains("This looks like:"), "{page}");
    assert!(
        page.contains("11.5 of 13 points; 1 of 9 tasks not right yet."),
        "{page}"
    );
}

#[tokio::test]
async fn inputs_are_ones_own() {
    let site = small(None).await;
    let (student, other) = (Student::of(&site).await, OtherStudent::of(&site).await);
    let (own, others) = (inputs(&student).await, inputs(&other).await);
    assert_ne!(own, others);
    assert_eq!(own, inputs(&student).await, "and stay the same");
    let sent = send(&other, &write_npz(&solved("elbo", &own))).await;
    assert_ne!(
        sent.json()["points"],
        "13",
        "another's answers are no answers"
    );
    let asked = [("accept", "application/json")];
    let as_json = student
        .send("GET", "/api/v1/homeworks/elbo/inputs", &asked, Vec::new())
        .await;
    assert_eq!(as_json.header("content-type"), "application/json");
    assert!(as_json.json().is_object());
}

#[tokio::test]
async fn attempts_run_out_and_the_same_bytes_cost_none() {
    let site = small(Some(2)).await;
    let student = Student::of(&site).await;
    assert_eq!(send(&student, b"{\"gaussian_kl.kl\": 1}").await.status, 201);
    assert_eq!(send(&student, b"{\"gaussian_kl.kl\": 1}").await.status, 200);
    assert_eq!(send(&student, b"{\"gaussian_kl.kl\": 2}").await.status, 201);
    let refused = send(&student, b"{\"gaussian_kl.kl\": 3}").await;
    assert_eq!(refused.status, 409);
    assert_eq!(refused.json()["code"], "no-attempts-left");
    assert_eq!(send(&student, b"{\"gaussian_kl.kl\": 2}").await.status, 200);
    let list = student.get("/api/v1/homeworks").await.json();
    assert_eq!(list[0]["attempts_left"], 0);
}

#[tokio::test]
async fn late_answers_lose_their_share_and_closed_homeworks_take_none() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let answers = solved("elbo", &inputs(&student).await);
    // The second day late in Moscow: 20 % are taken.
    set_clock("2026-03-13T09:00:00Z");
    let late = send(&student, &write_npz(&answers)).await;
    assert_eq!(late.json()["points"], "10.4");
    assert_eq!(late.json()["report"]["points"], "13");
    let page = student
        .get(&format!("/submissions/{}", late.json()["id"]))
        .await
        .text();
    assert!(page.contains("Sent late"), "{page}");

    set_clock("2026-03-21T09:00:00Z");
    let closed = send(&student, b"{\"gaussian_kl.kl\": 1}").await;
    assert_eq!(
        (closed.status.as_u16(), closed.json()["code"].as_str()),
        (409, Some("closed"))
    );
    let page = student.get("/homeworks/elbo").await;
    assert_eq!(page.status, 200);
    assert!(
        !page.text().contains("type=\"file\""),
        "nothing to send with"
    );

    set_clock("2026-02-01T09:00:00Z");
    let early = send(&student, b"{\"gaussian_kl.kl\": 1}").await;
    assert_eq!(
        (early.status.as_u16(), early.json()["code"].as_str()),
        (409, Some("not-open"))
    );
    assert_eq!(student.get("/homeworks/elbo").await.status, 409);
}

#[tokio::test]
async fn the_exam_counts_towards_the_grade() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let set = |text: &'static str| teacher.post("/students/anna/exam", text);
    assert_eq!(set("points=25,5").await.status, 303);
    let grade = student.get("/api/v1/grade").await.json();
    assert_eq!(
        (&grade["exam"], &grade["final_grade"]),
        (&"25.5".into(), &1.into())
    );
    for wrong in [
        "points=27",
        "points=-1",
        "points=x",
        "points=1.2345",
        "nothing=1",
    ] {
        assert_eq!(set(wrong).await.status, 422, "{wrong}");
    }
    assert_eq!(set("points=").await.status, 303, "nothing takes them away");
    assert!(student.get("/api/v1/grade").await.json()["exam"].is_null());
}

#[tokio::test]
async fn a_script_in_a_loop_is_slowed_down() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    for _ in 0..100 {
        let sent = send(&student, b"{\"gaussian_kl.kl\": 1}").await;
        if sent.status == 429 {
            assert_eq!(sent.json()["code"], "too-many");
            return;
        }
    }
    panic!("a hundred submissions in a row were taken");
}

#[tokio::test]
async fn a_clock_that_jumps_loses_no_attempt() {
    let site = small(Some(4)).await;
    let student = Student::of(&site).await;
    let mut kept = Vec::new();
    // Back an hour, forward past the deadline, back again: each as the clock said, none refused, none twice.
    for (number, (at, share)) in [
        ("2026-03-10T09:00:00Z", 1000),
        ("2026-03-10T08:00:00Z", 1000),
        ("2026-03-12T09:00:00Z", 900),
        ("2026-03-10T10:00:00Z", 1000),
    ]
    .into_iter()
    .enumerate()
    {
        set_clock(at);
        let body = format!("{{\"gaussian_kl.kl\": {number}}}").into_bytes();
        let sent = send(&student, &body).await;
        assert_eq!(sent.status, 201, "{at}: {}", sent.text());
        let receipt = sent.json();
        assert_eq!(receipt["received_at"], at);
        assert_eq!(receipt["kept_thousandths"], share, "{at}");
        let again = send(&student, &body).await;
        assert_eq!(again.json()["id"], receipt["id"], "{at}");
        kept.push((receipt, body));
    }
    assert_eq!(
        send(&student, b"{\"gaussian_kl.kl\": 9}").await.status,
        409,
        "four attempts are four"
    );
    for (receipt, body) in kept {
        let path = format!("/api/v1/submissions/{}", receipt["id"]);
        assert_eq!(student.get(&path).await.json(), receipt);
        assert_eq!(student.get(&format!("{path}/file")).await.body, body);
    }
}
