//! What a messenger shows of a link that somebody passes on.

use super::callers::Anonymous;
use crate::support::site::Student;
use crate::support::small::small;
use jiff::SignedDuration;

/// What a page tells programs of itself.
fn told(html: &str) -> Vec<(&str, &str)> {
    let tags = html.split("<meta property=\"og:").skip(1);
    let told = tags.filter_map(|rest| {
        let (name, rest) = rest.split_once("\" content=\"")?;
        Some((name, rest.split('"').next()?))
    });
    told.collect()
}

#[tokio::test]
async fn a_link_tells_the_course_and_nobody() {
    let site = small(None).await;
    let student = Student::of(&site).await;
    let nobody = Anonymous::of(&site);
    let user = site.app.store.user("anna").await.expect("it answers");
    let user = user.expect("there is Anna");
    let lasts = SignedDuration::from_hours(1);
    let link = site
        .app
        .store
        .new_link(user.id, lasts, "test", site.app.now())
        .await;
    let link = format!("/sign-in/{}", link.expect("a link is made"));
    let active = site.app.course().await.expect("there is a course");
    let title = active.course.title.get(l10n::Lang::En);
    for path in [
        "/sign-in",
        "/homeworks/elbo",
        "/help/student",
        "/nothing",
        &link,
    ] {
        let page = nobody.get(path).await.text();
        let told = told(&page);
        let of = |name| {
            told.iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| *value)
        };
        assert!(
            of("title").is_some_and(|t| t.contains(title)),
            "{path}: {told:?}"
        );
        assert_eq!(of("url"), Some("http://dgm.test/"), "{path}");
        let (_, image) = of("image")
            .expect("there is a picture")
            .split_once("dgm.test")
            .expect("of this site");
        let image = nobody.get(image).await;
        assert_eq!(
            (image.status.as_u16(), image.header("content-type")),
            (200, "image/png")
        );
        for (_, value) in &told {
            assert!(
                !value.contains(&user.name) && !value.contains(&link),
                "{path}: {value}"
            );
        }
    }
    // Whoever is signed in passes on nothing.
    assert!(told(&student.get("/account").await.text()).is_empty());
}
