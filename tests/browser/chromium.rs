//! Chromium, driven by a chromedriver of this test's own on a free port.

use crate::window::Window;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::json;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running chromedriver. It ends with the value.
pub struct Chromium {
    child: Child,
    port: u16,
    browser: PathBuf,
    profiles: tempfile::TempDir,
}

impl Chromium {
    /// Starts it; nothing where there is no browser, unless `DGM_REQUIRE_BROWSER=1` asks for one.
    pub fn start() -> Option<Self> {
        let browser = found(&["chromium", "chromium-browser", "google-chrome"]);
        let driver = found(&["chromedriver"]);
        let (Some(browser), Some(driver)) = (browser, driver) else {
            let required = std::env::var_os("DGM_REQUIRE_BROWSER").is_some_and(|v| v == "1");
            assert!(
                !required,
                "DGM_REQUIRE_BROWSER=1 and no chromium with chromedriver"
            );
            eprintln!("skipped: there is no chromium with chromedriver");
            return None;
        };
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|l| l.local_addr())
            .expect("a port is free")
            .port();
        let child = Command::new(driver)
            .arg(format!("--port={port}"))
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let chromium = Self {
            child,
            port,
            browser,
            profiles: tempfile::tempdir().expect("a folder is made"),
        };
        let patience = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(Instant::now() < patience, "chromedriver does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(chromium)
    }

    /// A window of this width.
    pub fn window(&self, width: u32) -> Window {
        self.open(width, true, false, &[])
    }

    /// A window of this width as browsers are set that let no site follow people into others' frames: cookies of a frame of another site are
    /// kept away. It believes any certificate.
    pub fn guarded_window(&self, width: u32) -> Window {
        let guarded = [
            "--ignore-certificate-errors",
            "--test-third-party-cookie-phaseout",
        ];
        self.open(width, true, false, &guarded)
    }

    /// A window of this width in which no page runs a script.
    pub fn window_without_scripts(&self, width: u32) -> Window {
        self.open(width, false, false, &[])
    }

    /// A window of this width that prefers dark pages.
    pub fn dark_window(&self, width: u32) -> Window {
        self.open(width, true, true, &[])
    }

    fn open(&self, width: u32, scripts: bool, dark: bool, more: &[&str]) -> Window {
        let profile = self
            .profiles
            .path()
            .join(format!("{width}-{scripts}-{dark}-{}", more.len()));
        let profile = format!("--user-data-dir={}", profile.display());
        let size = format!("--window-size={},900", width.max(500));
        let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(!dark));
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--lang=en",
            &profile,
            &size,
            &scheme,
        ];
        let arguments = [&arguments[..], more].concat();
        let mut options = json!({ "args": arguments, "binary": self.browser });
        // A window is never narrower than 500 points; a phone is, so it is emulated.
        if width < 500 {
            let metrics = json!({ "width": width, "height": 844, "pixelRatio": 2.0 });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        if !scripts {
            let off = "profile.managed_default_content_settings.javascript";
            options["prefs"] = json!({ off: 2 });
        }
        let driver = format!("http://127.0.0.1:{}", self.port);
        Window::open(&driver, &options).expect("the browser starts")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The driver and every process of its windows. They may have ended by themselves.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        drop(self.child.wait());
    }
}

/// The first of these programs that is on the path.
fn found(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut places = names
        .iter()
        .flat_map(|n| folders.iter().map(move |f| f.join(n)));
    places.find(|p: &PathBuf| Path::is_file(p))
}
