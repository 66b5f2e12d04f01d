//! Somebody who sent an answer that a person is to grade, and nothing else: nobody is told that nothing was sent.

use super::course::{LATE, course};
use super::site::{Caller, Site, set_clock};
use dgm_grader::store::Role;

const TEXT: &str = "/homeworks/elbo/items/proof/text";
const AT_HOMEWORK: &str = "/students/anna/homeworks/elbo";

/// Anna, who sent an answer and no file, Boris, who sent nothing, and their teacher.
async fn class() -> (Site, Caller, Caller) {
    let site = Site::new().await;
    let anna = site.join("anna", Role::Student).await;
    site.join("boris", Role::Student).await;
    let teacher = site.join("teacher", Role::Teacher).await;
    anna.done(TEXT, &[("text", "mine")]).await;
    (site, anna, teacher)
}

/// Whether a page has the row of a student.
fn lists(page: &str, login: &str) -> bool {
    page.contains(&format!("href=\"/students/{login}\""))
}

#[tokio::test]
async fn the_student_is_told_that_it_waits() {
    let (_site, anna, _) = class().await;
    let overview = anna.page("/").await;
    assert!(
        overview.contains("sent and waiting for the teacher"),
        "{overview}"
    );
    assert!(!overview.contains("nothing sent yet"), "{overview}");
    let page = anna.page("/homeworks/elbo").await;
    assert!(page.contains("Sent and waiting for the teacher"), "{page}");
    assert!(!page.contains("Nothing sent yet"), "{page}");
}

#[tokio::test]
async fn the_teacher_finds_it_and_nobody_behind() {
    let (site, _, teacher) = class().await;
    for (query, anna, boris) in [
        ("only=missing", false, true),
        ("homework=elbo&stands=missing", false, true),
        ("homework=elbo&stands=sent", true, false),
        // Without a homework any may stand so.
        ("stands=missing", false, true),
        ("stands=sent", true, false),
        ("stands=full", false, false),
    ] {
        let page = teacher.page(&format!("/gradebook?{query}")).await;
        assert_eq!(lists(&page, "anna"), anna, "{query}: {page}");
        assert_eq!(lists(&page, "boris"), boris, "{query}: {page}");
    }
    let book = teacher.page("/gradebook").await;
    assert!(book.contains("<abbr title=\"sent, waits to be graded\">"));
    for path in ["/students/anna", AT_HOMEWORK] {
        let page = teacher.page(path).await;
        let answer = "href=\"/queue/elbo/proof/answers/1\"";
        assert!(page.contains(answer), "{path}: {page}");
        assert!(page.contains("waiting for the teacher"), "{path}: {page}");
    }
    let page = teacher.page(AT_HOMEWORK).await;
    assert!(page.contains("waits until somebody grades it"), "{page}");
    assert!(!page.contains("Nothing was sent yet"), "{page}");
    set_clock(LATE);
    let insight = teacher.page("/insight").await;
    assert!(
        lists(&insight, "boris") && !lists(&insight, "anna"),
        "{insight}"
    );
    // It is what letters about a deadline go by too.
    let senders = site.app.store.senders().await.expect("it answers");
    assert_eq!(senders.len(), 1);
}

#[tokio::test]
async fn every_way_of_reading_standings_knows_of_it() {
    let (site, anna, _) = class().await;
    let (store, course, user) = (&site.app.store, course(), anna.user().id);
    let own = store.standings_of(user, &course).await.expect("it answers");
    let all = store.standings(&course).await.expect("it answers");
    let of_one = store.standings_in("elbo", &course).await;
    let of_one = of_one.expect("it answers");
    let among = store.standings_among(&[user], &course).await;
    let among = among.expect("it answers");
    assert!(own["elbo"].only_answers && own["elbo"].points().is_none());
    for standings in [&all[&user], &of_one[&user], &among[&user]] {
        assert_eq!(standings, &own);
    }
    assert_eq!(all.len(), 1, "Boris sent nothing");
    let other = store.standings_in("ddpm", &course).await;
    assert!(other.expect("it answers").is_empty());
}

#[tokio::test]
async fn a_homework_that_has_not_opened_is_not_called_closed() {
    let (_site, _, teacher) = class().await;
    let page = teacher.page("/homeworks/ddpm").await;
    assert!(page.contains("It has not opened yet"), "{page}");
    assert!(page.contains("Answers are taken once it has opened"));
    for closed in ["accepts no submissions any more", "Nothing was sent"] {
        assert!(!page.contains(closed), "{closed}: {page}");
    }
    let page = teacher.page("/students/anna/homeworks/ddpm").await;
    assert!(!page.contains("/homeworks/ddpm/page"), "{page}");
    assert!(!page.contains("inputs.npz") && !page.contains("reference.npz"));
    let opened = teacher.page(AT_HOMEWORK).await;
    assert!(opened.contains("/homeworks/elbo/page"), "{opened}");
}
