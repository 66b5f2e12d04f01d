//! Signing in by a provider: the button, the provider, and back to the page that was wanted; on a phone and on a desk, in both languages.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::person::Person;
use crate::provider::{CLIENT, Provider};
use jiff::Timestamp;
use serde_json::json;
use std::path::Path;

/// A data folder with two people, and a config that offers the provider beside a platform.
fn prepare(data: &Path, provider: &Provider) {
    printed(data, &["user", "add", "anna"]);
    let list = data.join("class.csv");
    std::fs::write(
        &list,
        "login,name,email\nanna,Анна Орлова,anna@example.org\n",
    )
    .expect("it is written");
    printed(
        data,
        &["roster", "import", list.to_str().expect("it is text")],
    );
    let config = format!(
        "[sign_in]\ncontact = \"dean@example.org\"\n[[sign_in.oidc]]\nid = \"university\"\n\
         title = {{ en = \"University account\", ru = \"Учётная запись университета\" }}\n\
         issuer = \"{url}\"\nclient_id = \"{id}\"\nclient_secret_file = \"sso\"\n\
         [[sign_in.oauth]]\nprovider = \"yandex\"\nclient_id = \"{id}\"\nclient_secret_file = \"sso\"\n\
         authorize = \"{url}/authorize\"\ntoken = \"{url}/token\"\nuser = \"{url}/user\"\n",
        url = provider.url,
        id = CLIENT.0,
    );
    let secret = data.join("sso");
    std::fs::write(&secret, CLIENT.1).expect("it is written");
    let alone = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(secret, alone).expect("it is set");
    std::fs::write(data.join("dgm.toml"), config).expect("it is written");
}

#[expect(
    clippy::disallowed_methods,
    reason = "the real server has the real clock"
)]
fn now() -> i64 {
    Timestamp::now().as_second()
}

#[test]
fn a_provider_signs_in_and_leads_back_to_the_page_wanted() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let provider = Provider::start(now());
    prepare(data.path(), &provider);
    let server = Server::start(data.path());
    for width in [1280, 390] {
        let window = chromium.window(width);
        let visit = Person {
            window: &window,
            url: &server.url,
            width,
        };
        provider.set(|m| m.claims = json!({"email": "nobody@example.org", "email_verified": true}));
        visit.go("/account");
        visit.click("a[href='/sign-in?back=%2Faccount']");
        visit.sees("University account");
        visit.sees("Yandex ID");
        visit.fits("the page for signing in");
        visit.click("a[href^='/sign-in/with/university']");
        visit.sees("You came as nobody@example.org");
        visit.sees("dean@example.org");
        visit.fits("somebody who is not in the course");
        provider.set(|m| m.claims = json!({"email": "Anna@example.org", "email_verified": true}));
        visit.go("/account");
        visit.click("form.language button");
        visit.sees("Вы не вошли");
        visit.click("a[href='/sign-in?back=%2Faccount']");
        visit.sees("Учётная запись университета");
        visit.fits("the page for signing in, in Russian");
        visit.click("a[href^='/sign-in/with/university']");
        visit.sees("Анна Орлова");
        assert_eq!(visit.place(), "/account");
        // Back in the browser leads to no second way in.
        visit.click(".leave button");
        visit.sees("Яндекс ID");
        provider.set(|m| m.person = json!({"login": "a", "default_email": "anna@example.org"}));
        visit.click("a[href^='/sign-in/with/yandex']");
        visit.sees("Анна Орлова");
        assert_eq!(visit.place(), "/");
        window.quit().expect("the window closes");
    }
}
