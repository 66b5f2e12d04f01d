//! Signing in by a link: what opens it and what does not, and what those are told who stay outside.

use super::callers::Anonymous;
use crate::support::audit::of_kind;
use crate::support::site::{Site, Student, Teacher, clock, set_clock};
use crate::support::small::small;
use dgm_grader::ids::UserId;
use dgm_grader::store::SignedIn;
use jiff::{SignedDuration, Timestamp};

pub(super) async fn link(site: &Site, user: UserId, days: i64) -> String {
    let lasts = SignedDuration::from_hours(24 * days);
    let made = site.app.store.new_link(user, lasts, "test", clock()).await;
    format!("/sign-in/{}", made.expect("a link is made"))
}

pub(super) async fn sessions(site: &Site, user: UserId) -> Vec<SignedIn> {
    let found = site.app.store.sessions(user, Timestamp::MIN).await;
    found.expect("the store answers")
}

#[tokio::test]
async fn a_look_at_a_link_signs_nobody_in() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let path = link(&site, student.id, 1).await;
    let before = sessions(&site, student.id).await;
    let nobody = Anonymous::of(&site);
    // A preview of a messenger, an image on another site, a mail filter.
    for (method, headers) in [
        ("HEAD", &[][..]),
        ("GET", &[]),
        (
            "GET",
            &[
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-dest", "image"),
            ],
        ),
        ("GET", &[("user-agent", "TelegramBot (like TwitterBot)")]),
    ] {
        let looked = nobody.send(method, &path, headers, Vec::new()).await;
        assert_eq!(looked.status, 200, "{method}");
        assert_eq!(looked.header("set-cookie"), "", "{method} {headers:?}");
    }
    let page = nobody.get(&path).await.text();
    assert!(
        page.contains("anna") && page.contains("Sign in</button>"),
        "{page}"
    );
    // Another site's form, whichever way its browser tells of it.
    let form = ("content-type", "application/x-www-form-urlencoded");
    for foreign in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.test"),
        ("origin", "null"),
    ] {
        let sent = nobody
            .send("POST", &path, &[form, foreign], Vec::new())
            .await;
        assert_eq!(sent.status, 403, "{foreign:?}");
        assert_eq!(sent.header("set-cookie"), "", "{foreign:?}");
    }
    assert_eq!(sessions(&site, student.id).await, before);

    let headers = [
        form,
        ("sec-fetch-site", "same-origin"),
        (
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        ),
    ];
    let entered = nobody.send("POST", &path, &headers, Vec::new()).await;
    assert_eq!(entered.status, 303);
    let now = sessions(&site, student.id).await;
    assert_eq!(now.len(), before.len() + 1);
    assert_eq!(now[0].device, "Firefox · Linux");
}

#[tokio::test]
async fn the_page_of_a_link_says_whose_place_is_taken() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let path = link(&site, student.id, 1).await;
    let page = teacher.get(&path).await.text();
    assert!(page.contains("You are signed in here as teacher"), "{page}");
    let page = student.get(&path).await.text();
    assert!(page.contains("You are signed in already"), "{page}");
    // The session that stood in this browser is over, its cookie with it.
    let before = sessions(&site, teacher.id).await.len();
    let entered = teacher.post(&path, "").await;
    assert_eq!(entered.status, 303);
    assert_eq!(sessions(&site, teacher.id).await.len(), before - 1);
    let left = of_kind(&site.app.store, "sign-out").await;
    let left: Vec<_> = left.iter().map(|e| e.subject.as_str()).collect();
    assert_eq!(left, ["teacher"], "and the audit tells it");
    assert_eq!(teacher.get("/account").await.status, 401);
}

#[tokio::test]
async fn whoever_stays_outside_is_told_why() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let teacher = Teacher::of(&site).await;
    let says = async |path: &str, status: u16, en: &str, ru: &str| {
        for (lang, words) in [("en", en), ("ru", ru)] {
            for method in ["GET", "POST"] {
                let headers = [
                    ("accept-language", lang),
                    ("content-type", "application/x-www-form-urlencoded"),
                ];
                let answer = site.nobody().send(method, path, &headers, Vec::new()).await;
                let text = answer.text();
                assert_eq!(answer.status, status, "{path}: {text}");
                assert!(text.contains(words), "{words}: {text}");
                assert!(!text.contains("Bearer"), "{text}");
                // There stand the other ways, a letter among them.
                let ways = "href=\"/sign-in?back=%2F\"";
                assert!(text.contains(ways), "{text}");
            }
        }
    };
    let first = link(&site, student.id, 1).await;
    let second = link(&site, student.id, 1).await;
    says(
        &first,
        404,
        "A newer one was made",
        "Вместо неё создана новая",
    )
    .await;
    says(
        "/sign-in/x",
        404,
        "has expired or is incomplete",
        "устарела или скопирована",
    )
    .await;
    let deactivated = teacher.post("/roster/anna", "active=no").await;
    assert_eq!(deactivated.status, 303);
    says(
        &second,
        403,
        "Your access is switched off",
        "Ваш доступ отключён",
    )
    .await;
    assert_eq!(student.get("/account").await.status, 401);
    assert_eq!(student.get("/api/v1/grade").await.status, 401);
    // Back again, but by a new link alone.
    teacher.post("/roster/anna", "active=yes").await;
    says(
        &second,
        404,
        "it was ended with your access",
        "отключена вместе с вашим доступом",
    )
    .await;
    assert_eq!(student.get("/account").await.status, 401);
    assert_eq!(student.get("/api/v1/grade").await.status, 401);
    let third = link(&site, student.id, 1).await;
    assert_eq!(site.nobody().get(&third).await.status, 200);
    set_clock("2026-03-11T09:00:00Z");
    says(&third, 404, "has expired", "устарела").await;
    for (lang, words) in [
        ("en", "Open your sign-in link"),
        ("ru", "Откройте свою ссылку"),
    ] {
        let headers = [("accept-language", lang)];
        let page = site
            .nobody()
            .send("GET", "/account", &headers, Vec::new())
            .await;
        let text = page.text();
        assert!(
            page.status == 401 && text.contains(words) && !text.contains("Bearer"),
            "{text}"
        );
    }
    let program = site.nobody().get("/api/v1/grade").await;
    assert_eq!(program.header("www-authenticate"), "Bearer");
    assert!(program.text().contains("Authorization: Bearer TOKEN"));
}

#[tokio::test]
async fn the_switch_leads_to_a_path_of_ours_whatever_is_typed() {
    let site = small(None).await;
    let (student, nobody) = (Student::of(&site).await, Anonymous::of(&site));
    for back in [
        "/%00",
        "/%0b",
        "/%7f",
        "/%09/evil",
        "//x",
        "/%5Cx",
        "/%0d%0ax:y",
        "%D0%B9",
        "",
    ] {
        for door in [&*student, &*nobody] {
            let answer = door
                .post("/language", &format!("lang=ru&back={back}"))
                .await;
            assert_eq!(answer.status, 303, "{back}");
            assert_eq!(answer.header("location"), "/", "{back}");
        }
    }
}
