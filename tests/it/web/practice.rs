//! The practice packs that the server gives away.

use crate::support::audit::checked;
use crate::support::site::{Student, clock};
use crate::support::small::small;
use dgm_grader::course::Course;
use dgm_grader::grading::sheet;
use judge::pack::Pack;

#[tokio::test]
async fn a_student_gets_the_practice_of_the_course_in_force() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let path = "/api/v1/homeworks/elbo/practice";
    let toml = site.app.store.course().await.unwrap().unwrap().toml;
    let first = student.get(path).await;
    assert_eq!(
        (first.status.as_u16(), first.header("content-type")),
        (200, "application/zip")
    );
    let pack = Pack::read(&first.body).unwrap();
    let course = Course::parse(&toml).unwrap();
    assert_eq!(
        *pack.sheet(),
        sheet(&course, course.homework("elbo").unwrap())
    );
    assert_eq!(first.body, student.get(path).await.body, "it is made once");

    // Another version has a pack of its own.
    let changed = toml.replace(
        "id = \"elbo\"",
        "id = \"elbo\"\ntitle = { en = \"New\", ru = \"Новое\" }",
    );
    let course = Course::parse(&changed).unwrap();
    let published = site
        .app
        .store
        .publish_course(&checked(&changed), "new", "test", clock())
        .await;
    published.unwrap();
    let pack = Pack::read(&student.get(path).await.body).unwrap();
    assert_eq!(
        *pack.sheet(),
        sheet(&course, course.homework("elbo").unwrap())
    );
    assert_eq!(pack.sheet().title.en, "New");

    for (homework, status) in [("ddpm", 409), ("elbow", 404), ("gan", 404)] {
        let answer = student
            .get(&format!("/api/v1/homeworks/{homework}/practice"))
            .await;
        assert_eq!(answer.status.as_u16(), status, "{homework}");
    }
}
