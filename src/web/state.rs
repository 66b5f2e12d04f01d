//! What every handler shares.

use super::address::Proxies;
use super::bounds::Bounds;
use super::circuit::Circuit;
use super::fault::Fault;
use super::readiness::Readiness;
use super::render::Renderer;
use super::throttle::Throttle;
use super::traffic::Shared;
use crate::answers::Limits;
use crate::course::Course;
use crate::store::Store;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use std::num::NonZeroU32;
use std::sync::Arc;
use tokio::sync::{RwLock, Semaphore};

/// The course version in force.
#[derive(Debug)]
pub struct ActiveCourse {
    /// Its number.
    pub version: i64,
    /// What it says.
    pub course: Course,
}

/// Shared by all handlers; cheap to clone.
pub type AppState = Arc<App>;

/// The application.
pub struct App {
    /// What must not be lost.
    pub store: Store,
    /// The course secret, from which inputs are drawn.
    pub secret: [u8; 32],
    /// Templates.
    pub renderer: Renderer,
    /// Limits on files.
    pub limits: Limits,
    /// Where people reach the server, without a slash at the end.
    pub base_url: String,
    /// The clock; a parameter, so that tests can set it.
    pub clock: fn() -> Timestamp,
    /// How much is taken at once, and how long others are waited for.
    pub bounds: Bounds,
    /// How many homeworks are graded at once; the rest waits here and not in memory.
    pub grading: Arc<Semaphore>,
    /// Bytes that are sent to us.
    pub uploads: Shared,
    /// Bytes that we send.
    pub downloads: Shared,
    /// Requests that are worked on.
    pub requests: Shared,
    /// Submissions a minute and person.
    pub submissions: DefaultKeyedRateLimiter<i64>,
    /// The limits of those who are not signed in.
    pub throttle: Throttle,
    /// The proxies that say where a request comes from.
    pub proxies: Proxies,
    /// Set when the server is asked to stop, so that what runs for long ends in order.
    pub stopping: tokio::sync::watch::Sender<bool>,
    /// Held for reading by whoever writes outside of a request: the store is closed when nobody does any more.
    pub working: RwLock<()>,
    /// What is answered while the database is away.
    pub circuit: Circuit,
    /// Whether the database could be read and written to when somebody last asked.
    pub readiness: Readiness,
    active: RwLock<Option<Arc<ActiveCourse>>>,
}

/// What [`App::new`] needs to be told.
pub struct Settings {
    /// The store.
    pub store: Store,
    /// The course secret.
    pub secret: [u8; 32],
    /// Templates.
    pub renderer: Renderer,
    /// Limits on files.
    pub limits: Limits,
    /// How much is taken at once.
    pub bounds: Bounds,
    /// Where people reach the server.
    pub base_url: String,
    /// The clock.
    pub clock: fn() -> Timestamp,
    /// The proxies whose word is taken for where a request comes from.
    pub proxies: Proxies,
}

/// Submissions a minute and person: more than anybody checks by hand, less than a script in a loop.
const SUBMISSIONS_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");

impl App {
    /// The application of these settings.
    pub fn new(settings: Settings) -> AppState {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Arc::new(Self {
            store: settings.store,
            secret: settings.secret,
            renderer: settings.renderer,
            limits: settings.limits,
            base_url: settings.base_url,
            clock: settings.clock,
            uploads: Shared::uploads(&settings.bounds),
            downloads: Shared::downloads(&settings.bounds),
            requests: Shared::requests(&settings.bounds),
            bounds: settings.bounds,
            grading: Arc::new(Semaphore::new(cores)),
            submissions: RateLimiter::keyed(Quota::per_minute(SUBMISSIONS_A_MINUTE)),
            throttle: Throttle::default(),
            proxies: settings.proxies,
            stopping: tokio::sync::watch::Sender::new(false),
            working: RwLock::new(()),
            circuit: Circuit::default(),
            readiness: Readiness::default(),
            active: RwLock::new(None),
        })
    }

    /// The instant of now.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Whether people come by https.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The course version in force, parsed once.
    ///
    /// # Errors
    /// When the database fails, or no course was published.
    pub async fn course(&self) -> Result<Arc<ActiveCourse>, Fault> {
        // Every request asks; the text is read only when there is a version that was not read yet.
        let newest = self.store.course_id().await?.ok_or(Fault::NoCourse)?;
        if let Some(active) = self.active.read().await.as_ref()
            && active.version == newest
        {
            return Ok(Arc::clone(active));
        }
        let newest = self.store.course().await?.ok_or(Fault::NoCourse)?;
        let course = Course::parse_stored(&newest.toml).map_err(|_| Fault::NoCourse)?;
        let active = Arc::new(ActiveCourse {
            version: newest.id,
            course,
        });
        *self.active.write().await = Some(Arc::clone(&active));
        Ok(active)
    }

    /// Runs heavy numerics off the async threads, no more at once than there are cores.
    ///
    /// # Errors
    /// When the work itself panicked: a fault of ours.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let waiting = Counted::new("dgm_computations_waiting");
        let grading = Arc::clone(&self.grading);
        let permit = grading.acquire_owned().await.map_err(|_| Fault::Internal)?;
        drop(waiting);
        let running = Counted::new("dgm_computations_running");
        let span = tracing::Span::current();
        let computation = tokio::task::spawn_blocking(move || {
            // With the work and not with its caller: whoever goes away does not end what was begun for them.
            let (_permit, _running) = (permit, running);
            span.in_scope(work)
        });
        computation.await.map_err(|error| {
            tracing::error!(%error, "a computation failed");
            Fault::Internal
        })
    }
}

/// One in a gauge for as long as it lives, also where whoever waits for it goes away.
struct Counted(metrics::Gauge);

impl Counted {
    fn new(name: &'static str) -> Self {
        let gauge = metrics::gauge!(name);
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
