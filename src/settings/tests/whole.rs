//! A config with everything in it, and one with nothing.

use super::{read, read_beside};
use crate::settings::mail::Encryption;
use crate::settings::security_contact::SecurityContact;
use crate::settings::{Claimed, File, Key, Platform, Secret, SignOut};

#[test]
fn nothing_is_as_usual() {
    let (file, warnings) = read("").expect("it is right");
    assert_eq!(file, File::default());
    assert!(warnings.is_empty());
    assert!(file.sign_in.links && file.sign_in.mail && file.mail.is_none());
}

/// A config with all kinds of tables.
const WHOLE: &str = r#"
listen = "0.0.0.0:80"
base_url = "https://grader.example.org/"
data = "data"
database = "postgres://dgm@localhost/dgm"
secret_file = "/etc/dgm/secret.key"
trust_proxy = ["127.0.0.1", "10.0.0.0/8"]
metrics_listen = "127.0.0.1:9090"
course = "course.toml"
templates = "/etc/dgm/templates"
client_wheels = "wheels"
security_contact = "mailto:security@example.org"
log = "debug"
log_format = "json"

[limits]
max_file = 32

[mail]
smtp = "smtps://grader%40example.org@smtp.example.org"
from = "Оценки <grader@example.org>"
password_file = "mail"

[object_storage]
endpoint = "https://S3.example.org:8443/"
bucket = "dgm"
prefix = "course/2026"
path_style = false
key_id = "GK0"
larger_than = 2
sweep = false

[sign_in]
links = false
contact = "dean@example.org"
header = { name = "X-Remote-User", match = "email", sign_out = "/oauth2/sign_out" }

[[sign_in.oidc]]
id = "sso"
title = { en = "University", ru = "Университет" }
issuer = "https://sso.example.org/realms/students"
client_id = "dgm"
client_secret_file = "sso"
match = { claim = "card", with = "student_id" }

[[sign_in.oidc]]
id = "open"
title = { en = "Open", ru = "Открытый" }
issuer = "http://127.0.0.1:9000"
client_id = "dgm"
scopes = ["email"]
match = "preferred_username"

[[sign_in.oauth]]
provider = "github"
client_id = "Iv1"
client_secret_file = "github"
create = true
domains = ["@Example.org"]

[[sign_in.oauth]]
provider = "yandex"
client_id = "y"
"#;

#[test]
fn everything_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("mail", "post\n"), ("sso", " s3cret\r\n"), ("github", "g")] {
        std::fs::write(folder.path().join(name), text).expect("it is written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(folder.path().join(name), mode).expect("it is set");
        }
    }
    let variables = [
        ("DGM_SIGN_IN_YANDEX_SECRET", "from the environment"),
        ("DGM_SIGN_IN_SSO_SECRET", "stronger"),
        ("DGM_OBJECT_STORAGE_KEY_ID", "GK1"),
        ("DGM_OBJECT_STORAGE_SECRET", " k3y\n"),
    ];
    std::fs::write(folder.path().join("course.toml"), "").expect("it is written");
    let own = folder.path().join("own");
    for made in [&own, &own.join("templates"), &folder.path().join("wheels")] {
        std::fs::create_dir(made).expect("a folder is made");
    }
    let text = WHOLE.replace("/etc/dgm", &own.display().to_string().replace('\\', "/"));
    let (file, warnings) = read_beside(folder.path(), &text, &variables).expect("it is right");
    assert!(warnings.is_empty(), "{warnings}");
    assert_eq!(file.data, Some(folder.path().join("data")));
    assert_eq!(
        file.secret_file.as_deref(),
        Some(own.join("secret.key").as_path())
    );
    assert_eq!(file.course, Some(folder.path().join("course.toml")));
    assert_eq!(file.client_wheels, Some(folder.path().join("wheels")));
    assert_eq!(
        file.templates.as_deref(),
        Some(own.join("templates").as_path())
    );
    let contact = file.security_contact.as_ref();
    let contact = contact.map(SecurityContact::as_str);
    assert_eq!(contact, Some("mailto:security@example.org"));
    assert_eq!(
        file.base_url.map(|u| u.as_str().to_owned()).as_deref(),
        Some("https://grader.example.org")
    );
    assert_eq!((file.trust_proxy.len(), file.log_json), (2, Some(true)));
    assert_eq!(file.limits.max_file, Some(32));
    let mail = file.mail.expect("it is there");
    assert_eq!((mail.host.as_str(), mail.port), ("smtp.example.org", 465));
    assert_eq!(mail.encryption, Encryption::Tls);
    assert_eq!(mail.user.as_deref(), Some("grader@example.org"));
    assert_eq!(mail.password.as_ref().map(Secret::reveal), Some("post"));
    let storage = file.object_storage.expect("it is there");
    assert_eq!(
        storage.address("0a"),
        "https://dgm.s3.example.org:8443/course/2026/0a"
    );
    assert_eq!(
        (storage.key_id.as_str(), storage.secret.reveal()),
        ("GK1", "k3y")
    );
    assert_eq!((storage.larger_than, storage.sweep), (2 << 20, false));
    let sign_in = file.sign_in;
    assert!(!sign_in.links);
    let header = sign_in.header.expect("it is there");
    assert_eq!(header.name.as_str(), "x-remote-user");
    assert_eq!(header.key, Key::Email);
    assert_eq!(
        header.sign_out,
        Some(SignOut::Path("/oauth2/sign_out".to_owned()))
    );
    let [sso, open] = sign_in.oidc.as_slice() else {
        panic!("two providers");
    };
    assert_eq!(
        sso.client_secret.as_ref().map(Secret::reveal),
        Some("stronger")
    );
    let card = Claimed {
        claim: "card".to_owned(),
        key: Key::StudentId,
    };
    assert_eq!(sso.claimed, card);
    assert_eq!(sso.scopes, ["email", "profile"]);
    assert_eq!(open.claimed.key, Key::Login);
    assert_eq!(open.client_secret, None);
    let [github, yandex] = sign_in.oauth.as_slice() else {
        panic!("two platforms");
    };
    assert_eq!(
        (github.id.as_str(), github.platform),
        ("github", Platform::Github)
    );
    assert!(github.newcomers.create && github.newcomers.takes("a@EXAMPLE.org"));
    assert!(!github.newcomers.takes("a@example.org.evil.org"));
    assert_eq!(yandex.client_secret.reveal(), "from the environment");
    // What is printed for a log holds no secret.
    let shown = format!("{sso:?} {github:?} {mail:?}");
    for secret in ["stronger", "post", "\"g\""] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
