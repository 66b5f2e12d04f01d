//! `dgm serve`: the web server.

use super::logging::Log;
use super::store::{DATABASE, DEMO, Place, PlaceArgs};
use super::{modes, secret, settings};
use crate::course::Course;
use crate::mail::{Post, worker};
use crate::service::app::App;
use crate::service::sign_in::Ways;
use crate::settings::base_url::BaseUrl;
use crate::settings::network::Network;
use crate::store::Store;
use crate::templates::Templates;
use crate::web::address::Proxies;
use crate::web::assets;
use crate::web::bounds::Bounds;
use crate::web::metrics;
use crate::web::render::Renderer;
use crate::web::security_contact::SecurityContact;
use crate::web::serve::serve;
use crate::web::state::{ServerState, Settings};
use crate::web::wheels::Wheels;
use dgm_client::cli::error::{CliError, Context as _, Result};
use dgm_client::cli::output::{put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use jiff::Timestamp;
use judge::answers::Limits;
use l10n::{Explain as _, message};
use serde_json::json;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How to serve.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    /// Only looks whether the config file can be used, and shows all of its problems.
    #[arg(long)]
    check_config: bool,
    /// The address and port to listen on, port 0 takes a free one; 127.0.0.1:8080 where it is left out.
    #[arg(long, value_name = "ADDR:PORT", env = "DGM_LISTEN")]
    listen: Option<String>,
    /// Where people reach the server, where that is not the address above (behind a proxy).
    #[arg(long, value_name = "URL", env = "DGM_BASE_URL")]
    base_url: Option<BaseUrl>,
    /// A proxy whose X-Forwarded-For is believed: its address or its network. May be said several times.
    #[arg(
        long,
        value_name = "CIDR",
        env = "DGM_TRUST_PROXY",
        value_delimiter = ','
    )]
    trust_proxy: Vec<Network>,
    /// Serves /metrics for Prometheus on this address and port; nowhere unless told.
    #[arg(long, value_name = "ADDR:PORT", env = "DGM_METRICS_LISTEN")]
    metrics_listen: Option<String>,
    /// Fills a course with students, submissions and grades, in a database of its own, and prints sign-in links.
    #[arg(long)]
    demo: bool,
    /// Publishes this grading config where none is published yet; the default course otherwise.
    #[arg(long, value_name = "FILE", conflicts_with = "demo")]
    course: Option<PathBuf>,
    /// A folder whose templates replace the built-in ones of the same name.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// A folder of wheels of the student's program to hand out; client in the data folder where it is left out.
    #[arg(long, value_name = "DIR")]
    client_wheels: Option<PathBuf>,
    /// To whom a hole in the server's safety is told, a mailto: or https: address for /.well-known/security.txt; nowhere unless told.
    #[arg(long, value_name = "URI", env = "DGM_SECURITY_CONTACT")]
    security_contact: Option<SecurityContact>,
    /// The largest answers file, in MiB; 16 where it is left out.
    #[arg(long, value_name = "MIB")]
    max_file: Option<usize>,
    /// The most that an answers file may inflate to, in MiB; 64 where it is left out.
    #[arg(long, value_name = "MIB")]
    max_inflated: Option<usize>,
    /// Memory for uploads under way, in MiB, and as much for downloads, of which one person may have a quarter; 128 where it is left out.
    #[arg(long, value_name = "MIB")]
    max_in_flight: Option<usize>,
    /// Connections open at once, as far as the system lets the program open files; one address may have three quarters of them; 4096 where it is left out.
    #[arg(long, value_name = "N")]
    max_connections: Option<usize>,
    /// The course secret as 64 hexadecimal digits; made once and kept in the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
    #[command(flatten)]
    log: Log,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    if args.check_config {
        return settings::check(args.place.config().as_deref(), voice);
    }
    let place = args.place.find()?;
    if let Some(path) = args.place.config() {
        settings::warn(&path, voice)?;
    }
    args.log.begin(&place.settings)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let ended = runtime.block_on(start(args, place, voice));
    // What is still computed by now, nobody waits for.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended?;
    Ok(Outcome::Right)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the clock enters"
)]
fn clock() -> Timestamp {
    Timestamp::now()
}

