//! For every route of learning platforms a request that works for whoever may make it.

use super::calls::Call;
use super::world::World;
use crate::lti::linking::choice;
use crate::lti::platform::{BASE, Simulator};
use crate::lti::visit::begin;
use crate::support::forms::hidden;
use dgm_grader::ids::PlatformCourseId;
use dgm_grader::service::lti::registration;
use dgm_grader::store::{NewPlatformCourse, Platform};
use dgm_grader::web::table::Route;
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";

/// A platform, a course of it, and Anna known there.
async fn known(world: &World) -> (Simulator, Platform, PlatformCourseId) {
    let (store, now) = (&world.site.app.store, world.site.app.now());
    let simulator = Simulator::start().await;
    let settings = simulator.settings();
    let platform = simulator.agree(&world.site, &settings).await;
    simulator.inside().members = vec![json!([])];
    let course = NewPlatformCourse {
        platform: platform.id,
        deployment: "1".to_owned(),
        context: "c".to_owned(),
        title: "Course".to_owned(),
        columns_url: format!("{}/columns", simulator.url),
        members_url: format!("{}/members", simulator.url),
    };
    let course = store.know_platform_course(&course).await;
    let anna = store.user("anna").await.expect("it answers");
    let anna = anna.expect("she is there");
    let key = (platform.id, "u7");
    let linked = store.link_platform_person(key, &anna, "test", now);
    assert!(linked.await.expect("it answers"));
    (simulator, platform, course.expect("it is known").id)
}

/// The request; `None` where the route is about something else.
pub async fn call(world: &World, route: &Route) -> Option<Call> {
    let is_linked = route.path == "/roster/{login}/unlink";
    if !route.path.starts_with("/lti") && !is_linked {
        return None;
    }
    let app = &world.site.app;
    let nobody = world.site.nobody();
    let (simulator, platform, course) = known(world).await;
    let plain = route
        .path
        .replace("/platforms/{id}", &format!("/platforms/{}", platform.id))
        .replace("/courses/{id}", &format!("/courses/{course}"))
        .replace("{login}", "anna")
        .replace("{ticket}", &registration::ticket(app, "owner"));
    let begun = format!("iss={}&login_hint=x", simulator.url);
    let registered = format!(
        "openid_configuration={}/.well-known/openid-configuration&registration_token=once",
        simulator.url
    );
    let agreed = "name=x&issuer=https://x.example&client_id=1&deployments=1&auth_url=https://x.example/a&token_url=https://x.example/t&jwks_url=https://x.example/k&match_by=email";
    let mut cookie = String::new();
    let (address, body) = match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/lti/login") => (format!("{plain}?{begun}"), String::new()),
        ("POST", "/lti/login") => (plain, begun),
        ("POST", "/lti/launch") => {
            let begun = begin(&nobody, &simulator, &format!("{BASE}/lti/launch")).await;
            let token = simulator.sign(&simulator.claims("u7", "", &begun.nonce));
            cookie = begun.cookie;
            (plain, format!("state={}&id_token={token}", begun.state))
        }
        ("POST", "/lti/deep-linking") => {
            let page = choice(&world.site, &simulator, ("Instructor", "en"), |_| {}).await;
            let ticket = hidden(&page.text(), "ticket");
            (plain, format!("ticket={ticket}&homework=elbo"))
        }
        ("POST", "/lti/register/{ticket}") => {
            // The platform of this address is known already: another one registers.
            let other = Simulator::start().await;
            (plain, registered.replace(&simulator.url, &other.url))
        }
        ("POST", "/lti/platforms") => {
            let number = app.store.platforms().await.expect("it answers").len();
            (
                plain,
                agreed.replace("client_id=1", &format!("client_id={number}")),
            )
        }
        ("POST", "/lti/platforms/{id}") => (plain, agreed.to_owned()),
        ("POST", "/lti/platforms/{id}/state") => (plain, "state=off".to_owned()),
        ("POST", "/lti/courses/{id}") => (plain, "elbo=on".to_owned()),
        ("POST", "/roster/{login}/unlink") => {
            (plain, format!("platform={}&subject=u7", platform.id))
        }
        _ => (plain, String::new()),
    };
    Some(Call {
        address,
        kind: FORM,
        body: body.into_bytes(),
        cookie,
    })
}
