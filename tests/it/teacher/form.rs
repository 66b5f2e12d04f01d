//! The common changes without TOML: the form of a homework, the check while one types, a mistake that gets a name.

use super::site::{STRICT, Site, right};
use axum::http::StatusCode;
use dgm_grader::grading::draw_inputs;
use dgm_grader::ids::SubmissionId;
use dgm_grader::store::Role;
use judge::answers::write_npz;
use judge::arrays::Array;

const FORM: &str = "/course/homeworks/elbo";

#[tokio::test]
async fn a_form_leads_to_the_preview_of_the_text_and_publishes_nothing() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    site.sends("anna", 1e-6).await;
    let page = teacher.get("/course").await.text();
    assert!(
        page.contains("formaction=\"/course/homeworks/elbo\""),
        "{page}"
    );
    let page = teacher.get(FORM).await.text();
    assert!(
        page.contains("name=\"task.gaussian_kl\" value=\"2.5\""),
        "{page}"
    );
    assert!(
        page.contains("name=\"deadline\" value=\"\" type=\"date\""),
        "{page}"
    );
    let commented = STRICT.replace("points = \"2.5\"\n\n", "points = \"2.5\" # agreed\n\n");
    let fields = [
        ("toml", commented.as_str()),
        ("base", "1"),
        ("note", "longer"),
        ("deadline", "2026-12-01"),
        ("deadline_time", ""),
        ("attempts", "number"),
        ("attempts_number", "7"),
        ("max_points", "2.5"),
    ];
    let page = teacher.form(FORM, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let page = page.text();
    let draft = commented.replace(
        "# agreed\n",
        "# agreed\ndeadline = 2026-12-01\nattempts = 7\n",
    );
    let shown = draft.replace('"', "&quot;");
    assert!(page.contains(shown.trim_end()), "{page}");
    assert!(page.contains("value=\"longer\""), "{page}");
    assert_eq!(site.app.store.course_versions().await.unwrap().len(), 1);
    // A form over a text that is edited still.
    let fields = [("toml", draft.as_str()), ("base", "1"), ("do", "open")];
    let page = teacher.form(FORM, &fields).await.text();
    assert!(
        page.contains("name=\"deadline\" value=\"2026-12-01\""),
        "{page}"
    );
    assert!(
        page.contains("name=\"attempts_number\" value=\"7\""),
        "{page}"
    );
}

#[tokio::test]
async fn a_refused_value_is_said_at_its_field_and_kept() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let fields = [
        ("toml", STRICT),
        ("base", "1"),
        ("note", "why"),
        ("deadline", "01.12.2026"),
        ("task.gaussian_kl", "3"),
        ("late", "per_day"),
        ("late_per_day", "<b>"),
    ];
    for (lang, words) in [
        ("en", ["3 problems", "write", "ask"]),
        ("ru", ["3 ошибки", "Всё введённое сохранено", "баллов"]),
    ] {
        teacher
            .form("/language", &[("lang", lang), ("back", "/")])
            .await;
        let page = teacher.form(FORM, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = page.text();
        assert!(page.contains(words[0]), "{page}");
        for (field, typed) in [
            ("deadline", "01.12.2026"),
            ("max_points", "2.5"),
            ("late_per_day", "&lt;b&gt;"),
        ] {
            let kept = format!("name=\"{field}\" value=\"{typed}\"");
            assert!(page.contains(&kept), "{field}: {page}");
            let said = format!("aria-describedby=\"problem-{field}\"");
            assert!(page.contains(&said), "{field}: {page}");
            let said = format!("<span class=\"field-error\" id=\"problem-{field}\">✗");
            assert!(page.contains(&said), "{field}: {page}");
        }
        assert!(
            page.contains("deadline = 2026-12-01"),
            "what to write: {page}"
        );
        assert!(!page.contains("<b>&quot;"), "{page}");
    }
    let unknown = teacher.get("/course/homeworks/gan").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let broken = [("toml", "title = 1"), ("base", "1")];
    let page = teacher.form(FORM, &broken).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("<mark>"), "{}", page.text());
}

