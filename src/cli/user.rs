//! `dgm user`: people, their sign-in links and tokens, without a browser.

use super::base_url::Reached;
use super::clock;
use super::person;
use super::store::{Missing, PlaceArgs};
use crate::report::links::{Link, csv, sign_in_url};
use crate::service::person::Wanted;
use crate::store::{Details, LINK_DAYS, MOST_LINK_DAYS, MOST_TOKENS, NewUser, Role, Store, User};
use clap::Subcommand;
use dgm_client::cli::error::{CliError, Context as _, Result};
use dgm_client::cli::output::{put_json, put_line, tell};
use dgm_client::cli::target::{Force, Target};
use dgm_client::cli::{Format, Outcome, Voice};
use jiff::{SignedDuration, Timestamp};
use l10n::message;
use l10n::visible::visible;
use std::path::PathBuf;

/// What to do with people.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Adds a person, or changes the name and role of one, and prints a sign-in link.
    Add {
        /// The login: letters, digits, and . _ - @
        login: String,
        /// The name shown; the login where it is left out.
        #[arg(long)]
        name: Option<String>,
        /// student, grader, teacher or owner.
        #[arg(long, default_value = "student")]
        role: String,
        /// The e-mail address; the one that is known where it is left out.
        #[arg(long)]
        email: Option<String>,
        #[command(flatten)]
        link: LinkArgs,
    },
    /// Prints a new sign-in link, which ends the earlier ones.
    Link {
        /// The login.
        login: String,
        #[command(flatten)]
        link: LinkArgs,
    },
    /// Writes new sign-in links of many as a CSV of login, name, e-mail address and link; they end the earlier ones.
    Links(Links),
    /// Gives a person another login, another name or other details.
    Change(person::Change),
    /// Makes a student a part of another: both are the same person, and nothing of either is lost.
    Merge(person::Merge),
    /// Makes a student who was merged a person of their own again.
    Part(person::Part),
    /// Prints a new token for programs.
    Token {
        /// The login.
        login: String,
        /// A name to know it by.
        #[arg(long, default_value = "dgm user token")]
        name: String,
    },
}

#[derive(clap::Args)]
struct LinkArgs {
    #[command(flatten)]
    reached: Reached,
    /// How many days the link works.
    #[arg(long, default_value_t = LINK_DAYS, value_parser = clap::value_parser!(i64).range(1..=MOST_LINK_DAYS))]
    days: i64,
}

impl LinkArgs {
    fn lasts(&self) -> SignedDuration {
        SignedDuration::from_hours(self.days * 24)
    }
}

#[derive(clap::Args)]
#[group(id = "whose", required = true, multiple = false, args = ["all", "never_signed_in"])]
struct Links {
    /// Of everybody who may sign in.
    #[arg(long)]
    all: bool,
    /// Of those who have never signed in.
    #[arg(long)]
    never_signed_in: bool,
    /// Only tells how many links would be made and how many earlier ones would end.
    #[arg(long)]
    dry_run: bool,
    /// The file; - is standard output.
    #[arg(
        short,
        long,
        value_name = "FILE.csv",
        required_unless_present = "dry_run"
    )]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    link: LinkArgs,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let missing = match args.verb {
        Verb::Add { .. } => Missing::Made,
        _ => Missing::Refused,
    };
    args.place.with_store(missing, voice, async |store| {
        act(store, &args.verb, voice).await
    })
}

