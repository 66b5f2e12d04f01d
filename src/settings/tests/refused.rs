//! What is wrong is shown with what to write instead; what is probably not meant is a warning.

use super::{PROVIDER, assert_refused, read, read_beside};
use crate::config::Severity;
use l10n::Lang;

#[test]
fn a_wrong_line_is_shown_with_what_to_write() {
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
        (
            "[limits]\nmax_file = 16\nmax_inflated = 1",
            "bad_value",
            "raise max_inflated to 16",
        ),
        (
            "[limits]\nmax_file = 100",
            "bad_value",
            "raise max_inflated to 100",
        ),
        (
            "[limits]\nmax_inflated = 8",
            "bad_value",
            "raise max_inflated to 16",
        ),
        ("listen = \"nonsense\"", "bad_value", "127.0.0.1:8080"),
        (
            "metrics_listen = \"127.0.0.1:99999\"",
            "bad_value",
            "127.0.0.1:8080",
        ),
        ("log = \"a=verbose=x\"", "bad_value", "no log filter"),
        ("database = \"mysql://x\"", "bad_value", "postgres://"),
        (
            "database = \"postgres://dgm@h:99999/d\"",
            "bad_value",
            "postgres://",
        ),
        (
            "secret_file = \"gone/secret.key\"",
            "bad_value",
            "DGM_SECRET_KEY",
        ),
    ] {
        assert_refused(text, code, said);
    }
}

#[test]
fn a_wrong_way_to_sign_in_is_shown_with_what_to_write() {
    let provider = |line: &str| format!("{PROVIDER}{line}");
    let long = |from: &str, to: &str| PROVIDER.replace(from, to);
    for (text, code, said) in [
        (&*provider("match = {}"), "missing_key", "claim"),
        (&provider("create = true"), "bad_value", "domains"),
        (
            &provider("create = true\ndomains = []"),
            "bad_value",
            "whoever has an address",
        ),
        (
            "[sign_in.header]\nname = \"X-User\"\nmatch = \"email\"\ncreate = true\ndomains = []",
            "bad_value",
            "whoever has an address",
        ),
        (
            "[[sign_in.oauth]]\nprovider = \"github\"\nclient_id = \"x\"\nclient_secret_file = \"x\"\ncreate = true\ndomains = []",
            "bad_value",
            "whoever has an address",
        ),
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
            &long("example.org", "example.org:99999"),
            "bad_value",
            "65535",
        ),
        (&long("example.org", "example.org:"), "bad_value", "65535"),
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
fn what_is_probably_not_meant_is_a_warning() {
    for trusted in ["", "trust_proxy = []\n"] {
        let text = format!("{trusted}[sign_in]\nheader = {{ name = \"X-User\" }}");
        let (_, warnings) = read(&text).expect("it is right");
        let codes: Vec<_> = warnings.list().iter().map(|d| d.code.name()).collect();
        assert_eq!(codes, ["header_untrusted"], "{text}");
    }
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
fn what_is_named_and_not_there_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for (key, help) in [
        ("course", "does not start without it"),
        ("templates", "built-in templates"),
        ("client_wheels", "no programs"),
    ] {
        let (_, warnings) =
            read_beside(folder.path(), &format!("{key} = \"gone\""), &[]).expect("it is right");
        let first = warnings.list().first().expect("it warns");
        assert_eq!(
            (first.code.name(), first.line, first.severity),
            ("not_there", 1, Severity::Warning)
        );
        assert!(first.message.en.contains("gone"), "{first:?}");
        let said = first.help.as_ref().expect("it helps");
        assert!(said.en.contains(help), "{said:?}");
        // Of the other kind it is not there either.
        let other = folder.path().join(key);
        if key == "course" {
            std::fs::create_dir(&other).expect("it is made");
        } else {
            std::fs::write(&other, "").expect("it is written");
        }
        let text = format!("{key} = \"{key}\"");
        let (_, warnings) = read_beside(folder.path(), &text, &[]).expect("it is right");
        assert_eq!(warnings.list().len(), 1, "{key}");
    }
    // What is made where it is missing is no mistake, nor is a folder without which the secret is known.
    for text in [
        "data = \"gone\"\nsecret_file = \"gone/secret.key\"",
        "secret_file = \"secret.key\"",
    ] {
        let (_, warnings) = read_beside(folder.path(), text, &[]).expect("it is right");
        assert!(warnings.is_empty(), "{warnings}");
    }
    let known = [("DGM_SECRET_KEY", "00")];
    let text = "secret_file = \"nowhere/secret.key\"";
    assert!(read_beside(folder.path(), text, &known).is_ok());
}

#[test]
fn a_course_secret_has_to_be_one_where_it_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("course.key");
    let text = "secret_file = \"course.key\"";
    let read = |variables: &[(&str, &str)]| read_beside(folder.path(), text, variables);
    assert!(read(&[]).is_ok(), "it is made");
    for (written, said) in [
        ("", "no course secret"),
        ("root:x:0:0", "64 hexadecimal digits"),
        ("\u{0}\u{1}", "dgm restore"),
    ] {
        std::fs::write(&file, written).expect("it is written");
        let problems = read(&[]).expect_err(written);
        let shown = problems.render("dgm.toml", false, Lang::En);
        assert!(
            shown.contains(said) && shown.contains("course.key"),
            "{shown}"
        );
    }
    std::fs::write(&file, [0xff, 0xfe]).expect("it is written");
    assert!(read(&[]).is_err());
    assert!(read(&[("DGM_SECRET_KEY", "00")]).is_ok(), "it is not asked");
    std::fs::write(&file, "07".repeat(32)).expect("it is written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let codes = |mode| {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&file, mode).expect("it is set");
            let (_, warnings) = read(&[]).expect("it is right");
            let codes = warnings.list().iter().map(|d| d.code.name());
            codes.collect::<Vec<_>>()
        };
        assert_eq!(codes(0o600), Vec::<&str>::new());
        assert_eq!(codes(0o644), ["readable"]);
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