#[tokio::test]
async fn the_rules_of_all_homeworks_have_a_form_too() {
    const ALL: &str = "/course/defaults";
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let page = teacher.get("/course").await.text();
    assert!(page.contains("formaction=\"/course/defaults\""), "{page}");
    let page = teacher.get(ALL).await.text();
    assert!(page.contains("not said: unlimited"), "{page}");

    let fields = [
        ("toml", STRICT),
        ("base", "1"),
        ("note", "fewer"),
        ("attempts", "number"),
        ("attempts_number", "7"),
    ];
    let page = teacher.form(ALL, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let page = page.text();
    assert!(page.contains("defaults = { attempts = 7 }"), "{page}");
    assert!(page.contains("value=\"fewer\""), "{page}");
    assert_eq!(site.app.store.course_versions().await.unwrap().len(), 1);

    let wrong = [
        ("toml", STRICT),
        ("base", "1"),
        ("late", "per_day"),
        ("late_per_day", "a lot"),
    ];
    let page = teacher.form(ALL, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = page.text();
    assert!(page.contains("id=\"problem-late_per_day\""), "{page}");
    assert!(page.contains("value=\"a lot\""), "{page}");
}

#[tokio::test]
async fn problems_are_told_while_one_types_and_nothing_is_stored() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    teacher
        .form("/language", &[("lang", "ru"), ("back", "/")])
        .await;
    let told = async |text: &str| {
        teacher
            .form("/course/check", &[("toml", text)])
            .await
            .json()
    };
    let good = told(&right()).await;
    assert_eq!(good["problems"], serde_json::json!([]));
    assert!(
        good["summary"]
            .as_str()
            .unwrap()
            .starts_with("Ошибок не найдено")
    );
    // A place is in characters, and a browser sends lines as DOS does.
    let text = right().replace(
        "id = \"elbo\"",
        "title = { en = \"é𝄞\", ru = 1 }\r\nid = \"elbo\"",
    );
    let bad = told(&text).await;
    let problem = &bad["problems"][0];
    let line = text
        .lines()
        .position(|l| l.starts_with("title = { en = \"é"))
        .unwrap()
        + 1;
    assert_eq!(
        (&problem["line"], &problem["column"], &problem["length"]),
        (&line.into(), &27.into(), &1.into()),
        "{bad}"
    );
    assert!(problem["error"].as_bool().unwrap());
    assert_eq!(bad["summary"], "1 ошибка.");
    for text in ["", "= =", "a = \"é", "\u{feff}x", "title = 1\ntitle = 2"] {
        let bad = told(text).await;
        assert!(!bad["problems"].as_array().unwrap().is_empty(), "{text:?}");
    }
    assert_eq!(site.app.store.course_versions().await.unwrap().len(), 1);
}

/// Sends what somebody answers who takes `factor` times the right answer.
async fn sends_times(site: &Site, login: &str, factor: f64) -> SubmissionId {
    let (door, _) = site.join(login, Role::Student).await;
    let answers = site.answers(login, factor - 1.0).await;
    let path = "/api/v1/homeworks/elbo/submissions";
    let sent = door.send("POST", path, &[], answers).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let id = sent.json()["id"].as_i64().expect("it has a number");
    id.into()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn a_mistake_of_the_class_gets_a_name_and_is_recognised_from_then_on() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let store = &site.app.store;
    let publish = [("toml", &*right()), ("base", "1"), ("note", "right")];
    let page = teacher.form("/course/publish", &publish).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let (one, _) = (
        sends_times(&site, "anna", 1.73).await,
        sends_times(&site, "boris", 1.73).await,
    );
    let page = teacher.get("/insight/elbo/gaussian_kl").await.text();
    assert!(
        page.contains("name=\"like\" value=\"factor 1.73\""),
        "{page}"
    );
    let name = [
        ("output", "kl"),
        ("like", "factor 1.73"),
        ("mistake", "square_root_of_three"),
        ("hint_en", "Look at $\\sqrt 3$."),
        ("hint_ru", "Посмотрите на $\\sqrt 3$."),
    ];
    let page = teacher
        .form("/insight/elbo/gaussian_kl/mistake", &name)
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let (_, draft) = text
        .split_once("<textarea name=\"toml\" hidden>\n")
        .unwrap();
    let draft = draft.split("</textarea>").next().unwrap();
    let draft = draft
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    assert!(draft.contains("like = { kl = \"factor 1.73\" }"), "{draft}");
    let publish = [
        ("toml", &*draft),
        ("base", "2"),
        ("note", "named"),
        ("regrade", "yes"),
    ];
    let page = teacher.form("/course/publish", &publish).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let job = page.location().to_owned();
    assert!(job.starts_with("/jobs/"), "{job}");
    // Graded anew, the answers that were there are told; and one that comes later is told at once.
    let three = sends_times(&site, "carl", 1.73).await;
    for _ in 0..200 {
        if !teacher.get(&job).await.text().contains("data-events") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for (login, id) in [("anna", one), ("carl", three)] {
        let (student, _) = site.join(login, Role::Student).await;
        for (lang, hint) in [("en", "Look at"), ("ru", "Посмотрите на")] {
            student
                .form("/language", &[("lang", lang), ("back", "/")])
                .await;
            let report = student.get(&format!("/submissions/{id}")).await.text();
            assert!(report.contains(hint), "{login} {lang}: {report}");
            assert!(
                !report.contains("1.73") && !report.contains("1,73"),
                "{report}"
            );
        }
        let report = store.submission(id).await.unwrap().unwrap().report;
        let mistake = report
            .tasks
            .iter()
            .find_map(|t| t.mistake.as_ref())
            .unwrap();
        assert_eq!(mistake.id, "square_root_of_three");
    }
    // What is right is not called a mistake.
    let (_, right) = site.sends("dora", 0.0).await;
    let report = store.submission(right).await.unwrap().unwrap().report;
    assert!(report.tasks.iter().all(|t| t.mistake.is_none()));
    let page = teacher.get("/insight/elbo/gaussian_kl").await.text();
    assert!(
        page.contains("<b>3</b> × <code>square_root_of_three</code>"),
        "{page}"
    );

    // The pack of the student's program tells it too.
    let (student, _) = site.join("erna", Role::Student).await;
    let pack = student.get("/api/v1/homeworks/elbo/practice").await.body;
    let pack = judge::pack::Pack::read(&pack).unwrap();
    let active = site.app.course().await.unwrap();
    let homework = active.course.homework("elbo").unwrap();
    let inputs = draw_inputs(homework, assignments::draw::seed(0));
    let truth = homework
        .task("gaussian_kl")
        .unwrap()
        .spec
        .reference(&inputs["gaussian_kl"]);
    let answer = truth.unwrap()["kl"].to_float().mapv(|kl| 1.73 * kl);
    let file = write_npz(&[("gaussian_kl.kl".to_owned(), Array::float(answer))].into());
    let path = "/api/v1/homeworks/elbo/check?practice=0";
    let checked = student.send("POST", path, &[], file.clone()).await.text();
    assert!(checked.contains("square_root_of_three"), "{checked}");
    let opened = judge::answers::open(&file, &judge::answers::Limits::default()).unwrap();
    let sorted = dgm_grader::grading::sort_answers(opened, homework).unwrap();
    let by_pack = pack.grade(0, &sorted, &[]).unwrap();
    assert_eq!(
        by_pack,
        dgm_grader::grading::grade(homework, &inputs, &sorted)
    );
}

#[tokio::test]
async fn what_needs_no_name_is_shown_with_the_reason() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let right = site.answers("shape-a", 0.0).await;
    let right = judge::answers::read(&right, &judge::answers::Limits::default()).unwrap();
    let nan = vec!["NaN"; right["gaussian_kl.kl"].shape()[0]].join(", ");
    for (kind, answer, reason) in [
        ("shape", "[1, 2]", "which shape was found"),
        ("finite", &*format!("[{nan}]"), "NaN or infinity"),
    ] {
        for who in ["a", "b"] {
            let (door, _) = site.join(&format!("{kind}-{who}"), Role::Student).await;
            let file = format!("{{\"gaussian_kl.kl\": {answer}}}").into_bytes();
            let path = "/api/v1/homeworks/elbo/submissions";
            let sent = door.send("POST", path, &[], file).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        }
        let page = teacher.get("/insight/elbo/gaussian_kl").await.text();
        assert!(
            page.contains(reason) && page.contains("It needs no name"),
            "{page}"
        );
        assert!(!page.contains("name=\"like\""), "{page}");
    }
}
