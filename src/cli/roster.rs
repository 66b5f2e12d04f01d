//! `dgm roster`: people by a list, without a browser.

use super::base_url::Reached;
use super::clock;
use super::files::{named, read_limited};
use super::store::{Missing, PlaceArgs};
use crate::ids::EntryId;
use crate::import::class::Class;
use crate::import::roster::{Changed, Entry, Namesakes, Plan, plan};
use crate::import::table::{LARGEST, read};
use crate::report::links::sign_in_url;
use crate::store::{Details, LINK_DAYS, MOST_LINK_DAYS, Role, Store, User};
use clap::Subcommand;
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, put_line, tell};
use dgm_client::cli::{Format, Outcome, Voice};
use jiff::{SignedDuration, Timestamp};
use l10n::{Explain as _, Lang, message, visible};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What to do with the roster.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Adds and changes people by a list, and prints sign-in links of those who are new.
    Import(Import),
    /// Takes back a list of people or of points that was taken in; what was changed since stays.
    TakeBack(TakeBack),
}

#[derive(clap::Args)]
struct TakeBack {
    /// The number of the audit's entry of the list, which its import told.
    entry: EntryId,
    /// Only tells what would be taken back.
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args)]
struct Import {
    /// The list (CSV or .xlsx), with a column of logins, e-mail addresses or student numbers; names, groups and roles where there
    /// are any; - is standard input.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Only tells what would change.
    #[arg(long)]
    dry_run: bool,
    /// Deactivates students who are not in the list; nothing of theirs is deleted.
    #[arg(long)]
    deactivate_missing: bool,
    /// Rows that are nobody by login, address or number, and bear the name of somebody without a row, are left out unless this
    /// says whether they are the same people or new ones.
    #[arg(long, value_enum)]
    namesakes: Option<Decided>,
    #[command(flatten)]
    reached: Reached,
    /// How many days the links work.
    #[arg(long, default_value_t = LINK_DAYS, value_parser = clap::value_parser!(i64).range(1..=MOST_LINK_DAYS))]
    days: i64,
}

/// What namesakes are.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Decided {
    /// The people there, by other keys.
    Same,
    /// New people.
    New,
}

/// Runs the command. Rows that are left out make it exit with 1.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let import = match &args.verb {
        Verb::Import(import) => import,
        Verb::TakeBack(back) => {
            let take = async |store: &Store| take_back(store, back, voice).await;
            return args.place.with_store(Missing::Refused, voice, take);
        }
    };
    let table = read(&read_limited(&import.file, LARGEST)?)
        .with_context(|| message!("file", file = named(&import.file)))?;
    args.place.with_store(Missing::Made, voice, async |store| {
        act(store, import, &table, voice).await
    })
}

async fn take_back(store: &Store, back: &TakeBack, voice: Voice) -> Result<Outcome> {
    let now = clock::now();
    let taken = store.preview_taking_back(back.entry, now).await?;
    let taken =
        taken.with_context(|| message!("roster-no-list", entry = back.entry.to_string()))?;
    let entry = if back.dry_run {
        None
    } else {
        let done = store.take_back(back.entry, &taken, "operator", now).await?;
        Some(done.with_context(|| message!("person-changed-since"))?)
    };
    let (undone, kept) = (taken.undone.len(), taken.kept.len());
    match voice.format {
        Format::Text => {
            let told = if back.dry_run {
                message!("roster-would-take-back", undone = undone, kept = kept)
            } else {
                message!("roster-taken-back", undone = undone, kept = kept)
            };
            tell(&told.text(voice.lang));
        }
        Format::Json => put_json(&json!({
            "applied": !back.dry_run,
            "entry": entry,
            "undone": undone,
            "kept": kept,
        }))?,
    }
    Ok(Outcome::Right)
}

