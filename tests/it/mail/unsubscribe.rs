//! The end of letters of a kind, without signing in.

use super::office::Office;
use crate::support::site::set_clock;
use dgm_grader::ids::UserId;
use dgm_grader::service::mail::stop::token;
use dgm_grader::store::LetterKind::{self, Graded, Receipt};
use dgm_grader::store::Role;

#[tokio::test]
async fn one_click_ends_letters_of_a_kind_and_of_no_other() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    set_clock("2026-03-10T09:05:00Z");
    let letter = office.one().await;
    let header = letter.header("list-unsubscribe");
    let url = header.strip_prefix('<').and_then(|u| u.strip_suffix('>'));
    let path = url
        .and_then(|u| u.strip_prefix("http://dgm.test"))
        .expect("it leads to the server");
    assert_eq!(
        letter.header("list-unsubscribe-post"),
        "List-Unsubscribe=One-Click"
    );
    assert!(letter.plain().contains(path) && letter.html().contains(path));
    let nobody = office.site.nobody();
    let user = anna.id;
    let wants = async |kind| {
        let wants = office.site.app.store.wants_letter(user, kind).await;
        wants.expect("it answers")
    };
    // A filter looks at it.
    let page = nobody.get(path).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("Send no more</button>"),
        "{}",
        page.text()
    );
    assert!(wants(Receipt).await);
    // A program of mail, in either kind of form.
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    for (kind, body) in [
        (
            "application/x-www-form-urlencoded",
            "List-Unsubscribe=One-Click",
        ),
        ("multipart/form-data; boundary=x", multipart),
    ] {
        let headers = [("content-type", kind)];
        let done = nobody.send("POST", path, &headers, body.into()).await;
        assert_eq!(done.status, 200, "{}", done.text());
        assert!(!wants(Receipt).await);
        assert!(wants(Graded).await);
        // And back.
        let again = nobody.post(path, "do=again").await;
        assert!(again.text().contains("You will get these letters again"));
        assert!(wants(Receipt).await);
    }
    nobody.post(path, "").await;
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 6}").await;
    set_clock("2026-03-10T10:05:00Z");
    assert!(office.sent().await.is_empty());
}

#[tokio::test]
async fn a_link_that_was_changed_ends_nothing() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    let boris = office.join("boris", Role::Student).await;
    let app = &office.site.app;
    let right = token(app, anna.id, Receipt);
    let signature = right.rsplit('.').next().expect("it is signed");
    for wrong in [
        format!("{}.receipt.{signature}", boris.id),
        format!("{}.graded.{signature}", anna.id),
        format!("{}.receipt.{}", anna.id, "0".repeat(32)),
        format!("{right}0"),
        right.to_uppercase(),
        format!("+{right}"),
        token(app, anna.id, LetterKind::SignIn),
        token(app, UserId::BEYOND, Receipt),
        "x".to_owned(),
        "..".to_owned(),
        "%00.%00.%00".to_owned(),
    ] {
        for method in ["GET", "POST"] {
            let kind = [("content-type", "application/x-www-form-urlencoded")];
            let path = format!("/unsubscribe/{wrong}");
            let nobody = office.site.nobody();
            let answer = nobody.send(method, &path, &kind, Vec::new()).await;
            assert_eq!(answer.status, 404, "{method} {wrong}");
        }
    }
    let switched = app.store.letter_switches(anna.id).await;
    assert!(switched.expect("it answers").is_empty());
}
