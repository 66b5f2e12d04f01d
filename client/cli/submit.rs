//! `dgm submit`: sends an answers file and prints the report.

use super::error::Result;
use super::files::read_limited;
use super::output::{is_quiet, link, put_json, put_line, tell};
use super::report::print_report;
use super::{Format, Outcome, Voice};
use crate::practice;
use crate::remote::{self, Server, ServerArg};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::answers::Limits;
use judge::points::Points;
use l10n::{date, message};
use serde_json::Value;
use std::path::PathBuf;

/// What to send where.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    homework: String,
    /// The answers file: .npz, .npy, .safetensors or .json; - is standard input.
    file: PathBuf,
    /// Sends it also where it answers other inputs than one's own of this homework.
    #[arg(long)]
    anyway: bool,
    #[command(flatten)]
    server: ServerArg,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let homework = practice::homework(&args.homework)?;
    let file = read_limited(&args.file, Limits::default().file)?;
    let server = Server::find(&args.server, voice.lang)?;
    let sent = remote::submit(&server, homework, &file, args.anyway)?;
    let page = sent.receipt.get("id").and_then(|id| server.report_page(id));
    match voice.format {
        Format::Text => {
            print_report(&sent.report, voice.lang)?;
            put_line(&arrival(&sent.receipt, &zone(&server), voice))?;
            if let Some(page) = page {
                tell(&message!("submit-page").text(voice.lang));
                if !is_quiet() {
                    link(&page);
                }
            }
        }
        Format::Json => put_json(&with_receipt(sent.written, sent.receipt, page))?,
    }
    Ok(if sent.report.all_right() {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

/// The zone that the pages show times in, where the server tells it; else that of this machine, which may be elsewhere.
fn zone(server: &Server) -> TimeZone {
    let grade = server.get("grade").ok();
    let named = grade.as_ref().and_then(|g| g.get("time_zone")?.as_str());
    let zone = named.and_then(|name| TimeZone::get(name).ok());
    zone.unwrap_or_else(TimeZone::system)
}

/// That it arrived: for people, beneath the report.
fn arrival(receipt: &Value, zone: &TimeZone, voice: Voice) -> String {
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

    let lang = voice.lang;
    let points: Option<Points> = text("points").parse().ok();
    let points = points.map_or_else(|| text("points"), |points| points.show(lang));
    let at: Option<Timestamp> = text("received_at").parse().ok();
    // The year is told as on a page that is looked at when the answers arrive.
    let at = at.map_or_else(
        || text("received_at"),
        |at| date::instant(at, zone, at, lang),
    );
    let receipt = message!(
        "submit-receipt",
        id = text("id"),
        at = at,
        sha256 = text("sha256"),
        points = points
    );
    format!("{}\n{}", said.text(lang), receipt.text(lang))
}

/// The document of `dgm check`, with the receipt beside it.
fn with_receipt(mut report: Value, mut receipt: Value, page: Option<String>) -> Value {
    if let (Some(receipt), Some(page)) = (receipt.as_object_mut(), page) {
        receipt.insert("page".to_owned(), page.into());
    }
    if let Some(report) = report.as_object_mut() {
        report.insert("receipt".to_owned(), receipt);
    }
    report
}
