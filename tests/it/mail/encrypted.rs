//! The line to the mail server: encrypted as the config says, to the server that is meant, or nothing is said on it.

use super::office::Office;
use crate::support::authority::{Authority, Good};
use crate::support::site::set_clock;
use crate::support::smtp::{Line, Smtp};
use dgm_grader::mail::worker::{Step, step};
use dgm_grader::mail::{Post, reach};
use dgm_grader::settings::mail::Encryption;
use dgm_grader::settings::{Mail, Secret};
use dgm_grader::store::{Outcome, Role, Trouble};
use dgm_grader::templates::Templates;
use std::sync::Arc;

const ACCOUNT: (&str, &str) = ("dgm", "hidden");

/// How a config leads to a server, believing this authority besides the system's.
fn settings(smtp: &Smtp, encryption: Encryption, authority: Option<&Authority>) -> Mail {
    Mail {
        host: "127.0.0.1".to_owned(),
        port: smtp.port,
        encryption,
        user: Some(ACCOUNT.0.to_owned()),
        password: Some(Secret::new(ACCOUNT.1)),
        authorities: authority.map(|own| own.pem.clone()).into_iter().collect(),
        from: "dgm@dgm.test".parse().expect("an address"),
        reply_to: None,
    }
}

fn way(settings: &Mail) -> Post {
    let templates = Templates::new(None, dgm_grader::web::assets::path).expect("they are right");
    Post::new(settings, "http://dgm.test", Arc::new(templates)).expect("there is a way")
}

/// A test letter in the queue, tried by this way: what became of the attempt and of the letter.
async fn tried(office: &Office, post: &Post) -> (Step, Option<Trouble>, Option<Outcome>) {
    let step = step(&office.site.app, post).await.expect("it answers");
    let letters = office.listed().await;
    let letter = letters.first().expect("there is a letter");
    (step, letter.trouble, letter.ended.map(|(_, how)| how))
}

#[tokio::test]
async fn letters_arrive_by_both_ways_and_nothing_is_readable_on_them() {
    let authority = Authority::new();
    let config = || authority.server("127.0.0.1", Good::Now);
    for (line, encryption, in_the_open) in [
        (
            Line::StartTls(config()),
            Encryption::StartTls,
            &["EHLO dgm.test", "STARTTLS"][..],
        ),
        (Line::Tls(config()), Encryption::Tls, &[]),
    ] {
        let office = Office::open().await;
        let teacher = office.join("teacher", Role::Teacher).await;
        teacher.post("/mail/test", "").await;
        let smtp = Smtp::on(line, Some(ACCOUNT));
        let settings = settings(&smtp, encryption, Some(&authority));
        let reached = reach(&settings, "http://dgm.test").await;
        assert!(reached.is_ok(), "{reached:?}");
        assert!(smtp.letters().is_empty(), "asking sends nothing");
        let became = tried(&office, &way(&settings)).await;
        assert_eq!(became, (Step::Done, None, Some(Outcome::Sent)));
        assert_eq!(smtp.letters().len(), 1);
        let twice = [in_the_open, in_the_open].concat();
        let mut open = smtp.in_the_open();
        open.retain(|line| line != "QUIT");
        assert_eq!(open, twice, "{encryption:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_believed_gets_no_letter_and_no_password() {
    let (authority, other) = (Authority::new(), Authority::new());
    for (what, signs, name, good, believed) in [
        ("nobody's", &authority, "127.0.0.1", Good::Now, None),
        (
            "another's",
            &other,
            "127.0.0.1",
            Good::Now,
            Some(&authority),
        ),
        (
            "of another name",
            &authority,
            "mail.example.org",
            Good::Now,
            Some(&authority),
        ),
        (
            "of long ago",
            &authority,
            "127.0.0.1",
            Good::Once,
            Some(&authority),
        ),
    ] {
        let config = || signs.server(name, good);
        for (line, encryption) in [
            (Line::StartTls(config()), Encryption::StartTls),
            (Line::Tls(config()), Encryption::Tls),
        ] {
            let office = Office::open().await;
            let teacher = office.join("teacher", Role::Teacher).await;
            teacher.post("/mail/test", "").await;
            let smtp = Smtp::on(line, Some(ACCOUNT));
            let settings = settings(&smtp, encryption, believed);
            let became = tried(&office, &way(&settings)).await;
            assert_eq!(
                became,
                (Step::Away, Some(Trouble::Insecure), None),
                "{what}"
            );
            assert!(smtp.letters().is_empty(), "{what}");
            let open = smtp.in_the_open();
            let said = open
                .iter()
                .any(|l| l.contains("AUTH") || l.contains("MAIL"));
            assert!(!said, "{what}: {open:?}");
            let page = teacher.get("/mail").await.text();
            for words in ["cannot be encrypted", "certificate"] {
                assert!(page.contains(words), "{what}: {page}");
            }
            let asked = reach(&settings, "http://dgm.test").await;
            let asked = asked.expect_err(what);
            assert_eq!(asked.trouble, Trouble::Insecure, "{what}: {asked:?}");
        }
    }
}

#[tokio::test]
async fn a_letter_waits_until_the_line_can_be_encrypted() {
    let office = Office::open().await;
    let teacher = office.join("teacher", Role::Teacher).await;
    teacher.post("/mail/test", "").await;
    let authority = Authority::new();
    // It offers none at all, by either way of asking.
    let plain = Smtp::start();
    for (encryption, at) in [
        (Encryption::StartTls, "2026-03-10T09:00:00Z"),
        (Encryption::Tls, "2026-03-10T09:02:00Z"),
    ] {
        set_clock(at);
        let post = way(&settings(&plain, encryption, Some(&authority)));
        let became = tried(&office, &post).await;
        assert_eq!(became, (Step::Away, Some(Trouble::Insecure), None), "{at}");
    }
    assert!(plain.letters().is_empty());
    let open = plain.in_the_open().concat();
    assert!(!open.contains("AUTH") && !open.contains("MAIL"), "{open}");
    // The password is wrong, which is another matter.
    let config = authority.server("127.0.0.1", Good::Now);
    let smtp = Smtp::on(Line::Tls(Arc::clone(&config)), Some(("dgm", "other")));
    set_clock("2026-03-10T09:10:00Z");
    let post = way(&settings(&smtp, Encryption::Tls, Some(&authority)));
    let became = tried(&office, &post).await;
    assert_eq!(became, (Step::Away, Some(Trouble::Login), None));
    let smtp = Smtp::on(Line::Tls(config), Some(ACCOUNT));
    set_clock("2026-03-10T09:40:00Z");
    let post = way(&settings(&smtp, Encryption::Tls, Some(&authority)));
    let became = tried(&office, &post).await;
    assert_eq!(became, (Step::Done, None, Some(Outcome::Sent)));
}

#[tokio::test]
async fn an_address_of_a_domain_in_other_letters_is_written_in_those_of_all() {
    let office = Office::open().await;
    let teacher = office
        .join_at("teacher", "Анна", "anna@почта.рф", Role::Teacher)
        .await;
    teacher.post("/mail/test", "").await;
    let letter = office.one().await;
    assert_eq!(letter.to, ["anna@xn--80a1acny.xn--p1ai"]);
    assert!(letter.header("to").contains("anna@xn--80a1acny.xn--p1ai"));
}
