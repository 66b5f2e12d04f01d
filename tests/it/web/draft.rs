//! Looking into a file before it is sent.

use crate::support::forms::hidden;
use crate::support::site::{Student, set_clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use judge::answers::write_npz;
use judge::arrays::{Array, Arrays};
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[tokio::test]
async fn what_is_in_the_file_is_shown_and_costs_nothing() {
    let site = small(Some(1)).await;
    let student = Student::of(&site).await;
    let wide = Array::float(ndarray::ArrayD::zeros(vec![3, 5]));
    let file = write_npz(&Arrays::from([
        ("gaussian_kl.kl".to_owned(), wide.clone()),
        ("gausian_kl.kl".to_owned(), wide),
    ]));
    assert_eq!(student.look("elbo", &file).await.status, 303);
    let page = student.get("/homeworks/elbo/draft").await.text();
    for said in [
        "Nothing is sent yet.",
        "wrong shape",
        "(16,)",
        "(3, 5) float64",
        "<code class=\"words\">gausian_kl.kl</code> — did you mean <code>gaussian_kl.kl</code>?",
        "This will be attempt 1 of 1.",
    ] {
        assert!(page.contains(said), "{said} is not in {page}");
    }
    let sent = site.app.store.submissions(student.id, "elbo").await;
    assert!(sent.expect("it answers").is_empty(), "nothing was sent");
}

#[tokio::test]
async fn the_page_does_not_tell_right_from_wrong() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    let mut pages = Vec::new();
    for answers in [
        solved("elbo", &inputs),
        spoilt("elbo", "discretized_logistic_mixture", &inputs),
    ] {
        let file = write_npz(&answers);
        assert_eq!(student.look("elbo", &file).await.status, 303);
        let page = student.get("/homeworks/elbo/draft").await.text();
        pages.push(page.replace(&hidden(&page, "sha256"), "…"));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn only_what_was_looked_at_is_sent() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    student.look("elbo", b"{\"gaussian_kl.kl\": 1}").await;
    let page = student.get("/homeworks/elbo/draft").await;
    let first = format!("sha256={}", page.hidden("sha256"));
    // Another file in another window takes its place.
    student.look("elbo", b"{\"gaussian_kl.kl\": 2}").await;
    let path = "/homeworks/elbo/submissions";
    assert_eq!(student.post(path, &first).await.status, 409);
    let second = student.get("/homeworks/elbo/draft").await;
    let second = format!("sha256={}", second.hidden("sha256"));
    let sent = student.confirm("elbo").await;
    assert_eq!(sent.status, 303);
    let report = sent.header("location").replace("?sent=new", "");
    // Back from there, or the same button in another window: what was sent is shown.
    let back = student.get("/homeworks/elbo/draft").await;
    assert_eq!(
        (back.status.as_u16(), back.header("location")),
        (303, &*report)
    );
    let pressed = student.post(path, &second).await;
    assert_eq!(pressed.header("location"), format!("{report}?sent=again"));
    set_clock("2026-03-10T10:00:01Z");
    let gone = student.get("/homeworks/elbo/draft").await;
    assert_eq!(gone.status, 409);
    let text = gone.text();
    assert!(text.contains("not here any more"), "{text}");
    assert!(
        text.contains("href=\"/homeworks/elbo#answers-panel\""),
        "{text}"
    );
}

#[tokio::test]
async fn half_precision_is_named_before_an_attempt_is_spent() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    // One array of two bytes an element, as safetensors has it.
    let head = br#"{"gaussian_kl.kl":{"dtype":"BF16","shape":[16],"data_offsets":[0,32]}}"#;
    let file = [&(head.len() as u64).to_le_bytes(), &head[..], &[0; 32]].concat();
    assert_eq!(student.look("elbo", &file).await.status, 303);
    let page = student.get("/homeworks/elbo/draft").await.text();
    assert!(page.contains("bfloat16 keeps 2 digits"), "{page}");
}

