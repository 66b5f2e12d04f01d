//! The overview of a student: what is to be worked on, and what may be imagined.

use crate::support::site::{Student, Teacher};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use judge::answers::write_npz;

/// While points by hand hold, nothing that is sent counts: no more points are promised.
#[tokio::test]
async fn nothing_is_promised_where_points_by_hand_hold() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let promises = async || {
        let page = student.get("/").await.text();
        [
            page.contains("id=\"next\""),
            page.contains("name=\"if.elbo\""),
        ]
    };
    assert_eq!(promises().await, [true, true]);
    let kind = [("content-type", "application/json")];
    let path = "/api/v1/students/anna/homeworks/elbo/override";
    for (body, promised) in [
        (r#"{"points": "5", "reason": "oral"}"#, false),
        (r#"{"points": null}"#, true),
        (r#"{"excused": true, "reason": "ill"}"#, false),
    ] {
        let body = body.as_bytes().to_vec();
        let put = teacher.send("PUT", path, &kind, body).await;
        assert_eq!(put.status, 204, "{}", put.text());
        assert_eq!(promises().await, [promised; 2]);
    }
}

/// The plot of points ends with what the page says, points by hand with it, and its numbers stand in a table too.
#[tokio::test]
async fn the_plot_of_points_tells_what_there_is_now() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    for answers in [spoilt("elbo", "elbo", &inputs), solved("elbo", &inputs)] {
        let sent = student.upload("elbo", &write_npz(&answers)).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
    }
    let body = br#"{"points": "12.375", "reason": "oral"}"#.to_vec();
    let kind = [("content-type", "application/json")];
    let path = "/api/v1/students/anna/homeworks/elbo/override";
    let put = teacher.send("PUT", path, &kind, body).await;
    assert_eq!(put.status, 204, "{}", put.text());
    let page = student.get("/").await.text();
    assert!(page.contains(": 12.375</desc>"), "{page}");
    let rows = "<td class=\"number\">13</td></tr><tr>";
    let last = "<td class=\"number\">12.375</td></tr></tbody>";
    assert!(page.contains(rows) && page.contains(last), "{page}");
}
