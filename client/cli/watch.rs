//! Doing something again whenever a file changes.

use super::error::{Context as _, Result};
use super::output::{insist, tell};
use super::target::folder_of;
use super::{Outcome, Voice};
use l10n::message;
use notify::{RecursiveMode, Watcher as _};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Checks now and after every change of the answers file, until interrupted.
pub fn watch(file: &Path, voice: Voice, check: impl Fn() -> Result<()>) -> Result<Outcome> {
    let (sender, changes) = channel();
    let mut watcher =
        notify::recommended_watcher(sender).context(message!("check-cannot-watch"))?;
    // Editors and NumPy replace files; the folder sees that, a watch on the file itself would not.
    let folder = folder_of(file);
    watcher
        .watch(folder, RecursiveMode::NonRecursive)
        .with_context(|| message!("check-cannot-watch-folder", folder = folder))?;
    loop {
        // A file that is not there yet, or half written, is the ordinary state of things here.
        if let Err(error) = check() {
            insist(&format_args!("dgm: {}", error.text(voice.lang)));
        }
        tell(&message!("check-watching", file = file).text(voice.lang));
        wait_for_change(&changes, file)?;
    }
}

fn wait_for_change(
    changes: &std::sync::mpsc::Receiver<notify::Result<notify::Event>>,
    file: &Path,
) -> Result<()> {
    let concerns = |event: &notify::Event| {
        !event.kind.is_access()
            && event
                .paths
                .iter()
                .any(|p| p.file_name() == file.file_name())
    };
    loop {
        let event = changes.recv().ok().context(message!("check-watch-ended"))?;
        if event.is_ok_and(|e| concerns(&e)) {
            break;
        }
    }
    // A save is several events; the check runs when they have stopped.
    while !matches!(
        changes.recv_timeout(Duration::from_millis(150)),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)
    ) {}
    Ok(())
}
