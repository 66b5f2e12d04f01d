//! The pages in their states: nothing sent, everything right, each verdict, late, closed.

use super::leaks::check;
use crate::support::audit::checked;
use crate::support::site::{Door, Site, Student, Teacher, clock, set_clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use assignments::catalogue;
use dgm_grader::course::Course;
use dgm_grader::grading::TaskVerdict;
use dgm_grader::ids::SubmissionId;
use dgm_grader::store::NewSubmission;
use judge::answers::write_npz;
use judge::arrays::{Array, Arrays, Values};
use judge::points::Points;

async fn visit(door: &Door, addresses: &[&str]) -> Vec<String> {
    let mut pages = Vec::new();
    for lang in ["en", "ru"] {
        door.post("/language", &format!("lang={lang}&back=/")).await;
        for address in addresses {
            let page = door.get(address).await;
            check(&page, lang, address);
            pages.push(page.text());
        }
    }
    pages
}

async fn inputs(door: &Door) -> Vec<u8> {
    door.get("/homeworks/elbo/inputs.npz").await.body
}

async fn send(door: &Door, answers: &Arrays) -> String {
    let sent = door.upload("elbo", &write_npz(answers)).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").to_owned()
}

#[tokio::test]
async fn nothing_sent() {
    let site = small(Some(5)).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    visit(&student, &["/", "/homeworks/elbo", "/account"]).await;
    visit(&teacher, &["/gradebook", "/students/anna", "/account"]).await;
}

#[tokio::test]
async fn a_program_asks_is_let_in_or_not_and_canvas_is_known() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let (store, now) = (&site.app.store, site.app.now());
    let asked = store.new_device("dgm login", "127.0.0.1", now).await;
    let code = asked.expect("it answers").expect("there is room").user;
    let asking = format!("/device?code={code}");
    let (done, not) = ("/device?done=allowed", "/device?done=denied");
    visit(&student, &[&asking, "/device?code=BBBB-BBBB", done, not]).await;
    let export = "Student,ID,SIS Login ID,elbo (101)\n\"A, A\",7,anna,\n";
    let kind = ("export.csv", "text/csv");
    let kept = teacher.send_file("/export/canvas", "file", kind, export.as_bytes());
    assert_eq!(kept.await.status, 303);
    visit(&teacher, &["/export"]).await;
}

#[tokio::test]
async fn everything_right() {
    let site = small(Some(5)).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let report = send(&student, &solved("elbo", &inputs(&student).await)).await;
    let pages = visit(&student, &[&report, "/", "/homeworks/elbo"]).await;
    assert!(pages.iter().all(|p| !p.contains("verdict-wrong")));
    assert!(pages[3].contains("13 из 13"), "{}", pages[3]);
    visit(&teacher, &[&report, "/gradebook", "/students/anna"]).await;
}

/// One file in which every verdict occurs that a file can earn.
fn every_verdict(inputs: &[u8]) -> Arrays {
    let mut answers = spoilt("elbo", "gaussian_kl", inputs);
    let mut floats: Vec<String> = answers
        .iter()
        .filter(|(key, array)| {
            matches!(&array.values, Values::Float(v) if v.ndim() > 0)
                && !key.starts_with("gaussian_kl")
        })
        .map(|(key, _)| key.clone())
        .collect();
    // The last one: the first key of all is spelt wrong below.
    let int = answers
        .iter()
        .rev()
        .find_map(|(key, array)| matches!(array.values, Values::Int(_)).then(|| key.clone()));
    if let Some(Values::Float(values)) = floats
        .pop()
        .and_then(|k| answers.get_mut(&k))
        .map(|a| &mut a.values)
    {
        values.fill(f64::NAN);
    }
    if let Some(key) = floats.pop() {
        answers.insert(key, Array::float(ndarray::ArrayD::zeros(vec![1, 2, 3])));
    }
    if let Some(array) = int.and_then(|key| answers.get_mut(&key)) {
        *array = Array::float(ndarray::ArrayD::from_elem(array.shape().to_vec(), 0.5));
    }
    if let Some(key) = floats.pop() {
        answers.remove(&key);
    }
    let lost = answers.pop_first().expect("there are answers");
    answers.insert("gausian_kl.kl".to_owned(), lost.1);
    answers
}

