//! A learning platform in the browser: registered by hand, a homework linked in a frame of its, people who come by a frame and by a tab, and points
//! that go there, also after the server was killed.

use crate::binary::{Server, dgm, printed};
use crate::chromium::Chromium;
use crate::person::Person;
use crate::platform::{CLIENT, DEPLOYMENT, Platform};
use crate::tls;
use crate::window::{By, Window};
use serde_json::json;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;
use tokio::runtime::Runtime;

/// A port that is free; the server has it again after it was killed.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("it has one").port()
}

fn serve(data: &Path, port: u16, url: &str) -> Server {
    let listen = format!("127.0.0.1:{port}");
    let words = [
        "serve",
        "--listen",
        &listen,
        "--base-url",
        url,
        "--log",
        "warn",
    ];
    Server::of(dgm(data, &words))
}

/// Waits until something is so.
fn until(what: &str, mut is: impl FnMut() -> bool) {
    for _ in 0..300 {
        if is() {
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("{what}: it never came to it");
}

/// Turns to the tab that was opened beside this one.
fn turn_to_new(window: &Window, old: &str) {
    let mut found = None;
    until("a tab opens", || {
        let tabs = window.tabs().expect("the tabs are told");
        found = tabs.into_iter().find(|tab| tab != old);
        found.is_some()
    });
    window
        .turn_to(&found.expect("it is there"))
        .expect("it is turned to");
}

/// The owner enters what the platform shows.
fn register(owner: &Person<'_>, platform: &Platform) {
    let (url, services) = (platform.front(), platform.services());
    owner.go("/lti");
    let form = "form[action='/lti/platforms']";
    for (name, value) in [
        ("name", "Moodle of the faculty".to_owned()),
        ("issuer", url.clone()),
        ("client_id", CLIENT.to_owned()),
        ("auth_url", format!("{url}/auth")),
        ("token_url", format!("{services}/token")),
        ("jwks_url", format!("{services}/jwks")),
    ] {
        owner.fill(&format!("{form} input[name='{name}']"), &value);
    }
    owner.fill(&format!("{form} textarea"), DEPLOYMENT);
    owner.click(&format!("{form} button"));
    owner.sees("Moodle of the faculty");
}

/// Gives Anna points by hand.
fn give(services: &str, token: &str, points: &str) {
    let body = json!({ "points": points, "excused": false, "reason": "so" });
    let path = "/api/v1/students/anna/homeworks/elbo/override";
    let given = ureq::put(format!("{services}{path}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .send(body.to_string());
    given.expect("the points are taken");
}

/// A server and a platform that are two sites, as a browser tells them apart: the server's by its name, the platform's by its number.
struct Sites {
    data: tempfile::TempDir,
    port: u16,
    /// Where browsers reach the server, and where programs on this machine do.
    url: String,
    own: String,
    platform: Platform,
    /// Where browsers reach the platform.
    at: String,
}

impl Sites {
    fn open(runtime: &Runtime) -> (Self, Server) {
        let data = tempfile::tempdir().expect("a folder is made");
        for (login, role) in [
            ("anna", "student"),
            ("teacher", "teacher"),
            ("olga", "owner"),
        ] {
            let email = format!("{login}@example.org");
            let add = ["user", "add", login, "--role", role, "--email", &email];
            printed(data.path(), &add);
        }
        let port = free_port();
        let url = runtime.block_on(tls::before(port, "localhost"));
        let (platform, services) = runtime.block_on(Platform::start(&url));
        let at = runtime.block_on(tls::before(services, "127.0.0.1"));
        let server = serve(data.path(), port, &url);
        let own = format!("http://127.0.0.1:{port}");
        let keys = ureq::get(format!("{own}/lti/jwks.json")).call();
        let keys = keys.expect("it answers").body_mut().read_to_vec();
        let keys = serde_json::from_slice(&keys.expect("to its end"));
        {
            let mut inside = platform.inside();
            inside.front = Some(at.clone());
            inside.tool = Some(keys.expect("they are keys"));
        }
        let sites = Self {
            data,
            port,
            url,
            own,
            platform,
            at,
        };
        (sites, server)
    }

    /// Somebody who sits at the platform.
    fn at_the_platform<'a>(&'a self, window: &'a Window, width: u32) -> Person<'a> {
        Person {
            window,
            url: &self.at,
            width,
        }
    }
}

#[test]
fn a_platform_shows_the_course_in_a_frame_links_a_homework_and_gets_points() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let runtime = Runtime::new().expect("it runs");
    let (sites, server) = Sites::open(&runtime);
    let link = printed(sites.data.path(), &["user", "link", "olga"]);
    let desk = chromium.guarded_window(1280);
    let owner = Person::signed_in(&desk, 1280, &sites.url, &link);
    register(&owner, &sites.platform);
    choose(&sites, &desk);
    come(&sites, &chromium);
    owner.go("/audit");
    owner.sees("from the learning platform Moodle of the faculty");
    let _server = points(&sites, &owner, server);
    register_by_itself(&owner, &sites.platform);
    desk.quit().expect("the window closes");
}

/// The teacher chooses what is linked within the frame, where there is no session.
fn choose(sites: &Sites, desk: &Window) {
    let teacher = sites.at_the_platform(desk, 1280);
    teacher.go("/as/teacher");
    teacher.go("/course?target=/lti/deep-linking");
    desk.enter(&teacher.find("iframe")).expect("it is entered");
    teacher.sees("Choose what is linked");
    teacher.click("input[value='elbo']");
    teacher.click("button.primary");
    teacher.sees("1 link is ready");
    teacher.click("button.primary");
    teacher.sees("Linked at the platform");
    desk.leave().expect("the page is looked at");
    let linked = sites.platform.linked();
    assert_eq!(linked.len(), 1);
    assert_eq!(linked[0]["url"], format!("{}/homeworks/elbo", sites.url));
}

/// A student comes in by a frame, which says why it shows nothing and opens a tab; and by a link that opens one itself.
fn come(sites: &Sites, chromium: &Chromium) {
    let room = chromium.guarded_window(390);
    let anna = sites.at_the_platform(&room, 390);
    let homework = format!("{}/homeworks/elbo", sites.url);
    anna.go("/as/anna");
    let first = room.tab().expect("there is a tab");
    room.enter(&anna.find("iframe")).expect("it is entered");
    anna.sees("The course opens in a window of its own");
    anna.click("a.button");
    room.leave().expect("the page is looked at");
    turn_to_new(&room, &first);
    anna.find(".leave form");
    let place = || room.current_url().expect("an address").to_string();
    assert_eq!(place(), homework);
    anna.fits("the homework");
    room.close_tab().expect("it is closed");
    room.turn_to(&first).expect("the first tab is there");
    anna.click("#tab");
    turn_to_new(&room, &first);
    anna.find(".leave form");
    assert_eq!(place(), homework);
    room.quit().expect("the window closes");
}

/// Points go there once they are switched on; what does not go, goes when it can, also after the server was killed.
fn points(sites: &Sites, owner: &Person<'_>, server: Server) -> Server {
    let Sites { own, platform, .. } = sites;
    let token = printed(sites.data.path(), &["user", "token", "teacher"]);
    let stands = |points: &str| platform.stands("id of anna").as_deref() == Some(points);
    give(own, &token, "10.667");
    owner.go("/lti/courses/1");
    owner.click("select[name='elbo'] option[value='on']");
    owner.click("form[action='/lti/courses/1'] button");
    owner.sees("10.667");
    owner.click("form[action='/lti/courses/1'] button");
    until("the points arrive", || stands("10.667"));
    platform.inside().fails = true;
    give(own, &token, "11.5");
    until("it is seen that they do not go", || {
        owner.go("/lti/courses/1");
        owner.click("form[action$='/again'] button");
        let main = owner.window.find(&By::Css("main".to_owned()));
        let text = main.and_then(|main| main.text());
        text.is_ok_and(|text| text.contains("refused (status 503)"))
    });
    assert!(stands("10.667"));
    // Killed, as by a power cut; the platform is well again before the server is.
    drop(server);
    platform.inside().fails = false;
    let server = serve(sites.data.path(), sites.port, &sites.url);
    owner.go("/lti/courses/1");
    owner.sees("refused (status 503)");
    owner.click("form[action$='/again'] button");
    until("the points arrive", || stands("11.5"));
    server
}

/// Another platform registers itself: in a frame of its page, which closes once the tool says so. It counts when the owner confirms it.
fn register_by_itself(owner: &Person<'_>, platform: &Platform) {
    owner.go("/lti");
    owner.click("form[action='/lti/tickets'] button");
    let address = owner.find(".notice code").text().expect("an address");
    let page = Person {
        window: owner.window,
        url: platform.services(),
        width: owner.width,
    };
    page.go(&format!("/tools?tool={address}"));
    let frame = page.find("iframe");
    page.window.enter(&frame).expect("it is entered");
    page.sees("is to be registered as a learning platform");
    page.click("form button.primary");
    page.sees("is registered.");
    // The frame goes with the click, which then may answer that there is no such element any more; the platform's page says whether it came.
    drop(page.find("#back").click());
    page.window.leave().expect("the page is looked at");
    page.sees("The tool is registered.");
    let registered = platform.inside().registered.len();
    assert_eq!(registered, 1);
    owner.go("/lti");
    owner.sees("waits for you");
    owner.click("a[href='/lti/platforms/2']");
    owner.click("form[action='/lti/platforms/2/state'] button.primary");
    owner.sees("People come from it");
}
