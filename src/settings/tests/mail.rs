//! The mail server of a config.

use super::{assert_refused, read_beside};
use l10n::Lang;

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
            "[mail]\nsmtp = \"smtp://localhost:99999\"\nfrom = \"a@b.org\"",
            "bad_value",
            "65535",
        ),
        (
            "[mail]\nsmtp = \"smtps://h:4650000\"\nfrom = \"a@b.org\"",
            "bad_value",
            "65535",
        ),
        (
            "[mail]\nsmtp = \"smtps://h:\"\nfrom = \"a@b.org\"",
            "bad_value",
            "65535",
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
