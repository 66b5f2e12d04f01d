//! Which inputs answers are for: told before an attempt is spent, and kept as they were given whatever the course draws later.

use super::callers::OtherStudent;
use crate::support::forms::hidden;
use crate::support::site::{Answer, Door, Site, Student, Teacher, set_clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use dgm_grader::grading::{InputsId, draw_inputs, inputs_to_file};
use dgm_grader::ids::UserId;
use dgm_grader::service::regrade::{Enqueued, enqueue, resume};
use dgm_grader::store::{JobState, NewInputs};
use judge::answers::keys::INPUTS;
use judge::answers::{self, Limits, write_npz};
use judge::arrays::{Array, Arrays};
use serde_json::{Value, json};

const SEND: &str = "/api/v1/homeworks/elbo/submissions";
const CHECK: &str = "/api/v1/homeworks/elbo/check";

async fn send(door: &Door, path: &str, file: &[u8]) -> Answer {
    door.send("POST", path, &[], file.to_vec()).await
}

async fn own_inputs(door: &Door) -> Vec<u8> {
    let answer = door.get("/homeworks/elbo/inputs.npz").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

fn read(file: &[u8]) -> Arrays {
    answers::read(file, &Limits::default()).expect("it is read")
}

/// Right answers with the mark of their inputs, as the starter notebook saves them.
fn marked(inputs: &[u8]) -> Arrays {
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

async fn page_of(door: &Door, file: &[u8]) -> String {
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
    assert!(kl["max_abs_error"].as_f64().is_some(), "{kl}");

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

async fn publish(teacher: &Door, toml: &str, query: &str) -> Value {
    let kind = [("content-type", "application/toml")];
    let path = format!("/api/v1/course?regrade=false{query}");
    let answer = teacher
        .send("PUT", &path, &kind, toml.as_bytes().to_vec())
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The course in force, with a batch of 12 where the task `elbo` had 8.
async fn larger(site: &Site) -> String {
    let mut course = site.app.course().await.expect("a course").course.clone();
    let homework = course.homeworks.iter_mut().find(|h| h.name() == "elbo");
    let tasks = &mut homework.expect("it is there").tasks;
    let task = tasks.iter_mut().find(|t| t.name() == "elbo");
    let sizes = &mut task.expect("it is there").sizes;
    sizes.insert("batch".to_owned(), 12);
    course.to_toml()
}

/// The course in force, with tasks that give their points only as a whole: everything sent is to be graded anew.
async fn strict(site: &Site) -> String {
    let mut course = site.app.course().await.expect("a course").course.clone();
    for homework in &mut course.homeworks {
        for task in &mut homework.tasks {
            task.partial = false;
        }
    }
    course.to_toml()
}

/// How many submissions a regrade would grade; nobody's points would change.
async fn regraded(teacher: &Door) -> u64 {
    let path = "/api/v1/regrade?dry_run=true";
    let impact = teacher.send("POST", path, &[], Vec::new()).await.json();
    assert_eq!(impact["students"], json!([]), "{impact}");
    assert_eq!(impact["left"], json!([]), "{impact}");
    impact["graded"].as_u64().expect("a number")
}

fn batch(inputs: &[u8]) -> usize {
    solved("elbo", inputs)["elbo.elbo"].shape()[0]
}

#[tokio::test]
async fn a_size_changed_after_sending_takes_nothing_from_anybody() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let own = own_inputs(&student).await;
    let answers = marked(&own);
    let first = send(&student, SEND, &write_npz(&answers)).await.json();
    assert_eq!(first["points"], "13");

    let toml = larger(&site).await;
    let preview = publish(&teacher, &toml, "&dry_run=true").await;
    assert_eq!(preview["impact"]["students"], json!([]), "nobody loses");
    let kept = json!([{ "homework": "elbo", "students": 1 }]);
    assert_eq!(preview["old_inputs"], kept);
    assert_eq!(publish(&teacher, &toml, "").await["old_inputs"], kept);

    // Their inputs are those that they were given, and so is what their answers are judged by.
    assert_eq!(own_inputs(&student).await, own);
    let json_file = answers::write_json(&answers).into_bytes();
    let second = send(&student, SEND, &json_file).await.json();
    assert_eq!(second["points"], "13", "{second}");
    publish(&teacher, &strict(&site).await, "").await;
    assert_eq!(regraded(&teacher).await, 2);
    // The job takes nothing from anybody: each is graded anew by the inputs that it was sent for.
    let Ok(Enqueued::Job(job)) = enqueue(&site.app, None, "teacher").await else {
        panic!("there is something to grade anew");
    };
    resume(&site.app, &job).await.expect("it runs to its end");
    let rows = site.app.store.regraded(job.id).await.expect("it answers");
    assert!(rows.iter().all(|row| row.before == row.after), "{rows:?}");
    let done = site.app.store.job(job.id).await.expect("it answers");
    assert_eq!(
        done.map(|job| (job.state, job.done)),
        Some((JobState::Done, 2))
    );
    for sent in [&first, &second] {
        let kept = student
            .get(&format!("/api/v1/submissions/{}", sent["id"]))
            .await;
        assert_eq!(kept.json()["points"], "13");
    }
    let total = student.get("/api/v1/grade").await.json()["total"].clone();
    assert_eq!(total, "13");

    // Whoever has none yet is given the new size.
    let other = OtherStudent::of(&site).await;
    assert_eq!((batch(&own), batch(&own_inputs(&other).await)), (8, 12));
}

#[tokio::test]
async fn new_inputs_are_given_where_the_teacher_asks_for_them() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let own = own_inputs(&student).await;
    let mut answers = marked(&own);
    let toml = larger(&site).await;
    publish(&teacher, &toml, "&new_inputs=true").await;

    let page = student.get("/homeworks/elbo").await.text();
    assert!(page.contains("The course gave you new inputs"), "{page}");
    let fresh = own_inputs(&student).await;
    assert_eq!((batch(&own), batch(&fresh)), (8, 12));
    assert_ne!(read(&own)[INPUTS], read(&fresh)[INPUTS]);
    // The earlier ones can be fetched still, by whoever had them.
    let earlier = "/homeworks/elbo/inputs/1";
    assert!(page.contains(&format!("href=\"{earlier}\"")), "{page}");
    let again = student.get(earlier).await;
    assert!(
        again
            .header("content-disposition")
            .contains("elbo-inputs-1.npz")
    );
    assert_eq!(read(&again.body), read(&own));
    let other = OtherStudent::of(&site).await;
    assert!(!other.get("/homeworks/elbo").await.text().contains(earlier));
    for none in [
        earlier,
        "/homeworks/elbo/inputs/3",
        "/homeworks/elbo/inputs/-1",
    ] {
        assert_eq!(other.get(none).await.status, 404, "{none}");
    }

    // Answers to the earlier ones are told apart and judged by those, with their mark and without.
    for _ in 0..2 {
        let page = page_of(&student, &write_npz(&answers)).await;
        assert!(page.contains("inputs that you had before"), "{page}");
        assert!(!page.contains("wrong shape"), "{page}");
        let sent = send(&student, SEND, &write_npz(&answers)).await.json();
        assert_eq!(sent["points"], "13", "{sent}");
        assert_eq!(sent["report"]["inputs"]["which"], "earlier");
        answers.remove(INPUTS);
    }
    let sent = student
        .upload("elbo", &answers::write_json(&answers).into_bytes())
        .await;
    let report = student.get(sent.header("location")).await.text();
    assert!(report.contains("13 of 13 points"), "{report}");
    let sent = send(&student, SEND, &write_npz(&marked(&fresh)))
        .await
        .json();
    assert_eq!(sent["points"], "13");
    assert_eq!(sent["report"]["inputs"]["which"], "own");

    // A regrade keeps every submission to its own inputs.
    publish(&teacher, &strict(&site).await, "").await;
    assert_eq!(regraded(&teacher).await, 4);

    // After the deadline those in force alone are left.
    set_clock("2026-03-12T09:00:00Z");
    let late = solved("elbo", &own);
    let mut late: Arrays = late.into_iter().collect();
    late.insert("note".to_owned(), Array::int(ndarray::arr0(1).into_dyn()));
    let sent = send(&student, SEND, &write_npz(&late)).await.json();
    assert_ne!(sent["report"]["points"], "13", "{sent}");
    let page = student.get("/homeworks/elbo").await.text();
    assert!(page.contains("are not taken any more"), "{page}");
}

#[tokio::test]
async fn whoever_only_looks_gives_nothing_out() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let given = async || {
        let releases = site.app.store.releases_given(student.id, "elbo").await;
        releases.expect("it answers").len()
    };
    let page = teacher.get("/students/anna/homeworks/elbo/page").await;
    assert_eq!((page.status.as_u16(), given().await), (200, 0));
    let text = page.text();
    assert!(
        text.contains("(8, "),
        "the lengths are those that will be: {text}"
    );
    publish(&teacher, &larger(&site).await, "").await;
    assert_eq!(
        batch(&own_inputs(&student).await),
        12,
        "nothing was fixed by it"
    );
    assert_eq!(given().await, 1);
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
    let install = "pip install --find-links http://dgm.test/client/ dgm-grader";
    assert!(home.contains(install), "{home}");
}

#[tokio::test]
async fn going_back_with_new_inputs_gives_the_earlier_ones_again() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let own = own_inputs(&student).await;
    let before = site.app.store.course().await.unwrap().unwrap().toml;
    publish(&teacher, &larger(&site).await, "&new_inputs=true").await;
    assert_eq!(batch(&own_inputs(&student).await), 12);
    publish(&teacher, &before, "&new_inputs=true").await;
    let (mut own, mut again) = (read(&own), read(&own_inputs(&student).await));
    assert_ne!(own.remove(INPUTS), again.remove(INPUTS));
    assert_eq!(own, again);
}

/// A submission that was stored before inputs were kept is judged by those of its own time.
#[tokio::test]
async fn what_was_sent_before_inputs_were_kept_stays_right() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let active = site.app.course().await.expect("a course");
    let homework = active.course.homework("elbo").expect("it is there");
    let secret = crate::support::site::SECRET;
    let seed = dgm_grader::grading::student_seed(&secret, "anna", "elbo");
    let inputs = draw_inputs(homework, seed);
    let file = inputs_to_file(&inputs, InputsId::own(&secret, "anna", "elbo", 1));
    let answers = solved("elbo", &write_npz(&file));
    let sorted = dgm_grader::grading::sort_answers(answers.clone(), homework).expect("sorted");
    let report = dgm_grader::grading::grade(homework, &inputs, &sorted);
    let bytes = write_npz(&answers);
    let new = dgm_grader::store::NewSubmission {
        user: student.id,
        homework: "elbo",
        received_at: site.app.now(),
        file: &bytes,
        sha256: "earlier",
        course: active.version,
        inputs_release: None,
        report: &report,
        points: report.points,
        late_factor: judge::points::Share::ALL,
    };
    site.app.store.submit(new, None).await.expect("stored");
    let toml = larger(&site).await;
    let preview = publish(&teacher, &toml, "&dry_run=true").await;
    assert_eq!(preview["old_inputs"][0]["students"], 1);
    publish(&teacher, &toml, "").await;
    publish(&teacher, &strict(&site).await, "").await;
    assert_eq!(regraded(&teacher).await, 1);
    assert_eq!(read(&own_inputs(&student).await), read(&write_npz(&file)));
}

