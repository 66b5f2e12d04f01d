//! `dgm user change`, `merge` and `part`: one person of the course without a browser.

use crate::service::person::{Merging, Wish, rename};
use crate::store::{Details, Moved, Store, User};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, tell};
use dgm_client::cli::{Format, Voice};
use jiff::Timestamp;
use l10n::message;
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
    let count = |moved: &[Moved]| moved.iter().map(|rows| rows.keys.len()).sum::<usize>();
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
        }
        Format::Json => put_json(&json!({
            "applied": !merge.dry_run,
            "from": from.login,
            "into": into.login,
            "takes_inputs": merged.merge.takes_inputs,
            "moved": moved,
            "left": left,
        }))?,
    }
    Ok(())
}

/// Makes two of one again.
pub async fn part(store: &Store, part: &Part, now: Timestamp, voice: Voice) -> Result<()> {
    if !store.part(&part.login, "operator", now).await? {
        return Err(message!("user-no-part", login = part.login.as_str()).into());
    }
    match voice.format {
        Format::Text => {
            tell(&message!("user-parted", login = part.login.as_str()).text(voice.lang));
        }
        Format::Json => put_json(&json!({ "login": part.login }))?,
    }
    Ok(())
}
