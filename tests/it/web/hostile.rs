//! Names that turn the order of a line around or do something to a terminal are written out on every page that shows them.

use crate::support::site::{Student, Teacher};
use crate::support::small::small;
use dgm_grader::store::Role;
use dgm_grader::web::table;
use l10n::visible::is_obeyed;

const NAME: &str = "gaussian\u{202e}\u{9b}2J\u{2028}lk";

fn is_harmless(path: &str, page: &str) {
    let obeyed = page
        .chars()
        .find(|c| is_obeyed(*c) && !matches!(c, '\n' | '\t' | '\r'));
    assert_eq!(obeyed, None, "{path}: {page}");
}

#[tokio::test]
async fn pages_show_what_a_name_is_made_of() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let student = Student::of(&site).await;
    site.join_as("boris", NAME, Role::Student).await;
    let file = serde_json::json!({ "gaussian_kl.kl": 1, NAME: 2 }).to_string();
    let looked = student.look("elbo", file.as_bytes()).await;
    let draft = student.get(looked.header("location")).await.text();
    assert!(
        draft.contains("gaussian\\u{202e}\\u{9b}2J\\u{2028}lk"),
        "{draft}"
    );
    is_harmless("the draft", &draft);
    let sent = student.confirm("elbo").await;
    let report = sent.header("location").to_owned();
    for path in [&report, "/homeworks/elbo", "/"] {
        is_harmless(path, &student.get(path).await.text());
    }
    let mut shown = 0;
    for path in [
        &report,
        "/gradebook",
        "/roster",
        "/students/boris",
        "/audit",
        "/insight/elbo",
    ] {
        let page = teacher.get(path).await.text();
        is_harmless(path, &page);
        shown += usize::from(page.contains("\\u{202e}"));
    }
    assert!(shown >= 3, "{shown} pages show the name");
}

#[tokio::test]
async fn a_refusal_shows_what_a_name_is_made_of() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let file = format!("{{\"{NAME}\": [1, [2]]}}");
    let page = student.look("elbo", file.as_bytes()).await.text();
    assert!(page.contains("\\u{202e}"), "{page}");
    is_harmless("the refusal", &page);
}

#[tokio::test]
async fn what_is_edited_comes_back_as_it_was() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let toml = format!("title = \"{NAME}\"");
    let fields = [("toml", toml.as_str()), ("base", "1")];
    let page = teacher.multipart("/course/preview", &fields).await.text();
    let field = page.split("<textarea").nth(1).unwrap_or_default();
    assert!(field.contains(&toml.replace('"', "&quot;")), "{page}");
    // Beside the field, where the problems are shown, it is written out.
    assert!(page.contains("\\u{202e}"), "{page}");
}

/// PostgreSQL keeps no NUL: neither database is asked about one, nor given one.
#[tokio::test]
async fn a_nul_in_an_address_or_a_form_is_refused() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let mut refused = 0;
    for route in table::all() {
        let parts = route.path.split('/');
        let with_nul = parts.map(|part| if part.starts_with('{') { "%00" } else { part });
        let address = with_nul.collect::<Vec<_>>().join("/");
        if address == route.path {
            continue;
        }
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let method = route.method.as_str();
        let answer = teacher
            .send(method, &address, &kind, b"reason=%00".to_vec())
            .await;
        let status = answer.status.as_u16();
        assert!(
            status < 500,
            "{method} {address}: {status} {}",
            answer.text()
        );
        refused += usize::from(status >= 400);
    }
    assert!(refused > 60, "{refused}");
    let form = "issuer=https%3A%2F%2Fexample.org&client_id=a%00&name=b%00&deployments=1%00";
    for (path, form) in [
        ("/lti/platforms", form),
        ("/roster/anna/unlink", "provider=x&subject=a%00"),
        ("/roster", "login=new%00&name=Anna%00"),
    ] {
        let answer = teacher.post(path, form).await;
        let status = answer.status.as_u16();
        assert!((400..500).contains(&status), "{path}: {status}");
    }
}
