//! The pictures of the documentation, taken from the demo course: `cargo screenshots`.

use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::person::Person;
use std::path::Path;
use thirtyfour::{By, WebDriver};

/// A picture must not weigh more than this.
const MOST: usize = 200 * 1024;

#[tokio::test]
#[ignore = "writes into docs/screenshots; run by cargo screenshots"]
async fn pictures_for_the_documentation() {
    let chromium = Chromium::start().expect("pictures need chromium and chromedriver");
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots");
    std::fs::create_dir_all(&folder).expect("the folder is made");
    for width in [390, 1280] {
        let window = chromium.window(width).await;
        for lang in ["en", "ru"] {
            let shoot = async |name: &str, page: &str, to: Option<&str>| {
                go(&window, &format!("{}{page}", demo.url)).await;
                if let Some(selector) = to {
                    let script = format!(
                        "const e = document.querySelector('{selector}'); e.scrollIntoView(); return e !== null"
                    );
                    window
                        .execute(&script, Vec::new())
                        .await
                        .expect("it is there");
                }
                let png = window.screenshot_as_png().await.expect("a picture");
                assert!(png.len() < MOST, "{name} has {} bytes", png.len());
                let file = folder.join(format!("{name}-{width}-{lang}.png"));
                std::fs::write(file, png).expect("it is written");
            };
            let person = Person {
                window: &window,
                url: &demo.url,
                width,
            };
            person.sign_in(&demo.teacher).await;
            speak(&window, lang).await;
            shoot("gradebook", "/gradebook", None).await;
            // A report of the class with a known mistake and a map of the error.
            let page = report_with_a_hint(&window, &demo.url).await;
            shoot(
                "report",
                &page,
                Some(".task-report:has(.hint):has(.error-map)"),
            )
            .await;
            person.sign_in(&demo.student).await;
            speak(&window, lang).await;
            shoot("overview", "/", None).await;
            let imagined = "/?if.reparameterization=11&if.flows=10&if.gan=12&if.exam=22";
            shoot("what-if", imagined, Some(".what-if")).await;
            shoot("homework", "/homeworks/flows", None).await;
        }
        window.quit().await.expect("the window closes");
    }
}

async fn go(window: &WebDriver, address: &str) {
    window.goto(address).await.expect("the page opens");
}

/// Changes the language, where the page is in another.
async fn speak(window: &WebDriver, lang: &str) {
    let button = By::Css(format!("form.language button[value={lang}]"));
    // Pressing waits for the page that follows, which a script would not.
    if let Ok(button) = window.find(button).await {
        button.click().await.expect("it is pressed");
    }
}

async fn report_with_a_hint(window: &WebDriver, url: &str) -> String {
    for id in 1..60 {
        let page = format!("/submissions/{id}");
        go(window, &format!("{url}{page}")).await;
        let script = "return document.querySelector('.reports > .task-report:has(.hint):has(.error-map)') !== null";
        let answer = window.execute(script, Vec::new()).await.expect("it runs");
        if answer.convert().unwrap_or(false) {
            return page;
        }
    }
    panic!("no report of the demo has a hint and a map");
}
