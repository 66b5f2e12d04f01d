//! The grading config in the browser and by API.

use super::site::{STRICT, Site, right};
use crate::support::audit::{checked, of_kind, sides};
use crate::support::site::{self as house, clock};
use axum::http::StatusCode;
use dgm_grader::course::Course;
use dgm_grader::store::Role;

const BROKEN: &str = r#"title = { en = "A <b> course", ru = "Курс" }
time_zone = "Europe/Moscov"
final_grade = "floor(relu(points / 8 - 2))"

[[homework]]
id = "elbow"
"#;

#[tokio::test]
async fn every_problem_is_marked_in_the_text_in_both_languages() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    for (code, words) in [
        ("en", "Europe/Moscow"),
        ("ru", "Эти правила принять нельзя"),
    ] {
        teacher
            .form("/language", &[("lang", code), ("back", "/course")])
            .await;
        let fields = [("toml", BROKEN), ("base", "1")];
        let page = teacher.multipart("/course/preview", &fields).await;
        let text = page.text();
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        assert!(text.contains(words), "{code}: {text}");
        let zone = text.contains("<mark>&quot;Europe&#x2F;Moscov&quot;</mark>")
            || text.contains("<mark>&quot;Europe/Moscov&quot;</mark>");
        assert!(zone, "{text}");
        assert!(text.contains("<mark>&quot;elbow&quot;</mark>"), "{text}");
        assert!(text.contains("^^^^"), "{text}");
        assert!(!text.contains("A <b> course"), "what was typed is escaped");
        assert!(
            text.contains("A &lt;b&gt; course"),
            "what was typed is kept"
        );
    }
    assert_eq!(site.app.store.course_versions().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_preview_writes_nothing_and_publishing_keeps_to_what_was_previewed() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let (anna, _) = site.sends("anna", 1e-6).await;
    let draft = right().replace('\n', "\r\n");
    let fields = [("toml", draft.as_str()), ("base", "1")];
    let page = teacher.multipart("/course/preview", &fields).await;
    let text = page.text();
    assert_eq!(page.status, StatusCode::OK, "{text}");
    assert!(text.contains("+2.5"), "{text}");
    assert!(text.contains("Tolerance of gaussian_kl.kl"), "{text}");
    let points = site
        .app
        .store
        .standings_of(anna.id, &Course::default_course())
        .await
        .unwrap()["elbo"]
        .computed;
    assert_eq!(points.unwrap().to_string(), "0");
    assert_eq!(site.app.store.course_versions().await.unwrap().len(), 1);

    let store = &site.app.store;
    let other = STRICT.replace("26", "25");
    store
        .publish_course(&checked(&other), "meanwhile", "other", site.app.now())
        .await
        .unwrap();
    let fields = [("toml", draft.as_str()), ("base", "1"), ("note", "why")];
    let page = teacher.form("/course/publish", &fields).await;
    let text = page.text();
    assert_eq!(page.status, StatusCode::CONFLICT, "{text}");
    assert!(text.contains("version 2 while you were editing"), "{text}");
    assert!(text.contains("name=\"base\" value=\"2\""), "{text}");
    assert!(text.contains("value=\"why\""), "what was typed is kept");
    assert_eq!(store.course_versions().await.unwrap().len(), 2);

    let fields = [("toml", draft.as_str()), ("base", "2"), ("note", "why")];
    let page = teacher.form("/course/publish", &fields).await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/course/versions/3")
    );
    let newest = store.course().await.unwrap().unwrap();
    assert_eq!((newest.toml, newest.note.as_str()), (right(), "why"));
    assert_eq!(newest.published_by, "teacher");
    let noted = of_kind(store, "course").await;
    let (before, after) = sides(&noted[0]);
    assert_eq!(
        (noted[0].actor.as_str(), &after["version"]),
        ("teacher", &3.into())
    );
    assert_eq!(
        (&before["version"], &before["note"]),
        (&2.into(), &"meanwhile".into())
    );

    let page = teacher.get("/course/versions/3?with=2").await.text();
    assert!(
        page.contains("<del>tolerance = { rtol = 1e-14, atol = 1e-14 }</del>"),
        "{page}"
    );
    let page = teacher.get("/course/versions/1").await.text();
    assert!(page.contains("Back to version 1"), "{page}");
    let list = teacher.get("/course/versions").await.text();
    assert!(
        list.contains("meanwhile") && list.contains("first"),
        "{list}"
    );
    assert_eq!(
        teacher.get("/course/versions/9").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_version_of_the_first_start_is_told_in_the_readers_language() {
    let site = house::Site::empty().await;
    let (store, course) = (&site.app.store, checked(STRICT));
    let published = store.publish_course(&course, "first", "operator", clock());
    published.await.unwrap();
    let teacher = house::Teacher::of(&site).await;
    for (lang, told) in [
        ("en", "<td>the server</td><td>the first version</td>"),
        ("ru", "<td>сервер</td><td>первая версия</td>"),
    ] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let list = teacher.get("/course/versions").await.text();
        assert!(list.contains(told), "{list}");
    }
}

