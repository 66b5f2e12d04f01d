//! The pictures of the documentation, taken from the demo course: `cargo screenshots`.

use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::person::Person;
use crate::window::{By, Window};
use std::path::Path;

/// A picture must not weigh more than this.
const MOST: usize = 200 * 1024;

#[test]
#[ignore = "writes into docs/screenshots; run by cargo screenshots"]
fn pictures_for_the_documentation() {
    let chromium = Chromium::start().expect("pictures need chromium and chromedriver");
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots");
    std::fs::create_dir_all(&folder).expect("the folder is made");
    for width in [390, 1280] {
        let window = chromium.window(width);
        for lang in ["en", "ru"] {
            let shoot = |name: &str, page: &str, to: Option<&str>| {
                go(&window, &format!("{}{page}", demo.url));
                if let Some(selector) = to {
                    let script = format!(
                        "const e = document.querySelector('{selector}'); e.scrollIntoView(); return e !== null"
                    );
                    window.execute::<bool>(&script, &[]).expect("it is there");
                }
                let png = window.picture().expect("a picture");
                assert!(png.len() < MOST, "{name} has {} bytes", png.len());
                let file = folder.join(format!("{name}-{width}-{lang}.png"));
                std::fs::write(file, png).expect("it is written");
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
