//! The pages that show what a form would change, in both languages, with everything that they can show.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::leaks::check;
use crate::support::site::{NOW, Student, Teacher, clock, set_clock};
use crate::support::small::small;
use axum::http::StatusCode;
use dgm_grader::store::{NewUser, Override, Role, Store, StudentHomework};
use judge::points::Points;

/// A merge by which something comes to be in time, and parting after everything that moved was changed.
async fn parting(store: &Store, teacher: &Teacher, lang: &str) {
    let [one, two] = [format!("{lang}1"), format!("{lang}2")];
    for login in [&one, &two] {
        let new = NewUser {
            login,
            name: login,
            role: Role::Student,
        };
        store.put_user(new, "test", clock()).await.unwrap();
    }
    let user = async |login: &str| store.user(login).await.unwrap().unwrap();
    let (from, into) = (user(&one).await, user(&two).await);
    let path = format!("/api/v1/students/{two}/homeworks/elbo/extension");
    let body = br#"{"deadline": "2026-03-18", "reason": "ill"}"#.to_vec();
    let kind = [("content-type", "application/json")];
    let put = teacher.send("PUT", &path, &kind, body);
    assert_eq!(put.await.status, 204);
    let into_two = format!("into={two}");
    let page = teacher.post("/roster/anna/merge", &into_two).await;
    check(&page, lang, "a merge by which something is in time");
    let left = format!("{two}/elbo");
    assert!(page.text().contains(&left), "{}", page.text());
    let homework = |user| StudentHomework {
        user,
        login: "",
        homework: "elbo",
    };
    let given = |points, reason: &str| Override {
        points,
        reason: reason.to_owned(),
    };
    let first = given(Some(Points::whole(4)), "<b>A</b>");
    let id = from.id;
    let set = store.set_override(homework(id), Some(&first), "test", clock());
    set.await.unwrap();
    let set = store.set_exam(id, &one, Some(Points::whole(4)), "test", clock());
    set.await.unwrap();
    let page = teacher
        .post(&format!("/roster/{one}/merge"), &into_two)
        .await;
    check(&page, lang, "a merge by which rows move");
    let seen = store.preview_merge(&from, &into, clock()).await.unwrap();
    let done = store.merge(&from, &into, &seen, "test", clock()).await;
    assert!(done.unwrap());
    let path = format!("/roster/{two}/part");
    let page = teacher.post(&path, &format!("part={one}")).await;
    check(&page, lang, "parting as it was");
    let id = into.id;
    let excused = given(None, "B");
    let set = store.set_override(homework(id), Some(&excused), "test", clock());
    set.await.unwrap();
    let set = store.set_exam(id, &two, None, "test", clock());
    set.await.unwrap();
    let page = teacher.post(&path, &format!("part={one}")).await;
    check(&page, lang, "parting after changes");
    let html = page.text();
    assert!(
        html.contains("&lt;b&gt;A") && !html.contains("<b>A"),
        "{html}"
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one preview after another")]
async fn previews_show_all_they_can_in_both_languages() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for (login, active) in [("boris", true), ("vera", false), ("zoya", true)] {
        let new = NewUser {
            login,
            name: login,
            role: Role::Student,
        };
        let store = &site.app.store;
        store.put_user(new, "test", clock()).await.unwrap();
        store
            .set_person(login, Role::Student, active, "test", clock())
            .await
            .unwrap();
    }
    student
        .post("/homeworks/elbo/numbers", "gaussian_kl.kl=3")
        .await;
    set_clock("2026-03-14T09:00:00Z");
    let file = b"{\"gaussian_kl.kl\": 1}".to_vec();
    let sent = student.send("POST", "/api/v1/homeworks/elbo/submissions", &[], file);
    assert_eq!(sent.await.status, 201);
    set_clock(NOW);
    for lang in ["en", "ru"] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let base = "/students/anna/homeworks/elbo";
        for form in [
            "kind=points&points=12,5&reason=oral",
            "kind=excused&reason=ill",
            "kind=computed",
        ] {
            let page = teacher.post(&format!("{base}/override"), form).await;
            check(&page, lang, form);
        }
        let page = teacher
            .post(&format!("{base}/extension"), "day=2026-03-25&reason=ill")
            .await;
        check(&page, lang, "an extension");
        let list = "login,name,role\nboris,Борис,\nvera,vera,\nnew,<b>New</b>,\nbad login,x,\nx,x,king\nx,x,teacher\nteacher,x,\n,y,\nnew,,\n";
        let page = teacher
            .table("/roster", list, &[("deactivate", "yes")])
            .await;
        check(&page, lang, "a roster");
        let html = page.text();
        assert!(html.contains("&lt;b&gt;New") && !html.contains("<b>New"));
        assert_eq!(
            html.matches("<tr><td class=\"number\">").count(),
            6,
            "{html}"
        );
        let list = "login,points\nanna,20\nboris,27\nnobody,1\nvera,\nzoya,x\nanna,3\n";
        let page = teacher.table("/exam", list, &[]).await;
        check(&page, lang, "an exam");
        let page = teacher.table("/exam", "login,points\nanna,\n", &[]).await;
        check(&page, lang, "an exam without changes");
        for given in ["4", ""] {
            let path = "/students/anna/exam";
            let set = teacher.post(path, &format!("points={given}")).await;
            assert_eq!(set.status, 303);
            let mut page = teacher.post(path, "points=3&seen=5&back=exam").await;
            assert_eq!(page.status, 409);
            page.status = StatusCode::OK;
            check(&page, lang, "points that were changed meanwhile");
        }
        let list =
            "login,email,name\nx1,boris@example.org,boris\n,zoya+1@example.org,Борис\n\"q,\n";
        let page = teacher.table("/roster", list, &[]).await;
        check(&page, lang, "a roster of namesakes");
        let form = "login=anna.s&name=Anna&email=anna%40example.org&group=101";
        let page = teacher.post("/roster/anna/rename", form).await;
        check(&page, lang, "another login");
        let page = teacher.post("/roster/anna/merge", "into=boris").await;
        check(&page, lang, "a merge");
        let page = teacher.post("/roster/boris/merge", "into=anna").await;
        check(&page, lang, "a merge of somebody with nothing");
        parting(&site.app.store, &teacher, lang).await;
        let store = &site.app.store;
        let boris = store.user("boris").await.unwrap().unwrap();
        for points in [Points::ZERO, Points::whole(3)] {
            let given = store.set_exams(&[(&boris, points)], "test", clock()).await;
            let entry = given.unwrap().unwrap();
            let page = teacher.get(&format!("/audit/{entry}")).await;
            check(&page, lang, "a list");
            let page = teacher
                .post(
                    &format!("/audit/{}/take-back", entry.number() - 2),
                    "seen=other",
                )
                .await;
            if page.status == 200 {
                check(&page, lang, "a list that was changed since");
            }
            let page = teacher.post(&format!("/audit/{entry}/take-back"), "").await;
            check(&page, lang, "a list to be taken back");
        }
    }
    // Given, excused and extended in the gradebook and on the student's page.
    let kind = [("content-type", "application/json")];
    for (what, body) in [
        ("override", r#"{"points": "12.5", "reason": "oral"}"#),
        (
            "extension",
            r#"{"deadline": "2026-03-25", "reason": "ill"}"#,
        ),
    ] {
        let path = format!("/api/v1/students/anna/homeworks/elbo/{what}");
        let answer = teacher.send("PUT", &path, &kind, body.into()).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        let path = format!("/api/v1/students/boris/homeworks/elbo/{what}");
        let body = if what == "override" {
            r#"{"points": null, "excused": true, "reason": "ill"}"#
        } else {
            body
        };
        let answer = teacher.send("PUT", &path, &kind, body.into()).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
    }
    for lang in ["en", "ru"] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        for address in [
            "/gradebook",
            "/gradebook?sort=-elbo&q=b&only=hand",
            "/gradebook?q=nobody-is-called-this",
            "/students/anna/homeworks/elbo",
            "/students/boris/homeworks/elbo",
            "/students/anna/homeworks/ddpm",
            "/insight",
            "/insight/elbo",
            "/insight/ddpm",
            "/audit",
            "/audit?q=anna",
            "/audit?q=%00%25_",
            "/audit?person=anna&kind=exam&from=2026-01-01&to=2026-12-31",
            "/roster",
            "/links?who=never&days=1",
            "/links?who=all",
            "/exam",
            "/account",
        ] {
            check(&teacher.get(address).await, lang, address);
        }
    }
}

#[tokio::test]
async fn links_are_shown_and_lead_to_a_button_in_both_languages() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for lang in ["en", "ru"] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        let links = teacher.post("/roster/anna/link", "").await;
        // The address of a link holds a word that is an id too, so the page is looked at without it.
        assert_eq!(links.status, 200);
        let html = links.text();
        assert_eq!(html.matches("/sign-in/").count(), 1, "{lang}: {html}");
        let (_, link) = html
            .split_once("<code class=\"token\">http://dgm.test")
            .expect("a link");
        let link = link.split('<').next().unwrap_or_default();
        for door in [&*teacher, &*student] {
            door.post("/language", &format!("lang={lang}&back=/")).await;
            check(&door.get(link).await, lang, "a link");
        }
        let words = ["Download as CSV", "Скачать CSV"];
        assert!(words.iter().any(|w| html.contains(w)), "{lang}: {html}");
    }
}
