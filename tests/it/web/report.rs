//! What a report shows and what it keeps to itself: errors by element, hints, expected values, changes; and one's own data.

use crate::support::audit::checked;
use crate::support::site::{Site, Student, Teacher, clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use dgm_grader::course::Course;
use judge::answers::write_npz;
use judge::arrays::Array;

/// The small course with these lines in its first homework.
async fn course_with(lines: &str) -> Site {
    let site = small(None).await;
    let published = site.app.store.course().await.expect("it answers");
    let toml = published.expect("there is a course").toml;
    let toml = toml.replace("id = \"elbo\"", &format!("id = \"elbo\"\n{lines}"));
    Course::parse(&toml).expect("the course is valid");
    let store = &site.app.store;
    store
        .publish_course(&checked(&toml), "changed", "test", clock())
        .await
        .expect("the course is published");
    site
}

async fn wrong_report(student: &Student) -> String {
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    let file = write_npz(&spoilt("elbo", "discretized_logistic_mixture", &inputs));
    let sent = student.upload("elbo", &file).await;
    sent.header("location").replace("?sent=new", "")
}

#[tokio::test]
async fn errors_are_shown_where_they_are() {
    let site = course_with("feedback = \"full\"").await;
    let student = Student::of(&site).await;
    let report = wrong_report(&student).await;
    let page = student.get(&report).await.text();
    assert!(page.contains("<svg class=\"error-map\""), "{page}");
    assert!(page.contains("Where the error of discretized_logistic_mixture.log_prob sits"));
    assert!(page.contains("From left to right: batch (6)."), "{page}");
    assert!(page.contains("The elements furthest off"));
    // Never revealed: no expected value, no reference.
    assert!(!page.contains(">Expected</th>") && !page.contains("reference.npz"));
    assert!(!page.contains(" style="), "the policy forbids it");
    let teacher = Teacher::of(&site).await;
    let page = teacher.get(&report).await.text();
    assert!(page.contains(">Expected</th>") && page.contains("reference.npz"));
}

/// Everything that a homework asks for, and nothing of it right.
#[tokio::test]
async fn a_report_on_which_all_is_wrong_is_as_long_as_a_page() {
    let site = small(None).await;
    let toml = Course::default_course().to_toml();
    let store = &site.app.store;
    let course = checked(&toml);
    let published = store.publish_course(&course, "changed", "test", clock());
    published.await.expect("the course is published");
    let student = Student::of(&site).await;
    let teacher = Teacher::of(&site).await;
    let mut tasks = 0;
    for homework in &Course::default_course().homeworks {
        let name = homework.name();
        let inputs = student.get(&format!("/homeworks/{name}/inputs.npz")).await;
        let mut answers = solved(name, &inputs.body);
        for (output, array) in &mut answers {
            if !output.starts_with("dgm.") {
                *array = Array::float(array.to_float().mapv(|x| 3.0 * x + 1.0));
            }
        }
        let sent = student.upload(name, &write_npz(&answers)).await;
        let report = sent.header("location").replace("?sent=new", "");
        let page = teacher.get(&report).await.text();
        assert!(page.len() < 100 << 10, "{name}: {} bytes", page.len());
        // What had no room has a page of its own, with all of it.
        let begin = format!("href=\"{report}?task=");
        for part in page.split(begin.as_str()).skip(1) {
            let task = part.split('#').next().expect("it has a fragment");
            let own = teacher.get(&format!("{report}?task={task}")).await.text();
            let shown = own
                .split("class=\"task-report")
                .find(|t| t.contains(&format!("id=\"task-{task}\"")));
            let shown = shown.expect("the task is there");
            assert!(shown.contains("<details open>"), "{task}");
            assert!(shown.contains("class=\"worst\""), "{task}: {shown}");
            assert!(own.len() < 100 << 10, "{task}: {} bytes", own.len());
            tasks += 1;
        }
    }
    assert!(tasks > 10, "{tasks}");
}

#[tokio::test]
async fn a_better_attempt_is_told_from_a_worse_one() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let first = wrong_report(&student).await;
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    let right = write_npz(&solved("elbo", &inputs));
    let second = student.upload("elbo", &right).await;
    let page = student.get(second.header("location")).await.text();
    assert!(page.contains("Since the attempt before"), "{page}");
    assert!(page.contains("points +1.5"), "{page}");
    assert!(page.contains("newly right") && page.contains("#task-discretized_logistic_mixture"));
    assert!(!page.contains("not right any more"));
    let page = student.get(&first).await.text();
    assert!(!page.contains("Since the attempt before"), "{page}");
}

