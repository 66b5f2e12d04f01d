//! The what-if: sliders and typed numbers change the grade and its derivation, with scripts and without.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::visit::Visit;
use std::time::Duration;
use thirtyfour::Key;

const FLOWS: &str = "input[type=range][aria-labelledby='if.flows-label']";
const EXAM: &str = "input[type=range][aria-labelledby='if.exam-label']";
const TYPED: &str = "input[name='if.flows']";

#[tokio::test]
async fn a_grade_is_imagined_with_scripts_and_without() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let link = printed(data.path(), &["user", "add", "anna"]);
    let server = Server::start(data.path());
    for (scripts, width) in [(true, 390), (false, 1280)] {
        let window = if scripts {
            chromium.window(width).await
        } else {
            chromium.window_without_scripts(width).await
        };
        let visit = Visit::new(&window, width, &server.url, files.path());
        visit.sign_in(&link).await;
        visit.go("/").await;
        visit.sees("That would be 0 points: grade 0.").await;
        if scripts {
            live(&visit).await;
        } else {
            by_the_button(&visit).await;
        }
        window.quit().await.expect("the window closes");
    }
}

/// Moves a slider by keys, as a hand does not: exactly.
async fn slide(visit: &Visit<'_>, css: &str, keys: Key, times: usize) {
    let slider = visit.find(css).await;
    for _ in 0..times {
        slider.send_keys(keys.clone()).await.expect("it moves");
    }
}

async fn live(visit: &Visit<'_>) {
    // To its end, and three steps of half a point back.
    slide(visit, FLOWS, Key::End, 1).await;
    slide(visit, FLOWS, Key::Left, 3).await;
    visit.sees("That would be 11.5 points: grade 0.").await;
    assert_eq!(visit.value(TYPED).await, "11.5", "the number follows");
    slide(visit, EXAM, Key::End, 1).await;
    visit.sees("That would be 37.5 points: grade 2.").await;
    visit.sees("floor(relu(37.5 / 8 - 2)) = ").await;
    visit.sees("= 2").await;

    // A number with a comma; the slider follows it to its nearest step.
    visit.fill(TYPED, "12,25").await;
    visit.sees("That would be 38.25 points: grade 2.").await;
    assert_eq!(visit.value(FLOWS).await, "12.5");
    visit.fill(TYPED, "many").await;
    visit.sees("This is no number of points").await;
    assert_eq!(visit.value(TYPED).await, "many", "it stays as typed");
    assert_eq!(visit.count("[aria-invalid='true']").await, 1);
    visit.sees("That would be 26 points: grade 1.").await;
    visit.fill(TYPED, "13").await;
    visit.sees("That would be 39 points: grade 2.").await;
    visit.lacks("This is no number of points").await;
    // The address holds what was imagined, so it can be kept.
    let address = visit.window.current_url().await.expect("an address");
    let query = address.query().unwrap_or_default();
    assert!(query.contains("if.flows=13"), "{address}");
    assert!(!query.contains("slide."), "{address}");
    visit.fits("the what-if").await;
}

async fn by_the_button(visit: &Visit<'_>) {
    slide(visit, FLOWS, Key::End, 1).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    visit.sees("That would be 0 points: grade 0.").await;
    visit.click(".what-if button").await;
    visit.sees("That would be 13 points: grade 0.").await;
    slide(visit, EXAM, Key::End, 1).await;
    visit.click(".what-if button").await;
    visit.sees("That would be 39 points: grade 2.").await;
    visit.sees("floor(relu(39 / 8 - 2)) = ").await;
    assert_eq!(visit.value(FLOWS).await, "13", "the slider stays");
    assert_eq!(visit.value(TYPED).await, "", "nothing was typed");

    // What is typed goes before the slider, and what cannot be read is said and kept.
    visit
        .sees("A number that is typed goes before its slider.")
        .await;
    visit.fill(TYPED, "7,5").await;
    visit.click(".what-if button").await;
    visit.sees("That would be 33.5 points: grade 2.").await;
    assert_eq!(visit.value(FLOWS).await, "7.5");
    visit.fill(TYPED, "14").await;
    visit.click(".what-if button").await;
    visit.sees("From 0 to 13.").await;
    assert_eq!(visit.value(TYPED).await, "14");
    visit.click(".what-if a").await;
    visit.sees("That would be 0 points: grade 0.").await;
}
