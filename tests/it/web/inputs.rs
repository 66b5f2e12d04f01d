//! Which inputs answers are for is told before an attempt is spent.

use crate::support::forms::hidden;
use crate::support::site::{Answer, Door, Site, Student};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use dgm_grader::grading::{InputsId, draw_inputs, inputs_to_file};
use judge::answers::keys::INPUTS;
use judge::answers::{self, Limits, write_npz};
use judge::arrays::{Array, Arrays};
use serde_json::{Value, json};

pub(super) const SEND: &str = "/api/v1/homeworks/elbo/submissions";
const CHECK: &str = "/api/v1/homeworks/elbo/check";

pub(super) async fn send(door: &Door, path: &str, file: &[u8]) -> Answer {
    door.send("POST", path, &[], file.to_vec()).await
}

pub(super) async fn own_inputs(door: &Door) -> Vec<u8> {
    let answer = door.get("/homeworks/elbo/inputs.npz").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

pub(super) fn read(file: &[u8]) -> Arrays {
    answers::read(file, &Limits::default()).expect("it is read")
}

/// Right answers with the mark of their inputs, as the starter notebook saves them.
pub(super) fn marked(inputs: &[u8]) -> Arrays {
    let mut answers = solved("elbo", inputs);
    answers.insert(INPUTS.to_owned(), read(inputs)[INPUTS].clone());
    answers
}

async fn practice_inputs(site: &Site, seed: u64) -> Vec<u8> {
    let active = site.app.course().await.expect("a course");
    let homework = active.course.homework("elbo").expect("it is there");
    let inputs = draw_inputs(homework, assignments::draw::seed(seed));
    write_npz(&inputs_to_file(&inputs, InputsId::practice("elbo", seed)))
}

pub(super) async fn page_of(door: &Door, file: &[u8]) -> String {
    let looked = door.look("elbo", file).await;
    assert_eq!(looked.status, 303, "{}", looked.text());
    let page = door.get("/homeworks/elbo/draft").await.text();
    page.replace(&hidden(&page, "sha256"), "…")
}

#[tokio::test]
async fn what_a_file_is_for_is_said_before_it_costs_an_attempt() {
    let site = small(Some(1)).await;
    let student = Student::of(&site).await;
    let own = own_inputs(&student).await;
    let (practice, other) = (practice_inputs(&site, 3).await, gan_answers());
    let mut unmarked = marked(&practice_inputs(&site, 0).await);
    unmarked.remove(INPUTS);
    for (file, which, seed, homework, words) in [
        (
            write_npz(&marked(&practice)),
            "practice",
            json!(3),
            Value::Null,
            "answers to the practice inputs, seed 3",
        ),
        (
            write_npz(&unmarked),
            "practice",
            json!(0),
            Value::Null,
            "answers to the practice inputs, seed 0",
        ),
        (
            own,
            "inputs_file",
            Value::Null,
            json!("elbo"),
            "send elbo-answers.npz",
        ),
        (
            write_npz(&other),
            "other_homework",
            Value::Null,
            json!("gan"),
            "answers of gan",
        ),
    ] {
        let page = page_of(&student, &file).await;
        assert!(page.contains(words), "{words} is not in {page}");
        assert!(page.contains("Send it all the same"), "{page}");
        assert!(!page.contains("did you mean"), "{page}");

        let refused = send(&student, SEND, &file).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        let problem = refused.json();
        assert_eq!(problem["code"], "other-inputs");
        assert!(problem["detail"].as_str().unwrap().contains(words));

        let told = send(&student, CHECK, &file).await.json();
        let inputs = &told["inputs"];
        assert_eq!(inputs["which"], which, "{inputs}");
        assert_eq!((&inputs["seed"], &inputs["homework"]), (&seed, &homework));
    }
    let sent = site.app.store.submissions(student.id, "elbo").await;
    assert!(sent.expect("it answers").is_empty(), "nothing was spent");

    // Who insists is heard, and the report says it again.
    let anyway = send(
        &student,
        &format!("{SEND}?anyway=true"),
        &write_npz(&marked(&practice)),
    )
    .await;
    assert_eq!(anyway.status, 201, "{}", anyway.text());
    assert_eq!(anyway.json()["report"]["inputs"]["which"], "practice");
    let again = send(&student, SEND, &write_npz(&marked(&practice))).await;
    assert_eq!(again.status, 200, "sent before, so it is no news");
}

fn gan_answers() -> Arrays {
    let homework = dgm_grader::course::Course::default_course();
    let gan = homework.homework("gan").expect("in the course");
    let inputs = draw_inputs(gan, [5; 32]);
    let file = inputs_to_file(&inputs, InputsId::practice("gan", 0));
    solved("gan", &write_npz(&file))
}

#[tokio::test]
async fn whatever_the_mark_holds_costs_nothing() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let inputs = own_inputs(&student).await;
    let float = |values: &[f64]| Array::float(ndarray::arr1(values).into_dyn());
    let ints = |values: &[i64]| Array::int(ndarray::arr1(values).into_dyn());
    for (mark, which, unusable) in [
        (Some(read(&inputs)[INPUTS].clone()), "own", false),
        (None, "own", false),
        (Some(float(&[0.5, f64::NAN])), "own", true),
        (Some(ints(&[1, 2, 3])), "own", true),
        (Some(ints(&[-1, 2])), "own", true),
        (Some(ints(&[1, 2])), "own", false),
    ] {
        let mut answers = marked(&inputs);
        match &mark {
            Some(mark) => answers.insert(INPUTS.to_owned(), mark.clone()),
            None => answers.remove(INPUTS),
        };
        let sent = send(&student, SEND, &write_npz(&answers)).await;
        assert_eq!(sent.status, 201, "{mark:?}: {}", sent.text());
        let receipt = sent.json();
        assert_eq!(receipt["points"], "13", "{mark:?}");
        let report = &receipt["report"];
        assert_eq!(report["unknown"], json!([]), "{mark:?}");
        assert_eq!(report["inputs"]["which"], which, "{mark:?}");
        assert_eq!(report["inputs"]["unusable_mark"], unusable, "{mark:?}");
        let told = report["inputs"]["told"].as_str().unwrap();
        assert_eq!(told.contains("dgm.inputs"), unusable, "{mark:?}: {told}");
    }
}

