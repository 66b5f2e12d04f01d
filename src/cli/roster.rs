//! `dgm roster`: people by a list, without a browser.

use super::base_url::Reached;
use super::files::{named, read_limited};
use super::store::Place;
use crate::import::roster::{Plan, plan};
use crate::import::table::{LARGEST, read};
use crate::l10n::Explain as _;
use crate::message;
use crate::store::{LINK_DAYS, MOST_LINK_DAYS, Role, Store, User};
use crate::visible;
use clap::Subcommand;
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, put_line, tell};
use dgm_client::cli::{Format, Outcome, Voice};
use jiff::{SignedDuration, Timestamp};
use std::path::PathBuf;

/// What to do with the roster.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Adds and changes people by a CSV, and prints sign-in links of those who are new.
    Import(Import),
}

#[derive(clap::Args)]
struct Import {
    /// The list, with a column of logins or e-mail addresses; names and roles where there are any; - is standard input.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Only tells what would change.
    #[arg(long)]
    dry_run: bool,
    /// Deactivates students who are not in the list; nothing of theirs is deleted.
    #[arg(long)]
    deactivate_missing: bool,
    #[command(flatten)]
    reached: Reached,
    /// How many days the links work.
    #[arg(long, default_value_t = LINK_DAYS, value_parser = clap::value_parser!(i64).range(1..=MOST_LINK_DAYS))]
    days: i64,
}

/// Runs the command. Rows that are left out make it exit with 1.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let Verb::Import(import) = &args.verb;
    let table = read(&read_limited(&import.file, LARGEST)?)
        .with_context(|| message!("file", file = named(&import.file)))?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let store = args.place.open(voice).await?;
        let result = act(&store, import, &table, voice).await;
        store.close().await;
        result
    })
}

async fn act(
    store: &Store,
    import: &Import,
    table: &crate::import::table::Table,
    voice: Voice,
) -> Result<Outcome> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the clock enters"
    )]
    let now = Timestamp::now();
    // Whoever holds the data folder is an owner.
    let mut plan = plan(table, &store.users().await?, Role::Owner)
        .with_context(|| message!("file", file = named(&import.file)))?;
    if !import.deactivate_missing {
        plan.gone.clear();
    }
    let links = if import.dry_run {
        Vec::new()
    } else {
        apply(store, import, &plan, now).await?
    };
    show(&plan, &links, import.dry_run, voice)?;
    Ok(if plan.refused.is_empty() {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

async fn apply(
    store: &Store,
    import: &Import,
    plan: &Plan,
    now: Timestamp,
) -> Result<Vec<(User, String)>> {
    let new = store
        .put_roster(&plan.people(), &plan.gone, "operator", now)
        .await?;
    let lasts = SignedDuration::from_hours(import.days * 24);
    let ids: Vec<_> = new.iter().map(|user| user.id).collect();
    let base = import.reached.base(store).await?;
    let secrets = store.new_links(&ids, lasts, "operator", now).await?;
    let url = |secret: String| format!("{base}/sign-in/{secret}");
    Ok(new.into_iter().zip(secrets.into_iter().map(url)).collect())
}

/// Links to standard output, a line each; what changed and what was left out to standard error, so that the links can be kept.
fn show(plan: &Plan, links: &[(User, String)], dry: bool, voice: Voice) -> Result<()> {
    if voice.format == Format::Json {
        let refused = |r: &crate::import::Refused| serde_json::json!({ "line": r.line, "login": r.login, "why": r.why.explain(voice.lang) });
        let document = serde_json::json!({
            "applied": !dry,
            "new": plan.new.iter().map(|e| &e.login).collect::<Vec<_>>(),
            "changed": plan.changed.iter().map(|c| &c.after.login).collect::<Vec<_>>(),
            "gone": plan.gone.iter().map(|u| &u.login).collect::<Vec<_>>(),
            "same": plan.same,
            "refused": plan.refused.iter().map(refused).collect::<Vec<_>>(),
            "links": links.iter().map(|(user, link)| serde_json::json!({ "login": user.login, "link": link })).collect::<Vec<_>>(),
        });
        return Ok(put_json(&document)?);
    }
    for (user, link) in links {
        put_line(&format_args!("{}\t{link}", user.login))?;
    }
    for row in &plan.refused {
        tell(&format_args!(
            "{}: {} — {}",
            row.line,
            visible::name(&row.login),
            row.why.explain(voice.lang)
        ));
    }

    tell(
        &message!(
            "roster-preview-answer",
            new = plan.new.len(),
            changed = plan.changed.len(),
            gone = plan.gone.len(),
            same = plan.same,
            refused = plan.refused.len()
        )
        .text(voice.lang),
    );
    Ok(())
}
