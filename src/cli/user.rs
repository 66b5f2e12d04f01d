//! `dgm user`: people, their sign-in links and tokens, without a browser.

use super::base_url::Reached;
use super::output::{put_json, put_line};
use super::store::Place;
use super::{Format, Outcome, Voice};
use crate::store::{NewUser, Role, Store, User};
use anyhow::{anyhow, bail};
use clap::Subcommand;
use jiff::{SignedDuration, Timestamp};

/// What to do with people.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
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
        #[command(flatten)]
        link: LinkArgs,
    },
    /// Prints a new sign-in link.
    Link {
        /// The login.
        login: String,
        #[command(flatten)]
        link: LinkArgs,
    },
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
    #[arg(long, default_value_t = 14)]
    days: i64,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let store = args.place.open(voice).await?;
        let result = act(&store, &args.verb, voice).await;
        store.close().await;
        result
    })
}

async fn act(store: &Store, verb: &Verb, voice: Voice) -> anyhow::Result<Outcome> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the clock enters"
    )]
    let now = Timestamp::now();
    match verb {
        Verb::Add {
            login,
            name,
            role,
            link,
        } => {
            let role: Role = role.parse().map_err(|e: String| anyhow!(e))?;
            let login = valid_login(login)?;
            let new = NewUser {
                login,
                name: name.as_deref().unwrap_or(login),
                role,
            };
            let (user, _) = store.put_user(new, "operator", now).await?;
            print_link(store, &user, link, now, voice).await?;
        }
        Verb::Link { login, link } => {
            let user = known(store, login).await?;
            print_link(store, &user, link, now, voice).await?;
        }
        Verb::Token { login, name } => {
            let user = known(store, login).await?;
            let token = store.new_token(user.id, name, now).await?;
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

async fn known(store: &Store, login: &str) -> anyhow::Result<User> {
    store.user(login).await?.ok_or_else(|| {
        anyhow!("there is nobody with the login {login}; dgm user add {login} adds them")
    })
}

async fn print_link(
    store: &Store,
    user: &User,
    link: &LinkArgs,
    now: Timestamp,
    voice: Voice,
) -> anyhow::Result<()> {
    let lasts = SignedDuration::from_hours(link.days.clamp(1, 366) * 24);
    let secret = store.new_link(user.id, lasts, now).await?;
    let url = format!("{}/sign-in/{secret}", link.reached.base(store).await?);
    match voice.format {
        Format::Text => put_line(&url)?,
        Format::Json => put_json(
            &serde_json::json!({ "login": user.login, "role": user.role.name(), "link": url }),
        )?,
    }
    Ok(())
}

/// A login goes into URLs and file names.
pub fn valid_login(login: &str) -> anyhow::Result<&str> {
    if !crate::import::roster::is_login(login) {
        bail!(
            "{login:?} is no login: up to 64 letters, digits and . _ - @, beginning with a letter or digit"
        );
    }
    Ok(login)
}
