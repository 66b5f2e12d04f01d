//! The pictures of the documentation, taken from the demo course: `cargo screenshots`. Those that the book shows lie with its chapters.

use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::person::Person;
use crate::window::{By, Window};
use std::path::{Path, PathBuf};

/// A picture must not weigh more than this.
const MOST: usize = 200 * 1024;

/// What the chapters show, as a desk shows it.
const OF_THE_BOOK: [&str; 4] = ["overview", "homework", "report", "gradebook"];

/// The file of a picture.
fn file(name: &str, width: u32, lang: &str) -> PathBuf {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    if width == 1280 && OF_THE_BOOK.contains(&name) {
        docs.join("book")
            .join(lang)
            .join("pictures")
            .join(format!("{name}.png"))
    } else {
        docs.join("screenshots")
            .join(format!("{name}-{width}-{lang}.png"))
    }
}

#[test]
#[ignore = "writes into docs; run by cargo screenshots"]
fn pictures_for_the_documentation() {
    let chromium = Chromium::start().expect("pictures need chromium and chromedriver");
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    for width in [390, 1280] {
        let window = chromium.window(width);
        for lang in ["en", "ru"] {
            let shoot = |name: &str, page: &str, to: Option<&str>| {
                go(&window, &format!("{}{page}", demo.url));
                if let Some(selector) = to {
                    // What is folded has no place to scroll to.
                    let script = format!(
                        "const e = document.querySelector('{selector}');
                        const within = [...document.querySelectorAll('details')].filter(d => d.contains(e));
                        for (const d of [...within, ...e.querySelectorAll('details')]) d.open = true;
                        e.scrollIntoView(); return e !== null"
                    );
                    window.execute::<bool>(&script, &[]).expect("it is there");
                }
                let png = window.picture().expect("a picture");
                assert!(png.len() < MOST, "{name} has {} bytes", png.len());
                std::fs::write(file(name, width, lang), png).expect("it is written");
            };
            let person = Person {
                window: &window,
                url: &demo.url,
                width,
            };
            person.sign_in(&demo.teacher);
            speak(&window, lang);
            shoot("gradebook", "/gradebook", None);
            // A report of the class with a known mistake and a map of the error.
            let page = report_with_a_hint(&window, &demo.url);
            shoot(
                "report",
                &page,
                Some(".task-report:has(.hint):has(.error-map)"),
            );
            person.sign_in(&demo.student);
            speak(&window, lang);
            shoot("overview", "/", None);
            let imagined = "/?if.reparameterization=11&if.flows=10&if.gan=12&if.exam=22";
            shoot("what-if", imagined, Some(".what-if"));
            shoot("homework", "/homeworks/flows", None);
        }
        window.quit().expect("the window closes");
    }
}

fn go(window: &Window, address: &str) {
    window.goto(address).expect("the page opens");
}

/// Changes the language, where the page is in another.
fn speak(window: &Window, lang: &str) {
    let button = By::Css(format!("form.language button[value={lang}]"));
    // Pressing waits for the page that follows, which a script would not.
    if let Ok(button) = window.find(&button) {
        button.click().expect("it is pressed");
    }
}

fn report_with_a_hint(window: &Window, url: &str) -> String {
    for id in 1..60 {
        let page = format!("/submissions/{id}");
        go(window, &format!("{url}{page}"));
        let script = "return document.querySelector('.reports > .task-report:has(.hint):has(.error-map)') !== null";
        if window.execute(script, &[]).expect("it runs") {
            return page;
        }
    }
    panic!("no report of the demo has a hint and a map");
}
