//! What one person cannot go beyond: names, room, how much at once; and one version of the course for a submission.

use crate::support::audit::checked;
use crate::support::site::{Answer, Site, Student, Teacher, clock};
use crate::support::small::small;
use crate::support::solve::solved;
use dgm_grader::ids::VersionId;
use judge::answers::write_npz;

const API: &str = "/api/v1/homeworks/elbo/submissions";

/// Publishes the course with something replaced.
async fn publish(site: &Site, from: &str, to: &str) -> VersionId {
    let store = &site.app.store;
    let published = store.course().await.expect("it answers");
    let toml = published.expect("there is a course").toml;
    assert!(toml.contains(from), "{from}");
    let toml = toml.replace(from, to);
    let published = store
        .publish_course(&checked(&toml), "changed", "test", clock())
        .await;
    published.expect("it is published").id
}

#[tokio::test]
async fn a_report_does_not_grow_with_the_names_in_a_file() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let names: Vec<_> = (0..1000)
        .map(|n| format!("\"{n:04}{}\":1", "я".repeat(300)))
        .collect();
    let file = format!("{{{}}}", names.join(","));
    let sent = student
        .send("POST", API, &[], file.clone().into_bytes())
        .await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    assert!(sent.body.len() < 100_000, "{} bytes", sent.body.len());
    let report = &sent.json()["report"];
    let named = report["unknown"].as_array().expect("a list");
    assert_eq!(
        (named.len(), report["unknown_more"].as_u64()),
        (100, Some(900))
    );
    let key = named[0]["key"].as_str().expect("a text");
    assert_eq!(key, format!("0000{}…", "я".repeat(196)));

    student.look("elbo", file.as_bytes()).await;
    let draft = student.get("/homeworks/elbo/draft").await.text();
    assert!(draft.contains("1000 keys are unknown."), "{draft}");
    assert!(draft.contains("and 900 more"), "{draft}");
    let page = student
        .get(sent.header("location").trim_start_matches("/api/v1"))
        .await;
    assert!(page.text().contains("and 900 more"), "{}", page.text());
    assert!(page.body.len() < 200_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn files_have_so_much_room_and_no_more() {
    let site = small(None).await;
    publish(&site, "id = \"elbo\"", "id = \"elbo\"\nstorage_mib = 1").await;
    let student = Student::of(&site).await;
    let file = |n: u8| {
        let text = format!("{{\"gaussian_kl.kl\": {n}{}}}", " ".repeat(600 << 10));
        text.into_bytes()
    };
    let first = student.send("POST", API, &[], file(1)).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let page = student.get("/homeworks/elbo").await.text();
    assert!(
        page.contains("Your files for this homework take 6"),
        "{page}"
    );
    assert!(page.contains("of 1 MiB."), "{page}");
    let account = student.get("/account").await.text();
    let row = r#"<td class="number">1 MiB</td>"#;
    assert_eq!(account.matches(row).count(), 1, "{account}");

    let over = student.send("POST", API, &[], file(2)).await;
    assert_eq!(
        (over.status.as_u16(), over.json()["code"].as_str()),
        (409, Some("quota"))
    );
    let detail = over.json()["detail"].as_str().expect("a text").to_owned();
    assert!(
        detail.contains("of 1 MiB") && detail.contains("storage_mib"),
        "{detail}"
    );
    let over = student.look("elbo", &file(2)).await;
    assert_eq!(over.status, 409);
    assert!(over.text().contains("of 1 MiB"), "{}", over.text());
    let none = site.app.store.draft(student.id, "elbo", clock()).await;
    assert_eq!(none.expect("it answers"), None, "nothing waits");

    // The same bytes again take nothing, nor does another homework's room.
    assert_eq!(student.send("POST", API, &[], file(1)).await.status, 200);
    let small = b"{\"gaussian_kl.kl\": 2}".to_vec();
    assert_eq!(student.send("POST", API, &[], small).await.status, 201);
    publish(&site, "storage_mib = 1", "storage_mib = 2").await;
    assert_eq!(student.send("POST", API, &[], file(2)).await.status, 201);
}

#[tokio::test]
async fn a_file_is_graded_once() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    student.look("elbo", b"{\"gaussian_kl.kl\": 1}").await;
    // From here on nothing can be computed.
    site.app.compute_permits.close();
    assert_eq!(
        student
            .look("elbo", b"{\"gaussian_kl.kl\": 2}")
            .await
            .status,
        500
    );
    let page = student.get("/homeworks/elbo/draft").await;
    assert_eq!(page.status, 200, "{}", page.text());
    let sent = student.confirm("elbo").await;
    assert_eq!(sent.status, 303, "{}", sent.text());
}

