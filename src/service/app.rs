//! What every service works with: the store, the course in force, the clock, and a bounded number of threads for numerics.

use super::answer_keys::AnswerKeys;
use super::error::ServiceError;
use super::last_read::LastRead;
use super::lti::cache::Cache;
use super::mail::desk::MailDesk;
use super::packs::Packs;
use crate::course::{Course, Homework, Manual};
use crate::ids::{UserId, VersionId};
use crate::store::{InputsRelease, Store, Topic};
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use judge::answers::Limits;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError};
use tokio::sync::{RwLock, Semaphore, watch};

/// Submissions a minute and person: more than anybody checks by hand, less than a script in a loop.
const SUBMISSIONS_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");

/// The release of inputs that is given out before any other.
pub const FIRST: i64 = 1;

/// The course version in force.
#[derive(Debug)]
pub struct ActiveCourse {
    /// Its number.
    pub version: VersionId,
    /// What it says.
    pub course: Course,
    /// The releases of inputs that are given out under it, of the homeworks that have had several.
    pub releases: BTreeMap<String, InputsRelease>,
}

/// The course as it was found, and at which generation: it is in force as long as that is the same.
struct Found {
    generation: u64,
    active: Arc<ActiveCourse>,
}

impl ActiveCourse {
    /// The release of a homework's inputs that is given out.
    pub fn release(&self, homework: &str) -> i64 {
        let release = self.releases.get(homework);
        release.map_or(FIRST, |release| release.release)
    }

    /// The homework and the item of it, graded by a person, of these names.
    ///
    /// # Errors
    /// When there is no such item.
    pub fn item(&self, homework: &str, item: &str) -> Result<(&Homework, &Manual), ServiceError> {
        let homework = self.course.homework(homework);
        let homework = homework.ok_or(ServiceError::NotFound)?;
        let item = homework.manual.iter().find(|m| m.name == item);
        Ok((homework, item.ok_or(ServiceError::NotFound)?))
    }
}

/// The application.
pub struct App {
    /// What must not be lost.
    pub store: Store,
    /// The course secret, from which inputs are drawn.
    pub secret: [u8; 32],
    /// Limits on answers files.
    pub limits: Limits,
    /// The clock; a parameter, so that tests can set it.
    pub clock: fn() -> Timestamp,
    /// Set when the process is asked to stop, so that what runs for long ends in order.
    pub stopping: watch::Sender<bool>,
    /// Held for reading by whoever writes outside of a request: the store is closed when nobody does any more.
    pub background_work: RwLock<()>,
    /// How many files are graded at once; the rest waits here and not in memory.
    pub compute_permits: Arc<Semaphore>,
    /// Submissions a minute and person.
    pub submission_limiter: DefaultKeyedRateLimiter<UserId>,
    /// The practice packs of the course in force.
    pub packs: Packs,
    /// What is remembered of learning platforms.
    pub lti: Cache,
    /// Inputs with what was computed of them.
    pub answer_keys: AnswerKeys,
    /// The class and what it did, as they were read last.
    pub last_read: LastRead,
    found: std::sync::RwLock<Option<Found>>,
    /// The way of letters to people, where there is one.
    pub mail: Option<MailDesk>,
}

impl App {
    /// The application on this store.
    pub fn new(
        store: Store,
        secret: [u8; 32],
        limits: Limits,
        clock: fn() -> Timestamp,
    ) -> Arc<Self> {
        Self::with_mail(store, secret, limits, clock, None)
    }

