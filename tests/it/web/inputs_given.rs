//! Inputs stay as they were given, whatever the course draws later; and to look at them gives nothing out.

use super::callers::OtherStudent;
use super::inputs::{SEND, marked, own_inputs, page_of, read, send};
use crate::support::site::{Door, Site, Student, Teacher, set_clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use dgm_grader::grading::{InputsId, draw_inputs, inputs_to_file};
use dgm_grader::ids::UserId;
use dgm_grader::service::regrade::{Enqueued, enqueue, resume};
use dgm_grader::store::{JobState, NewInputs};
use judge::answers::keys::INPUTS;
use judge::answers::{self, write_npz};
use judge::arrays::{Array, Arrays};
use serde_json::{Value, json};

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
