//! Every route of the teacher's and every role: only teachers and owners get in.

use super::site::{STRICT, Site};
use dgm_grader::service::regrade::{Enqueued, enqueue, resume};
use dgm_grader::store::Role;

const ROUTES: [(&str, &str); 14] = [
    ("GET", "/course"),
    ("POST", "/course/preview"),
    ("POST", "/course/publish"),
    ("GET", "/course/versions"),
    ("GET", "/course/versions/1"),
    ("GET", "/regrade"),
    ("GET", "/regrade?dry_run=1"),
    ("POST", "/regrade"),
    ("GET", "/jobs/1"),
    ("GET", "/jobs/1/events"),
    ("GET", "/api/v1/course"),
    ("PUT", "/api/v1/course?dry_run=true"),
    ("POST", "/api/v1/regrade?dry_run=true"),
    ("GET", "/api/v1/jobs/1"),
];

#[tokio::test]
async fn only_teachers_and_owners_get_in() {
    let site = Site::strict().await;
    site.sends("anna", 1e-6).await;
    let store = &site.app.store;
    store
        .publish_course(&super::site::right(), "right", "test", site.app.now())
        .await
        .unwrap();
    let Enqueued::Job(job) = enqueue(&site.app, None, "test").await.unwrap() else {
        panic!("there is something to grade");
    };
    resume(&site.app, &job).await.unwrap();
    let callers = [
        (site.nobody(), 401),
        (site.join("student", Role::Student).await.0, 403),
        (site.join("grader", Role::Grader).await.0, 403),
        (site.join("teacher", Role::Teacher).await.0, 200),
        (site.join("owner", Role::Owner).await.0, 200),
    ];
    for (method, path) in ROUTES {
        for (index, (door, expected)) in callers.iter().enumerate() {
            let answer = match (method, path) {
                ("POST", "/course/preview") => {
                    door.multipart(path, &[("toml", STRICT), ("base", "2")])
                        .await
                }
                ("POST", "/course/publish") => {
                    let fields = [("toml", STRICT), ("base", "2"), ("note", "")];
                    door.form(path, &fields).await
                }
                ("POST", "/regrade") => {
                    let fields = [("version", "2"), ("homework", "")];
                    door.form(path, &fields).await
                }
                ("PUT", _) => door.send(method, path, &[], STRICT.into()).await,
                _ => door.send(method, path, &[], Vec::new()).await,
            };
            let expected = match (*expected, method, path) {
                // Let in, and then told what is missing or where to look.
                (200, _, "/course/publish") => 422,
                (200, "POST", "/regrade") => 303,
                (other, ..) => other,
            };
            let text = answer.text();
            assert_eq!(
                answer.status.as_u16(),
                expected,
                "{method} {path} caller {index}: {text}"
            );
        }
    }
    assert_eq!(
        store.course_versions().await.unwrap().len(),
        2,
        "nothing was published"
    );
}
