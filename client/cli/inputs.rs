//! `dgm inputs`: practice inputs of a homework, or one's own.

use super::error::Result;
use super::files::write_arrays;
use super::output::{put_json, tell};
use super::target::{Force, Target};
use super::{Format, Outcome, Voice};
use crate::practice;
use crate::remote::{Server, ServerArg, own_inputs};
use judge::answers::keys::INPUTS;
use judge::arrays::Arrays;
use l10n::{Message, message};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Which inputs, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    pub homework: String,
    /// The practice seed; 0 where it is left out.
    #[arg(long)]
    seed: Option<u64>,
    /// One's own inputs, of the server signed in to.
    #[arg(long, conflicts_with = "seed")]
    own: bool,
    #[command(flatten)]
    server: ServerArg,
    /// The file to write: .npz, .safetensors, .json, or .npy of one array; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
}

/// Runs the command of the student's program.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    run_with(args, voice, |seed| {
        let practice = practice::find_anew(&args.homework, &args.server, voice.lang)?;
        let seed = practice.seed(seed)?;
        Ok((practice.inputs(seed)?, seed, practice.which(seed)))
    })
}

/// Runs the command with practice inputs from elsewhere: those of a seed, or of the first one.
pub fn run_with(
    args: &Args,
    voice: Voice,
    practice_inputs: impl Fn(Option<u64>) -> Result<(Arrays, u64, Message)>,
) -> Result<Outcome> {
    let homework = practice::homework(&args.homework)?;
    let target = Target::find(&args.output, args.force)?;
    let (file, seed, which) = if args.own {
        let server = Server::find(&args.server, voice.lang)?;
        let which = message!("practice-own-inputs", url = server.url());
        (own_inputs(&server, homework)?, None, which)
    } else {
        let (file, seed, which) = practice_inputs(args.seed)?;
        (file, Some(seed), which)
    };
    write_arrays(&target, &args.output, &file, voice)?;
    if target.is_output() {
        return Ok(Outcome::Right);
    }
    let tasks: BTreeSet<_> = file
        .keys()
        .filter(|key| *key != INPUTS)
        .filter_map(|key| key.split('.').next())
        .collect();
    let (arrays, tasks) = (file.len(), tasks.len());
    match voice.format {
        Format::Text => {
            let path = args.output.as_path();
            let written = message!(
                "arrays-written",
                file = path,
                arrays = arrays,
                tasks = tasks
            );
            tell(&written.text(voice.lang));
            tell(&which.text(voice.lang));
        }
        Format::Json => put_json(
            &serde_json::json!({ "file": args.output.to_string_lossy(), "arrays": arrays, "tasks": tasks, "seed": seed, "own": args.own }),
        )?,
    }
    Ok(Outcome::Right)
}
