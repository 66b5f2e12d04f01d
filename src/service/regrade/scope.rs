//! Which submissions a course version concerns, and grading one of them.

use crate::course::{Course, Homework};
use crate::grading::{Given, Judging, Report};
use crate::service::app::{App, FIRST};
use crate::service::error::ServiceError;
use crate::service::inputs::{Owner, marks, of_submission};
use crate::store::{Graded, InputsRelease};
use judge::answers::{self, AnswersError, Limits};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The course that submissions are graded under, and what else decides their points.
pub struct Scope {
    /// The course.
    pub course: Arc<Course>,
    /// Its version; beyond all for one that is not published.
    pub version: i64,
    /// The releases of inputs in force, of the homeworks that have had several.
    releases: BTreeMap<String, InputsRelease>,
    /// Earlier versions, as far as submissions were graded under them; nothing for one that cannot be read.
    earlier: HashMap<i64, Option<Course>>,
}

impl Scope {
    /// Gathers what decides the points of these submissions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new(
        app: &App,
        course: Arc<Course>,
        version: i64,
        rows: &[Graded],
    ) -> Result<Self, ServiceError> {
        let mut earlier = HashMap::new();
        for row in rows {
            if row.course < version && !earlier.contains_key(&row.course) {
                let found = app.store.course_version(row.course).await?;
                let toml = found.map(|v| v.toml).unwrap_or_default();
                let parsed = app
                    .compute(move || Course::parse_stored(&toml).ok())
                    .await?;
                earlier.insert(row.course, parsed);
            }
        }
        Ok(Self {
            course,
            version,
            releases: app.store.inputs_releases().await?,
            earlier,
        })
    }

    /// Whether grading a submission anew could give something else: its tasks are graded otherwise now, the program is another
    /// release, or the grader failed on it before. What a newer version graded is left alone.
    pub fn concerns(&self, row: &Graded) -> bool {
        let Some(now) = self.course.homework(&row.homework) else {
            return false;
        };
        if row.course > self.version {
            return false;
        }
        let regraded = row.course < self.version && {
            let then = self.earlier.get(&row.course).and_then(Option::as_ref);
            then.and_then(|c| c.homework(&row.homework))
                .is_none_or(|then| !graded_alike(then, now))
        };
        regraded || row.faulty || row.release != env!("CARGO_PKG_VERSION")
    }
}

/// Whether both grade what was sent alike. Other sizes are those of inputs that are still to be given.
fn graded_alike(then: &Homework, now: &Homework) -> bool {
    let rules = |homework: &Homework| {
        let mut tasks = homework.tasks.clone();
        for task in &mut tasks {
            task.sizes.clear();
        }
        tasks
    };
    rules(then) == rules(now)
}

/// What grading one submission anew gives.
#[derive(Debug)]
pub enum Regrade {
    /// A report.
    Graded(Box<Report>),
    /// The grader itself failed.
    Fault,
    /// The file cannot be read.
    Unreadable(AnswersError),
}

/// Grades the bytes of one submission under a homework's config, by the inputs that its student had when it was sent.
pub fn regrade(homework: &Homework, judging: &Judging, file: &[u8], limits: &Limits) -> Regrade {
    let judged = answers::open(file, limits).and_then(|opened| judging.judge(homework, opened));
    let report = match judged {
        Ok(judged) => judged.report,
        Err(error) => return Regrade::Unreadable(error),
    };
    if report.has_fault() {
        return Regrade::Fault;
    }
    Regrade::Graded(Box::new(report))
}

impl Scope {
    /// The inputs that a submission is judged by.
    async fn judging(
        &self,
        app: &App,
        row: &Graded,
        homework: &Homework,
    ) -> Result<Judging, ServiceError> {
        let then = self.earlier.get(&row.course).and_then(Option::as_ref);
        let then = then.and_then(|course| course.homework(&row.homework));
        let graded = (row.course, then.unwrap_or(homework));
        let owner = Owner {
            user: row.user,
            login: &row.drawn_as,
        };
        let inputs = of_submission(app, owner, graded, row.id, row.inputs_release).await?;
        let release = row.inputs_release.unwrap_or(FIRST);
        let newest = self.releases.get(&row.homework).map(|r| r.release);
        Ok(Judging {
            given: vec![Given { release, inputs }],
            current: newest.unwrap_or(release),
            marks: marks(app, &row.drawn_as, &self.course, &self.releases),
        })
    }

    /// Grades these submissions off the async threads, `width` at once; nothing is written. In the order of `rows`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn grade(
        &self,
        app: &Arc<App>,
        rows: &[Graded],
    ) -> Result<Vec<Regrade>, ServiceError> {
        let mut running = Vec::with_capacity(rows.len());
        for row in rows {
            let file = app.store.submitted_file(row.id).await?.unwrap_or_default();
            let (app, course) = (Arc::clone(app), Arc::clone(&self.course));
            let homework = course
                .homework(&row.homework)
                .ok_or(ServiceError::NotFound)?;
            let judging = self.judging(&app, row, homework).await?;
            let name = row.homework.clone();
            running.push(tokio::spawn(async move {
                let inner = Arc::clone(&app);
                app.compute(move || {
                    let homework = course.homework(&name).ok_or(ServiceError::NotFound)?;
                    Ok::<_, ServiceError>(regrade(homework, &judging, &file, &inner.limits))
                })
                .await?
            }));
        }
        let mut graded = Vec::with_capacity(running.len());
        for task in running {
            graded.push(task.await.map_err(|_| ServiceError::Internal)??);
        }
        Ok(graded)
    }
}

/// How many submissions are graded at once: half of the cores, so that those who send now are not kept waiting.
pub(in crate::service) fn width() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    (cores / 2).max(1)
}
