//! What the class did with a homework: solved at which attempt, recognised mistakes, points, hours before the deadline, who is missing.

use crate::support::site::{Site, Student, Teacher, set_clock};
use crate::support::small::small;
use crate::support::solve::{solved, spoilt};
use dgm_grader::store::Role;
use judge::answers::write_npz;
use judge::arrays::Array;

/// The part of a page between two texts.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).expect("the part begins");
    rest.split_once(to).expect("and ends").0
}

#[tokio::test]
async fn a_homework_is_told_by_task_mistake_point_and_hour() {
    let site: Site = small(None).await;
    let student = Student::of(&site).await;
    site.join("vera", Role::Student).await;
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    // The deadline is the end of 11 March in Moscow, 21:00 UTC.
    set_clock("2026-03-11T20:30:00Z");
    let wrong = write_npz(&spoilt("elbo", "alpha_divergence", &inputs));
    assert_eq!(student.upload("elbo", &wrong).await.status, 303);
    set_clock("2026-03-11T21:30:00Z");
    let right = write_npz(&solved("elbo", &inputs));
    assert_eq!(student.upload("elbo", &right).await.status, 303);

    let page = Teacher::of(&site).await.get("/insight/elbo").await.text();
    let task = between(
        &page,
        "<code class=\"muted\">alpha_divergence</code>",
        "</div></td></tr>",
    );
    // Tried by one, solved by one, at the second attempt.
    let cells: Vec<&str> = task.split("<td class=\"number\">").skip(1).collect();
    let cell = |n: usize| cells[n].split("</td>").next().unwrap_or_default();
    assert_eq!(cell(0), "1");
    assert!(
        cell(1).starts_with('1') && cell(1).contains("100%"),
        "{task}"
    );
    assert!(cell(2).contains('0') && cell(3) == "1", "{task}");
    // The mistake, once, its formula set and not as it was typed.
    assert!(
        task.contains("<b>1</b> × <code>arguments_swapped</code>"),
        "{task}"
    );
    assert!(task.contains("<math"), "{task}");
    let mistakes = between(task, "<ul class=\"plain\">", "</ul>");
    assert!(
        !mistakes.contains('$') && !mistakes.contains('`'),
        "{mistakes}"
    );

    // A plot and the table behind it: a bar a point, a bar an hour.
    let points = between(&page, "<h2>Points</h2>", "</section>");
    assert!(points.contains("<svg class=\"bars\""), "{points}");
    // 11.5 in time; all 13 an hour late are 11.7.
    assert!(points.contains("from 11 to below 12: 1"), "{points}");
    assert_eq!(points.matches("<th scope=\"row\">").count(), 14);
    let hours = between(&page, "<h2>Before the deadline</h2>", "</section>");
    assert!(hours.contains("hour −1: 1"), "{hours}");
    assert!(hours.contains("after it: 1"), "{hours}");
    assert_eq!(hours.matches("<th scope=\"row\">").count(), 72);
    let missing = between(&page, "1 student has not sent anything", "</section>");
    assert!(missing.contains("/students/vera/homeworks/elbo") && !missing.contains("anna"));
}

#[tokio::test]
async fn who_was_late_is_named_and_marked_until_the_deadline_is_moved() {
    let site: Site = small(None).await;
    let student = Student::of(&site).await;
    let teacher = Teacher::of(&site).await;
    let inputs = student.get("/homeworks/elbo/inputs.npz").await.body;
    set_clock("2026-03-11T21:30:00Z");
    let right = write_npz(&solved("elbo", &inputs));
    assert_eq!(student.upload("elbo", &right).await.status, 303);

    let page = teacher.get("/insight/elbo").await.text();
    let heading = "counted submission came after the deadline";
    let late = between(&page, heading, "</section>");
    assert!(late.contains("/students/anna/homeworks/elbo"), "{late}");
    let book = teacher.get("/gradebook").await.text();
    let cell = between(&book, "/students/anna/homeworks/elbo\"", "</td>");
    assert!(cell.contains("sent after the deadline"), "{cell}");
    assert!(cell.contains('⚑'), "not by colour alone: {cell}");
    let russian = [("accept-language", "ru")];
    let book = teacher
        .send("GET", "/gradebook", &russian, Vec::new())
        .await;
    assert!(book.text().contains("отправлено после срока"));

    let path = "/api/v1/students/anna/homeworks/elbo/extension";
    let json = [("content-type", "application/json")];
    let later = br#"{"deadline": "2026-03-12", "reason": "ill"}"#.to_vec();
    let moved = teacher.send("PUT", path, &json, later).await;
    assert_eq!(moved.status, 204, "{}", moved.text());
    let page = teacher.get("/insight/elbo").await.text();
    assert!(
        page.contains("Nobody") && page.contains(heading),
        "in time by a later deadline"
    );
    let book = teacher.get("/gradebook").await.text();
    let cell = between(&book, "/students/anna/homeworks/elbo\"", "</td>");
    assert!(!cell.contains('⚑'), "{cell}");
}