/// What is stored of the inputs that students were given: whose, of which tasks.
async fn given_out(site: &Site) -> Vec<(UserId, usize)> {
    let store = &site.app.store;
    let all: Vec<&str> = assignments::catalogue::tasks()
        .map(assignments::task::AnyTask::name)
        .collect();
    let mut given = Vec::new();
    for user in store.users().await.expect("it answers") {
        let owner = (user.id, &*user.drawn_as);
        let tasks = store.given_inputs(owner, "elbo", 1, &all).await;
        let tasks = tasks.expect("it answers").len();
        if tasks > 0 {
            given.push((user.id, tasks));
        }
    }
    given
}

/// A teacher settles a question before the student has looked: what the course draws later is still what that student gets.
#[tokio::test]
async fn what_a_teacher_looks_at_or_downloads_is_not_given_out() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for part in ["", "/page", "/inputs.npz", "/reference.npz"] {
        let path = format!("/students/anna/homeworks/elbo{part}");
        assert_eq!(teacher.get(&path).await.status, 200, "{path}");
    }
    assert_eq!(given_out(&site).await, []);
    publish(&teacher, &larger(&site).await, "").await;
    assert_eq!(batch(&own_inputs(&student).await), 12);
}

/// The comparison reads what others were given; a task that the catalogue had not then is given to nobody by it.
#[tokio::test]
async fn comparing_gives_nothing_out() {
    let site = small(None).await;
    let (student, other) = (Student::of(&site).await, OtherStudent::of(&site).await);
    let teacher = Teacher::of(&site).await;
    let active = site.app.course().await.expect("a course");
    let homework = active.course.homework("elbo").expect("it is there");
    let drawn = draw_inputs(homework, [7; 32]);
    let one = [("gaussian_kl", write_npz(&drawn["gaussian_kl"]))];
    let new = NewInputs {
        user: other.id,
        drawn_as: "boris",
        homework: "elbo",
        release: 1,
        course: active.version,
        tasks: &one,
    };
    let given = site.app.store.give_inputs(new, site.app.now()).await;
    given.expect("it answers");
    let wrong = spoilt("elbo", "iwae_bound", &own_inputs(&student).await);
    let sent = send(&student, SEND, &write_npz(&wrong)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let before = given_out(&site).await;
    assert!(before.contains(&(other.id, 1)), "{before:?}");

    assert_eq!(teacher.post("/sharing", "").await.status, 303);
    let page = teacher.get("/sharing").await.text();
    assert!(page.contains("All submissions are compared."), "{page}");
    assert_eq!(given_out(&site).await, before);
}
