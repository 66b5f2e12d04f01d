//! The environment of a command under test.

use std::process::Command;

/// Gives a command an environment of its own: English, plain, no data and no server of anybody's.
pub fn of_its_own(command: &mut Command) -> &mut Command {
    command.env("LC_ALL", "C.UTF-8");
    for name in [
        "LC_MESSAGES",
        "LANG",
        "NO_COLOR",
        "DGM_BASE_URL",
        "DGM_DATA",
        "DGM_DATABASE_URL",
        "DGM_LISTEN",
        "DGM_LOG",
        "DGM_LOG_FORMAT",
        "DGM_METRICS_LISTEN",
        "DGM_SECRET_KEY",
        "DGM_SERVER",
        "DGM_TOKEN",
        "DGM_TRUST_PROXY",
    ] {
        command.env_remove(name);
    }
    command
}
