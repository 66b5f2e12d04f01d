//! What a config means, and where and with what words a wrong one is refused.

use super::mail::Encryption;
use super::security_contact::SecurityContact;
use super::{Around, Claimed, File, Key, Platform, Secret, SignOut};
use crate::config::{Diagnostics, Severity};
use l10n::Lang;
use std::path::Path;

fn read_beside(
    folder: &Path,
    text: &str,
    variables: &[(&str, &str)],
) -> Result<(File, Diagnostics), Diagnostics> {
    let variable = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let variable = &variable;
    File::read(text, Around { folder, variable })
}

fn read(text: &str) -> Result<(File, Diagnostics), Diagnostics> {
    read_beside(Path::new("/nowhere"), text, &[])
}

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
    let (file, warnings) = read_beside(folder.path(), WHOLE, &variables).expect("it is right");
    assert!(warnings.is_empty(), "{warnings}");
    assert_eq!(file.data, Some(folder.path().join("data")));
    assert_eq!(
        file.secret_file.as_deref(),
        Some(Path::new("/etc/dgm/secret.key"))
    );
    assert_eq!(file.course, Some(folder.path().join("course.toml")));
    assert_eq!(file.client_wheels, Some(folder.path().join("wheels")));
    assert_eq!(
        file.templates.as_deref(),
        Some(Path::new("/etc/dgm/templates"))
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

const PROVIDER: &str = "[[sign_in.oidc]]\nid = \"sso\"\ntitle = { en = \"U\", ru = \"У\" }\nclient_id = \"dgm\"\nissuer = \"https://sso.example.org\"\n";

/// That the first problem of a config has this code, and that this is said of it.
fn assert_refused(text: &str, code: &str, said: &str) {
    let found = read(text).expect_err(text);
    let first = found.errors().next().expect("it has one");
    assert_eq!(first.code.name(), code, "{text}\n{found}");
    let shown = found.render("dgm.toml", false, Lang::En);
    assert!(shown.contains(said), "{text}\n{shown}");
    let russian = first.message.ru.chars();
    let mut russian = russian.filter(|c| ('а'..='я').contains(c));
    assert!(russian.next().is_some(), "{text}");
}

#[test]
fn a_wrong_line_is_shown_with_what_to_write() {
    let provider = |line: &str| format!("{PROVIDER}{line}");
    let long = |from: &str, to: &str| PROVIDER.replace(from, to);
    for (text, code, said) in [
        ("lisen = \"x\"", "unknown_key", "did you mean `listen`"),
        ("base_url = \"grader\"", "bad_value", "https://"),
        ("security_contact = \"x@y\"", "bad_value", "mailto:"),
        ("listen = 8080", "wrong_type", "listen = \"127.0.0.1:8080\""),
        ("trust_proxy = [\"proxy\"]", "bad_value", "10.0.0.0/8"),
        (
            "log_format = \"jsn\"",
            "unknown_choice",
            "did you mean `json`",
        ),
        (
            "database = \"postgres://dgm:pw@h/d\"",
            "bad_value",
            "PGPASSFILE",
        ),
        ("[limits]\nmax_file = 0", "out_of_range", "max_file = 16"),
        (&provider("match = {}"), "missing_key", "claim"),
        (&provider("create = true"), "bad_value", "domains"),
        (
            &provider("create = true\ndomains = [\"example\"]"),
            "bad_value",
            "no domain",
        ),
        (
            &provider("client_secret = \"x\""),
            "unknown_key",
            "client_secret_file",
        ),
        (&provider(PROVIDER), "duplicate", "sso"),
        (&long("https://", "http://"), "bad_value", "https only"),
        (
            &long("https://sso", "https://me@sso"),
            "bad_value",
            "without a user",
        ),
        (&long("example.org", "example.org/?a=b"), "bad_value", "?"),
        (
            &long("[[sign_in.oidc]]", "[sign_in.oidc]"),
            "wrong_type",
            "[[sign_in.oidc]]",
        ),
        (&long("\"sso\"", "\"mail\""), "duplicate", "mail"),
        (
            "[[sign_in.oauth]]\nprovider = \"github\"\nclient_id = \"x\"",
            "bad_value",
            "DGM_SIGN_IN_GITHUB_SECRET",
        ),
        (
            "[[sign_in.oauth]]\nprovider = \"gitlab\"\nclient_id = \"x\"",
            "unknown_choice",
            "github",
        ),
        (
            "[sign_in.header]\nname = \"Cookie\"",
            "bad_value",
            "X-Remote-User",
        ),
        (
            "[sign_in.header]\nname = \"X-User\"\nsign_out = \"//evil.org\"",
            "bad_value",
            "https",
        ),
    ] {
        assert_refused(text, code, said);
    }
}

#[test]
fn a_storage_is_addressed_as_it_is_written() {
    let told = [("DGM_OBJECT_STORAGE_SECRET", "k")];
    for (endpoint, prefix, address) in [
        (
            "https://s3.example.org:443",
            "",
            "https://s3.example.org/dgm/0a",
        ),
        ("http://127.0.0.1:80/", "a/", "http://127.0.0.1/dgm/a/0a"),
        ("http://[::1]:9000", "a/b", "http://[::1]:9000/dgm/a/b/0a"),
    ] {
        let prefix = match prefix {
            "" => String::new(),
            prefix => format!("prefix = \"{prefix}\"\n"),
        };
        let text = format!(
            "[object_storage]\nendpoint = \"{endpoint}\"\nbucket = \"dgm\"\nkey_id = \"GK\"\n{prefix}"
        );
        let (file, _) = read_beside(Path::new("/nowhere"), &text, &told).expect("it is right");
        let storage = file.object_storage.expect("it is there");
        assert_eq!(storage.address("0a"), address);
        assert_eq!((storage.larger_than, storage.sweep), (1 << 20, true));
        assert_eq!(storage.region, "us-east-1");
    }
}

#[test]
fn a_secret_in_a_wrong_place_is_not_shown() {
    let text =
        "[object_storage]\nsecret = \"s3cret\" # so\n[mail]\npassword = 's3cret'\nsmpt = 1\n";
    let refused = read(text).expect_err("it is refused");
    let shown = refused.render("dgm.toml", false, Lang::En);
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(
        shown.contains("secret = ******** # so") && shown.contains("smpt = 1"),
        "{shown}"
    );
    let lines: Vec<usize> = refused.list().iter().map(|problem| problem.line).collect();
    assert!(
        lines.contains(&2) && lines.contains(&4) && lines.contains(&5),
        "{lines:?}"
    );
}

#[test]
fn a_wrong_mail_server_is_shown_with_what_to_write() {
    for (text, code, said) in [
        ("[mail]\nfrom = \"a@b.org\"", "missing_key", "smtps://"),
        (
            "[mail]\nsmtp = \"smtp.example.org\"\nfrom = \"a@b.org\"",
            "bad_value",
            "smtps://USER@HOST",
        ),
        (
            "[mail]\nsmtp = \"smtps://u:p@h\"\nfrom = \"a@b.org\"",
            "bad_value",
            "password_file",
        ),
        (
            "[mail]\nsmtp = \"smtps://u@h\"\nfrom = \"a@b.org\"",
            "bad_value",
            "DGM_MAIL_PASSWORD",
        ),
        (
            "[mail]\nsmtp = \"smtps://h\"\nfrom = \"nobody\"",
            "bad_value",
            "Name <",
        ),
        (
            "[mail]\nsmtp = \"smtp://localhost\"\nfrom = \"a@b.org\"\npassword_file = \"none\"",
            "bad_value",
            "cannot be read",
        ),
    ] {
        assert_refused(text, code, said);
    }
}

#[test]
fn authorities_of_ones_own_are_certificates() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = rcgen::generate_simple_self_signed(["mail.example.org".to_owned()]);
    let pem = key.expect("it is made").cert.pem();
    let text = "[mail]\nsmtp = \"smtps://h\"\nfrom = \"a@b.org\"\nca_file = \"ca.pem\"";
    let read = |pem: &str| {
        std::fs::write(folder.path().join("ca.pem"), pem).expect("it is written");
        read_beside(folder.path(), text, &[])
    };
    let (file, _) = read(&format!("# ours\n{pem}\n{pem}")).expect("two are right");
    assert_eq!(file.mail.expect("it is there").authorities.len(), 2);
    let cut = pem.replace("MII", "");
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    for wrong in ["", "ours", &cut, key, &format!("{pem}\n{cut}")] {
        let found = read(wrong).expect_err(wrong);
        let shown = found.render("dgm.toml", false, Lang::En);
        assert!(shown.contains("-----BEGIN CERTIFICATE-----"), "{shown}");
    }
    std::fs::remove_file(folder.path().join("ca.pem")).expect("it is gone");
    let gone = read_beside(folder.path(), text, &[]).expect_err("there is none");
    assert!(
        gone.render("dgm.toml", false, Lang::En)
            .contains("cannot be read")
    );
}

