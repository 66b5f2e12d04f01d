//! `dgm submit`: sends an answers file and prints the report.

use super::files::{homework_name, read_limited};
use super::output::{print_report, put_json, put_line};
use super::remote::{Server, ServerArg};
use super::{Format, Outcome, Voice};
use crate::answers::Limits;
use crate::grading::Report;
use crate::l10n::{say, say_with};
use anyhow::Context as _;
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
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let known = homework_name(&args.homework)?;
    let file = read_limited(&args.file, Limits::default().file, voice.lang)?;
    let server = Server::find(&args.server, voice.lang)?;
    let mut receipt = server.post(&format!("homeworks/{}/submissions", known.name), &file)?;
    let report = receipt
        .get_mut("report")
        .map(Value::take)
        .context("the server answered without a report; is it a newer version?")?;
    let parsed: Report = serde_json::from_value(report.clone())
        .context("the server's report cannot be read; is it a newer version?")?;
    match voice.format {
        Format::Text => {
            print_report(&parsed, voice.lang)?;
            put_line(&arrival(&receipt, voice))?;
        }
        Format::Json => put_json(&with_receipt(report, receipt))?,
    }
    Ok(if parsed.all_right() {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

/// That it arrived: for people, beneath the report.
fn arrival(receipt: &Value, voice: Voice) -> String {
    let again = receipt.get("again").and_then(Value::as_bool) == Some(true);
    let said = say(voice.lang, if again { "sent-again" } else { "sent-new" });
    let text = |name: &str| match receipt.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    };
    let args = crate::args! {
        "id" => text("id"), "at" => text("received_at"), "sha256" => text("sha256"), "points" => text("points"),
    };
    format!("{said}\n{}", say_with(voice.lang, "submit-receipt", &args))
}

/// The document of `dgm check`, with the receipt beside it.
fn with_receipt(mut report: Value, mut receipt: Value) -> Value {
    if let Some(receipt) = receipt.as_object_mut() {
        receipt.remove("report");
    }
    if let Some(report) = report.as_object_mut() {
        report.insert("receipt".to_owned(), receipt);
    }
    report
}
