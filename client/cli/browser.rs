//! A page opened in the browser of whoever sits at the terminal.

use std::io::{IsTerminal as _, stderr};
use std::process::{Command, Stdio};

/// Opens a page, where somebody sits here and a browser can be shown. Whether it worked is seen in the browser alone: its address
/// is printed anyway.
pub fn open(page: &str) {
    if !stderr().is_terminal() {
        return;
    }
    let mut command = if cfg!(windows) {
        // No shell, which would read the address as a line of its own.
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else if is_graphical() {
        Command::new("xdg-open")
    } else {
        return;
    };
    let quiet = command
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    drop(quiet.spawn());
}

/// Whether there is a screen that windows are shown on.
fn is_graphical() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
