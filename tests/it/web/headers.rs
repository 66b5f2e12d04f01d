//! What every answer carries, and the refusal of what another site sends.

use super::callers::Anonymous;
use crate::support::site::{Student, Teacher};
use crate::support::small::small;
use axum::http::StatusCode;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    for path in [
        "/",
        "/account",
        "/nothing",
        "/api/v1/grade",
        "/api/v1/nothing",
        "/assets/style.css",
        "/health",
    ] {
        let answer = student.get(path).await;
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
            "font-src 'self'",
            "manifest-src 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        let caching = if path.starts_with("/assets/") {
            "no-cache"
        } else {
            "no-store"
        };
        assert_eq!(answer.header("cache-control"), caching, "{path}");
    }
}

#[tokio::test]
async fn the_pages_need_nothing_inline() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let pages = [
        student.get("/").await,
        student.get("/account").await,
        student.get("/homeworks/elbo").await,
        teacher.get("/gradebook").await,
        teacher.get("/students/anna").await,
    ];
    for page in pages {
        let text = page.text();
        assert_eq!(page.status, 200);
        for inline in [
            " style=\"",
            "<style",
            "<script>",
            " onclick=",
            "javascript:",
        ] {
            assert!(!text.contains(inline), "{inline} in {text}");
        }
    }
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    let post = async |headers: &[(&str, &str)]| {
        let mut all = vec![form];
        all.extend_from_slice(headers);
        let body = b"lang=ru&back=/".to_vec();
        student.send("POST", "/language", &all, body).await
    };
    for foreign in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
    ] {
        let refused = post(foreign).await;
        assert_eq!(refused.status, 403, "{foreign:?}");
        assert!(
            refused.text().contains("came from another site"),
            "{}",
            refused.text()
        );
    }
    assert_eq!(post(&[("sec-fetch-site", "same-origin")]).await.status, 303);
    assert_eq!(post(&[("origin", "http://dgm.test")]).await.status, 303);
    // A link on another site may lead here; it changes nothing.
    let foreign = [("sec-fetch-site", "cross-site")];
    let link = student.send("GET", "/account", &foreign, Vec::new()).await;
    assert_eq!(link.status, 200);
}

#[tokio::test]
async fn the_session_cookie_is_hidden_from_scripts() {
    let site = small(None).await;
    Student::of(&site).await;
    let user = site.app.store.user("anna").await.unwrap().unwrap();
    let link = site
        .app
        .store
        .new_link(
            user.id,
            jiff::SignedDuration::from_hours(1),
            "test",
            crate::support::site::clock(),
        )
        .await
        .unwrap();
    let answer = Anonymous::of(&site)
        .post(&format!("/sign-in/{link}"), "")
        .await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert_eq!(answer.header("location"), "/");
}

#[tokio::test]
async fn an_asset_is_sent_once() {
    let site = small(None).await;
    let nobody = Anonymous::of(&site);
    let first = nobody.get("/assets/style.css").await;
    assert_eq!(first.header("content-type"), "text/css; charset=utf-8");
    let seen = [("if-none-match", first.header("etag"))];
    let second = nobody
        .send("GET", "/assets/style.css", &seen, Vec::new())
        .await;
    assert_eq!((second.status.as_u16(), second.body.len()), (304, 0));
    let font = nobody.get("/assets/math.woff2").await;
    assert_eq!(
        (font.status, font.header("content-type")),
        (StatusCode::OK, "font/woff2")
    );
    assert!(font.body.starts_with(b"wOF2"));
    assert_eq!(nobody.get("/assets/..%2fCargo.toml").await.status, 404);
}

/// The addresses of assets in a text.
fn assets(text: &str) -> Vec<&str> {
    let found = text.match_indices("/assets/").map(|(at, _)| &text[at..]);
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    let mut all: Vec<_> = found
        .map(|rest| rest.split(ends).next().unwrap_or(rest))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[tokio::test]
async fn whatever_a_page_names_a_browser_keeps_for_ever() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let nobody = Anonymous::of(&site);
    let mut texts = Vec::new();
    for page in [
        "/sign-in",
        "/homeworks/elbo",
        "/help/student",
        "/manifest.webmanifest",
    ] {
        texts.push(student.get(page).await.text());
    }
    let pages = texts.concat();
    let named = assets(&pages);
    assert!(named.len() >= 9, "{named:?}");
    for path in named {
        let asset = nobody.get(path).await;
        let caching = asset.header("cache-control");
        assert_eq!(
            (asset.status.as_u16(), caching),
            (200, "public, max-age=31536000, immutable"),
            "{path}"
        );
        let tag = [("if-none-match", asset.header("etag"))];
        let again = nobody.send("GET", path, &tag, Vec::new()).await;
        assert_eq!(again.status, 304, "{path}");
        // What another release calls by another name is there, and asked for every time.
        let (stem, _) = path.rsplit_once('.').expect("it has an ending");
        let (stem, hash) = stem.rsplit_once('.').expect("it has a hash");
        let ending = path.rsplit('.').next().unwrap_or_default();
        let other = format!("{stem}.{}.{ending}", "0".repeat(hash.len()));
        let other = nobody.get(&other).await;
        assert_eq!(
            (other.status.as_u16(), other.header("cache-control")),
            (200, "no-cache")
        );
        assert_eq!(other.body, asset.body, "{path}");
        if ending == "css" {
            for inner in assets(&asset.text()) {
                let inner = nobody.get(inner).await;
                assert!(
                    inner.header("cache-control").contains("immutable"),
                    "{path}"
                );
            }
        }
    }
}