#[tokio::test]
async fn hints_wait_for_their_attempt() {
    let site = course_with("hints_from_attempt = 2").await;
    let student = Student::of(&site).await;
    let report = wrong_report(&student).await;
    let page = student.get(&report).await.text();
    assert!(!page.contains("This looks like:"), "{page}");
    assert!(page.contains("The hint is shown from attempt 2 on."));
    // The API holds it back too.
    let api = format!("/api/v1{report}");
    let receipt = student.get(&api).await.text();
    assert!(!receipt.contains("\"hint\""), "{receipt}");
    assert!(receipt.contains("\"hints_from_attempt\":2"), "{receipt}");
    let data = student.get("/account/data").await;
    assert!(!String::from_utf8_lossy(&data.body).contains("\"hint\""));
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    let mut answers = spoilt("elbo", "discretized_logistic_mixture", &inputs);
    answers.remove("elbo.elbo");
    let second = student.upload("elbo", &write_npz(&answers)).await;
    let page = student.get(second.header("location")).await.text();
    assert!(page.contains("This looks like:"), "{page}");
}

/// What is told at once knows which attempt it was from storing it; what is told later asks.
#[tokio::test]
async fn a_receipt_says_at_once_what_it_says_later() {
    let site = course_with("hints_from_attempt = 3").await;
    let student = Student::of(&site).await;
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    let mut answers = spoilt("elbo", "discretized_logistic_mixture", &inputs);
    for attempt in 1..=3 {
        let file = write_npz(&answers);
        for again in [false, true] {
            let api = "/api/v1/homeworks/elbo/submissions";
            let sent = student.send("POST", api, &[], file.clone()).await;
            let mut at_once = sent.json();
            assert_eq!(at_once["again"], again);
            at_once["again"] = false.into();
            let later = student.get(sent.header("location")).await;
            let later = later.json();
            assert_eq!(at_once, later, "{attempt}");
            let is_hinted = at_once.to_string().contains("\"hint\"");
            assert_eq!(is_hinted, attempt == 3, "{at_once}");
        }
        // Another file, as wrong as this one.
        let one = answers.keys().next().cloned();
        answers.remove(&one.expect("something is left"));
    }
}

#[tokio::test]
async fn what_the_config_reveals_can_be_seen_and_downloaded() {
    let site = course_with("reveal = \"always\"").await;
    let student = Student::of(&site).await;
    let report = wrong_report(&student).await;
    let page = student.get(&report).await.text();
    assert!(page.contains(">Expected</th>"), "{page}");
    let reference = student.get(&format!("{report}/reference.npz")).await;
    assert_eq!(reference.status, 200);
    let sent = student.upload("elbo", &reference.body).await;
    let page = student.get(sent.header("location")).await.text();
    assert!(page.contains("13 of 13 points"), "{page}");
}

#[tokio::test]
async fn a_receipt_names_the_bytes() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let report = wrong_report(&student).await;
    let json = student.get(&format!("{report}/receipt.json")).await;
    let receipt = json.json();
    let text = student.get(&format!("{report}/receipt.txt")).await.text();
    assert_eq!(receipt["login"], "anna");
    assert_eq!(receipt["points"], "11.5");
    for part in [receipt["sha256"].as_str().unwrap(), "elbo", "anna"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[tokio::test]
async fn what_is_stored_about_me_is_mine_to_take() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let file = b"{\"gaussian_kl.kl\": 1}";
    student.upload("elbo", file).await;
    let answer = student.get("/account/data").await;
    assert_eq!(answer.header("content-type"), "application/zip");
    // Nothing is compressed, so what is inside can be seen.
    let inside = String::from_utf8_lossy(&answer.body);
    assert!(inside.contains("data.json") && inside.contains("submissions/elbo-1"));
    assert!(inside.contains(&String::from_utf8_lossy(file).into_owned()));
    assert!(inside.contains("\"login\": \"anna\""));
}

#[tokio::test]
async fn a_grade_can_be_imagined() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let page = student.get("/?if.elbo=12,5&if.exam=26").await.text();
    assert!(
        page.contains("That would be 38.5 points: grade 2."),
        "{page}"
    );
    assert!(page.contains("floor(relu(38.5 / 8 - 2))"), "{page}");
    // Without scripts a form sends its sliders, too; one that was not moved says nothing, and a number goes before it.
    for (query, total) in [
        ("slide.elbo=12.5&slide.exam=0", "12.5"),
        ("if.elbo=&slide.elbo=13&slide.exam=26", "39"),
        ("if.elbo=7&slide.elbo=13", "7"),
        ("slide.elbo=0&if.exam=1", "1"),
    ] {
        let page = student.get(&format!("/?{query}")).await.text();
        let says = format!("That would be {total} point");
        assert!(page.contains(&says), "{query}: {page}");
    }
    for bad in ["14", "-1", "x", "%3Cb%3E", "1e9"] {
        let page = student.get(&format!("/?if.elbo={bad}")).await;
        assert_eq!(page.status, 200, "{bad}");
        let page = page.text();
        assert!(page.contains("aria-invalid=\"true\""), "{bad}: {page}");
        assert!(!page.contains("<b>\""), "it is escaped");
    }
}