async fn start(args: &Args, place: Place, voice: Voice) -> Result<()> {
    let _held = place.hold()?;
    // Before anything is opened: SQLite gives its journals the mode of the file.
    modes::narrow(&place.data);
    let name = if args.demo { DEMO } else { DATABASE };
    let opened = place.open_migrating(name, clock()).await?;
    if let Some(done) = &opened.migrated {
        tracing::warn!(from = done.from, to = done.to, copy = ?done.copy, "the database was brought up to date");
    }
    let store = opened.store;
    let outside = store.outside().await?;
    if outside.files > 0 && store.objects().is_none() {
        return Err(message!("serve-no-storage", n = outside.files).into());
    }
    let secret = secret::of_course(&place, &store, args.secret_key.as_deref()).await?;
    let told = args.listen.as_ref().or(place.settings.listen.as_ref());
    let address = told.map_or("127.0.0.1:8080", String::as_str);
    let listener = listen(address, "--listen").await?;
    let base_url = match args.base_url.as_ref().or(place.settings.base_url.as_ref()) {
        Some(told) => told.as_str().to_owned(),
        None => BaseUrl::of(listener.local_addr()?).as_str().to_owned(),
    };
    store.keep_base_url(&base_url).await?;
    let told = args.metrics_listen.as_ref();
    let metrics = match told.or(place.settings.metrics_listen.as_ref()) {
        Some(address) => Some((
            metrics::install().map_err(unexpected)?,
            listen(address, "--metrics-listen").await?,
        )),
        None => None,
    };
    let mut links = Vec::new();
    if args.demo {
        links = crate::demo::fill(&store, &secret, clock())
            .await
            .map_err(unexpected)?;
    } else if store.course().await?.is_none() {
        publish_first(&store, args).await?;
    }
    let limits = place.settings.limits;
    let limits = Limits {
        file: args.max_file.or(limits.max_file).unwrap_or(16) << 20,
        inflated: args.max_inflated.or(limits.max_inflated).unwrap_or(64) << 20,
        ..Limits::default()
    };
    let templates = Templates::new(args.templates.as_deref(), assets::path)
        .map_err(|error| message!("serve-templates", error = error.to_string()))?;
    let templates = Arc::new(templates);
    let post = match &place.settings.mail {
        Some(mail) => Some(Arc::new(
            Post::new(mail, &base_url, Arc::clone(&templates)).map_err(|error| error.message())?,
        )),
        None => None,
    };
    let desk = post
        .as_ref()
        .map(|post| post.desk(place.settings.sign_in.mail));
    let app = App::with_mail(store, secret, limits, clock, desk);
    if let Some(post) = post {
        tokio::spawn(worker::work(Arc::clone(&app), post));
    }
    let settings = Settings {
        renderer: Renderer::of(Arc::clone(&templates)),
        bounds: bounds(args, &place),
        base_url: base_url.clone(),
        proxies: proxies(args, &place),
        ways: Ways::new(place.settings.sign_in.clone()),
        wheels: Wheels::of(match &args.client_wheels {
            Some(folder) => folder.clone(),
            None => place.data.join("client"),
        }),
        security_contact: args.security_contact.clone(),
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
    let links = links
        .into_iter()
        .map(|(who, link)| (who, format!("{base_url}/sign-in/{link}")));
    match voice.format {
        Format::Text => {
            let listening = message!("serve-listening", url = base_url.as_str());
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
    serve(ServerState::new(app, settings), listener)
        .await
        .context(message!("serve-stopped"))
}

/// What should not happen, in the words of the library.
fn unexpected(error: impl std::fmt::Display) -> CliError {
    message!("cli-unexpected", error = error.to_string()).into()
}

/// The socket of an option.
async fn listen(address: &str, option: &str) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        // What is no address at all has no words of the system.
        .map_err(|error| match error.kind() {
            ErrorKind::InvalidInput => message!("serve-no-address", address = address).into(),
            _ => CliError::from(error),
        })
        .with_context(|| message!("serve-no-listener", address = address, option = option))
}

/// The proxies whose word is taken: those of the command line or the environment, else those of the config file.
fn proxies(args: &Args, place: &Place) -> Proxies {
    Proxies::new(match args.trust_proxy.as_slice() {
        [] => place.settings.trust_proxy.clone(),
        told => told.to_vec(),
    })
}

fn bounds(args: &Args, place: &Place) -> Bounds {
    /// Files that are no connections: the database's, templates, what the system opens by itself.
    const OTHER_FILES: usize = 64;
    let limits = place.settings.limits;
    let most = args.max_connections.or(limits.max_connections);
    let files = open_files().map_or(usize::MAX, |most| most.saturating_sub(OTHER_FILES));
    Bounds {
        in_flight: args.max_in_flight.or(limits.max_in_flight).unwrap_or(128) << 20,
        connections: most.unwrap_or(4096).min(files).max(4),
        ..Bounds::default()
    }
}

/// How many files may be open at once, after asking for as many as the system gives: what is usual for a service is 1,024.
#[cfg(unix)]
fn open_files() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
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
    most.and_then(|most| usize::try_from(most).ok())
}

#[cfg(not(unix))]
fn open_files() -> Option<usize> {
    None
}

async fn publish_first(store: &Store, args: &Args) -> Result<()> {
    let checked = match &args.course {
        Some(path) => {
            let text = super::files::read_config(path)?;
            match crate::grading::read_course(&text) {
                Ok(checked) => checked,
                Err(problems) => return Err(super::files::refused(path, &problems)),
            }
        }
        None => Course::default_course().into(),
    };
    store
        .publish_course(&checked, "first", "operator", clock())
        .await?;
    Ok(())
}
