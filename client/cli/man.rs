//! `dgm man`: the manual pages, one a command.

use super::error::{Context as _, Result};
use super::help::in_russian;
use super::output::{put_json, tell};
use super::target::{Force, Target};
use super::{Format, Outcome, Voice};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use l10n::{Lang, message};
use std::path::PathBuf;

/// Where to.
#[derive(clap::Args)]
pub struct Args {
    /// The folder, such as ~/.local/share/man/man1; it is made where it is missing.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    force: Force,
}

/// Runs the command for a program. Nothing is written where a page is there already and may not be replaced.
pub fn run<C: CommandFactory>(args: &Args, voice: Voice) -> Result<Outcome> {
    let mut command = C::command();
    if voice.lang == Lang::Ru {
        command = in_russian(command);
    }
    command.build();
    let mut pages = Vec::new();
    write(&command, &mut pages)?;
    let folder = args.folder.as_path();
    std::fs::create_dir_all(folder).with_context(|| message!("file-unwritable", file = folder))?;
    let place = |(name, page): (String, Vec<u8>)| {
        let path = folder.join(name);
        Target::find(&path, args.force).map(|target| (path, target, page))
    };
    let placed: Vec<_> = pages.into_iter().map(place).collect::<Result<_>>()?;
    let mut files = Vec::new();
    for (path, target, page) in placed {
        target.write(&page)?;
        files.push(path);
    }
    match voice.format {
        Format::Text => {
            let written = message!("man-written", n = files.len(), folder = folder);
            tell(&written.text(voice.lang));
        }
        Format::Json => {
            let files: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
            put_json(&serde_json::json!({ "files": files }))?;
        }
    }
    Ok(Outcome::Right)
}

/// The page of a command and those of the commands under it.
fn write(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let page = Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    pages.push((page.get_filename(), text));
    for verb in command.get_subcommands() {
        if verb.get_name() != "help" {
            write(verb, pages)?;
        }
    }
    Ok(())
}