async fn act(
    store: &Store,
    import: &Import,
    table: &crate::import::table::Table,
    voice: Voice,
) -> Result<Outcome> {
    let now = clock::now();
    // Whoever holds the data folder is an owner.
    let (people, other_logins) = (store.users().await?, store.other_logins().await?);
    let class = Class::new(&people, &other_logins);
    let namesakes = match import.namesakes {
        None => Namesakes::Ask,
        Some(Decided::Same) => Namesakes::Same,
        Some(Decided::New) => Namesakes::New,
    };
    let mut plan = plan(table, &class, Role::Owner, namesakes)
        .with_context(|| message!("file", file = named(&import.file)))?;
    if !import.deactivate_missing {
        plan.gone.clear();
    }
    let applied = if import.dry_run {
        Applied::default()
    } else {
        apply(store, import, &plan, now).await?
    };
    show(&plan, &applied, import.dry_run, voice)?;
    Ok(if plan.refused.is_empty() {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

/// What came of a list.
#[derive(Default)]
struct Applied {
    /// Its entry of the audit; none where nothing changed.
    entry: Option<EntryId>,
    links: Vec<(User, String)>,
}

async fn apply(store: &Store, import: &Import, plan: &Plan, now: Timestamp) -> Result<Applied> {
    let put = store
        .put_roster(&plan.people(), &plan.gone, "operator", now)
        .await?;
    let new = put.added;
    let lasts = SignedDuration::from_hours(import.days * 24);
    let ids: Vec<_> = new.iter().map(|user| user.id).collect();
    let base = import.reached.base(store).await?;
    let secrets = store.new_links(&ids, lasts, "operator", now).await?;
    let urls = secrets.iter().map(|secret| sign_in_url(&base, secret));
    Ok(Applied {
        entry: put.entry,
        links: new.into_iter().zip(urls).collect(),
    })
}

/// Links to standard output, a line each; who changes and what was left out to standard error, so that the links can be kept.
fn show(plan: &Plan, applied: &Applied, dry: bool, voice: Voice) -> Result<()> {
    if voice.format == Format::Json {
        return Ok(put_json(&document(plan, applied, dry, voice))?);
    }
    for (user, link) in &applied.links {
        put_line(&format_args!("{}\t{link}", user.login))?;
    }
    let lang = voice.lang;
    for entry in &plan.new {
        tell(&format_args!(
            "+ {} — {}",
            entry.login,
            described(entry, lang)
        ));
    }
    for Changed { before, after } in &plan.changed {
        let was = Entry {
            login: before.login.clone(),
            name: before.name.clone(),
            role: before.role,
            details: before.details.clone(),
        };
        let (was, is) = (described(&was, lang), described(after, lang));
        // Who was away and comes back may be otherwise the same.
        let back = if before.active { "" } else { "↩ " };
        tell(&format_args!("~ {} — {back}{was} → {is}", after.login));
    }
    for user in &plan.gone {
        tell(&format_args!(
            "- {} — {}",
            user.login,
            visible::name(&user.name)
        ));
    }
    for other in &plan.other_logins {
        let told = message!(
            "roster-other-login",
            listed = visible::name(&other.listed).into_owned(),
            kept = other.kept.as_str()
        );
        tell(&told.text(lang));
    }
    for row in &plan.refused {
        tell(&format_args!(
            "{}: {} — {}",
            row.line,
            visible::name(&row.login),
            row.why.explain(lang)
        ));
    }
    if plan.namesakes > 0 {
        tell(&message!("roster-namesakes-how", n = plan.namesakes).text(lang));
    }
    let counts = message!(
        "roster-preview-answer",
        new = plan.new.len(),
        changed = plan.changed.len(),
        gone = plan.gone.len(),
        same = plan.same,
        refused = plan.refused.len()
    );
    tell(&counts.text(lang));
    if let Some(entry) = applied.entry {
        tell(&message!("roster-entry", entry = entry.to_string()).text(lang));
    }
    Ok(())
}

/// A person in a line: name, role, and what is known beside.
fn described(entry: &Entry, lang: Lang) -> String {
    let details = &entry.details;
    let role = entry.role.message().text(lang);
    let parts = [
        &entry.name,
        &role,
        &details.email,
        &details.student_id,
        &details.group,
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let line = parts.map(String::as_str).collect::<Vec<_>>().join(", ");
    visible::name(&line).into_owned()
}

fn document(plan: &Plan, applied: &Applied, dry: bool, voice: Voice) -> Value {
    let refused = |r: &crate::import::Refused| json!({ "line": r.line, "login": r.login, "why": r.why.explain(voice.lang) });
    let person = |name: &str, role: Role, details: &Details| json!({ "name": name, "role": role.name(), "details": details });
    let entry = |e: &Entry| person(&e.name, e.role, &e.details);
    let user = |u: &User| person(&u.name, u.role, &u.details);
    let added = plan
        .new
        .iter()
        .map(|e| json!({ "login": e.login, "before": null, "after": entry(e) }));
    let changed = plan.changed.iter().map(
        |c| json!({ "login": c.after.login, "before": user(&c.before), "after": entry(&c.after) }),
    );
    let gone = plan
        .gone
        .iter()
        .map(|u| json!({ "login": u.login, "before": user(u), "after": null }));
    json!({
        "applied": !dry,
        "new": plan.new.iter().map(|e| &e.login).collect::<Vec<_>>(),
        "changed": plan.changed.iter().map(|c| &c.after.login).collect::<Vec<_>>(),
        "gone": plan.gone.iter().map(|u| &u.login).collect::<Vec<_>>(),
        "same": plan.same,
        "people": added.chain(changed).chain(gone).collect::<Vec<_>>(),
        "other_logins": plan.other_logins.iter().map(|o| json!({ "listed": o.listed, "kept": o.kept })).collect::<Vec<_>>(),
        "namesakes": plan.namesakes,
        "refused": plan.refused.iter().map(refused).collect::<Vec<_>>(),
        "entry": applied.entry,
        "links": applied.links.iter().map(|(user, link)| json!({ "login": user.login, "link": link })).collect::<Vec<_>>(),
    })
}
