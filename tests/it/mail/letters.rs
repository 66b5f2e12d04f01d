//! What stands in letters, in both languages, and what does not.

use super::office::{GATHERED, Office};
use crate::support::site::{Door, set_clock};
use crate::support::solve::solved;
use dgm_grader::store::{LetterKind, Role};

async fn read_in(door: &Door, lang: &str) {
    let set = door
        .post("/account/preferences", &format!("lang={lang}&time_zone="))
        .await;
    assert_eq!(set.status, 303);
}

#[tokio::test]
async fn what_is_sent_is_confirmed_in_the_language_of_its_reader() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    read_in(&anna, "ru").await;
    let file = b"{\"gaussian_kl.kl\": 5}";
    assert_eq!(anna.upload("elbo", file).await.status, 303);
    assert!(office.sent().await.is_empty(), "more may come");
    let text = anna
        .post("/homeworks/elbo/items/proof/text", "text=so")
        .await;
    assert_eq!(text.status, 303, "{}", text.text());
    set_clock("2026-03-10T09:03:00Z");
    let letter = office.one().await;
    assert_eq!(letter.to, ["anna@example.org"]);
    assert_eq!(letter.header("subject"), "Приняты 2 работы");
    assert!(letter.header("from").starts_with("Курс <dgm@dgm.test>"));
    assert_eq!(letter.header("auto-submitted"), "auto-generated");
    let (plain, html) = (letter.plain(), letter.html());
    for text in [&plain, &html] {
        assert!(text.contains("http://dgm.test/submissions/1"), "{text}");
        assert!(
            text.contains("http://dgm.test/homeworks/elbo/items/proof"),
            "{text}"
        );
        assert!(text.contains("Сохраните это письмо"), "{text}");
        assert!(text.contains("записаны на курс"), "{text}");
        assert!(text.contains("SHA-256"), "{text}");
    }
    assert!(html.contains("<html lang=\"ru\">"), "{html}");
    assert!(!html.contains("mail-"), "no id is left: {html}");

    read_in(&anna, "en").await;
    assert_eq!(
        anna.upload("elbo", b"{\"gaussian_kl.kl\": 6}").await.status,
        303
    );
    set_clock("2026-03-10T09:06:00Z");
    let letter = office.one().await;
    assert!(letter.header("subject").starts_with("Received: "));
    assert!(
        letter.plain().contains("Keep this letter"),
        "{}",
        letter.plain()
    );
}

#[tokio::test]
async fn a_receipt_says_no_more_than_the_page() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    set_clock("2026-03-10T09:03:00Z");
    let letter = office.one().await;
    let page = anna.get("/submissions/1").await.text();
    // What is right for one's own inputs.
    let inputs = anna.get("/homeworks/elbo/inputs.npz").await.body;
    for (key, array) in solved("elbo", &inputs) {
        for value in array.to_float().iter().take(50) {
            let digits = format!("{value:.6}");
            assert!(!letter.plain().contains(&digits), "{key}: {digits}");
        }
    }
    let text = letter.plain();
    let after = text.lines().skip_while(|line| !line.starts_with("* "));
    let points = after.skip(1).map(str::trim).next();
    let points = points.expect("it says the points").to_owned();
    assert!(page.contains(&points), "{points}: {page}");
}

#[tokio::test]
async fn grades_are_gathered_and_are_those_that_hold() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    let teacher = office.join("teacher", Role::Teacher).await;
    anna.post("/homeworks/elbo/items/proof/text", "text=so")
        .await;
    set_clock("2026-03-10T09:05:00Z");
    assert_eq!(
        office.one().await.header("subject").split(':').next(),
        Some("Received")
    );
    let grade = "points.idea=1&points.rest=2&comment=well&do=save";
    let path = "/queue/elbo/proof/answers/1";
    let given = teacher.post(path, grade).await;
    assert!(given.status.is_redirection(), "{}", given.text());
    teacher.post("/students/anna/exam", "points=23").await;
    teacher.post("/students/anna/exam", "points=24,5").await;
    assert!(office.sent().await.is_empty(), "the teacher may go on");
    set_clock(GATHERED);
    let letter = office.one().await;
    assert_eq!(letter.header("subject"), "Points given or changed: 2");
    let text = letter.plain();
    assert!(text.contains("3 of 3"), "{text}");
    assert!(text.contains("There is a comment"), "{text}");
    assert!(text.contains("24.5 of"), "{text}");
    assert!(!text.contains("23 of"), "{text}");
    assert!(office.sent().await.is_empty(), "once");
    // What is taken away is told too.
    teacher.post("/students/anna/exam", "points=").await;
    set_clock("2026-03-10T09:40:00Z");
    let text = office.one().await.plain();
    assert!(text.contains("no points any more"), "{text}");
    let excused = "kind=excused&reason=ill";
    let to = "/students/anna/homeworks/elbo/override";
    let shown = teacher.post(to, excused).await;
    assert!(shown.status.as_u16() < 400, "{}", shown.text());
}

