//! The what-if: sliders and typed numbers change the grade and its derivation, with scripts and without.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::visit::Visit;
use crate::window::Key;
use std::time::Duration;

const FLOWS: &str = "input[type=range][aria-labelledby='if.flows-label']";
const EXAM: &str = "input[type=range][aria-labelledby='if.exam-label']";
const TYPED: &str = "input[name='if.flows']";

#[test]
fn a_grade_is_imagined_with_scripts_and_without() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let link = printed(data.path(), &["user", "add", "anna"]);
    let server = Server::start(data.path());
    for (scripts, width) in [(true, 390), (false, 1280)] {
        let window = if scripts {
            chromium.window(width)
        } else {
            chromium.window_without_scripts(width)
        };
        let visit = Visit::new(&window, width, &server.url, files.path());
        visit.sign_in(&link);
        visit.go("/");
        visit.sees("That would be 0 points: grade 0.");
        if scripts {
            live(&visit);
        } else {
            by_the_button(&visit);
        }
        window.quit().expect("the window closes");
    }
}

/// Moves a slider by keys, as a hand does not: exactly.
fn slide(visit: &Visit<'_>, css: &str, keys: Key, times: usize) {
    let slider = visit.find(css);
    for _ in 0..times {
        slider.types(keys.text()).expect("it moves");
    }
}

fn live(visit: &Visit<'_>) {
    // To its end, and three steps of half a point back.
    slide(visit, FLOWS, Key::End, 1);
    slide(visit, FLOWS, Key::Left, 3);
    visit.sees("That would be 11.5 points: grade 0.");
    assert_eq!(visit.value(TYPED), "11.5", "the number follows");
    slide(visit, EXAM, Key::End, 1);
    visit.sees("That would be 37.5 points: grade 2.");
    visit.sees("floor(relu(37.5 / 8 - 2)) = ");
    visit.sees("= 2");

    // A number with a comma; the slider follows it to its nearest step.
    visit.fill(TYPED, "12,25");
    visit.sees("That would be 38.25 points: grade 2.");
    assert_eq!(visit.value(FLOWS), "12.5");
    visit.fill(TYPED, "many");
    visit.sees("This is no number of points");
    assert_eq!(visit.value(TYPED), "many", "it stays as typed");
    assert_eq!(visit.count("[aria-invalid='true']"), 1);
    visit.sees("That would be 26 points: grade 1.");
    visit.fill(TYPED, "13");
    visit.sees("That would be 39 points: grade 2.");
    visit.lacks("This is no number of points");
    // The address holds what was imagined, so it can be kept.
    let address = visit.window.current_url().expect("an address");
    let query = address.query().unwrap_or_default();
    assert!(query.contains("if.flows=13"), "{address}");
    assert!(!query.contains("slide."), "{address}");
    visit.fits("the what-if");
}

fn by_the_button(visit: &Visit<'_>) {
    slide(visit, FLOWS, Key::End, 1);
    std::thread::sleep(Duration::from_millis(500));
    visit.sees("That would be 0 points: grade 0.");
    visit.click(".what-if button");
    visit.sees("That would be 13 points: grade 0.");
    slide(visit, EXAM, Key::End, 1);
    visit.click(".what-if button");
    visit.sees("That would be 39 points: grade 2.");
    visit.sees("floor(relu(39 / 8 - 2)) = ");
    assert_eq!(visit.value(FLOWS), "13", "the slider stays");
    assert_eq!(visit.value(TYPED), "", "nothing was typed");

    // What is typed goes before the slider, and what cannot be read is said and kept.
    visit.sees("A number that is typed goes before its slider.");
    visit.fill(TYPED, "7,5");
    visit.click(".what-if button");
    visit.sees("That would be 33.5 points: grade 2.");
    assert_eq!(visit.value(FLOWS), "7.5");
    visit.fill(TYPED, "14");
    visit.click(".what-if button");
    visit.sees("From 0 to 13.");
    assert_eq!(visit.value(TYPED), "14");
    visit.click(".what-if a");
    visit.sees("That would be 0 points: grade 0.");
}
