//! `dgm submit`: sends an answers file and prints the report.

use super::error::Result;
use super::files::read_limited;
use super::output::{put_json, put_line};
use super::report::print_report;
use super::{Format, Outcome, Voice};
use crate::practice;
use crate::remote::{self, Server, ServerArg};
use judge::answers::Limits;
use l10n::message;
use serde_json::Value;
use std::path::PathBuf;

/// What to send where.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    homework: String,
    /// The answers file: .npz, .npy, .safetensors or .json; - is standard input.
    file: PathBuf,
    #[command(flatten)]
    server: ServerArg,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let homework = practice::homework(&args.homework)?;
    let file = read_limited(&args.file, Limits::default().file)?;
    let server = Server::find(&args.server, voice.lang)?;
    let sent = remote::submit(&server, homework, &file)?;
    match voice.format {
        Format::Text => {
            print_report(&sent.report, voice.lang)?;
            put_line(&arrival(&sent.receipt, voice))?;
        }
        Format::Json => put_json(&with_receipt(sent.written, sent.receipt))?,
    }
    Ok(if sent.report.all_right() {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

/// That it arrived: for people, beneath the report.
fn arrival(receipt: &Value, voice: Voice) -> String {
    let again = receipt.get("again").and_then(Value::as_bool) == Some(true);
    let said = if again {
        message!("sent-again")
    } else {
        message!("sent-new")
    };
    let text = |name: &str| match receipt.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    };

    format!(
        "{}\n{}",
        said.text(voice.lang),
        message!(
            "submit-receipt",
            id = text("id"),
            at = text("received_at"),
            sha256 = text("sha256"),
            points = text("points")
        )
        .text(voice.lang)
    )
}

/// The document of `dgm check`, with the receipt beside it.
fn with_receipt(mut report: Value, receipt: Value) -> Value {
    if let Some(report) = report.as_object_mut() {
        report.insert("receipt".to_owned(), receipt);
    }
    report
}