#[tokio::test]
async fn an_answer_to_a_request_is_in_its_letter() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    let teacher = office.join("teacher", Role::Teacher).await;
    anna.post("/homeworks/elbo/items/proof/text", "text=so")
        .await;
    anna.post("/homeworks/elbo/requests", "task=proof&text=why")
        .await;
    set_clock("2026-03-10T09:05:00Z");
    office.one().await;
    let text = "text=%3Cb%3Elook%3C%2Fb%3E+again%0D%0A.%0D%0Aend&do=answer";
    let answered = teacher.post("/requests/1", text).await;
    assert!(answered.status.is_redirection(), "{}", answered.text());
    set_clock(GATHERED);
    let letter = office.one().await;
    assert!(
        letter
            .header("subject")
            .starts_with("Your request was answered: ")
    );
    assert!(
        letter.plain().contains("<b>look</b> again\n.\nend"),
        "{}",
        letter.plain()
    );
    let html = letter.html();
    assert!(html.contains("&lt;b&gt;look"), "{html}");
    assert!(letter.plain().contains("http://dgm.test/requests/1"));
}

#[tokio::test]
async fn nobody_gets_what_they_do_not_want_or_cannot_get() {
    let office = Office::open().await;
    let anna = office.join("anna", Role::Student).await;
    let silent = office.site.join("silent", Role::Student).await;
    let off = anna.post("/account/letters", "graded=yes").await;
    assert_eq!(off.status, 303);
    let page = anna.get("/account").await.text();
    assert!(page.contains("Letters go to anna@example.org"), "{page}");
    assert_eq!(page.matches("value=\"yes\" checked").count(), 1, "{page}");
    for door in [&anna, &silent] {
        door.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    }
    assert_eq!(
        office.written(LetterKind::Receipt).await,
        0,
        "nothing is written"
    );
    // Switched off after it was written.
    anna.post("/account/letters", "receipt=yes").await;
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 6}").await;
    assert_eq!(office.written(LetterKind::Receipt).await, 1);
    anna.post("/account/letters", "").await;
    set_clock(GATHERED);
    assert!(office.sent().await.is_empty());
}

#[tokio::test]
async fn where_no_server_is_set_up_nothing_is_written() {
    let site = crate::support::small::small(None).await;
    let teacher = crate::support::site::Teacher::of(&site).await;
    let anna = crate::support::site::Student::of(&site).await;
    let form = "login=anna&name=Anna&email=anna%40example.org";
    let renamed = teacher
        .post("/roster/anna/rename", &format!("{form}&do=confirm"))
        .await;
    assert!(renamed.status.as_u16() < 400, "{}", renamed.text());
    anna.upload("elbo", b"{\"gaussian_kl.kl\": 5}").await;
    teacher.post("/students/anna/exam", "points=23").await;
    let letters = site.app.store.listed_letters(10).await.expect("it answers");
    assert!(letters.is_empty(), "{letters:?}");
    let page = site.nobody().get("/sign-in").await.text();
    assert!(!page.contains("/sign-in/letter"), "{page}");
    let asked = site.nobody().post("/sign-in/letter", "email=a%40b.c").await;
    assert_eq!(asked.status, 404);
    let page = teacher.get("/mail").await.text();
    assert!(page.contains("no mail server is set up"), "{page}");
}
