//! What people write from right to left, on every page: it turns neither numbers nor words around that stand beside it.

use super::calls::call;
use super::world::{Who, World, config};
use crate::support::audit::checked;
use crate::support::dom::assert_isolated;
use crate::support::forms::encoded;
use dgm_grader::store::{Details, NewUser};
use dgm_grader::web::problem::PREFIX;
use dgm_grader::web::table;

/// David, in Hebrew.
const DAVID: &str = "\u{5d3}\u{5d5}\u{5d3}";

/// Writes what people write in Hebrew: names, titles, reasons, requests, answers.
async fn in_hebrew(world: &World) {
    let (store, now) = (&world.site.app.store, world.site.app.now());
    for user in store.users().await.expect("it answers") {
        let name = format!("{DAVID} {}", user.login);
        let new = NewUser {
            login: &user.login,
            name: &name,
            role: user.role,
        };
        let details = Details {
            family_name: DAVID.to_owned(),
            group: DAVID.to_owned(),
            student_id: format!("{DAVID}{}", user.id),
            ..Details::default()
        };
        let put = store.put_person(&new, &details, "test", now).await;
        put.expect("they are put");
    }
    let toml = config()
        .replace("en = \"", &format!("en = \"{DAVID} "))
        .replace(
            "[[homework]]\nid = \"elbo\"",
            &format!(
                "[[homework]]\nid = \"elbo\"\ntitle = {{ en = \"{DAVID}\", ru = \"{DAVID}\" }}"
            ),
        );
    let course = checked(&toml);
    let published = store.publish_course(&course, DAVID, "test", now);
    published.await.expect("the course is published");
    let (teacher, anna) = (world.door(Who::Teacher), world.door(Who::Anna));
    let said = encoded(DAVID);
    for (door, path, form) in [
        (
            anna,
            "/homeworks/elbo/items/proof/text",
            format!("do=send&text={said}"),
        ),
        (
            anna,
            "/homeworks/elbo/requests",
            format!("task=gaussian_kl&text={said}"),
        ),
        (anna, "/account/tokens", format!("name={said}")),
        (teacher, "/requests/1", format!("text={said}&do=answer")),
    ] {
        let answer = door.post(path, &form).await;
        assert!(answer.status.as_u16() < 400, "{path}: {}", answer.text());
    }
    let excused =
        r#"{"points": "1", "excused": false, "reason": "REASON"}"#.replace("REASON", DAVID);
    let path = "/api/v1/students/anna/homeworks/elbo/override";
    let kind = [("content-type", "application/json")];
    let answer = teacher.send("PUT", path, &kind, excused.into_bytes()).await;
    assert!(answer.status.as_u16() < 400, "{}", answer.text());
    let file = format!("{{\"{DAVID}\": 3}}").into_bytes();
    let sent = anna
        .send("POST", "/api/v1/homeworks/elbo/submissions", &[], file)
        .await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

#[tokio::test]
async fn what_is_written_from_right_to_left_turns_nothing_around() {
    let world = World::new().await;
    in_hebrew(&world).await;
    let (mut pages, mut seen) = (0, 0);
    let all = table::all();
    let ours = all
        .iter()
        .filter(|route| !route.path.starts_with(PREFIX) && !route.path.contains("sign"));
    let (reading, changing): (Vec<_>, Vec<_>) = ours.partition(|route| route.method.is_safe());
    for route in reading.into_iter().chain(changing) {
        for who in [Who::Anna, Who::Owner] {
            let Some(call) = call(&world, route, who).await else {
                continue;
            };
            let kind = [("content-type", call.kind), ("cookie", &*call.cookie)];
            let kind = if call.cookie.is_empty() {
                &kind[..1]
            } else {
                &kind
            };
            let answer = world.door(who);
            let answer = answer
                .send(route.method.as_str(), &call.address, kind, call.body)
                .await;
            if answer.header("content-type").starts_with("text/html") {
                let what = format!("{} {} as {who:?}", route.method, call.address);
                let found = assert_isolated(&answer.text(), &what);
                pages += 1;
                seen += usize::from(found > 1);
            }
        }
    }
    // On nearly every page stands more than the name of who is signed in.
    assert!(pages > 60 && seen > 40, "{seen} of {pages}");
}
