//! The list of a platform's students: shown first, taken in as any list, and taken back.

use super::platform::Simulator;
use super::visit::launch;
use crate::support::forms::hidden;
use crate::support::site::{Door, Site, Teacher};
use crate::support::small::small;
use dgm_grader::ids::PlatformCourseId;
use dgm_grader::store::{Details, Listed, NewUser, Role};
use serde_json::{Value, json};

fn member(id: &str, name: &str, email: &str, role: &str) -> Value {
    json!({
        "user_id": id, "status": "Active", "name": name, "email": email,
        "roles": [format!("http://purl.imsglobal.org/vocab/lis/v2/membership#{role}")],
    })
}

/// A course with Anna, a platform that has her and two more on two pages, and its course as this server knows it.
async fn university() -> (Site, Simulator, PlatformCourseId) {
    let site = small(None).await;
    let listed = Listed {
        user: NewUser {
            login: "anna",
            name: "Anna",
            role: Role::Student,
        },
        details: Details {
            email: "anna@example.org".to_owned(),
            ..Details::default()
        },
    };
    let now = site.app.now();
    let store = &site.app.store;
    store
        .put_roster(&[listed], &[], "test", now)
        .await
        .expect("it is put");
    let platform = Simulator::start().await;
    let settings = platform.settings();
    platform.agree(&site, &settings).await;
    platform.inside().members = vec![
        json!([
            member("u1", "Anna", "anna@example.org", "Learner"),
            member("t1", "Maria", "maria@example.org", "Instructor"),
        ]),
        json!([
            member("u2", "Борис Б", "boris@example.org", "Learner"),
            { "user_id": "u3", "status": "Inactive", "roles": ["Learner"], "email": "gone@example.org" },
        ]),
    ];
    let came = launch(&site, &platform, ("u1", "anna@example.org"), |_| {}).await;
    assert_eq!(came.status, 303);
    let courses = store.platform_courses().await.expect("it answers");
    assert_eq!(courses.len(), 1);
    (site, platform, courses[0].id)
}

async fn logins(site: &Site) -> Vec<String> {
    let users = site.app.store.users().await.expect("it answers");
    let active = users.into_iter().filter(|user| user.active);
    active.map(|user| user.login).collect()
}

async fn fetch(door: &Door, course: PlatformCourseId) -> crate::support::site::Answer {
    door.post(&format!("/lti/courses/{course}/roster"), "deactivate=yes")
        .await
}

#[tokio::test]
async fn a_list_of_several_pages_is_shown_taken_in_and_taken_back() {
    let (site, platform, course) = university().await;
    let teacher = Teacher::of(&site).await;
    let shown = fetch(&teacher, course).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let html = shown.text();
    assert!(
        html.contains("Борис Б") && html.contains("boris@example.org"),
        "{html}"
    );
    assert!(
        html.contains("2 more people are in the course there"),
        "{html}"
    );
    assert_eq!(logins(&site).await, ["anna", "teacher"], "only shown");
    let (kept, seen) = (hidden(&html, "kept"), hidden(&html, "seen"));
    let done = teacher
        .table(
            "/roster",
            "",
            &[("kept", &kept), ("seen", &seen), ("deactivate", "yes")],
        )
        .await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(
        logins(&site).await,
        ["anna", "boris@example.org", "teacher"]
    );
    // Whoever comes from there is the person of the list.
    let came = launch(&site, &platform, ("u2", "boris@example.org"), |_| {}).await;
    assert_eq!(came.status, 303);
    let again = fetch(&teacher, course).await.text();
    assert!(
        again.contains("0 new") || !again.contains("name=\"seen\""),
        "{again}"
    );
    // Another address there leads to the same person here: they are linked.
    platform.inside().members[1][0]["email"] = "b.b@example.org".into();
    let moved = fetch(&teacher, course).await.text();
    assert!(
        moved.contains("b.b@example.org") && moved.contains("boris@example.org"),
        "{moved}"
    );
}

#[tokio::test]
async fn a_list_that_is_none_changes_nothing_and_nobody_else_is_asked() {
    let (site, platform, course) = university().await;
    let teacher = Teacher::of(&site).await;
    // Access is for this platform alone.
    platform.inside().next = Some("https://evil.example.org/members".to_owned());
    let elsewhere = fetch(&teacher, course).await;
    assert_eq!(elsewhere.status, 502, "{}", elsewhere.text());
    // A list that never ends.
    platform.inside().next = Some(format!("{}/members?page=0", platform.url));
    assert_eq!(fetch(&teacher, course).await.status, 502);
    platform.inside().next = None;
    for broken in [
        json!({ "members": 3 }),
        json!([{ "user_id": 7 }]),
        json!([3]),
    ] {
        platform.inside().members = vec![broken];
        assert_eq!(fetch(&teacher, course).await.status, 502);
    }
    let many: Vec<Value> = (0..6000)
        .map(|n| member(&format!("m{n}"), "x", "", "Learner"))
        .collect();
    platform.inside().members = vec![many.into()];
    assert_eq!(fetch(&teacher, course).await.status, 502);
    for (status, expected) in [
        (500, "status 500"),
        (403, "status 403"),
        (429, "status 429"),
    ] {
        platform.inside().refuse.push_back((status, None));
        let refused = fetch(&teacher, course).await;
        assert!(refused.text().contains(expected), "{}", refused.text());
    }
    assert_eq!(logins(&site).await, ["anna", "teacher"]);
    // What is hostile in a name stays a name.
    platform.inside().members = vec![json!([member(
        "u9",
        "<b>x</b>,\"=1+1",
        "x@example.org",
        "Learner"
    )])];
    let shown = fetch(&teacher, course).await.text();
    assert!(
        shown.contains("&lt;b&gt;x") && !shown.contains("<b>x"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_list_is_the_teachers_and_a_platform_that_is_off_is_not_asked() {
    let (site, platform, course) = university().await;
    let grader = site.join("grader", Role::Grader).await;
    assert_eq!(fetch(&grader, course).await.status, 403);
    let teacher = Teacher::of(&site).await;
    assert_eq!(fetch(&teacher, PlatformCourseId::BEYOND).await.status, 404);
    let owner = site.join("owner", Role::Owner).await;
    owner.post("/lti/platforms/1/state", "state=off").await;
    let granted = platform.inside().granted;
    assert_eq!(fetch(&teacher, course).await.status, 502);
    assert_eq!(platform.inside().granted, granted);
}
