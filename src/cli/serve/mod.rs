//! `dgm serve`: the web server.

mod args;

use super::store::{DATABASE, DEMO, Place};
use super::{clock, modes, secret, settings};
use crate::course::Course;
use crate::mail::{Post, worker};
use crate::report::links::sign_in_url;
use crate::service::app::App;
use crate::service::sign_in::Ways;
use crate::settings::base_url::BaseUrl;
use crate::settings::listen::Listen;
use crate::store::{FIRST_VERSION, Store};
use crate::templates::Templates;
use crate::web::assets;
use crate::web::metrics;
use crate::web::render::Renderer;
use crate::web::serve::serve;
use crate::web::state::{ServerState, Settings};
use crate::web::wheels::Wheels;
pub use args::Args;
use dgm_client::cli::error::{CliError, Context as _, Result};
use dgm_client::cli::output::{put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::{Explain as _, message};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    if args.check_config {
        return settings::check(args.place.config().as_deref(), voice);
    }
    let place = args.place.find()?;
    if let Some(path) = args.place.config() {
        settings::warn(&path, voice)?;
    }
    args.log.begin(&place.settings);
    let runtime = tokio::runtime::Runtime::new()?;
    let ended = runtime.block_on(start(args, place, voice));
    // What is still computed by now, nobody waits for.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended?;
    Ok(Outcome::Right)
}

async fn start(args: &Args, place: Place, voice: Voice) -> Result<()> {
    let limits = args.limits(&place)?;
    let name = if args.demo { DEMO } else { DATABASE };
    let _held = place.hold_to_serve(name)?;
    // Before anything is opened: SQLite gives its journals the mode of the file.
    modes::narrow(&place.data);
    if !args.demo && !args.new_course {
        place.insist_on_course().await?;
    }
    let store = open(&place, name).await?;
    let secret = secret::of_course(&place, &store, args.secret_key.as_deref()).await?;
    let listener = listen(&args.listen(&place), "--listen").await?;
    let base_url = match args.base_url(&place) {
        Some(told) => told.as_str().to_owned(),
        None => BaseUrl::of(listener.local_addr()?).as_str().to_owned(),
    };
    store.keep_base_url(&base_url).await?;
    let metrics = match args.metrics_listen(&place) {
        Some(address) => Some((
            metrics::install().map_err(unexpected)?,
            listen(address, "--metrics-listen").await?,
        )),
        None => None,
    };
    let mut links = Vec::new();
    if args.demo {
        links = crate::demo::fill(&store, &secret, clock::now())
            .await
            .map_err(unexpected)?;
    } else if store.course().await?.is_none() {
        publish_first(&store, args.course(&place)).await?;
    }
    let templates = Templates::new(args.templates(&place), assets::path)
        .map_err(|error| message!("serve-templates", error = error.to_string()))?;
    let templates = Arc::new(templates);
    let post = post(&place, &base_url, &templates)?;
    let desk = post
        .as_ref()
        .map(|post| post.desk(place.settings.sign_in.mail));
    let app = App::with_mail(store, secret, limits, clock::now, desk);
    if let Some(post) = post {
        tokio::spawn(worker::work(Arc::clone(&app), post));
    }
    let settings = Settings {
        renderer: Renderer::of(Arc::clone(&templates)),
        bounds: args.bounds(&place, open_files()),
        base_url: base_url.clone(),
        proxies: args.proxies(&place),
        ways: Ways::new(place.settings.sign_in.clone()),
        wheels: Wheels::of(args.client_wheels(&place)),
        security_contact: args.security_contact(&place),
    };
    let mut metrics_url = None;
    if let Some((handle, listener)) = metrics {
        let place = listener.local_addr()?;
        let url = format!("http://{place}/metrics");
        if voice.format == Format::Text {
            put_line(&message!("serve-metrics", url = url.as_str()).text(voice.lang))?;
        }
        metrics_url = Some(url);
        tokio::spawn(metrics::serve(Arc::clone(&app), handle, listener));
    }
    tell(&base_url, metrics_url.as_deref(), &links, voice)?;
    serve(ServerState::new(app, settings), listener)
        .await
        .context(message!("serve-stopped"))
}

