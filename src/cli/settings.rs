//! The config file of the server, read for the commands, and `dgm serve --check-config`.

use super::files::named;
use crate::config::{Diagnostics, text};
use crate::settings::{Around, File};
use dgm_client::cli::error::{CliError, Context as _, Result};
use dgm_client::cli::files::read_limited;
use dgm_client::cli::output::{colour, put_json, put_line, put_painted, tell};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::{Lang, Localized, message};
use std::path::Path;

/// What a config file says, or all that is wrong with it.
pub fn read(path: &Path) -> Result<File> {
    let (file, _) = parse(path)?.map_err(|problems| refused(path, &problems))?;
    Ok(file)
}

/// Tells of what is probably not meant.
pub fn warn(path: &Path, voice: Voice) -> Result<()> {
    if let Ok((_, warnings)) = parse(path)?
        && !warnings.is_empty()
    {
        tell(&warnings.render(&named(path).text(voice.lang), false, voice.lang));
    }
    Ok(())
}

/// Shows all problems of a config file; exit 1 where it cannot be used.
pub fn check(path: Option<&Path>, voice: Voice) -> Result<Outcome> {
    let Some(path) = path else {
        match voice.format {
            Format::Text => put_line(&message!("settings-none").text(voice.lang))?,
            Format::Json => put_json(&serde_json::json!({"valid": true, "diagnostics": []}))?,
        }
        return Ok(Outcome::Right);
    };
    let problems = match parse(path)? {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    };
    let refused = problems.has_errors();
    let name = named(path);
    match voice.format {
        Format::Json => {
            let all = problems.list();
            put_json(&serde_json::json!({"valid": !refused, "diagnostics": all}))?;
        }
        Format::Text => {
            let shown = problems.render(&name.text(voice.lang), colour(), voice.lang);
            if !shown.is_empty() {
                put_painted(shown.trim_end_matches('\n'))?;
            }
            if !refused {
                put_line(&message!("settings-valid", file = name).text(voice.lang))?;
            }
        }
    }
    Ok(if refused {
        Outcome::Wrong
    } else {
        Outcome::Right
    })
}

/// The file, with its warnings; or its problems.
fn parse(path: &Path) -> Result<std::result::Result<(File, Diagnostics), Diagnostics>> {
    let bytes = read_limited(path, 1024 * 1024)?;
    let text = text(&bytes).with_context(|| message!("file", file = named(path)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(File::read(
        &text,
        Around {
            folder,
            // One that is empty says nothing.
            variable: &|name| std::env::var(name).ok().filter(|value| !value.is_empty()),
        },
    ))
}

fn refused(path: &Path, problems: &Diagnostics) -> CliError {
    let shown = |lang| problems.render(&named(path).text(lang), false, lang);
    let problems = Localized {
        en: shown(Lang::En),
        ru: shown(Lang::Ru),
    };
    message!("settings-refused", file = named(path), problems = problems).into()
}