#[test]
fn what_is_probably_not_meant_is_a_warning() {
    let (_, warnings) = read("[sign_in]\nheader = { name = \"X-User\" }").expect("it is right");
    let codes: Vec<_> = warnings.list().iter().map(|d| d.code.name()).collect();
    assert_eq!(codes, ["header_untrusted"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret");
        std::fs::write(&file, "x").expect("it is written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("it is set");
        let text = format!("{PROVIDER}client_secret_file = \"secret\"");
        let (_, warnings) = read_beside(folder.path(), &text, &[]).expect("it is right");
        let first = warnings.list().first().expect("it warns");
        assert_eq!(
            (first.code.name(), first.severity),
            ("readable", Severity::Warning)
        );
        let help = first.help.as_ref().expect("it helps");
        assert!(help.en.contains("chmod 600"), "{help:?}");
    }
}

#[test]
fn cut_anywhere_it_is_refused_or_read_and_nothing_panics() {
    let whole = format!(
        "trust_proxy = [\"::1\"]\n[mail]\nsmtp = \"smtps://a@[::1]:1\"\nfrom = \"я <a@b.org>\"\n{PROVIDER}"
    );
    for (at, c) in whole.char_indices() {
        drop(read(&whole[..at]));
        let rest = &whole[at + c.len_utf8()..];
        for other in ["", "\u{0}", "\"", "я", "@", "[", ":"] {
            drop(read(&format!("{}{other}{rest}", &whole[..at])));
        }
    }
}