#[tokio::test]
async fn programs_get_versions_changes_and_diagnostics() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    site.sends("anna", 1e-6).await;
    let shown = teacher.get("/api/v1/course").await;
    assert_eq!(shown.json()["toml"], STRICT);
    assert_eq!(shown.headers["etag"], "\"1\"");

    let refused = teacher
        .send("PUT", "/api/v1/course", &[], BROKEN.into())
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    let diagnostics = refused.json()["diagnostics"].clone();
    assert_eq!(diagnostics.as_array().unwrap().len(), 2, "{diagnostics}");
    assert_eq!(diagnostics[0]["line"], 2);

    let path = "/api/v1/course?dry_run=true";
    let dry = teacher.send("PUT", path, &[], right().into()).await.json();
    assert_eq!(
        (&dry["version"], &dry["published"]),
        (&1.into(), &false.into())
    );
    let moved = &dry["impact"]["students"][0];
    assert_eq!(
        (&moved["login"], &moved["before"], &moved["after"]),
        (&"anna".into(), &"0".into(), &"2.5".into())
    );
    assert_eq!(dry["changes"][0]["kind"], "tolerance");
    assert_eq!(site.app.store.course_versions().await.unwrap().len(), 1);

    let path = "/api/v1/course?regrade=false";
    let stale = [("if-match", "\"7\"")];
    let stale = teacher.send("PUT", path, &stale, right().into()).await;
    assert_eq!(
        (stale.status, stale.json()["code"].clone()),
        (StatusCode::CONFLICT, "course-moved".into())
    );
    let made = teacher
        .send("PUT", path, &[("if-match", "\"1\"")], right().into())
        .await
        .json();
    assert_eq!(
        (&made["version"], &made["published"]),
        (&2.into(), &true.into())
    );
    let again = teacher.send("PUT", path, &[], right().into()).await.json();
    assert_eq!(
        (&again["version"], &again["published"]),
        (&2.into(), &false.into())
    );
    for bad in [vec![0xff_u8], vec![b'#'; 300 * 1024]] {
        let status = teacher.send("PUT", path, &[], bad).await.status;
        assert!(status.is_client_error(), "{status}");
    }
}

#[tokio::test]
async fn a_config_that_breaks_its_own_expectations_is_not_published() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    let expects = |points: &str| {
        format!(
            "{}\n[[expect]]\nhomework = \"elbo\"\ncorrect = true\npoints = \"{points}\"\n",
            right()
        )
    };
    let fields = [("toml", &*expects("2")), ("base", "1"), ("note", "n")];
    let page = teacher.form("/course/publish", &fields).await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("<mark>&quot;2&quot;</mark>"),
        "{}",
        page.text()
    );
    let fields = [("toml", &*expects("2.5")), ("base", "1"), ("note", "n")];
    let page = teacher.form("/course/publish", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

#[tokio::test]
async fn publishing_over_a_regrade_ends_it_with_its_own() {
    let site = Site::strict().await;
    let (teacher, _) = site.join("teacher", Role::Teacher).await;
    site.sends("anna", 1e-6).await;
    let store = &site.app.store;
    store
        .publish_course(&checked(&right()), "right", "test", site.app.now())
        .await
        .unwrap();
    let noted = dgm_grader::service::regrade::enqueue(&site.app, None, "other").await;
    assert!(matches!(
        noted,
        Ok(dgm_grader::service::regrade::Enqueued::Job(_))
    ));
    let fields = [
        ("toml", STRICT),
        ("base", "2"),
        ("note", "back"),
        ("regrade", "yes"),
    ];
    let page = teacher.form("/course/publish", &fields).await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/jobs/2")
    );
    assert_eq!(store.course().await.unwrap().unwrap().id.number(), 3);
    let page = teacher.get("/jobs/1").await.text();
    assert!(
        page.contains("a regrade under a newer version has taken over")
            && !page.contains("data-events"),
        "{page}"
    );
    let ended = teacher.get("/api/v1/jobs/1").await.json();
    assert_eq!(ended["state"], "replaced");
    let made = teacher
        .send("PUT", "/api/v1/course", &[], right().into())
        .await
        .json();
    assert_eq!(
        (&made["version"], &made["busy"]),
        (&4.into(), &false.into())
    );
    assert!(made["job"].is_number(), "{made}");
}