#[tokio::test]
async fn each_verdict_has_its_words_and_sign() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let report = send(&student, &every_verdict(&inputs(&student).await)).await;
    let pages = visit(&student, &[&report, "/homeworks/elbo", "/"]).await;
    for verdict in [
        "correct",
        "wrong",
        "missing",
        "wrong_shape",
        "wrong_dtype",
        "not_finite",
    ] {
        assert!(
            pages[0].contains(&format!("verdict verdict-{verdict}")),
            "{verdict} in {}",
            pages[0]
        );
    }
    assert!(pages[0].contains("did you mean"), "an unknown key is named");
    visit(&teacher, &[&report, "/students/anna"]).await;
}

#[tokio::test]
async fn a_fault_of_ours() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let id = fault(&site, &student).await;
    let pages = visit(&student, &[&format!("/submissions/{id}")]).await;
    assert!(pages[0].contains("that is our fault"), "{}", pages[0]);
    let list = student.get("/api/v1/homeworks").await.text();
    assert!(list.contains("\"attempts_left\":null"), "{list}");
}

/// A submission on which the grader itself failed, stored as if it had.
async fn fault(site: &Site, student: &Student) -> SubmissionId {
    let store = &site.app.store;
    let sent = student.upload("elbo", b"{\"gaussian_kl.kl\": 1}").await;
    assert_eq!(sent.status, 303);
    let earlier = store
        .submissions(student.id, "elbo")
        .await
        .expect("it answers")
        .remove(0);
    let earlier = store.submission(earlier.id).await.expect("it answers");
    let earlier = earlier.expect("it is there");
    let mut report = earlier.report;
    for task in &mut report.tasks {
        task.verdict = TaskVerdict::GraderFault;
        task.outputs.clear();
    }
    let new = NewSubmission {
        user: student.id,
        homework: "elbo",
        received_at: clock(),
        file: b"x",
        sha256: "x",
        course: earlier.course,
        inputs_release: None,
        report: &report,
        points: Points::ZERO,
        late_factor: judge::points::Share::ALL,
    };
    store.submit(new, None).await.expect("it is stored");
    let newest = store
        .submissions(student.id, "elbo")
        .await
        .expect("it answers")
        .remove(0);
    assert!(!newest.attempt, "it costs no attempt");
    newest.id
}

#[tokio::test]
async fn late_and_closed() {
    let site = small(Some(5)).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    set_clock("2026-03-12T20:59:00Z");
    let report = send(&student, &solved("elbo", &inputs(&student).await)).await;
    visit(&student, &[&report, "/", "/homeworks/elbo"]).await;
    set_clock("2026-04-02T09:00:00Z");
    let pages = visit(
        &student,
        &[&report, "/", "/homeworks/elbo", "/homeworks/ddpm"],
    )
    .await;
    assert!(pages[2].contains("state-closed"), "{}", pages[2]);
    visit(&teacher, &["/gradebook", "/students/anna", &report]).await;
}

/// A homework's page is one page, also over a slow line: every task of it is there, practice in few words.
#[tokio::test]
async fn no_homework_is_a_page_of_more_than_100_kilobytes() {
    let site = Site::empty().await;
    let course = checked(&Course::default_course().to_toml());
    let published = site.app.store.publish_course(&course, "", "test", clock());
    published.await.expect("the course is published");
    let student = Student::of(&site).await;
    let names: Vec<String> = catalogue::HOMEWORKS
        .iter()
        .map(|h| format!("/homeworks/{}", h.name))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let pages = visit(&student, &names).await;
    for (page, name) in pages.iter().zip(names.iter().cycle()) {
        assert!(page.len() < 100_000, "{name} has {} bytes", page.len());
        assert_eq!(
            page.matches("<article class=\"task\"").count(),
            page.matches("class=\"ports\"").count(),
            "{name}"
        );
    }
}
