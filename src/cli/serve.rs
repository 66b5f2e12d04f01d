//! `dgm serve`: the web server.

use super::Outcome;
use super::output::put_line;
use super::store::Place;
use crate::answers::Limits;
use crate::course::Course;
use crate::store::Store;
use crate::web::address::{Network, Proxies};
use crate::web::render::Renderer;
use crate::web::serve::serve;
use crate::web::state::{App, Settings};
use anyhow::Context as _;
use jiff::Timestamp;
use std::path::PathBuf;
use tokio::net::TcpListener;

/// How to serve.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The address and port to listen on; port 0 takes a free one.
    #[arg(
        long,
        value_name = "ADDR:PORT",
        env = "DGM_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: String,
    /// Where people reach the server, where that is not the address above (behind a proxy).
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A proxy whose X-Forwarded-For is believed: its address or its network. May be said several times.
    #[arg(
        long,
        value_name = "CIDR",
        env = "DGM_TRUST_PROXY",
        value_delimiter = ','
    )]
    trust_proxy: Vec<Network>,
    /// Fills a course with students, submissions and grades, in a database of its own, and prints sign-in links.
    #[arg(long)]
    demo: bool,
    /// Publishes this grading config where none is published yet; the default course otherwise.
    #[arg(long, value_name = "FILE", conflicts_with = "demo")]
    course: Option<PathBuf>,
    /// A folder whose templates replace the built-in ones of the same name.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// The largest answers file, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 16)]
    max_file: usize,
    /// The most that an answers file may inflate to, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    max_inflated: usize,
    /// The course secret as 64 hexadecimal digits; made once and kept in the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
    /// What is logged, such as info or dgm_grader=debug.
    #[arg(long, value_name = "FILTER", env = "DGM_LOG", default_value = "info")]
    log: String,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let filter = tracing_subscriber::EnvFilter::try_new(&args.log)
        .with_context(|| format!("{} is no log filter", args.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    tokio::runtime::Runtime::new()?.block_on(start(args))?;
    Ok(Outcome::Right)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the clock enters"
)]
fn clock() -> Timestamp {
    Timestamp::now()
}

async fn start(args: &Args) -> anyhow::Result<()> {
    let store = args
        .place
        .open_named(if args.demo {
            "demo.sqlite"
        } else {
            "dgm.sqlite"
        })
        .await?;
    let secret = args.place.secret(args.secret_key.as_deref())?;
    let listener = TcpListener::bind(&args.listen).await.with_context(|| {
        format!(
            "{} cannot be listened on; choose another with --listen",
            args.listen
        )
    })?;
    let base_url = args.base_url.as_deref().map_or_else(
        || Ok::<_, std::io::Error>(format!("http://{}", listener.local_addr()?)),
        |url| Ok(url.trim_end_matches('/').to_owned()),
    )?;
    let mut links = Vec::new();
    if args.demo {
        links = crate::demo::fill(&store, &secret, clock()).await?;
    } else if store.course().await?.is_none() {
        publish_first(&store, args).await?;
    }
    let app = App::new(Settings {
        store,
        secret,
        renderer: Renderer::new(args.templates.as_deref())
            .context("the templates cannot be used")?,
        limits: Limits {
            file: args.max_file << 20,
            inflated: args.max_inflated << 20,
            ..Limits::default()
        },
        base_url: base_url.clone(),
        clock,
        proxies: Proxies::new(args.trust_proxy.clone()),
        metrics: metrics_exporter_prometheus::PrometheusBuilder::new()
            .install_recorder()
            .ok(),
    });
    put_line(&format_args!("dgm is listening on {base_url}"))?;
    for (who, link) in links {
        put_line(&format_args!("{who}: {base_url}/sign-in/{link}"))?;
    }
    serve(app, listener).await.context("the server stopped")
}

async fn publish_first(store: &Store, args: &Args) -> anyhow::Result<()> {
    let toml = match &args.course {
        Some(path) => {
            let text = String::from_utf8(super::files::read_limited(path, 1024 * 1024)?)
                .with_context(|| format!("{} is not UTF-8 text", path.display()))?;
            if let Err(problems) = crate::grading::read_course(&text) {
                anyhow::bail!(
                    "{}",
                    problems.render(&path.display().to_string(), false, crate::words::Lang::En)
                );
            }
            text
        }
        None => Course::default_course().to_toml(),
    };
    store
        .publish_course(&toml, "first", "operator", clock())
        .await?;
    Ok(())
}
