//! `dgm doctor`: whether all that a server needs is in order, one line a thing, with the next step where it is not.

mod database;
mod machine;

use super::output::{put_json, put_line};
use super::store::Place;
use super::{Format, Outcome, Voice};
use crate::l10n::{Args as Values, Lang, say, say_with};
use jiff::Timestamp;

/// What to look at.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Where people reach the server, as dgm serve is told.
    #[arg(long, value_name = "URL", env = "DGM_BASE_URL")]
    base_url: Option<String>,
    /// The course secret as 64 hexadecimal digits; of the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
}

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Ok,
    Warn,
    Fail,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One thing that was looked at: its messages are `doctor-NAME-STATE` with what was found and, but where all is right, what to do.
#[derive(Debug)]
struct Check {
    name: &'static str,
    state: State,
    id: String,
    values: Values,
}

impl Check {
    /// A check whose message is `doctor-NAME-ending`.
    fn new(name: &'static str, state: State, ending: &str, values: Values) -> Self {
        Self {
            name,
            state,
            id: format!("doctor-{name}-{ending}"),
            values,
        }
    }

    fn said(&self, lang: Lang) -> String {
        say_with(lang, &self.id, &self.values)
    }
}

/// Runs the command: exit 1 where anything fails.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the clock enters"
    )]
    let now = Timestamp::now();
    let mut checks = vec![Check::new(
        "version",
        State::Ok,
        "ok",
        crate::args! {"version" => env!("CARGO_PKG_VERSION")},
    )];
    checks.extend(machine::folder(&args.place));
    checks.push(machine::lock(&args.place));
    let runtime = tokio::runtime::Runtime::new()?;
    checks.extend(runtime.block_on(database::look(args, now, voice)));
    checks.push(machine::zones());
    checks.push(machine::disk(&args.place));
    checks.push(machine::open_files());
    checks.extend(machine::base_url(args.base_url.as_deref()));
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
                .map(|c| serde_json::json!({"check": c.name, "state": c.state.name(), "message": c.said(voice.lang)}))
                .collect();
            let well = checks.iter().all(|c| c.state != State::Fail);
            put_json(&serde_json::json!({"ok": well, "checks": rows}))
        }
        Format::Text => {
            for check in checks {
                let state = say(voice.lang, &format!("doctor-{}", check.state.name()));
                let name = say(voice.lang, &format!("doctor-{}", check.name));
                put_line(&format!("{state:<9} {name}: {}", check.said(voice.lang)))?;
            }
            Ok(())
        }
    }
}
