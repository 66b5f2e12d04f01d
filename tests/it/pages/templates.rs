//! Every template is rendered in both languages over the demo course.

use super::leaks::check;
use super::locales::files;
use crate::support::site::{Site, Student, Teacher, clock};
use dgm_grader::course::Course;
use dgm_grader::demo;
use std::path::Path;

/// Each template of a page with an address that shows it; `{id}` is the newest submission of the student.
const STUDENT: &[(&str, &str)] = &[
    ("overview.html", "/"),
    ("homework.html", "/homeworks/elbo"),
    ("submission.html", "/submissions/{id}"),
    ("draft.html", "/homeworks/flows/draft"),
    ("styleguide.html", "/styleguide"),
    ("account.html", "/account"),
    ("sign_in.html", "/sign-in"),
    ("signed_out.html", "/signed-out"),
    ("client.html", "/client/"),
    ("help.html", "/help/questions"),
    ("device.html", "/device"),
];
const TEACHER: &[(&str, &str)] = &[
    ("gradebook.html", "/gradebook"),
    ("student.html", "/students/anna"),
    ("student_homework.html", "/students/anna/homeworks/elbo"),
    ("course.html", "/course"),
    ("course_form.html", "/course/homeworks/elbo"),
    ("course_defaults.html", "/course/defaults"),
    ("course_versions.html", "/course/versions"),
    ("course_version.html", "/course/versions/1"),
    ("regrade.html", "/regrade?dry_run=1"),
    ("exam.html", "/exam"),
    ("export.html", "/export"),
    ("queue.html", "/queue"),
    ("requests.html", "/requests"),
    ("request.html", "/requests/1"),
    ("roster.html", "/roster"),
    ("mail.html", "/mail"),
    ("person.html", "/roster/anna"),
    ("links_preview.html", "/links?who=all"),
    ("audit.html", "/audit"),
    ("insight.html", "/insight"),
    ("sharing.html", "/sharing"),
    ("sharing_file.html", "/sharing/elbo/{sha256}"),
    ("lti.html", "/lti"),
    ("insight_homework.html", "/insight/elbo"),
    ("insight_live.html", "/insight/elbo/live"),
    ("insight_task.html", "/insight/elbo/gaussian_kl"),
    ("homework.html", "/homeworks/ddpm"),
    ("submission.html", "/submissions/{id}"),
];
/// The others: around every page, and around every fault.
const AROUND: [&str; 2] = ["layout.html", "fault.html"];
/// Those that answer a form; `confirmations.rs` renders them, and `tests/it/teacher` those of the config and of a regrade, with what a regrade replaced.
const CONFIRMED: [&str; 15] = [
    "earlier_report.html",
    "course_preview.html",
    "preview.html",
    "course_refused.html",
    "job.html",
    "student_homework_confirm.html",
    "roster_preview.html",
    "exam_preview.html",
    "exam_changed.html",
    "person_rename.html",
    "person_merge.html",
    "person_part.html",
    "audit_list.html",
    "audit_take_back.html",
    "sign_in_link.html",
];
/// Those of learning platforms, which `platforms.rs` renders.
const PLATFORMS: [&str; 7] = [
    "lti_platform.html",
    "lti_course.html",
    "lti_course_preview.html",
    "lti_new_tab.html",
    "lti_linking.html",
    "lti_return.html",
    "lti_register.html",
];
/// Those of letters, which `tests/it/mail` sends and opens.
const LETTERS: [&str; 3] = ["letter.html", "sign_in_letter.html", "unsubscribe.html"];
/// Those of one item graded by a person, which `tests/it/manual` renders.
const MANUAL: [&str; 4] = [
    "item.html",
    "queue_answer.html",
    "queue_item.html",
    "queue_rubric.html",
];

#[test]
fn no_template_is_left_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for file in files(&folder, "html") {
        if file.parent().is_some_and(|p| p.ends_with("components")) {
            continue;
        }
        let name = file
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        let listed = STUDENT
            .iter()
            .chain(TEACHER)
            .any(|(template, _)| *template == name);
        assert!(
            listed
                || AROUND.contains(&name)
                || CONFIRMED.contains(&name)
                || PLATFORMS.contains(&name)
                || MANUAL.contains(&name)
                || LETTERS.contains(&name),
            "{name} is rendered by no test"
        );
    }
}

