//! For every route a request that works for whoever may make it.

use super::world::{Who, World, config, other_rubric};
use crate::support::audit::checked;
use crate::support::forms::{MULTIPART, encoded, find_hidden, parts};
use dgm_grader::course::AnswerKind;
use dgm_grader::ids::{AnswerId, EntryId};
use dgm_grader::service::mail::stop;
use dgm_grader::service::previews::{self, Wanted};
use dgm_grader::store::{
    AuditFilter, Details, DeviceCodes, LetterKind, NewAnswer, NewUser, Role, Sent,
};
use dgm_grader::web::table::Route;
use jiff::SignedDuration;

/// A request.
pub struct Call {
    /// Where to.
    pub address: String,
    /// What the body is.
    pub kind: &'static str,
    /// The body.
    pub body: Vec<u8>,
    /// What the browser remembers beside the session.
    pub cookie: String,
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";

/// The value of a hidden field of a page; empty where the page has none.
fn hidden(page: &str, name: &str) -> String {
    find_hidden(page, name).unwrap_or_default()
}

/// A sign-in link of somebody.
async fn link(world: &World, login: &str) -> String {
    let (store, now) = (&world.site.app.store, world.site.app.now());
    let user = store.user(login).await.expect("the store answers");
    let user = user.expect("somebody is called that");
    let lasts = SignedDuration::from_hours(1);
    let made = store.new_link(user.id, lasts, "test", now).await;
    made.expect("a link is made")
}

/// An answer of Anna's to an item.
async fn answer(world: &World, kind: AnswerKind, body: &[u8]) -> AnswerId {
    let app = &world.site.app;
    let anna = app.store.user("anna").await.expect("the store answers");
    let new = NewAnswer {
        user: anna.expect("she is there").id,
        homework: "elbo",
        item: "proof",
        sent_at: app.now(),
        kind,
        body,
        sha256: kind.name(),
    };
    match app.store.send_answer(new, u64::MAX >> 1).await {
        Ok(Sent::Stored(id) | Sent::Again(id)) => id,
        other => panic!("it is not stored: {other:?}"),
    }
}

/// A program that asks to be let in.
async fn asking(world: &World) -> DeviceCodes {
    let (store, now) = (&world.site.app.store, world.site.app.now());
    let asked = store.new_device("laptop", "127.0.0.1", now).await;
    asked.expect("it answers").expect("there is room")
}

/// The entry of a list that was taken in.
async fn list(world: &World) -> EntryId {
    let (store, now) = (&world.site.app.store, world.site.app.now());
    let all = AuditFilter::default();
    let entries = store.audit(&all, usize::MAX, |_| true);
    let name = format!("Listed {}", entries.await.expect("it answers").len());
    let new = NewUser {
        login: "listed",
        name: &name,
        role: Role::Student,
    };
    let put = store.put_roster(&[new.into()], &[], "test", now).await;
    let put = put.expect("the list is taken in");
    put.entry.expect("it changes something")
}

/// Two students.
async fn two(world: &World) -> [String; 2] {
    let (store, now) = (&world.site.app.store, world.site.app.now());
    let number = store.users().await.expect("it answers").len();
    let logins = [format!("whole{number}"), format!("part{number}")];
    for login in &logins {
        let new = NewUser {
            login,
            name: login,
            role: Role::Student,
        };
        store.put_user(new, "test", now).await.expect("put");
    }
    logins
}

/// Somebody, and who is a part of them: a merge signs both out.
async fn merged(world: &World) -> [String; 2] {
    let (store, now) = (&world.site.app.store, world.site.app.now());
    let logins = two(world).await;
    let user = async |login: &str| {
        let found = store.user(login).await.expect("it answers");
        found.expect("somebody is called that")
    };
    let (into, from) = (user(&logins[0]).await, user(&logins[1]).await);
    let seen = store.preview_merge(&from, &into, now).await;
    let seen = seen.expect("it answers");
    let done = store.merge(&from, &into, &seen, "test", now).await;
    assert!(done.expect("it answers"));
    logins
}

/// The request of this caller; what must be there before it is made. `None` where nobody wrote one for this route.
#[expect(clippy::too_many_lines, reason = "every route on one screen")]
pub async fn call(world: &World, route: &Route, who: Who) -> Option<Call> {
    let (app, door, login) = (&world.site.app, world.door(who), who.login());
    let base = app.course().await.expect("a course").version;
    let address = route
        .path
        .replace("{homework}", "elbo")
        .replace("{task}", "gaussian_kl")
        .replace("{item}", "proof")
        .replace("{login}", "anna")
        .replace("{provider}", "github")
        .replace("{number}", "1")
        .replace("{code}", "closed")
        .replace("{chapter}", "student")
        .replace("{id}", "1");
    if let Some(call) = super::lti_calls::call(world, route).await {
        return Some(call);
    }
    let plain = (address.clone(), FORM, Vec::new());
    let form = |text: String| (address.clone(), FORM, text.into_bytes());
    let (address, kind, body) = match (route.method.as_str(), route.path.as_str()) {
        ("GET" | "POST", "/sign-in/{secret}") => (
            format!("/sign-in/{}", link(world, "boris").await),
            FORM,
            Vec::new(),
        ),
        ("GET" | "POST", "/unsubscribe/{token}") => {
            let anna = app.store.user("anna").await.ok()??;
            let token = stop::token(app, anna.id, LetterKind::Receipt);
            (format!("/unsubscribe/{token}"), FORM, Vec::new())
        }
        ("POST", "/sign-in/letter") => form("email=anna%40dgm.test".to_owned()),
        ("POST", "/account/letters") => form("receipt=yes".to_owned()),
        ("POST", "/mail/test") => {
            let user = app.store.user(login).await.ok()?;
            if let Some(user) = user {
                let (name, role) = (user.name.as_str(), user.role);
                let new = NewUser { login, name, role };
                let details = Details {
                    email: format!("{login}@dgm.test"),
                    ..Details::default()
                };
                let (store, now) = (&app.store, app.now());
                store.put_person(&new, &details, "test", now).await.ok()?;
            }
            plain
        }
        ("GET", "/links") => ("/links?who=all".to_owned(), FORM, Vec::new()),
        ("GET", "/client/{file}") => {
            let wheel = "/client/dgm_grader-0.0.0-py3-none-any.whl";
            (wheel.to_owned(), FORM, Vec::new())
        }
        ("GET", "/assets/{file}") => ("/assets/style.css".to_owned(), FORM, Vec::new()),
        ("GET", "/homeworks/{homework}/draft") => {
            door.look("elbo", b"{\"gaussian_kl.kl\": 5}").await;
            plain
        }
        ("GET", "/sharing/{homework}/{sha256}") => {
            let newest = app.store.submission(1.into()).await.ok()??;
            let path = format!("/sharing/elbo/{}", newest.sha256);
            (path, FORM, Vec::new())
        }
        ("GET", "/answers/{id}/view") => {
            let id = answer(world, AnswerKind::Pdf, b"%PDF-1.7\n").await;
            (format!("/answers/{id}/view"), FORM, Vec::new())
        }
        ("GET", "/answers/{id}/pictures/{number}") => {
            let notebook = include_bytes!("../../../fuzz/corpus/notebook/usual.ipynb");
            let id = answer(world, AnswerKind::Notebook, notebook).await;
            (format!("/answers/{id}/pictures/0"), FORM, Vec::new())
        }
        ("GET", "/homeworks/{homework}/inputs/{number}") => {
            door.get("/homeworks/elbo/inputs.npz").await;
            plain
        }
        ("GET", path @ ("/previews/{key}" | "/previews/{key}/events")) => {
            // Its own of whoever asks.
            let user = app.store.user(login).await.ok()?;
            let key = match user {
                Some(user) => {
                    let wanted = Wanted::Regrade { homework: None };
                    previews::keep(app, &user, &wanted).await.ok()?
                }
                None => "none".to_owned(),
            };
            (path.replace("{key}", &key), FORM, Vec::new())
        }
        ("GET", path) if path != "/audit/{id}" => plain,
        (
            "POST",
            "/mail/again"
            | "/sign-in/header"
            | "/sign-out"
            | "/sharing"
            | "/roster/{login}/link"
            | "/account/sessions/revoke"
            | "/export/canvas/forget",
        ) => plain,
        ("POST", "/account/sessions/{id}/revoke") => {
            // Another browser of Anna's.
            let anna = app.store.user("anna").await.ok()??;
            world.site.nobody().enter(&link(world, "anna").await).await;
            let newest = app.store.sessions(anna.id, app.now()).await.ok()?;
            let id = newest.iter().map(|session| session.id).max()?;
            (format!("/account/sessions/{id}/revoke"), FORM, Vec::new())
        }
        ("POST", "/device") => {
            let code = asking(world).await.user;
            form(format!("code={code}&do=allow"))
        }
        ("POST", "/export/canvas") => {
            let export = "Student,ID,SIS Login ID,elbo (101)\n\"A, A\",7,anna,\n";
            (address, MULTIPART, parts(&[("text", export)]))
        }
        ("POST", "/export/canvas/columns") => form("elbo=".to_owned()),
        ("POST", "/api/v1/device") => form("client_id=laptop".to_owned()),
        ("POST", "/api/v1/device/token") => {
            let (codes, anna) = (asking(world).await, app.store.user("anna").await.ok()??);
            let now = app.now();
            let decided = app.store.decide_device(&codes.user, anna.id, true, now);
            assert!(decided.await.ok()?);
            let grant = "urn:ietf:params:oauth:grant-type:device_code";
            form(format!("grant_type={grant}&device_code={}", codes.device))
        }
        ("POST", "/links") => {
            let page = door.get("/links?who=never&days=7").await.text();
            form(format!("who=never&days=7&seen={}", hidden(&page, "seen")))
        }
        ("POST", "/theme") => form("theme=dark&back=/".to_owned()),
        ("POST", "/language") => form("lang=en&back=/".to_owned()),
        ("POST", "/account/preferences") => form("lang=en&time_zone=".to_owned()),
        ("POST", "/account/tokens") => form("name=laptop".to_owned()),
        ("POST", "/account/tokens/{id}/revoke") => {
            let anna = app.store.user("anna").await.ok()??;
            let tokens = app.store.tokens(anna.id).await.ok()?;
            let path = format!("/account/tokens/{}/revoke", tokens.first()?.id);
            (path, FORM, Vec::new())
        }
        ("POST", "/homeworks/{homework}/draft") => {
            let file = format!("{{\"gaussian_kl.kl\": {}}}", who as usize);
            (address, MULTIPART, parts(&[("answers", &file)]))
        }
        ("POST", "/homeworks/{homework}/numbers") => form("gaussian_kl.kl=3".to_owned()),
        ("POST", "/homeworks/{homework}/submissions") => {
            door.look("elbo", b"{\"gaussian_kl.kl\": 5}").await;
            let page = door.get("/homeworks/elbo/draft").await.text();
            form(format!("sha256={}", hidden(&page, "sha256")))
        }
        ("POST", "/homeworks/{homework}/items/{item}/text") => form(format!("text={login}")),
        ("POST", "/homeworks/{homework}/items/{item}/file") => {
            (address, MULTIPART, parts(&[("document", "%PDF-1.7\n")]))
        }
        ("POST", "/homeworks/{homework}/requests") => {
            door.post("/homeworks/elbo/items/proof/text", "text=look")
                .await;
            form("task=proof&text=why".to_owned())
        }
        ("POST", "/queue/{homework}/{item}/answers/{id}") => {
            // Whoever grades has an answer of their own.
            let id = match who {
                Who::Teacher => 2,
                Who::Owner => 3,
                _ => 1,
            };
            let text = "points.idea=1&points.rest=1&comment=&do=save";
            (format!("/queue/elbo/proof/answers/{id}"), FORM, text.into())
        }
        ("POST", "/queue/{homework}/{item}/rubric") => {
            // The teacher who came before carried everything over.
            if who == Who::Owner {
                let course = checked(&other_rubric());
                let published = app.store.publish_course(&course, "", "test", app.now());
                published.await.ok()?;
            }
            let page = door.get("/queue/elbo/proof/rubric").await.text();
            form(format!("digest={}", hidden(&page, "digest")))
        }
        ("POST", "/requests/{id}") => form("text=so&do=answer".to_owned()),
        ("GET", "/audit/{id}") => (format!("/audit/{}", list(world).await), FORM, Vec::new()),
        ("POST", "/audit/{id}/take-back") => (
            format!("/audit/{}/take-back", list(world).await),
            FORM,
            Vec::new(),
        ),
        ("POST", "/exam") => (
            address,
            MULTIPART,
            parts(&[("text", "login,points\nanna,20\n")]),
        ),
        ("POST", "/roster") => (
            address,
            MULTIPART,
            parts(&[("text", "login,name\nzoya,Zoya\n")]),
        ),
        ("POST", "/links.csv") => form("links=".to_owned()),
        ("POST", "/roster/{login}") => form("active=yes".to_owned()),
        ("POST", "/roster/{login}/rename") => form("login=anna&name=Anna".to_owned()),
        ("POST", "/roster/{login}/merge") => form("into=boris".to_owned()),
        ("POST", "/roster/{login}/part") => {
            let [whole, part] = merged(world).await;
            let body = format!("part={part}").into_bytes();
            (format!("/roster/{whole}/part"), FORM, body)
        }
        ("POST", "/students/{login}/homeworks/{homework}/override") => {
            form("kind=excused&reason=ill".to_owned())
        }
        ("POST", "/students/{login}/homeworks/{homework}/extension") => {
            form("day=2026-03-25&reason=ill".to_owned())
        }
        ("POST", "/students/{login}/exam") => form("points=23,5".to_owned()),
        ("POST", "/insight/{homework}/{task}/mistake") => {
            let mistake = "mistake=doubled&hint_en=Half+of+it.&hint_ru=Half+of+it.";
            form(format!("output=kl&like=factor+3&{mistake}"))
        }
        ("POST", "/course/check") => form(format!("toml={}", encoded(&config()))),
        ("POST", "/course/defaults" | "/course/homeworks/{homework}") => {
            let toml = encoded(&config());
            form(format!("toml={toml}&base={base}&attempts=unlimited"))
        }
        ("POST", "/course/preview") => (
            address,
            MULTIPART,
            parts(&[("toml", &config()), ("base", &base.to_string())]),
        ),
        ("POST", "/course/publish") => {
            let toml = encoded(&format!("{}# {login}\n", config()));
            form(format!("toml={toml}&base={base}&note=why"))
        }
        ("POST", "/regrade") => form(format!("version={base}&homework=")),
        (
            "POST",
            "/api/v1/homeworks/{homework}/submissions" | "/api/v1/homeworks/{homework}/check",
        ) => (address, BYTES, b"{\"gaussian_kl.kl\": 1}".to_vec()),
        ("PUT", "/api/v1/students/{login}/exam") => {
            (address, JSON, b"{\"points\": \"23.5\"}".to_vec())
        }
        ("PUT", "/api/v1/students/{login}/homeworks/{homework}/override") => (
            address,
            JSON,
            b"{\"points\": \"1.5\", \"excused\": false, \"reason\": \"why\"}".to_vec(),
        ),
        ("PUT", "/api/v1/students/{login}/homeworks/{homework}/extension") => (
            address,
            JSON,
            b"{\"deadline\": \"2026-03-25\", \"reason\": \"ill\"}".to_vec(),
        ),
        ("PUT", "/api/v1/course") => (
            address,
            "application/toml",
            format!("{}# {login}\n", config()).into_bytes(),
        ),
        ("PUT", "/api/v1/roster/{login}") => (
            address,
            JSON,
            b"{\"login\": \"anna\", \"name\": \"Anna\"}".to_vec(),
        ),
        ("POST", "/api/v1/roster/{login}/merge") => {
            let [whole, part] = two(world).await;
            let body = format!("{{\"into\": \"{whole}\"}}").into_bytes();
            (format!("/api/v1/roster/{part}/merge"), JSON, body)
        }
        ("POST", "/api/v1/roster/{login}/part") => {
            let [whole, part] = merged(world).await;
            let body = format!("{{\"part\": \"{part}\"}}").into_bytes();
            (format!("/api/v1/roster/{whole}/part"), JSON, body)
        }
        ("POST", "/api/v1/imports/{id}/take-back") => {
            let address = format!("/api/v1/imports/{}/take-back", list(world).await);
            (address, JSON, Vec::new())
        }
        ("POST", "/api/v1/regrade") => (address, JSON, Vec::new()),
        ("POST", "/api/v1/roster") => (address, "text/csv", b"login,name\nzoya,Zoya\n".to_vec()),
        _ => return None,
    };
    Some(Call {
        address,
        kind,
        body,
        cookie: String::new(),
    })
}