    /// The same, writing letters where there is a way for them.
    pub fn with_mail(
        store: Store,
        secret: [u8; 32],
        limits: Limits,
        clock: fn() -> Timestamp,
        mail: Option<MailDesk>,
    ) -> Arc<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Arc::new(Self {
            store: if mail.is_some() {
                store.telling()
            } else {
                store
            },
            secret,
            limits,
            clock,
            stopping: watch::Sender::new(false),
            background_work: RwLock::new(()),
            compute_permits: Arc::new(Semaphore::new(cores)),
            submission_limiter: RateLimiter::keyed(Quota::per_minute(SUBMISSIONS_A_MINUTE)),
            packs: Packs::default(),
            lti: Cache::default(),
            answer_keys: AnswerKeys::default(),
            last_read: LastRead::default(),
            found: std::sync::RwLock::default(),
            mail,
        })
    }

    /// The instant of now.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The course version in force, parsed once.
    ///
    /// # Errors
    /// When the database fails, or no course was published.
    pub async fn course(&self) -> Result<Arc<ActiveCourse>, ServiceError> {
        let changes = self.store.changes();
        // Before anything is read: what changes meanwhile is found by who comes next.
        let generation = changes.generation(Topic::Course);
        let known = self.known_course();
        if let Some((at, active)) = &known
            && *at == generation
            && changes.is_watched()
        {
            return Ok(Arc::clone(active));
        }
        let newest = self.store.course_id().await?;
        let newest = newest.ok_or(ServiceError::NoCourse)?;
        let active = match known {
            Some((_, active)) if active.version == newest => active,
            _ => self.read_course().await?,
        };
        let found = Found {
            generation,
            active: Arc::clone(&active),
        };
        *self.found.write().unwrap_or_else(PoisonError::into_inner) = Some(found);
        Ok(active)
    }

    fn known_course(&self) -> Option<(u64, Arc<ActiveCourse>)> {
        let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
        let found = found.as_ref()?;
        Some((found.generation, Arc::clone(&found.active)))
    }

    async fn read_course(&self) -> Result<Arc<ActiveCourse>, ServiceError> {
        let newest = self.store.course().await?.ok_or(ServiceError::NoCourse)?;
        let version = newest.id;
        let releases = self.store.inputs_releases_until(version).await?;
        let course = self.parsed(newest.toml).await?;
        Ok(Arc::new(ActiveCourse {
            version,
            course: course.ok_or(ServiceError::NoCourse)?,
            releases,
        }))
    }

    /// The course as it was read last, for what may be a version behind; nothing where it cannot be read.
    pub async fn course_last_read(&self) -> Option<Arc<ActiveCourse>> {
        match self.known_course() {
            Some((_, active)) => Some(active),
            None => self.course().await.ok(),
        }
    }

    /// The course of a stored text, read off the async threads; nothing where no course can be made of it.
    ///
    /// # Errors
    /// When reading it panicked: a fault of ours.
    pub async fn parsed(&self, toml: String) -> Result<Option<Course>, ServiceError> {
        self.compute(move || Course::parse_stored(&toml).ok()).await
    }

    /// Lets one more submission of this person through. Servers of one database count together; each by itself first, so that a script
    /// in a loop costs the database nothing.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many, on whichever server.
    pub async fn admit_submission(&self, user: UserId) -> Result<(), ServiceError> {
        let limiter = &self.submission_limiter;
        limiter.check_key(&user).map_err(|refused| {
            let wait = refused.wait_time_from(limiter.clock().now());
            ServiceError::too_many(wait)
        })?;
        if !self.store.is_postgres() {
            return Ok(());
        }
        let key = format!("submissions {user}");
        let counted = self
            .store
            .count(&key, SUBMISSIONS_A_MINUTE.get(), self.now());
        match counted.await? {
            None => Ok(()),
            Some(wait) => Err(ServiceError::too_many(wait.unsigned_abs())),
        }
    }

    /// Runs heavy numerics off the async threads, no more at once than there are cores.
    ///
    /// # Errors
    /// When the work itself panicked: a fault of ours.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ServiceError> {
        let waiting = Counted::new("dgm_computations_waiting");
        let permits = Arc::clone(&self.compute_permits);
        let permit = permits.acquire_owned().await;
        let permit = permit.map_err(|_| ServiceError::Internal)?;
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
            ServiceError::Internal
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