#[tokio::test]
async fn a_submission_is_of_one_version() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let first = site.app.course().await.expect("there is a course").version;
    student.look("elbo", b"{\"gaussian_kl.kl\": 1}").await;
    // What it was graded under when it was looked at is not what it is stored under.
    let practice = "id = \"elbo\"\nmax_points = 2\ntask = [{ id = \"gaussian_kl\", points = 2 }]";
    let second = publish(&site, "id = \"elbo\"", practice).await;
    assert_ne!(first, second);
    let page = student.get("/homeworks/elbo/draft").await.text();
    assert!(page.contains("The course was changed since"), "{page}");
    assert_eq!(student.confirm("elbo").await.status, 303);
    let sent = site.app.store.submissions(student.id, "elbo").await;
    let newest = sent.expect("it answers").remove(0).id;
    let sent = site.app.store.submission(newest).await;
    let sent = sent.expect("it answers").expect("it is there");
    assert_eq!(sent.course, second);
    assert_eq!(sent.report.max_points.to_string(), "2");
}

/// The limiter gives one back every other second.
fn comes_again(refused: &Answer) {
    assert_eq!(refused.status, 429);
    let seconds: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn more_than_a_person_sends_is_refused_with_a_time_to_wait() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    // The limiter has a clock of its own and gives one back every other second: nothing is left right before each of these.
    let use_up = || while site.app.submission_limiter.check_key(&student.id).is_ok() {};
    use_up();
    let sent = student.send("POST", API, &[], b"{}".to_vec()).await;
    comes_again(&sent);
    use_up();
    let page = student.look("elbo", b"{}").await;
    comes_again(&page);
    use_up();
    let page = student.get("/account/data").await;
    comes_again(&page);
    let other = teacher.send("POST", API, &[], b"{\"x\":1}".to_vec()).await;
    assert_eq!(other.status, 201, "others are not concerned");
}

#[tokio::test]
async fn a_form_is_told_how_to_send_a_file() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let kind = ("answers.npz", "application/octet-stream");
    let sent = student.send_file(API, "file", kind, b"PK\x03\x04").await;
    assert_eq!(
        (sent.status.as_u16(), sent.json()["code"].as_str()),
        (415, Some("multipart"))
    );
    assert!(
        sent.text().contains("--data-binary @answers.npz"),
        "{}",
        sent.text()
    );
}

/// `curl -d` leaves out line breaks and zero bytes; `curl --data-binary` and Python send every byte under the same name.
#[tokio::test]
async fn a_file_that_lost_bytes_as_a_form_is_told_how_to_send_it() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    let whole = write_npz(&solved("elbo", &inputs));
    let mut lost = whole.clone();
    lost.retain(|byte| !matches!(byte, b'\r' | b'\n' | b'\0'));
    let form = ("content-type", "application/x-www-form-urlencoded");
    let bytes = ("content-type", "application/octet-stream");
    let check = API.replace("submissions", "check");
    for path in [API, &check] {
        for (kind, file, is_advised) in [
            (form, lost.clone(), true),
            (form, b"answers.npz".to_vec(), true),
            (bytes, lost.clone(), false),
            // Nothing is missing from this one.
            (form, b"[1, 2]".to_vec(), false),
        ] {
            let sent = student.send("POST", path, &[kind], file).await;
            assert!(matches!(sent.status.as_u16(), 415 | 422), "{}", sent.text());
            let told = sent.json();
            assert_eq!(told["code"], "answers", "{told}");
            let detail = told["detail"].as_str().unwrap_or_default();
            let advised = detail.contains("--data-binary @answers.npz");
            assert_eq!(advised, is_advised, "{path}: {detail}");
        }
    }
    let sent = student.send("POST", API, &[form], whole).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}