/// The store that is served, brought up to date.
async fn open(place: &Place, name: &str) -> Result<Store> {
    let opened = place.open_migrating(name, clock::now()).await?;
    if let Some(done) = &opened.migrated {
        tracing::warn!(from = done.from, to = done.to, copy = ?done.copy, "the database was brought up to date");
    }
    let store = opened.store;
    let outside = store.outside().await?;
    if outside.files > 0 && store.objects().is_none() {
        return Err(message!("serve-no-storage", n = outside.files).into());
    }
    Ok(store)
}

/// Who sends letters, where the config names a mail server.
fn post(place: &Place, base_url: &str, templates: &Arc<Templates>) -> Result<Option<Arc<Post>>> {
    let Some(mail) = &place.settings.mail else {
        return Ok(None);
    };
    let post = Post::new(mail, base_url, Arc::clone(templates));
    Ok(Some(Arc::new(post.map_err(|error| error.message())?)))
}

/// Tells where the server is, and the secrets of a demo's sign-in links with whose they are.
fn tell(
    base_url: &str,
    metrics_url: Option<&str>,
    links: &[(&str, String)],
    voice: Voice,
) -> Result<()> {
    let links = links
        .iter()
        .map(|(who, secret)| (who, sign_in_url(base_url, secret)));
    match voice.format {
        Format::Text => {
            let listening = message!("serve-listening", url = base_url);
            put_line(&listening.text(voice.lang))?;
            for (who, link) in links {
                put_line(&format_args!("{who}: {link}"))?;
            }
        }
        Format::Json => {
            let links = links.map(|(who, link)| json!({ "who": who, "link": link }));
            let links: Vec<_> = links.collect();
            put_json(&json!({ "url": base_url, "metrics": metrics_url, "links": links }))?;
        }
    }
    Ok(())
}

/// What should not happen, in the words of the library.
fn unexpected(error: impl std::fmt::Display) -> CliError {
    message!("cli-unexpected", error = error.to_string()).into()
}

/// The socket of an option.
async fn listen(address: &Listen, option: &str) -> Result<TcpListener> {
    let address = address.as_str();
    TcpListener::bind(address)
        .await
        .with_context(|| message!("serve-no-listener", address = address, option = option))
}

/// How many files may be open at once, after asking for as many as the system gives: what is usual for a service is 1,024.
#[cfg(unix)]
fn open_files() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    /// Files that are no connections: the database's, templates, what the system opens by itself.
    const OTHER_FILES: usize = 64;
    let Rlimit { maximum, current } = getrlimit(Resource::Nofile);
    let asked = Rlimit {
        current: maximum,
        maximum,
    };
    let most = match setrlimit(Resource::Nofile, asked) {
        Ok(()) => maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files could not be raised");
            current
        }
    };
    let most = most.and_then(|most| usize::try_from(most).ok());
    most.map_or(usize::MAX, |most| most.saturating_sub(OTHER_FILES))
}

/// How many files may be open at once: this system says no number.
#[cfg(not(unix))]
fn open_files() -> usize {
    usize::MAX
}

async fn publish_first(store: &Store, course: Option<&Path>) -> Result<()> {
    let checked = match course {
        Some(path) => {
            let text = super::files::read_config(path)?;
            match crate::grading::read_course(&text) {
                Ok(checked) => checked,
                Err(problems) => return Err(super::files::refused(path, &problems)),
            }
        }
        None => Course::default_course().into(),
    };
    let (note, by) = FIRST_VERSION;
    store
        .publish_course(&checked, note, by, clock::now())
        .await?;
    Ok(())
}