/// Answers to practice inputs with one task answered for one's own: what is said of the file must not tell whether that one is right.
#[tokio::test]
async fn nothing_said_before_sending_depends_on_what_is_right() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let own = own_inputs(&student).await;
    let practice = solved("elbo", &practice_inputs(&site, 0).await);
    let task = "discretized_logistic_mixture";
    let (right, wrong) = (solved("elbo", &own), spoilt("elbo", task, &own));
    let mut said = Vec::new();
    for of_one in [right, wrong] {
        let mut file = practice.clone();
        let one = of_one.into_iter().filter(|(key, _)| key.starts_with(task));
        file.extend(one);
        let file = write_npz(&file);
        let page = page_of(&student, &file).await;
        assert!(page.contains("practice inputs, seed 0"), "{page}");
        let refused = send(&student, SEND, &file).await;
        said.push((page, refused.status, refused.text()));
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn the_check_tells_practice_in_full_and_ones_own_by_form() {
    let site = small(Some(1)).await;
    let student = Student::of(&site).await;
    let practice = practice_inputs(&site, 0).await;
    let told = send(
        &student,
        CHECK,
        &write_npz(&spoilt("elbo", "gaussian_kl", &practice)),
    )
    .await
    .json();
    assert_eq!(told["inputs"]["which"], "practice");
    assert_eq!(told["outputs"], Value::Null);
    let tasks = told["report"]["tasks"].as_array().expect("tasks");
    let kl = tasks.iter().find(|t| t["task"] == "elbo/gaussian_kl");
    let kl = &kl.expect("it is there")["outputs"][0];
    assert_eq!(kl["verdict"], "wrong");
    for key in ["max_abs_error", "worst_expected", "worst_got"] {
        assert!(kl[key].as_f64().is_some(), "{kl}");
    }

    let own = own_inputs(&student).await;
    let looks = [solved("elbo", &own), spoilt("elbo", "gaussian_kl", &own)];
    let mut told = Vec::new();
    for file in looks {
        let answer = send(&student, CHECK, &write_npz(&file)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        told.push(answer.json());
    }
    assert_eq!(told[0], told[1], "right and wrong look the same");
    assert_eq!(told[0]["report"], Value::Null);
    let outputs = told[0]["outputs"].as_array().expect("outputs");
    assert!(outputs.iter().all(|o| o["found"] == "fits"), "{outputs:?}");
    // Whoever says so has it checked on practice inputs, whatever is in it.
    let asked = send(
        &student,
        &format!("{CHECK}?practice=2"),
        b"{\"gaussian_kl.kl\": 1}",
    )
    .await;
    assert!(
        asked.json()["report"]["tasks"].is_array(),
        "{}",
        asked.text()
    );
    for (path, file, status) in [
        (
            format!("{CHECK}?practise=2"),
            &b"{\"gaussian_kl.kl\": 1}"[..],
            422,
        ),
        (CHECK.to_owned(), b"no file of arrays", 415),
        (
            "/api/v1/homeworks/ddpm/check".to_owned(),
            b"{\"x\": 1}",
            409,
        ),
        (
            "/api/v1/homeworks/none/check".to_owned(),
            b"{\"x\": 1}",
            404,
        ),
    ] {
        let refused = send(&student, &path, file).await;
        assert_eq!(
            refused.status.as_u16(),
            status,
            "{path}: {}",
            refused.text()
        );
    }
    let sent = site.app.store.submissions(student.id, "elbo").await;
    assert!(sent.expect("it answers").is_empty(), "nothing was stored");
}

#[tokio::test]
async fn own_inputs_are_offered_to_whoever_took_practice_ones_and_to_nobody_else() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let link = "href=\"/homeworks/elbo/inputs.npz\"";
    let mark = InputsId::practice("elbo", 0).to_array();
    let practice = Arrays::from([
        (INPUTS.to_owned(), mark),
        (
            "gaussian_kl.kl".to_owned(),
            Array::float(ndarray::arr1(&[1.0]).into_dyn()),
        ),
    ]);
    let page = page_of(&student, &write_npz(&practice)).await;
    assert!(
        page.contains("practice inputs, seed 0") && page.contains(link),
        "{page}"
    );
    let other = br#"{"discriminator_loss.loss": 1}"#;
    let page = page_of(&student, other).await;
    assert!(
        page.contains("answers of gan") && !page.contains(link),
        "{page}"
    );
    let page = page_of(&student, &own_inputs(&student).await).await;
    assert!(
        page.contains("file of inputs") && !page.contains(link),
        "{page}"
    );
    let home = student.get("/homeworks/elbo").await.text();
    let install = "pip install -r http://dgm.test/client/requirements.txt";
    assert!(home.contains(install), "{home}");
}
