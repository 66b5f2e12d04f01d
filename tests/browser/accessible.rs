//! axe-core finds nothing on any page in any state: narrow and light, wide and dark, in both languages.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::solve::spoilt;
use crate::visit::Visit;
use dgm_grader::answers::write_npz;
use thirtyfour::WebDriver;

const AXE: &str = include_str!("axe.min.js");

/// Opens everything that is folded and gives one line a violation. A name that is heard must hold the words that are seen:
/// a person who speaks to the computer says those.
const RUN: &str = r"
    const done = arguments[arguments.length - 1];
    document.querySelectorAll('details').forEach((d) => { d.open = true; });
    const options = { resultTypes: ['violations'], rules: { 'label-content-name-mismatch': { enabled: true } } };
    axe.run(document, options).then(
        (found) => done(found.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 300)}`)),
        (error) => done([String(error)]),
    );
";

/// What was loaded from elsewhere, and what a Content-Security-Policy without `unsafe-inline` would drop.
const FOREIGN: &str = r"
    const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
    const away = loaded.filter((name) => !name.startsWith(location.origin + '/'));
    const inline = [...document.querySelectorAll('[style], style, script:not([src])')].map((e) => e.outerHTML);
    return away.concat(inline);
";

/// The pages of a student in the demo course that need nothing but their address.
const STUDENT: [&str; 13] = [
    "/",
    "/?if.flows=10&if.exam=99&if.gan=x",
    "/homeworks/elbo",
    "/homeworks/flows",
    "/homeworks/ddpm",
    "/homeworks/elbo/items/elbo_gap",
    "/homeworks/flows/items/triangular_jacobian",
    "/submissions/1",
    "/submissions/2",
    "/account",
    "/gradebook",
    "/nothing",
    "/styleguide",
];

/// Those of a teacher.
const TEACHER: [&str; 20] = [
    "/gradebook",
    "/students/boris",
    "/students/boris/homeworks/elbo",
    "/submissions/3",
    "/course",
    "/course/versions",
    "/course/versions/1",
    "/regrade?dry_run=1",
    "/insight",
    "/insight/elbo",
    "/exam",
    "/roster",
    "/links?who=all",
    "/audit",
    "/queue",
    "/queue/elbo/elbo_gap",
    "/queue/elbo/elbo_gap/rubric",
    "/queue/elbo/elbo_gap/next",
    "/requests",
    "/requests/1",
];

/// What axe-core finds on the page that is open, a line each.
pub async fn violations(window: &WebDriver, what: &str, found: &mut Vec<String>) {
    let loaded = window.execute(AXE, Vec::new()).await;
    loaded.expect("axe-core loads");
    let answer = window.execute_async(RUN, Vec::new()).await;
    let lines: Vec<String> = answer
        .expect("axe-core runs")
        .convert()
        .expect("it gives lines");
    found.extend(lines.into_iter().map(|line| format!("{what}: {line}")));
}

struct Found<'a> {
    visit: &'a Visit<'a>,
    state: &'static str,
    lines: Vec<String>,
}

impl Found<'_> {
    /// Looks at the page as it is.
    async fn look(&mut self, what: &str) {
        let foreign: Vec<String> = self.visit.asks(FOREIGN).await;
        assert!(foreign.is_empty(), "{what}: {foreign:?}");
        let what = format!("{what}, {}", self.state);
        violations(self.visit.window, &what, &mut self.lines).await;
    }

    async fn pages(&mut self, pages: &[&str]) {
        for page in pages {
            self.visit.go(page).await;
            self.look(page).await;
        }
    }
}

/// How a window is: in words, its width, whether it is dark, and the language of its pages.
const STATES: [(&str, u32, bool, &str); 2] = [
    ("narrow, light, Russian", 390, false, "ru"),
    ("wide, dark, English", 1280, true, "en"),
];

/// A window in this state.
async fn window(chromium: &Chromium, width: u32, dark: bool) -> WebDriver {
    if dark {
        chromium.dark_window(width).await
    } else {
        chromium.window(width).await
    }
}

/// The pages are as dark as is asked for.
async fn painted(visit: &Visit<'_>, dark: bool) {
    let script = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(visit.asks::<bool>(script).await, dark);
}

async fn speak(visit: &Visit<'_>, lang: &str) {
    let button = format!("form.language button[value={lang}]");
    if visit.count(&button).await > 0 {
        visit.click(&button).await;
    }
}

#[tokio::test]
async fn axe_finds_nothing_in_the_demo_course() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let mut lines = Vec::new();
    for (state, width, dark, lang) in STATES {
        let window = window(&chromium, width, dark).await;
        let visit = Visit::new(&window, width, &demo.url, files.path());
        painted(&visit, dark).await;
        let mut found = Found {
            visit: &visit,
            state,
            lines: Vec::new(),
        };
        visit.go("/sign-in").await;
        speak(&visit, lang).await;
        found
            .pages(&["/sign-in", "/account", "/sign-in/expired"])
            .await;
        window.goto(&demo.student).await.expect("it opens");
        found.look("a sign-in link").await;
        visit.sign_in(&demo.student).await;
        speak(&visit, lang).await;
        found.pages(&STUDENT).await;
        sending(&visit, &mut found, width).await;
        window.goto(&demo.teacher).await.expect("it opens");
        found.look("a sign-in link of somebody else").await;
        visit.sign_in(&demo.teacher).await;
        speak(&visit, lang).await;
        found.pages(&TEACHER).await;
        lines.append(&mut found.lines);
        window.quit().await.expect("the window closes");
    }
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// What is shown to a student on the way to a report: refusals, the draft, errors that are drawn, a token.
async fn sending(visit: &Visit<'_>, found: &mut Found<'_>, width: u32) {
    visit.look("flows", "none.txt", b"hello").await;
    visit.find("#answers-error").await;
    found.look("a refused file").await;

    visit.go("/homeworks/flows").await;
    visit.unfold().await;
    visit.fill("form.numbers input", "1,234.5").await;
    visit.click("form.numbers button").await;
    visit.find("form.numbers [aria-invalid]").await;
    found.look("a refused number").await;

    let odd = format!(
        r#"{{"affine_coupling.z": [1, 2], "affine_coupling.log_dt": [{width}], "cnf_log_prob.log_prob": [1, 2, 3, 4, 5], "planar_flow.x": [[NaN]]}}"#
    );
    visit.look("flows", "odd.json", odd.as_bytes()).await;
    visit.find("form.confirm button").await;
    found.look("a draft").await;
    visit.click("form.confirm button").await;
    visit.find("svg.error-map").await;
    found.look("a report").await;
    visit.look("flows", "odd.json", odd.as_bytes()).await;
    visit.find(".notice a[href^='/submissions/']").await;
    found.look("a draft of the same bytes").await;

    visit.go("/account").await;
    visit.fill("#tokens input[name='name']", "laptop").await;
    visit.click("#tokens form.inline button").await;
    visit.find("code.token").await;
    found.look("a token").await;
}

/// What a person grades, in words and in requests, from the first letter to the closed thread; and what the config reveals.
#[tokio::test]
async fn axe_finds_nothing_on_what_a_person_grades() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let course = include_str!("course.toml").replace(
        "hints_from_attempt = 2",
        "hints_from_attempt = 2\nreveal = \"always\"\nattempts = 2",
    );
    let config = files.path().join("course.toml");
    std::fs::write(&config, course).expect("it is written");
    let teacher = printed(data.path(), &["user", "add", "ada", "--role", "teacher"]);
    let students = STATES.map(|(_, width, ..)| {
        let login = format!("student{width}");
        printed(data.path(), &["user", "add", &login])
    });
    let config = config.to_string_lossy();
    let server = Server::start_with(data.path(), &["--course", &config]);
    let mut lines = Vec::new();
    for ((state, width, dark, lang), student) in STATES.into_iter().zip(&students) {
        let window = window(&chromium, width, dark).await;
        let visit = Visit::new(&window, width, &server.url, files.path());
        painted(&visit, dark).await;
        let mut found = Found {
            visit: &visit,
            state,
            lines: Vec::new(),
        };
        visit.sign_in(student).await;
        speak(&visit, lang).await;
        attempts(&visit, &mut found).await;
        words(&visit, &mut found).await;
        visit.sign_in(&teacher).await;
        speak(&visit, lang).await;
        answers(&visit, &mut found).await;
        visit.sign_in(student).await;
        found
            .pages(&["/homeworks/elbo/items/proof", "/homeworks/elbo", "/account"])
            .await;
        lines.append(&mut found.lines);
        window.quit().await.expect("the window closes");
    }
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// Two attempts and one too many: a hint held back, one shown, expected values, what changed, earlier attempts.
async fn attempts(visit: &Visit<'_>, found: &mut Found<'_>) {
    let inputs = visit.inputs("elbo").await;
    let mut answers = spoilt("elbo", "discretized_logistic_mixture", &inputs);
    for what in ["a hint held back", "a hint and what changed"] {
        visit
            .look("elbo", "answers.npz", &write_npz(&answers))
            .await;
        visit.click("form.confirm button").await;
        visit.find("section.receipt").await;
        found.look(what).await;
        answers.remove("elbo.elbo");
    }
    answers.remove("elbo.kl");
    visit
        .look("elbo", "answers.npz", &write_npz(&answers))
        .await;
    visit.find(".notice.bad").await;
    found.look("no attempts left").await;
    found.pages(&["/homeworks/elbo", "/"]).await;
}

/// An answer previewed, sent and sent once more, and a request.
async fn words(visit: &Visit<'_>, found: &mut Found<'_>) {
    visit.go("/homeworks/elbo/items/proof").await;
    visit
        .fill("textarea[name='text']", "$x$ and\n\n- so on")
        .await;
    visit.click("button[value='preview']").await;
    visit.find("[id='preview-proof']").await;
    found.look("a preview of an answer").await;
    for what in ["an answer sent", "the same answer again"] {
        visit.click("button[value='send']").await;
        visit.find(".notice[role='status']").await;
        found.look(what).await;
        visit.go("/homeworks/elbo/items/proof").await;
        visit.unfold().await;
    }
    visit.click(".item-requests summary").await;
    visit.unfold().await;
    visit.fill(".item-requests textarea", "Why $x$?").await;
    visit.click(".item-requests form button").await;
    visit.find("article.thread").await;
    found.look("a request").await;
}

/// The teacher's side of the same: the answer with a wrong number, the grade, the thread answered and closed.
async fn answers(visit: &Visit<'_>, found: &mut Found<'_>) {
    visit.go("/queue/elbo/proof/next").await;
    found.look("an answer to grade").await;
    visit.fill("input[name='points.idea']", "7").await;
    visit.click("button[value='save']").await;
    visit.find("[aria-invalid='true']").await;
    found.look("a refused grade").await;
    visit.fill("input[name='points.idea']", "1").await;
    visit.fill("input[name='points.rest']", "0,5").await;
    visit.click("button[value='save']").await;
    visit.find(".notice[role='status']").await;
    found.look("a grade").await;
    visit.go("/requests").await;
    visit.click("main table a").await;
    visit.click("button[value='answer']").await;
    visit.find("[aria-invalid='true']").await;
    found.look("an empty reply").await;
    visit.fill("#text", "Because.").await;
    visit.click("button[value='close']").await;
    found.look("the requests").await;
}
