//! `dgm doctor`: whether all that a server needs is in order, one line a thing, with the next step where it is not.

mod check;
mod database;
mod machine;
mod others;
mod queue;

use self::check::{Check, State, Subject};
use super::clock;
use super::store::PlaceArgs;
use crate::settings::base_url::BaseUrl;
use dgm_client::cli::error::Result;
use dgm_client::cli::output::{put_json, put_line};
use dgm_client::cli::{Format, Outcome, VERSION, Voice};
use l10n::message;

/// What to look at.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    /// Where people reach the server, as dgm serve is told.
    #[arg(long, value_name = "URL", env = "DGM_BASE_URL")]
    base_url: Option<String>,
    /// Asks the mail server, the sign-in providers and the learning platforms, too, whether they answer.
    #[arg(long)]
    reach: bool,
    /// Reckons anew what is kept so that pages are quick: where students stand, and what submissions did.
    #[arg(long)]
    repair: bool,
    /// The course secret as 64 hexadecimal digits; of the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
}

/// Runs the command: exit 1 where anything fails.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let now = clock::now();
    let mut checks = vec![Check::new(
        Subject::Version,
        State::Ok,
        message!("doctor-version-ok", version = VERSION),
    )];
    let place = args.place.find()?;
    checks.extend(machine::folder(&place));
    checks.push(machine::lock(&place));
    let runtime = tokio::runtime::Runtime::new()?;
    checks.extend(runtime.block_on(database::look(
        &place,
        database::Wanted {
            repair: args.repair,
            reach: args.reach,
        },
        args.secret_key.as_deref(),
        now,
    )));
    checks.push(machine::zones());
    checks.push(machine::disk(&place));
    checks.push(machine::open_files());
    let told = place.settings.base_url.as_ref().map(BaseUrl::as_str);
    let base_url = args.base_url.as_deref().or(told);
    checks.extend(machine::base_url(base_url));
    checks.extend(runtime.block_on(others::mail(&place.settings, base_url, args.reach)));
    checks.extend(runtime.block_on(others::sign_in(&place.settings, base_url, args.reach)));
    print(&checks, voice)?;
    Ok(match checks.iter().map(|c| c.state).max() {
        Some(State::Fail) => Outcome::Wrong,
        _ => Outcome::Right,
    })
}

fn print(checks: &[Check], voice: Voice) -> std::io::Result<()> {
    match voice.format {
        Format::Json => {
            let rows: Vec<_> = checks
                .iter()
                .map(|c| serde_json::json!({"check": c.subject.name(), "state": c.state.name(), "message": c.found.text(voice.lang)}))
                .collect();
            let well = checks.iter().all(|c| c.state != State::Fail);
            put_json(&serde_json::json!({"ok": well, "checks": rows}))
        }
        Format::Text => {
            for check in checks {
                let state = check.state.message().text(voice.lang);
                let name = check.subject.message().text(voice.lang);
                let found = check.found.text(voice.lang);
                put_line(&format!("{state:<9} {name}: {found}"))?;
            }
            Ok(())
        }
    }
}
