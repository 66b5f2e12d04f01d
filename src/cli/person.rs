//! `dgm user change`, `merge` and `part`: one person of the course without a browser.

use crate::service::person::{Merging, Parting, Wish, rename};
use crate::store::{Details, Moved, Reckoned, Store, User};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, tell};
use dgm_client::cli::{Format, Voice};
use jiff::Timestamp;
use l10n::{Message, message};
use serde_json::{Value, json};

/// What a person is to be.
#[derive(clap::Args)]
pub struct Change {
    /// The login.
    login: String,
    /// Another login; the earlier one goes on to lead to the person.
    #[arg(long, value_name = "LOGIN")]
    new_login: Option<String>,
    /// The name shown.
    #[arg(long)]
    name: Option<String>,
    /// The family name, by which lists are sorted.
    #[arg(long)]
    family_name: Option<String>,
    /// The e-mail address.
    #[arg(long)]
    email: Option<String>,
    /// The number by which the university knows the person.
    #[arg(long)]
    student_id: Option<String>,
    /// The group or section.
    #[arg(long)]
    group: Option<String>,
    /// Only tells what would change.
    #[arg(long)]
    dry_run: bool,
}

/// Two students who are the same person.
#[derive(clap::Args)]
pub struct Merge {
    /// The login of the student who becomes a part of the other.
    login: String,
    /// The login of the student who stays.
    into: String,
    /// Only tells what would move.
    #[arg(long)]
    dry_run: bool,
}

/// One who was merged.
#[derive(clap::Args)]
pub struct Part {
    /// The login of the student who is a part of another.
    login: String,
    /// Only tells what would go back.
    #[arg(long)]
    dry_run: bool,
}

async fn known(store: &Store, login: &str) -> Result<User> {
    let user = store.user(login).await?;
    user.with_context(|| message!("user-nobody", login = login))
}

/// Changes a person.
pub async fn change(store: &Store, change: &Change, now: Timestamp, voice: Voice) -> Result<()> {
    let user = known(store, &change.login).await?;
    let wish = Wish {
        login: change.new_login.clone(),
        name: change.name.clone(),
        family_name: change.family_name.clone(),
        email: change.email.clone(),
        student_id: change.student_id.clone(),
        group: change.group.clone(),
    };
    let wanted = wish.onto(&user).checked()?;
    if !change.dry_run {
        rename(store, "operator", &user, &wanted, now).await?;
    }
    let (login, name) = (wanted.login.as_str(), wanted.name.as_str());
    match voice.format {
        Format::Text => {
            let before = user.login.as_str();
            let told = if change.dry_run {
                message!(
                    "user-would-change",
                    before = before,
                    login = login,
                    name = name
                )
            } else {
                message!("user-changed", before = before, login = login, name = name)
            };
            tell(&told.text(voice.lang));
        }
        Format::Json => put_json(&json!({
            "applied": !change.dry_run,
            "before": of(&user.login, &user.name, &user.details),
            "after": of(login, name, &wanted.details),
        }))?,
    }
    Ok(())
}

fn of(login: &str, name: &str, details: &Details) -> Value {
    json!({
        "login": login,
        "name": name,
        "family_name": details.family_name,
        "email": details.email,
        "student_id": details.student_id,
        "group": details.group,
    })
}

/// Makes one student a part of another.
pub async fn merge(store: &Store, merge: &Merge, now: Timestamp, voice: Voice) -> Result<()> {
    let from = known(store, &merge.login).await?;
    let into = known(store, &merge.into).await?;
    let merging = Merging::of(store, from, into, now).await?;
    if !merge.dry_run {
        merging.merge(store, "operator", now).await?;
    }
    let Merging { from, into, merged } = merging;
    let (moved, left) = (count(&merged.merge.moved), count(&merged.left));
    match voice.format {
        Format::Text => {
            let (from, into) = (from.login.as_str(), into.login.as_str());
            let told = if merge.dry_run {
                message!(
                    "user-would-merge",
                    from = from,
                    into = into,
                    moved = moved,
                    left = left
                )
            } else {
                message!(
                    "user-merged",
                    from = from,
                    into = into,
                    moved = moved,
                    left = left
                )
            };
            tell(&told.text(voice.lang));
            tell_late(&merged.late, voice);
        }
        Format::Json => put_json(&json!({
            "applied": !merge.dry_run,
            "from": from.login,
            "into": into.login,
            "takes_inputs": merged.merge.takes_inputs,
            "moved": moved,
            "left": left,
            "late": late(&merged.late),
        }))?,
    }
    Ok(())
}

fn count(moved: &[Moved]) -> usize {
    moved.iter().map(|rows| rows.keys.len()).sum()
}

/// Of what lateness leaves another share, for programs.
fn late(reckoned: &[Reckoned]) -> Vec<Value> {
    let row = |one: &Reckoned| json!({ "of": one.subject(), "before": one.before.points, "after": one.after.points });
    reckoned.iter().map(row).collect()
}

/// The same for people, a line each.
fn tell_late(reckoned: &[Reckoned], voice: Voice) {
    for one in reckoned {
        let told = message!(
            "user-late",
            of = one.subject(),
            before = one.before.points,
            after = one.after.points
        );
        tell(&told.text(voice.lang));
    }
}

/// Makes two of one again.
pub async fn part(store: &Store, part: &Part, now: Timestamp, voice: Voice) -> Result<()> {
    let login = part.login.as_str();
    let no_part = || message!("user-no-part", login = login);
    let into = store.user(login).await?.with_context(no_part)?;
    let parts = store.merged_into(into.id).await?;
    let from = parts.into_iter().find(|other| other.login == login);
    let from = from.with_context(no_part)?;
    let parting = Parting::of(store, from, into, now).await?;
    if !part.dry_run {
        parting.part(store, "operator", now).await?;
    }
    let Parting { from, into, parted } = parting;
    let (moved, kept) = (count(&parted.merge.moved), parted.changed.len());
    match voice.format {
        Format::Text => {
            let (login, into) = (from.login.as_str(), into.login.as_str());
            let told = if part.dry_run {
                message!(
                    "user-would-part",
                    login = login,
                    into = into,
                    moved = moved,
                    kept = kept
                )
            } else {
                message!(
                    "user-parted",
                    login = login,
                    into = into,
                    moved = moved,
                    kept = kept
                )
            };
            tell(&told.text(voice.lang));
            for row in &parted.changed {
                let what = format!("stored-{}", row.table.replace('_', "-"));
                let what = Message::new(what, Vec::new()).text(voice.lang);
                let of = row.of.clone().unwrap_or_default();
                let told = message!("user-kept", into = into, what = what, of = of);
                tell(&told.text(voice.lang).trim_end());
            }
            tell_late(&parted.late, voice);
        }
        Format::Json => put_json(&json!({
            "applied": !part.dry_run,
            "login": from.login,
            "from": into.login,
            "gives_inputs": parted.merge.takes_inputs,
            "moved": moved,
            "kept": parted
                .changed
                .iter()
                .map(|row| json!({ "table": row.table, "of": row.of, "there": row.is.is_some() }))
                .collect::<Vec<_>>(),
            "late": late(&parted.late),
        }))?,
    }
    Ok(())
}
