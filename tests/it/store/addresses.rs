//! Where columns of platforms are on both databases, and what is known of what stands there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::platforms::now;
use dgm_grader::store::{ColumnState, PassFault, Platform, PlatformColumn, Store};
use jiff::SignedDuration;
use judge::points::Points;

/// Goes on with the story: the platform has a course with two columns, and a score is known of the first.
pub async fn tell(store: &Store, platform: &Platform) {
    let course = store.platform_courses().await.unwrap().remove(0).id;
    let column = async |number: usize| store.columns_of(course).await.unwrap().remove(number);
    let score = async || store.passed_scores(course).await.unwrap().remove(0);
    let (points, maximum) = (Some(Points::whole(5)), Points::whole(13));
    let gan = column(0).await;
    let arrives = async |at| {
        let stamped = store.stamp_score(gan.id, "s2", at).await.unwrap();
        let key = (gan.id, "s2", stamped);
        store.score_arrived(key, points, maximum).await.unwrap();
        key
    };
    let key = arrives(now()).await;
    let known = async |homework, url| {
        let known = store.know_platform_column(course, homework, url);
        known.await.unwrap();
    };
    // The first link's stays; nothing is in doubt.
    known("gan", "https://x.example/2").await;
    assert_eq!(column(0).await.url, "https://x.example/1");
    assert!(!score().await.in_doubt);
    // One that is not there any more does not, where nobody looks after it.
    let missing = PassFault::Status(404);
    store.score_waits(key, &missing, now()).await.unwrap();
    known("gan", "https://x.example/2").await;
    assert_eq!(column(0).await.url, "https://x.example/2");
    let doubted = score().await;
    assert!(doubted.in_doubt && doubted.points == points && doubted.wait.is_none());
    store.score_arrived(key, points, maximum).await.unwrap();
    assert!(score().await.in_doubt, "an answer from the old address");
    // Nor one where nobody answers.
    arrives(now()).await;
    let later = now() + SignedDuration::from_mins(5);
    let waits = store.column_waits(gan.id, &PassFault::Away, later);
    waits.await.unwrap();
    known("gan", "https://x.example/3").await;
    let moved = column(0).await;
    assert_eq!(
        (moved.url.as_str(), moved.wait),
        ("https://x.example/3", None)
    );
    assert!(score().await.in_doubt);
    // A made one gives way to a link's, once.
    let elbo = column(1).await;
    let found = store.found_platform_column(elbo.id, "ELBO", "https://x.example/made");
    found.await.unwrap();
    for url in ["https://x.example/4", "https://x.example/5"] {
        known("elbo", url).await;
        assert_eq!(column(1).await.url, "https://x.example/4");
    }
    assert!(
        store
            .holds_column(&elbo, "https://x.example/4")
            .await
            .unwrap()
    );
    assert!(
        !store
            .holds_column(&elbo, "https://x.example/5")
            .await
            .unwrap()
    );
    let off = ColumnState::Off;
    let was_off = PlatformColumn { state: off, ..elbo };
    let held = store.holds_column(&was_off, "https://x.example/4").await;
    assert!(!held.unwrap());
    // What is gone is nowhere.
    arrives(now()).await;
    let lost = store.lose_platform_column(gan.id, "https://x.example/2");
    lost.await.unwrap();
    assert!(!score().await.in_doubt, "it is elsewhere");
    let lost = store.lose_platform_column(gan.id, "https://x.example/3");
    lost.await.unwrap();
    assert_eq!(column(0).await.url, "");
    assert!(score().await.in_doubt);
    store.nothing_stands(gan.id).await.unwrap();
    let nothing = score().await;
    assert_eq!((nothing.points, nothing.in_doubt), (None, false));
    // The others wait with one, and whoever waits longer goes on.
    let others = async |until| {
        let key = (platform.id, gan.id);
        store
            .others_wait(key, &PassFault::Status(429), until)
            .await
            .unwrap();
        let wait = column(1).await.wait.expect("it waits");
        (wait.tries, wait.retry_at)
    };
    assert_eq!(others(later).await, (0, Some(later)));
    assert_eq!(others(now()).await, (0, Some(later)));
    assert_eq!(column(0).await.wait, None, "it is told itself");
}
