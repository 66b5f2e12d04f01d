//! The overview of a student: what is to be worked on, and what may be imagined.

use crate::support::site::{Student, Teacher};
use crate::support::small::small;

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
