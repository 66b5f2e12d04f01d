//! Answers that fit another student's inputs: told to teachers, and to nobody else.

use super::callers::OtherStudent;
use crate::support::site::{Door, Site, Student, Teacher, clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use dgm_grader::grading::{Report, TaskReport, TaskVerdict};
use dgm_grader::ids::UserId;
use dgm_grader::store::{Accepted, Listed, NewSubmission, NewUser, Role};
use judge::answers::write_npz;
use judge::points::{Points, Share};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const SEND: &str = "/api/v1/homeworks/elbo/submissions";

#[tokio::test]
async fn answers_to_anothers_inputs_are_listed_for_the_teacher_alone() {
    let site = small(None).await;
    let (anna, boris) = (Student::of(&site).await, OtherStudent::of(&site).await);
    let teacher = Teacher::of(&site).await;
    let own = anna.get("/homeworks/elbo/inputs.npz").await.body;
    let others = boris.get("/homeworks/elbo/inputs.npz").await.body;
    let right = write_npz(&solved("elbo", &others));
    for (who, file) in [
        (&*boris, right.clone()),
        (&*boris, write_npz(&spoilt("elbo", "iwae_bound", &others))),
        (&*anna, right),
        (&*anna, write_npz(&solved("elbo", &own))),
    ] {
        let sent = who.send("POST", SEND, &[], file).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
    let before = teacher.get("/sharing").await.text();
    assert!(
        before.contains("4 submissions are not compared yet"),
        "{before}"
    );
    assert!(before.contains("2 students"), "{before}");
    assert!(!before.contains("<code>iwae_bound</code>"), "{before}");

    assert_eq!(teacher.post("/sharing", "").await.status, 303);
    let page = teacher.get("/sharing").await.text();
    assert!(page.contains("All submissions are compared."), "{page}");
    assert!(page.contains("<code>iwae_bound</code>"), "{page}");
    let (page, files) = page.split_once("id=\"files\"").expect("two lists");
    let rows = page.matches("href=\"/submissions/").count();
    assert_eq!(rows, 1, "one's own mistakes are nobody's: {page}");
    assert_eq!(files.matches("href=\"/submissions/").count(), 2, "{files}");
    let row = page
        .split("href=\"/submissions/")
        .next()
        .unwrap_or_default();
    assert!(row.contains("/students/anna") && row.contains("/students/boris"));

    // It stands at the submission too, for those who teach.
    let number = page
        .split("href=\"/submissions/")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let address = format!("/submissions/{}", number.expect("a submission"));
    let note = "Answers here are right for the inputs of somebody else";
    let shown = teacher.get(&address).await.text();
    assert!(
        shown.contains(note) && shown.contains("href=\"/students/boris\""),
        "{shown}"
    );
    let grader = site.join("grader", Role::Grader).await;
    for other in [&*anna, &grader] {
        let shown = other.get(&address).await.text();
        assert!(!shown.contains(note) && !shown.contains("boris"), "{shown}");
    }

    // Nothing of it is the students'.
    assert_eq!(anna.get("/sharing").await.status, 403);
    assert_eq!(anna.post("/sharing", "").await.status, 403);
    let report = anna.get("/api/v1/submissions/3").await.text();
    assert!(!report.contains("boris"), "{report}");
}

/// A class of so many, and the numbers of their rows.
async fn class(site: &Site, size: usize) -> Vec<(UserId, String)> {
    let logins: Vec<String> = (0..size).map(|n| format!("s{n:03}")).collect();
    let listed = |login: &'static str| {
        Listed::from(NewUser {
            login,
            name: login,
            role: Role::Student,
        })
    };
    let list: Vec<Listed<'_>> = logins.iter().map(|l| listed(l.clone().leak())).collect();
    let put = site.app.store.put_roster(&list, &[], "test", clock()).await;
    let added = put.expect("it is put").added;
    added
        .into_iter()
        .map(|user| (user.id, user.login))
        .collect()
}

/// Stores a file of a student, as sending it would.
async fn sent(site: &Site, user: UserId, homework: &str, file: &str) {
    let course = site.app.course().await.expect("a course").version;
    let report = Report {
        homework: homework.to_owned(),
        points: Points::ZERO,
        max_points: Points::whole(1),
        tasks: vec![TaskReport {
            task: format!("{homework}/none"),
            points: Points::ZERO,
            max_points: Points::whole(1),
            verdict: TaskVerdict::Missing,
            outputs: Vec::new(),
            mistake: None,
        }],
        unknown: Vec::new(),
        unknown_more: 0,
        inputs: None,
    };
    let new = NewSubmission {
        user,
        homework,
        received_at: clock(),
        file: file.as_bytes(),
        sha256: file,
        course,
        inputs_release: None,
        report: &report,
        points: Points::ZERO,
        late_factor: Share::ALL,
    };
    let stored = site.app.store.submit(new, None).await.expect("it answers");
    assert!(matches!(stored, Accepted::Stored(_)), "{stored:?}");
}

/// The address behind a link with these words, if there is one.
fn link(html: &str, words: &str) -> Option<String> {
    let (before, _) = html.split_once(&format!("\">{words}"))?;
    let (_, link) = before.rsplit_once("href=\"")?;
    let link = link.split('"').next()?;
    Some(link.replace("&amp;", "&"))
}

/// Which numbers of submissions or logins stand on the pages of a list, from one to the next by the link of these words.
async fn turned(teacher: &Door, first: &str, from: &str, part: &str, next: &str) -> Vec<String> {
    let (mut all, mut at) = (Vec::new(), Some(first.to_owned()));
    while let Some(page) = at {
        let shown = teacher.get(&page).await;
        assert_eq!(shown.status, 200, "{page}: {}", shown.text());
        assert!(
            shown.body.len() < 150 * 1024,
            "{page}: {}",
            shown.body.len()
        );
        let html = shown.text();
        let (_, list) = html.split_once(from).expect("the list is there");
        let list = list.split("</section>").next().unwrap_or_default();
        let found = list.split(part).skip(1);
        all.extend(found.filter_map(|rest| rest.split('"').next().map(str::to_owned)));
        at = link(list, next);
    }
    all
}

#[tokio::test]
async fn a_class_that_sends_one_file_is_a_row_and_everybody_of_it_is_found() {
    let site = small(None).await;
    let (teacher, class) = (Teacher::of(&site).await, class(&site, 430).await);
    for (user, _) in &class {
        sent(&site, *user, "elbo", "everybodys").await;
    }
    // Pairs share more files than a page has; nobody shares the last one.
    for n in 0..45 {
        for (user, _) in &class[2 * n..2 * n + 2] {
            sent(&site, *user, "elbo", &format!("pair{n:02}")).await;
        }
    }
    sent(&site, class[0].0, "elbo", "alone").await;
    // The same bytes for another homework are another file.
    sent(&site, class[0].0, "ddpm", "apart").await;
    sent(&site, class[1].0, "elbo", "apart").await;

    let page = teacher.get("/sharing").await.text();
    assert!(
        page.contains("523 submissions are not compared yet"),
        "{page}"
    );
    let part = "<td><a href=\"/sharing/elbo/";
    let files = turned(&teacher, "/sharing", "id=\"files\"", part, "older").await;
    let mut expected: Vec<String> = (0..45).rev().map(|n| format!("pair{n:02}")).collect();
    expected.push("everybodys".to_owned());
    assert_eq!(files, expected, "the newest first, each once");
    let last = teacher
        .get(&link(&page, "older").expect("more"))
        .await
        .text();
    assert!(link(&last, "← the newest").is_some(), "{last}");

    // The whole class is counted; the first are named, and all of them are on the pages of the file, whoever was first first.
    let address = "/sharing/elbo/everybodys";
    let logins = turned(&teacher, address, "<tbody>", "href=\"/students/", "next").await;
    let all: Vec<String> = class.iter().map(|(_, login)| login.clone()).collect();
    assert_eq!(logins, all);
    let with_all = teacher.get("/sharing?files=452").await.text();
    assert!(
        with_all.contains("430 students") && with_all.contains("and 425 more"),
        "{with_all}"
    );
    for none in ["/sharing/elbo/nothing", "/sharing/none/everybodys"] {
        assert_eq!(teacher.get(none).await.status, 404, "{none}");
    }
}

#[tokio::test]
async fn submissions_with_answers_of_others_are_gone_through_page_by_page() {
    let site = small(None).await;
    let (teacher, class) = (Teacher::of(&site).await, class(&site, 8).await);
    let mut text = String::new();
    for n in 0..130 {
        text.clear();
        write!(text, "file {n}").expect("it is written");
        let homework = if n % 3 == 0 { "ddpm" } else { "elbo" };
        sent(&site, class[n % 8].0, homework, &text).await;
    }
    let store = &site.app.store;
    // What is compared is noted in the order of arrival, whichever homework it is for.
    let waiting = store.uncompared(1000).await.expect("it answers");
    let ids: Vec<i64> = waiting.iter().map(|one| one.submission.number()).collect();
    assert_eq!(ids, (1..=130).collect::<Vec<_>>());
    // One is stored after those of higher numbers, as when two are stored at once: it is still to be compared.
    let (mut first, late) = (waiting[..120].to_vec(), waiting[3].clone());
    first.retain(|one| one.submission != late.submission);
    for one in first.iter().chain([&late]) {
        if one.submission == late.submission {
            let left = store.uncompared(1000).await.expect("it answers");
            let ids: Vec<i64> = left.iter().map(|one| one.submission.number()).collect();
            assert_eq!(ids, [4].into_iter().chain(121..=130).collect::<Vec<_>>());
        }
        let others = class.iter().filter(|(user, _)| *user != one.user).take(2);
        let tasks = ["kl", "elbo"];
        let found: Vec<_> = others
            .flat_map(|(other, _)| tasks.map(|task| (task.to_owned(), *other)))
            .collect();
        let noted = store.note_compared(one.submission, &found, clock()).await;
        noted.expect("it is noted");
    }
    let left = store.comparison_left().await.expect("it answers");
    assert_eq!((left.submissions, left.or_more), (10, false));
    let part = "<td><a href=\"/submissions/";
    let rows = turned(&teacher, "/sharing", "id=\"answers\"", part, "older").await;
    assert_eq!(rows.len(), 240, "a row a submission and other student");
    let ids: Vec<i64> = rows
        .iter()
        .map(|id| id.parse().expect("a number"))
        .collect();
    assert!(
        ids.is_sorted_by(|one, next| one >= next),
        "the newest first"
    );
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 120);
    // The others follow, and then nothing is left.
    assert_eq!(teacher.post("/sharing", "").await.status, 303);
    let left = store.comparison_left().await.expect("it answers");
    assert_eq!(left.submissions, 0);
}