async fn act(store: &Store, verb: &Verb, voice: Voice) -> Result<Outcome> {
    let now = clock::now();
    match verb {
        Verb::Add {
            login,
            name,
            role,
            email,
            link,
        } => {
            let role: Role = role
                .parse()
                .map_err(|_| message!("user-no-role", role = role.as_str()))?;
            let login = valid_login(login)?;
            let wanted = Wanted {
                login: login.to_owned(),
                name: name.as_deref().unwrap_or(login).to_owned(),
                details: Details {
                    email: email.clone().unwrap_or_default(),
                    ..Details::default()
                },
            };
            let wanted = wanted.checked()?;
            let new = NewUser {
                login,
                name: &wanted.name,
                role,
            };
            let put = store.put_person(&new, &wanted.details, "operator", now);
            let (user, _) = put.await?;
            print_link(store, &user, link, now, voice).await?;
        }
        Verb::Link { login, link } => {
            let user = known(store, login).await?;
            print_link(store, &user, link, now, voice).await?;
        }
        Verb::Links(links) => many(store, links, now, voice).await?,
        Verb::Change(change) => person::change(store, change, now, voice).await?,
        Verb::Merge(merge) => person::merge(store, merge, now, voice).await?,
        Verb::Part(part) => person::part(store, part, now, voice).await?,
        Verb::Token { login, name } => {
            let user = known(store, login).await?;
            let made = store.new_token(user.id, name, "operator", now).await?;
            let token = made.with_context(|| {
                message!(
                    "user-many-tokens",
                    login = login.as_str(),
                    most = MOST_TOKENS
                )
            })?;
            match voice.format {
                Format::Text => put_line(&token)?,
                Format::Json => {
                    put_json(&serde_json::json!({ "login": user.login, "token": token }))?;
                }
            }
        }
    }
    Ok(Outcome::Right)
}

/// Somebody who may sign in.
async fn known(store: &Store, login: &str) -> Result<User> {
    let user = store
        .user(login)
        .await?
        .with_context(|| message!("user-nobody", login = login))?;
    if !user.active {
        return Err(message!("user-deactivated", login = login).into());
    }
    Ok(user)
}

async fn many(store: &Store, links: &Links, now: Timestamp, voice: Voice) -> Result<()> {
    let never = store.never_signed_in().await?;
    let mut people = store.users().await?;
    people.retain(|user| user.active && (links.all || never.contains(&user.id)));
    let working = store.working_links(now).await?;
    let ends: usize = people
        .iter()
        .filter_map(|user| working.get(&user.id))
        .map(Vec::len)
        .sum();
    let target = links.output.as_deref();
    let target = target.map(|file| Target::find(file, links.force));
    let target = target.transpose()?.filter(|_| !links.dry_run);
    let is_alone = voice.format == Format::Json && target.as_ref().is_some_and(Target::is_output);
    let mut made = Vec::new();
    if let Some(target) = &target {
        let base = links.link.reached.base(store).await?;
        let ids: Vec<_> = people.iter().map(|user| user.id).collect();
        let secrets = store
            .new_links(&ids, links.link.lasts(), "operator", now)
            .await?;
        let rows = people.iter().cloned().zip(secrets);
        made.extend(rows.map(|(user, secret)| Link::new(user, secret, &base)));
        // There the links are a part of the document.
        if !is_alone {
            target.write(&csv(&made).map_err(|e| CliError::unexpected(&e))?)?;
        }
    }
    match voice.format {
        Format::Text if links.dry_run => {
            let would = message!("user-links-would", made = people.len(), ends = ends);
            tell(&would.text(voice.lang));
        }
        Format::Text => {
            let made = message!("user-links-made", made = people.len(), ends = ends);
            tell(&made.text(voice.lang));
        }
        Format::Json if is_alone => put_json(&serde_json::json!({
            "applied": true, "links": made, "ended": ends,
        }))?,
        Format::Json => put_json(&serde_json::json!({
            "applied": !links.dry_run,
            "links": people.iter().map(|user| &user.login).collect::<Vec<_>>(),
            "ended": ends,
        }))?,
    }
    Ok(())
}

async fn print_link(
    store: &Store,
    user: &User,
    link: &LinkArgs,
    now: Timestamp,
    voice: Voice,
) -> Result<()> {
    let base = link.reached.base(store).await?;
    let secret = store
        .new_link(user.id, link.lasts(), "operator", now)
        .await?;
    let url = sign_in_url(&base, &secret);
    match voice.format {
        Format::Text => put_line(&url)?,
        Format::Json => put_json(
            &serde_json::json!({ "login": user.login, "role": user.role.name(), "link": url }),
        )?,
    }
    Ok(())
}

/// A login goes into URLs and file names.
pub fn valid_login(login: &str) -> Result<&str> {
    if !crate::import::roster::is_login(login) {
        return Err(message!("user-bad-login", login = visible(login).as_ref()).into());
    }
    Ok(login)
}
