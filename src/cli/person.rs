//! `dgm user change`, `merge` and `part`: one person of the course without a browser.

use crate::service::person::{Wanted, has_parts};
use crate::store::audit::Person;
use crate::store::{Details, Moved, Renamed, Role, Store, User};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, tell};
use dgm_client::cli::{Format, Voice};
use jiff::Timestamp;
use l10n::{Explain as _, message};
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
    let or = |given: &Option<String>, known: &str| given.as_deref().unwrap_or(known).to_owned();
    let wanted = Wanted {
        login: or(&change.new_login, &user.login),
        name: or(&change.name, &user.name),
        details: Details {
            family_name: or(&change.family_name, &user.details.family_name),
            email: or(&change.email, &user.details.email),
            student_id: or(&change.student_id, &user.details.student_id),
            group: or(&change.group, &user.details.group),
        },
    };
    let wanted = wanted.checked().map_err(|error| error.message())?;
    let person = Person {
        name: wanted.name.clone(),
        role: user.role,
        active: user.active,
        details: wanted.details.clone(),
    };
    if !change.dry_run {
        let done = store.rename(&user, &wanted.login, &person, "operator", now);
        if done.await? == Renamed::Taken {
            return Err(message!("person-taken").into());
        }
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
    if from.id == into.id {
        return Err(message!("person-same").into());
    }
    if from.role != Role::Student || into.role != Role::Student {
        return Err(message!("person-no-students").into());
    }
    let merged = store.preview_merge(&from, &into, now).await?;
    if !merged.parts.is_empty() {
        return Err(has_parts(&from, &merged).into());
    }
    if !merge.dry_run && !store.merge(&from, &into, &merged, "operator", now).await? {
        return Err(message!("person-changed-since").into());
    }
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
