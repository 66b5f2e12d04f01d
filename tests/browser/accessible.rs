//! axe-core finds nothing on any page in any state: narrow and light, wide and dark, in both languages.

use crate::binary::{Server, printed};
use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::solve::spoilt;
use crate::visit::Visit;
use crate::window::{Answer, Window};
use judge::answers::write_npz;

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
pub fn violations(window: &Window, what: &str, found: &mut Vec<String>) {
    let loaded: Answer<Option<bool>> = window.execute(AXE, &[]);
    loaded.expect("axe-core loads");
    let lines: Vec<String> = window.execute_async(RUN).expect("axe-core runs");
    found.extend(lines.into_iter().map(|line| format!("{what}: {line}")));
}

struct Found<'a> {
    visit: &'a Visit<'a>,
    state: &'static str,
    lines: Vec<String>,
}

impl Found<'_> {
    /// Looks at the page as it is.
    fn look(&mut self, what: &str) {
        let foreign: Vec<String> = self.visit.asks(FOREIGN);
        assert!(foreign.is_empty(), "{what}: {foreign:?}");
        let what = format!("{what}, {}", self.state);
        violations(self.visit.window, &what, &mut self.lines);
        // What was folded is open now.
        self.visit.fits(&what);
    }

    fn pages(&mut self, pages: &[&str]) {
        for page in pages {
            self.visit.go(page);
            self.look(page);
        }
    }
}

/// The narrowest window that pages are for is one of 1280 pixels at four times the size (WCAG 1.4.10): nothing scrolls sideways there.
/// How a window is: in words, its width, whether it is dark, and the language of its pages.
const STATES: [(&str, u32, bool, &str); 2] = [
    ("narrow, light, Russian", 320, false, "ru"),
    ("wide, dark, English", 1280, true, "en"),
];

/// A window in this state.
fn window(chromium: &Chromium, width: u32, dark: bool) -> Window {
    if dark {
        chromium.dark_window(width)
    } else {
        chromium.window(width)
    }
}

/// The pages are as dark as is asked for.
fn painted(visit: &Visit<'_>, dark: bool) {
    let script = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(visit.asks::<bool>(script), dark);
}

fn speak(visit: &Visit<'_>, lang: &str) {
    let button = format!("form.language button[value={lang}]");
    if visit.count(&button) > 0 {
        visit.click(&button);
    }
}

#[test]
fn axe_finds_nothing_in_the_demo_course() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let mut lines = Vec::new();
    for (state, width, dark, lang) in STATES {
        let window = window(&chromium, width, dark);
        let visit = Visit::new(&window, width, &demo.url, files.path());
        painted(&visit, dark);
        let mut found = Found {
            visit: &visit,
            state,
            lines: Vec::new(),
        };
        visit.go("/sign-in");
        speak(&visit, lang);
        found.pages(&[
            "/sign-in",
            "/account",
            "/sign-in/expired",
            "/help",
            "/help/grading",
            "/help/operating",
        ]);
        window.goto(&demo.student).expect("it opens");
        found.look("a sign-in link");
        visit.sign_in(&demo.student);
        speak(&visit, lang);
        found.pages(&STUDENT);
        sending(&visit, &mut found, width);
        window.goto(&demo.teacher).expect("it opens");
        found.look("a sign-in link of somebody else");
        visit.sign_in(&demo.teacher);
        speak(&visit, lang);
        found.pages(&TEACHER);
        tables(&visit);
        lines.append(&mut found.lines);
        window.quit().expect("the window closes");
    }
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// Tab goes down the page of the gradebook, also where a phone shows what the signs mean below it; and the numbers of a homework fit, in
/// Russian too, where there is room for them.
fn tables(visit: &Visit<'_>) {
    visit.go("/gradebook");
    let tops =
        "return [...document.querySelectorAll('.gradebook-page :is(a, button, input, select)')]
        .filter(e => !e.closest('.gradebook-frame') && e.offsetParent)
        .map(e => Math.round(e.getBoundingClientRect().bottom))";
    let tops: Vec<i32> = visit.asks(tops);
    // What stands in one line need not end in one.
    let goes_down = tops.windows(2).all(|two| two[1] > two[0] - 40);
    assert!(goes_down, "{tops:?}");
    if visit.width >= 1280 {
        speak(visit, "ru");
        visit.go("/insight/elbo");
        let script = "const of = document.querySelector('table.insight').parentElement;
            return [of.scrollWidth, of.clientWidth]";
        let [table, frame]: [u32; 2] = visit.asks(script);
        assert!(table <= frame, "{table} in {frame}");
    }
}