#[tokio::test]
async fn why_an_array_is_none_of_numbers_is_said_without_its_key() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let header = "{'descr': '|O', 'fortran_order': False, 'shape': (16,), }\n";
    let length = u16::try_from(header.len()).expect("it is short");
    let objects = [
        b"\x93NUMPY\x01\x00",
        &length.to_le_bytes()[..],
        header.as_bytes(),
        b"\x80",
    ];
    let numbers = std::fs::read("tests/fixtures/answers/arange3.npy").expect("it is read");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, array) in [("gaussian_kl.kl", objects.concat()), ("other", numbers)] {
        let member = archive.start_file(format!("{name}.npy"), SimpleFileOptions::default());
        member.expect("a member begins");
        archive.write_all(&array).expect("it is written");
    }
    let file = archive.finish().expect("it ends").into_inner();
    assert_eq!(student.look("elbo", &file).await.status, 303);
    for (lang, told) in [
        ("en", "an array of Python objects"),
        ("ru", "массив объектов Python"),
    ] {
        student
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let page = student.get("/homeworks/elbo/draft").await.text();
        assert!(page.contains(&format!("<br>{told}")), "{page}");
    }
}

#[tokio::test]
async fn typed_numbers_are_shown_as_they_were_understood() {
    let site = crate::support::site::Site::empty().await;
    let course = crate::support::course::course("[[homework]]\nid = \"gan\"\n");
    let course = crate::support::audit::checked(&course);
    let now = crate::support::site::clock();
    let published = site
        .app
        .store
        .publish_course(&course, "", "test", now)
        .await;
    published.expect("the course is published");
    let student = Student::of(&site).await;
    let page = student.get("/homeworks/gan").await.text();
    let keys: Vec<String> = page
        .split("id=\"type-")
        .skip(1)
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect();
    let form = format!("{}=1%2C234&{}=-1e-9", keys[0], keys[1]);
    let typed = student.post("/homeworks/gan/numbers", &form).await;
    assert_eq!(typed.status, 303, "{}", typed.text());
    let page = student.get("/homeworks/gan/draft").await.text();
    assert!(page.contains("<b>1.234</b> float64"), "{page}");
    assert!(page.contains("<b>-1e-9</b> float64"), "{page}");
    student.post("/language", "lang=ru&back=/").await;
    let page = student.get("/homeworks/gan/draft").await.text();
    assert!(page.contains("<b>1,234</b> float64"), "{page}");
}

#[tokio::test]
async fn a_draft_expires_and_a_closed_homework_takes_none() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    student.look("elbo", b"{\"gaussian_kl.kl\": 1}").await;
    set_clock("2026-03-10T10:00:00Z");
    assert_eq!(student.get("/homeworks/elbo/draft").await.status, 200);
    set_clock("2026-03-10T10:00:01Z");
    assert_eq!(student.get("/homeworks/elbo/draft").await.status, 409);
    set_clock("2026-03-21T09:00:00Z");
    let late = student.look("elbo", b"{\"gaussian_kl.kl\": 1}").await;
    assert_eq!(late.status, 409);
}

#[tokio::test]
async fn the_same_bytes_lead_to_the_earlier_report() {
    let site = small(Some(1)).await;
    let student = Student::of(&site).await;
    let file = b"{\"gaussian_kl.kl\": 1}";
    let sent = student.upload("elbo", file).await;
    let report = sent.header("location").replace("?sent=new", "");
    student.look("elbo", file).await;
    let page = student.get("/homeworks/elbo/draft").await.text();
    assert!(page.contains(&format!("href=\"{report}\"")), "{page}");
    assert!(page.contains("This costs no attempt"), "{page}");
    let again = student.confirm("elbo").await;
    assert_eq!(again.header("location"), format!("{report}?sent=again"));
    // Another file has no attempt left, and that is said before it is sent.
    student.look("elbo", b"{\"gaussian_kl.kl\": 2}").await;
    let page = student.get("/homeworks/elbo/draft").await.text();
    assert!(page.contains("All attempts are used"), "{page}");
    assert!(!page.contains("class=\"primary\""), "{page}");
}