#[tokio::test]
async fn who_is_wrong_in_the_same_way_is_told_together() {
    let site: Site = small(None).await;
    // Three times too large is no known mistake; inputs differ, so the numbers do as well.
    for (login, spoil) in [("b", 3.0), ("c", 3.0), ("d", 3.0), ("e", 1.7)] {
        let door = site.join(login, Role::Student).await;
        let inputs = door.get("/homeworks/elbo/inputs.npz").await.body;
        let mut answers = solved("elbo", &inputs);
        let key = "iwae_bound.iwae";
        let right = answers[key].to_float();
        answers.insert(key.to_owned(), Array::float(right * spoil));
        let sent = door.upload("elbo", &write_npz(&answers)).await;
        assert_eq!(sent.status, 303);
    }
    // A known mistake is told by its name and not here.
    let door = site.join("f", Role::Student).await;
    let inputs = door.get("/homeworks/elbo/inputs.npz").await.body;
    let known = write_npz(&spoilt("elbo", "iwae_bound", &inputs));
    assert_eq!(door.upload("elbo", &known).await.status, 303);

    let teacher = Teacher::of(&site).await;
    let page = teacher.get("/insight/elbo/iwae_bound").await.text();
    let alike = between(&page, "<h2>Wrong in the same way</h2>", "</section>");
    assert!(
        alike.contains("<b>3</b>") && alike.contains("3 times the right answer"),
        "{alike}"
    );
    let names = between(alike, "<ul class=\"toc\">", "</ul>");
    let told: Vec<_> = ["b", "c", "d", "e", "f"]
        .into_iter()
        .filter(|login| names.contains(&format!(">{login}</a>")))
        .collect();
    assert_eq!(told, ["b", "c", "d"], "{names}");
    assert!(
        alike.contains("1 more output is wrong in a way of its own"),
        "{alike}"
    );
    let known = between(&page, "<h2>Known mistakes</h2>", "</section>");
    assert!(known.contains("<b>1</b>"), "{known}");
    // Looked at once more, no answer is read once more.
    site.app.store.note_statements();
    let again = teacher.get("/insight/elbo/iwae_bound").await.text();
    assert_eq!(again, page);
    let read = site.app.store.noted_statements();
    let read = read.iter().filter(|s| s.contains("select file, sha256"));
    assert_eq!(read.count(), 0);
    let russian = [("accept-language", "ru")];
    let page = teacher
        .send("GET", "/insight/elbo/iwae_bound", &russian, Vec::new())
        .await;
    assert!(page.text().contains("верный ответ, умноженный на 3"));
    for nothing in ["/insight/elbo/nothing", "/insight/nothing/iwae_bound"] {
        assert_eq!(teacher.get(nothing).await.status, 404, "{nothing}");
    }
    // Five students, one task that not all solved: it tells them apart or not, but by a number.
    let page = teacher.get("/insight/elbo").await.text();
    assert!(page.contains("href=\"/insight/elbo/iwae_bound\""), "{page}");
}

#[tokio::test]
async fn the_last_hours_are_seen_as_they_go_by() {
    let site: Site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let page = teacher.get("/insight/elbo/live").await.text();
    assert!(page.contains("0 of 0 students have points"), "{page}");
    assert!(page.contains("Nothing has arrived yet"), "{page}");
    let door = site.join_as("b", "Борис <b>", Role::Student).await;
    site.join("c", Role::Student).await;
    set_clock("2026-03-11T20:30:00Z");
    let inputs = door.get("/homeworks/elbo/inputs.npz").await.body;
    let right = write_npz(&solved("elbo", &inputs));
    assert_eq!(door.upload("elbo", &right).await.status, 303);
    let page = teacher.get("/insight/elbo/live").await.text();
    assert!(
        page.contains("1 of 2 students have points, 1 of them all"),
        "{page}"
    );
    assert!(
        page.contains("1 submission in the last 10 minutes"),
        "{page}"
    );
    assert!(page.contains("Борис &lt;b&gt;"), "{page}");
    set_clock("2026-03-11T20:45:00Z");
    let page = teacher.get("/insight/elbo/live").await.text();
    assert!(
        page.contains("Nothing arrived in the last 10 minutes"),
        "{page}"
    );
    for nothing in ["/insight/nothing/live", "/insight/nothing/live/events"] {
        assert_eq!(teacher.get(nothing).await.status, 404, "{nothing}");
    }

    // Behind is who sent nothing of what was due; nobody is before the deadline.
    let page = teacher.get("/insight").await.text();
    assert!(page.contains("Nobody is behind"), "{page}");
    set_clock("2026-03-11T21:00:00Z");
    let page = teacher.get("/insight").await.text();
    let behind = between(&page, "1 student is behind", "</section>");
    assert!(
        behind.contains("/students/c\"") && !behind.contains("Борис"),
        "{behind}"
    );
}
