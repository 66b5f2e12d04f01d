//! Light and dark: what the system has, or what somebody chose, without a script and without a session.

use super::callers::Anonymous;
use crate::support::small::small;

/// The style sheet that is dark, and when it holds.
fn dark(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("/assets/dark.")?;
    let (_, rest) = rest.split_once("media=\"")?;
    rest.split('"').next()
}

#[tokio::test]
async fn the_choice_is_kept_by_a_cookie() {
    let site = small(None).await;
    let nobody = Anonymous::of(&site);
    let page = nobody.get("/sign-in").await.text();
    assert_eq!(dark(&page), Some("screen and (prefers-color-scheme: dark)"));
    assert!(page.contains("name=\"color-scheme\" content=\"light dark\""));
    for (theme, media, scheme) in [
        ("dark", Some("screen"), "dark"),
        ("light", None, "light"),
        (
            "system",
            Some("screen and (prefers-color-scheme: dark)"),
            "light dark",
        ),
    ] {
        let chosen = nobody
            .post("/theme", &format!("theme={theme}&back=/sign-in"))
            .await;
        assert_eq!(
            (chosen.status.as_u16(), chosen.header("location")),
            (303, "/sign-in")
        );
        let cookie = chosen.header("set-cookie");
        let (pair, _) = cookie.split_once(';').expect("it has attributes");
        assert_eq!(cookie.contains("Max-Age=0"), theme == "system", "{cookie}");
        let sent = [("cookie", pair)];
        let page = nobody
            .send("GET", "/sign-in", &sent, Vec::new())
            .await
            .text();
        assert_eq!(dark(&page), media, "{theme}");
        let meta = format!("name=\"color-scheme\" content=\"{scheme}\"");
        assert!(page.contains(&meta), "{theme}: {page}");
        let pressed = format!("value=\"{theme}\" aria-pressed=\"true\"");
        assert!(page.contains(&pressed), "{theme}: {page}");
        assert_eq!(page.matches("aria-pressed=\"true\"").count(), 1, "{theme}");
    }
    let strange = [("cookie", "dgm_theme=\"><script>")];
    let page = nobody
        .send("GET", "/sign-in", &strange, Vec::new())
        .await
        .text();
    assert!(
        !page.contains("<script>") && page.contains("light dark"),
        "{page}"
    );
    assert_eq!(nobody.post("/theme", "theme=pink&back=/").await.status, 422);
    let elsewhere = nobody.post("/theme", "theme=dark&back=//evil.test").await;
    assert_eq!(elsewhere.header("location"), "/");
}
