//! Typed numbers, and forms that nobody's browser sends.

use crate::support::site::{Student, set_clock};
use crate::support::small::small;
use crate::support::solve::solved;
use judge::arrays::Values;

/// A task of the small course with a single number to type.
fn scalar_key(answers: &judge::arrays::Arrays) -> (String, f64) {
    answers
        .iter()
        .find_map(|(key, array)| match &array.values {
            Values::Float(values) if values.ndim() == 0 => {
                Some((key.clone(), values.first().copied()?))
            }
            _ => None,
        })
        .expect("some output is a single number")
}

#[tokio::test]
async fn a_typed_number_may_have_a_decimal_comma() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    let (key, value) = scalar_key(&solved("elbo", &inputs));
    let page = student.get("/homeworks/elbo").await.text();
    assert!(
        page.contains(&format!("name=\"{key}\"")),
        "{key} can be typed"
    );

    let text = format!("{value:.9}").replace('.', "%2C");
    let sent = student
        .post(
            "/homeworks/elbo/numbers",
            &format!("{key}={text}&other.key="),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(sent.header("location"), "/homeworks/elbo/draft");
    let sent = student.confirm("elbo").await;
    let path = sent
        .header("location")
        .replace("/submissions/", "/api/v1/submissions/")
        .replace("?sent=new", "");
    let receipt = student.get(&path).await.json();
    let (task, output) = key.split_once('.').expect("a key has two parts");
    let verdict = receipt["report"]["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["task"] == format!("elbo/{task}"))
        .and_then(|t| {
            t["outputs"]
                .as_array()?
                .iter()
                .find(|o| o["output"] == output)
                .cloned()
        })
        .map(|o| o["verdict"].clone());
    assert_eq!(verdict, Some("correct".into()), "{receipt}");
    assert_eq!(
        receipt["report"]["unknown"].as_array().map(Vec::len),
        Some(0),
        "an empty field is nothing"
    );

    let ambiguous = student
        .post("/homeworks/elbo/numbers", &format!("{key}=1%2C234.5"))
        .await;
    assert_eq!(ambiguous.status, 422);
    assert!(
        ambiguous.text().contains(&key),
        "says which: {}",
        ambiguous.text()
    );
    let kept = ambiguous.text();
    assert!(kept.contains("value=\"1,234.5\""), "what was typed stays");
    assert!(
        kept.contains("aria-invalid=\"true\""),
        "and the field is marked"
    );
}

#[tokio::test]
async fn hostile_forms_are_refused_and_harm_nobody() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let many = (0..5000)
        .map(|n| format!("k{n}=1"))
        .collect::<Vec<_>>()
        .join("&");
    let long_key = format!("{}=1", "k".repeat(100_000));
    for form in [
        many.as_str(),
        &long_key,
        "%3Cscript%3Ealert(1)%3C/script%3E=1",
        "a%00b=1",
    ] {
        let sent = student.post("/homeworks/elbo/numbers", form).await;
        assert!(
            sent.status == 303 || sent.status == 422 || sent.status == 429,
            "{}",
            sent.status
        );
        if sent.status == 303 {
            let page = student.get(sent.header("location")).await;
            assert_eq!(page.status, 200);
            assert!(!page.text().contains("<script"), "it is escaped");
        }
    }
    let huge = format!("name={}", "x".repeat(3 << 20));
    assert_eq!(student.post("/account/tokens", &huge).await.status, 413);
    let odd = student
        .post("/account/tokens", "name=%3Cb%3Ebold%3C/b%3E%00%0A")
        .await;
    assert_eq!(odd.status, 303);
    let page = student.get("/account").await.text();
    assert!(page.contains("&lt;b&gt;bold"), "{page}");
}

#[tokio::test]
async fn broken_multipart_is_refused() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let path = "/homeworks/elbo/draft";
    let boundary = [("content-type", "multipart/form-data; boundary=edge")];
    let bodies: [&[u8]; 4] = [
        b"",
        b"--edge\r\nContent-Disposition: form-data; name=\"answers\"\r\n\r\ncut off",
        b"--edge\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n{}\r\n--edge--\r\n",
        b"\xff\xfe\0\0garbage",
    ];
    for body in bodies {
        let sent = student.send("POST", path, &boundary, body.to_vec()).await;
        assert_eq!(sent.status, 422, "{}", sent.text());
    }
    let none = [("content-type", "multipart/form-data")];
    let sent = student.send("POST", path, &none, b"x".to_vec()).await;
    assert_eq!(sent.status, 422);
}

#[tokio::test]
async fn an_expired_link_signs_nobody_in() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let link = site
        .app
        .store
        .new_link(
            student.id,
            jiff::SignedDuration::from_hours(1),
            "test",
            crate::support::site::clock(),
        )
        .await
        .unwrap();
    set_clock("2026-03-10T10:00:00Z");
    assert_eq!(
        site.nobody().get(&format!("/sign-in/{link}")).await.status,
        404
    );
    let hostile = format!("/sign-in/{}", "%00%2f..".repeat(500));
    assert_eq!(site.nobody().get(&hostile).await.status, 404);
}