#[tokio::test]
async fn every_page_of_the_demo_in_both_languages() {
    let site = Site::empty().await;
    let store = &site.app.store;
    demo::fill(store, &site.app.secret, clock())
        .await
        .expect("the demo is filled");
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let sent = store
        .submissions(student.id, "elbo")
        .await
        .expect("it answers");
    let looked = student
        .look("flows", b"{\"affine_coupling.z\": [1, 2], \"x\": 3}")
        .await;
    assert_eq!(looked.status, 303, "{}", looked.text());
    let newest = sent.first().expect("the demo's student has sent something");
    let (newest, sha256) = (newest.id, &newest.sha256);
    for lang in ["en", "ru"] {
        for (door, pages) in [(&*student, STUDENT), (&*teacher, TEACHER)] {
            door.post("/language", &format!("lang={lang}&back=/")).await;
            for (template, address) in pages {
                let address = address
                    .replace("{id}", &newest.to_string())
                    .replace("{sha256}", sha256);
                let page = door.get(&address).await;
                check(&page, lang, &format!("{template} at {address}"));
                assert!(
                    page.body.len() < 600 * 1024,
                    "{address}: {} bytes",
                    page.body.len()
                );
            }
            // All homeworks that this person may see, whatever their state.
            for homework in &site
                .app
                .course()
                .await
                .expect("there is a course")
                .course
                .homeworks
            {
                let address = format!("/homeworks/{}", homework.name());
                let page = door.get(&address).await;
                if page.status != 409 {
                    check(&page, lang, &address);
                }
            }
            let fault = door.get("/nothing").await;
            assert_eq!(fault.status, 404);
            let title = if lang == "ru" {
                "Здесь ничего нет"
            } else {
                "There is nothing here"
            };
            assert!(fault.text().contains(title), "{}", fault.text());
        }
    }
}

#[tokio::test]
async fn the_demo_may_be_filled_again_and_not_over_a_real_course() {
    let site = Site::empty().await;
    let store = &site.app.store;
    let first = demo::fill(store, &site.app.secret, clock())
        .await
        .expect("it is filled");
    let course = Course::default_course();
    let sent = store.standings(&course).await.expect("it answers");
    let second = demo::fill(store, &site.app.secret, clock())
        .await
        .expect("and again");
    assert_eq!(
        store.standings(&course).await.expect("it answers"),
        sent,
        "nothing is sent twice"
    );
    assert_ne!(first, second, "the links are new");
    let homeworks: usize = sent.values().map(std::collections::HashMap::len).sum();
    assert!(homeworks > 12, "the class has worked: {homeworks}");

    let real = crate::support::small::small(None).await;
    let refused = demo::fill(&real.app.store, &real.app.secret, clock()).await;
    assert!(refused.is_err(), "a real course is left alone");
}

/// What is drawn by the program from numbers, and names of the course that break lines: HTML without any text of people.
const DRAWN: &[&str] = &[
    "elements.plot",
    "view.progress.plot",
    "view.grades.svg",
    "view.attempts",
    "view.points.svg",
    "view.hours.svg",
    "key | escape_html | replace(from=\".\", to=\".<wbr>\") | replace(from=\"_\", to=\"_<wbr>\")",
];

#[test]
fn html_of_a_text_is_always_marked_as_words_of_people() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut texts = 0;
    for file in files(&folder, "html") {
        let template = std::fs::read_to_string(&file).expect("it is readable");
        for (before, _) in template
            .match_indices("| safe }}")
            .map(|(at, _)| template.split_at(at))
        {
            let (around, expression) = before.rsplit_once("{{").expect("it is an expression");
            if DRAWN.contains(&expression.trim()) {
                continue;
            }
            let (_, tag) = around.rsplit_once('<').expect("it is in an element");
            let class = tag
                .split_once("class=\"")
                .and_then(|(_, rest)| rest.split_once('"'));
            let marked = class.is_some_and(|(class, _)| class.split(' ').any(|c| c == "words"));
            assert!(
                marked && tag.ends_with('>'),
                "{}: {expression} stands in <{tag}",
                file.display()
            );
            texts += 1;
        }
        let safe = template.matches("| safe").count() + template.matches("|safe").count();
        assert_eq!(
            safe,
            template.matches("| safe }}").count(),
            "{}: written otherwise",
            file.display()
        );
    }
    assert!(texts >= 10, "only {texts}");
}
