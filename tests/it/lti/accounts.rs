//! Nobody becomes somebody else by an address that they wrote themselves: neither by a launch nor by a list.

use super::platform::Simulator;
use super::scores::{give, sent, switch, university};
use super::visit::launch;
use crate::support::site::{Door, Site, Teacher};
use dgm_grader::store::{Details, Listed, NewUser, Role};
use serde_json::{Value, json};

/// The list of the course there: ids and addresses.
fn list(platform: &Simulator, members: &[(&str, &str)]) {
    let member =
        |(id, email): &(&str, &str)| json!({ "user_id": id, "roles": ["Learner"], "email": email });
    let members: Vec<Value> = members.iter().map(member).collect();
    platform.inside().members = vec![members.into()];
}

async fn fetch(teacher: &Door) {
    let shown = teacher.post("/lti/courses/1/roster", "").await;
    assert_eq!(shown.status, 200, "{}", shown.text());
}

/// The login of whoever is known by an id.
async fn known(site: &Site, subject: &str) -> Option<String> {
    let store = &site.app.store;
    let person = store.platform_person(1.into(), subject).await;
    let person = person.expect("it answers")?;
    let user = store.user_by_id(person.user).await.expect("it answers")?;
    Some(user.login)
}

async fn status(site: &Site, platform: &Simulator, who: (&str, &str)) -> u16 {
    launch(site, platform, who, |_| {}).await.status.as_u16()
}

#[tokio::test]
async fn a_second_id_does_not_become_whoever_has_one() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    let thief = ("u9", "Anna@example.org");
    let refused = launch(&site, &platform, thief, |_| {}).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
    assert!(
        refused.text().contains("under another id already"),
        "{}",
        refused.text()
    );
    // Nor by the list, where points would go into the other one's cell.
    list(&platform, &[("u1", ""), ("u9", "anna@example.org")]);
    fetch(&teacher).await;
    give(&teacher, "anna", Some("10")).await;
    let shown = switch(&teacher, "on").await.text();
    assert!(
        shown.contains("<li class=\"words\">anna@example.org"),
        "{shown}"
    );
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u1").as_deref(), Some("10"));
    assert_eq!(platform.stands(0, "u9"), None);
    assert_eq!(status(&site, &platform, thief).await, 403);
    assert_eq!(known(&site, "u9").await, None);
    // Where it is Anna indeed, a teacher removes the earlier id.
    let page = teacher.get("/roster/anna").await.text();
    assert!(page.contains("Known to learning platforms"), "{page}");
    let form = "platform=1&subject=u1";
    assert_eq!(teacher.post("/roster/anna/unlink", form).await.status, 303);
    assert_eq!(status(&site, &platform, thief).await, 303);
    assert_eq!(
        status(&site, &platform, ("u1", "anna@example.org")).await,
        403
    );
}

#[tokio::test]
async fn of_two_with_one_address_on_a_list_neither_is_guessed() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    list(
        &platform,
        &[("u3", "vera@example.org"), ("u5", "VERA@example.org")],
    );
    fetch(&teacher).await;
    give(&teacher, "vera", Some("3.5")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (0, 0));
    assert_eq!(
        (known(&site, "u3").await, known(&site, "u5").await),
        (None, None)
    );
    // Who is known already may not lend an address either.
    list(
        &platform,
        &[("u2", "vera@example.org"), ("u5", "vera@example.org")],
    );
    fetch(&teacher).await;
    assert_eq!(sent(&site).await, (0, 0));
    list(&platform, &[("u3", "vera@example.org"), ("u5", "")]);
    fetch(&teacher).await;
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(platform.stands(0, "u3").as_deref(), Some("3.5"));
}

#[tokio::test]
async fn a_list_signs_nobody_in() {
    let (site, platform) = university().await;
    let teacher = Teacher::of(&site).await;
    let zoya = Listed {
        user: NewUser {
            login: "zoya",
            name: "Zoya",
            role: Role::Student,
        },
        details: Details {
            email: "zoya@example.org".to_owned(),
            ..Details::default()
        },
    };
    let (store, now) = (&site.app.store, site.app.now());
    store.put_roster(&[zoya], &[], "test", now).await.unwrap();
    list(
        &platform,
        &[("u3", "vera@example.org"), ("u4", "zoya@example.org")],
    );
    fetch(&teacher).await;
    give(&teacher, "vera", Some("3.5")).await;
    switch(&teacher, "on").await;
    assert_eq!(sent(&site).await, (1, 0));
    assert_eq!(known(&site, "u3").await.as_deref(), Some("vera"));
    // The platform doubts the address that its list has, or says another one at the launch.
    let doubted = |claims: &mut Value| claims["email_verified"] = false.into();
    let vera = ("u3", "vera@example.org");
    assert_eq!(launch(&site, &platform, vera, doubted).await.status, 403);
    assert_eq!(status(&site, &platform, ("u3", "x@example.org")).await, 403);
    // Whoever the launch says it is, it is from then on.
    assert_eq!(status(&site, &platform, vera).await, 303);
    assert_eq!(status(&site, &platform, ("u3", "x@example.org")).await, 303);
    assert_eq!(known(&site, "u4").await.as_deref(), Some("zoya"));
    let unlinked = "platform=1&subject=u3";
    assert_eq!(
        teacher.post("/roster/vera/unlink", unlinked).await.status,
        303
    );
    assert_eq!(
        status(&site, &platform, ("u4", "vera@example.org")).await,
        303
    );
    assert_eq!(known(&site, "u4").await.as_deref(), Some("vera"));
}