/// What is shown to a student on the way to a report: refusals, the draft, errors that are drawn, a token.
fn sending(visit: &Visit<'_>, found: &mut Found<'_>, width: u32) {
    visit.look("flows", "none.txt", b"hello");
    visit.find("#answers-error");
    found.look("a refused file");

    visit.go("/homeworks/flows");
    visit.unfold();
    visit.fill("form.numbers input", "1,234.5");
    visit.click("form.numbers button");
    visit.find("form.numbers [aria-invalid]");
    found.look("a refused number");

    let odd = format!(
        r#"{{"affine_coupling.z": [1, 2], "affine_coupling.log_dt": [{width}], "cnf_log_prob.log_prob": [1, 2, 3, 4, 5], "planar_flow.log_det": [1, 2, 3, 4, 5, 6, 7, 8], "planar_flow.x": [[NaN]]}}"#
    );
    visit.look("flows", "odd.json", odd.as_bytes());
    visit.find("form.confirm button");
    found.look("a draft");
    visit.click("form.confirm button");
    visit.find("svg.error-map");
    found.look("a report");
    visit.look("flows", "odd.json", odd.as_bytes());
    visit.find(".notice a[href^='/submissions/']");
    found.look("a draft of the same bytes");

    visit.go("/account");
    visit.fill("#tokens input[name='name']", "laptop");
    visit.click("#tokens form.inline button");
    visit.find("code.token");
    found.look("a token");
}

/// What a person grades, in words and in requests, from the first letter to the closed thread; and what the config reveals.
#[test]
fn axe_finds_nothing_on_what_a_person_grades() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let files = tempfile::tempdir().expect("a folder is made");
    let course = include_str!("../fixtures/courses/by_hand.toml").replace(
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
        let window = window(&chromium, width, dark);
        let visit = Visit::new(&window, width, &server.url, files.path());
        painted(&visit, dark);
        let mut found = Found {
            visit: &visit,
            state,
            lines: Vec::new(),
        };
        visit.sign_in(student);
        speak(&visit, lang);
        attempts(&visit, &mut found);
        words(&visit, &mut found);
        visit.sign_in(&teacher);
        speak(&visit, lang);
        answers(&visit, &mut found);
        visit.sign_in(student);
        found.pages(&["/homeworks/elbo/items/proof", "/homeworks/elbo", "/account"]);
        lines.append(&mut found.lines);
        window.quit().expect("the window closes");
    }
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// Two attempts and one too many: a hint held back, one shown, expected values, what changed, earlier attempts.
fn attempts(visit: &Visit<'_>, found: &mut Found<'_>) {
    let inputs = visit.inputs("elbo");
    let mut answers = spoilt("elbo", "discretized_logistic_mixture", &inputs);
    for what in ["a hint held back", "a hint and what changed"] {
        visit.look("elbo", "answers.npz", &write_npz(&answers));
        visit.click("form.confirm button");
        visit.find("section.receipt");
        found.look(what);
        answers.remove("elbo.elbo");
    }
    answers.remove("elbo.kl");
    visit.look("elbo", "answers.npz", &write_npz(&answers));
    visit.find(".notice.bad");
    found.look("no attempts left");
    found.pages(&["/homeworks/elbo", "/"]);
}

/// An answer previewed, sent and sent once more, and a request.
fn words(visit: &Visit<'_>, found: &mut Found<'_>) {
    visit.go("/homeworks/elbo/items/proof");
    visit.fill("textarea[name='text']", "$x$ and\n\n- so on");
    visit.click("button[value='preview']");
    visit.find("[id='preview-proof']");
    found.look("a preview of an answer");
    for what in ["an answer sent", "the same answer again"] {
        visit.click("button[value='send']");
        visit.find(".notice[role='status']");
        found.look(what);
        visit.go("/homeworks/elbo/items/proof");
        visit.unfold();
    }
    visit.click(".item-requests summary");
    visit.unfold();
    visit.fill(".item-requests textarea", "Why $x$?");
    visit.click(".item-requests form button");
    visit.find("article.thread");
    found.look("a request");
}

/// The teacher's side of the same: the answer with a wrong number, the grade, the thread answered and closed.
fn answers(visit: &Visit<'_>, found: &mut Found<'_>) {
    visit.go("/queue/elbo/proof/next");
    found.look("an answer to grade");
    visit.fill("input[name='points.idea']", "7");
    visit.click("button[value='save']");
    visit.find("[aria-invalid='true']");
    found.look("a refused grade");
    visit.fill("input[name='points.idea']", "1");
    visit.fill("input[name='points.rest']", "0,5");
    visit.click("button[value='save']");
    visit.find(".notice[role='status']");
    found.look("a grade");
    visit.go("/requests");
    visit.click("main table a");
    visit.click("button[value='answer']");
    visit.find("[aria-invalid='true']");
    found.look("an empty reply");
    visit.fill("#text", "Because.");
    visit.click("button[value='close']");
    found.look("the requests");
}
