//! Which submissions a course version concerns, and grading one of them.

use crate::course::{Course, Homework, Task};
use crate::grading::{Given, Judging, Report};
use crate::ids::{SubmissionId, VersionId};
use crate::service::app::{App, FIRST};
use crate::service::error::ServiceError;
use crate::service::inputs::{Owner, marks, of_submission};
use crate::store::{Graded, InputsRelease, Submitted};
use judge::answers::{self, AnswersError, Limits};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The course that submissions are graded under, and what else decides their points.
pub struct Scope {
    /// The course.
    pub course: Arc<Course>,
    /// Its version; beyond all for one that is not published.
    pub version: VersionId,
    /// The releases of inputs in force, of the homeworks that have had several.
    releases: BTreeMap<String, InputsRelease>,
    /// Earlier versions, as far as submissions were graded under them; nothing for one that cannot be read.
    earlier: HashMap<VersionId, Option<Course>>,
    /// By the version that submissions were graded under last: the homeworks with those tasks that are graded otherwise now, where that
    /// is all that there is to grade.
    parts: HashMap<VersionId, HashMap<String, Arc<Homework>>>,
}

impl Scope {
    /// Gathers what decides the points of these submissions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new(
        app: &App,
        course: Arc<Course>,
        version: VersionId,
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
        let part = |(version, then): (&VersionId, &Option<Course>)| {
            let parts = then.as_ref().map(|then| parts(then, &course));
            (*version, parts.unwrap_or_default())
        };
        Ok(Self {
            parts: earlier.iter().map(part).collect(),
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

/// The tasks that are graded otherwise than under an earlier version, by homework. What else a file has is told by the names of all
/// tasks: where these are others, everything is graded anew.
fn parts(then: &Course, now: &Course) -> HashMap<String, Arc<Homework>> {
    let part = |now: &Homework| {
        let then = then.homework(now.name())?;
        let names =
            |homework: &Homework| -> Vec<&str> { homework.tasks.iter().map(Task::name).collect() };
        if names(then) != names(now) {
            return None;
        }
        let mut part = now.clone();
        let mut before = then.tasks.iter();
        part.tasks
            .retain(|task| before.next().is_none_or(|before| !same_rules(before, task)));
        (!part.tasks.is_empty()).then(|| (now.name().to_owned(), Arc::new(part)))
    };
    now.homeworks.iter().filter_map(part).collect()
}

/// Whether both grade answers to a task alike. Other sizes are those of inputs that are still to be given.
fn same_rules(then: &Task, now: &Task) -> bool {
    let rules = |task: &Task| {
        let mut rules = task.clone();
        rules.sizes.clear();
        rules
    };
    rules(then) == rules(now)
}

/// Whether both grade what was sent alike.
fn graded_alike(then: &Homework, now: &Homework) -> bool {
    then.tasks.len() == now.tasks.len()
        && then
            .tasks
            .iter()
            .zip(&now.tasks)
            .all(|(then, now)| same_rules(then, now))
}

/// What grading one submission anew gives.
#[derive(Debug)]
pub enum Regrade {
    /// A report.
    Graded {
        /// The report.
        report: Box<Report>,
        /// Whether it says to the letter what the one before says.
        stays: bool,
    },
    /// The grader itself failed.
    Fault,
    /// The file cannot be read.
    Unreadable(AnswersError),
    /// The file is lost in the object storage; the log says which and how.
    Lost,
}

/// Grades the bytes of one submission under a homework's config, by the inputs that its student had when it was sent. Where `part` says
/// that only some tasks are graded otherwise than when a report was made, these alone.
pub fn regrade(
    homework: &Homework,
    part: Option<(&Homework, &Report)>,
    judging: &Judging,
    file: &[u8],
    limits: &Limits,
) -> Regrade {
    let judged = answers::open(file, limits).and_then(|opened| match part {
        Some(part) => judging.judge_in_part(homework, part, opened),
        None => judging.judge(homework, opened),
    });
    let report = match judged {
        Ok(judged) => judged.report,
        Err(error) => return Regrade::Unreadable(error),
    };
    if report.has_fault() {
        return Regrade::Fault;
    }
    Regrade::Graded {
        report: Box::new(report),
        stays: false,
    }
}

impl Scope {
    /// The homework with those tasks alone that are graded otherwise than when the report was made; nothing where all are to be graded:
    /// what another release of the program or a fault of it said is not relied on.
    fn part(&self, row: &Graded) -> Option<&Arc<Homework>> {
        let is_known = !row.faulty && row.release == env!("CARGO_PKG_VERSION");
        let is_earlier = row.course < self.version;
        // Inputs of before they were kept are drawn as the whole homework was then.
        let is_kept = row.inputs_release.is_some();
        let parts = self.parts.get(&row.course)?;
        parts
            .get(&row.homework)
            .filter(|_| is_known && is_earlier && is_kept)
    }

    /// The inputs that a submission is judged by.
    async fn judging(
        &self,
        app: &App,
        row: &Graded,
        homework: &Homework,
    ) -> Result<Judging, ServiceError> {
        let then = self.earlier.get(&row.course).and_then(Option::as_ref);
        let then = then.and_then(|course| course.homework(&row.homework));
        let graded = (
            row.course,
            self.part(row).map(Arc::as_ref).or(then).unwrap_or(homework),
        );
        let owner = Owner {
            user: row.user,
            login: &row.drawn_as,
        };
        let solved = of_submission(app, owner, graded, row.id, row.inputs_release).await?;
        let release = row.inputs_release.unwrap_or(FIRST);
        let newest = self.releases.get(&row.homework).map(|r| r.release);
        Ok(Judging {
            given: vec![Given { release, solved }],
            current: newest.unwrap_or(release),
            marks: marks(app, &row.drawn_as, &self.course, &self.releases),
        })
    }

    /// Grades these submissions off the async threads; nothing is written. In the order of `rows`.
    ///
    /// # Errors
    /// When the database fails, or the object storage does.
    pub async fn grade(
        &self,
        app: &Arc<App>,
        rows: &[Graded],
    ) -> Result<Vec<Regrade>, ServiceError> {
        let ids: Vec<SubmissionId> = rows.iter().map(|row| row.id).collect();
        let mut files = app.store.submitted(&ids).await?;
        let mut running = Vec::new();
        // Whoever sends now waits for one part at most.
        let part = rows.len().div_ceil(width()).clamp(1, PART);
        for part in rows.chunks(part) {
            let mut work = Vec::with_capacity(part.len());
            let mut last: Option<(&Graded, Arc<Judging>)> = None;
            for row in part {
                let homework = self.course.homework(&row.homework);
                let homework = homework.ok_or(ServiceError::NotFound)?;
                // Of one student's submissions to a homework most are judged by the same inputs.
                let judging = match &last {
                    Some((before, judging)) if judged_alike(before, row) => Arc::clone(judging),
                    _ => Arc::new(self.judging(app, row, homework).await?),
                };
                last = Some((row, Arc::clone(&judging)));
                work.push(Work {
                    homework: row.homework.clone(),
                    part: self.part(row).cloned(),
                    judging,
                    sent: files.remove(&row.id),
                });
            }
            let (app, course) = (Arc::clone(app), Arc::clone(&self.course));
            running.push(tokio::spawn(async move {
                let limits = app.limits.clone();
                let grade = move |work: Work| work.done(&course, &limits);
                let all = move || work.into_iter().map(grade).collect();
                app.compute::<Result<Vec<Regrade>, ServiceError>>(all)
                    .await?
            }));
        }
        let mut graded = Vec::with_capacity(rows.len());
        for task in running {
            graded.extend(task.await.map_err(|_| ServiceError::Internal)??);
        }
        Ok(graded)
    }
}

/// A submission to be graded anew.
struct Work {
    homework: String,
    part: Option<Arc<Homework>>,
    judging: Arc<Judging>,
    /// Nothing where its file is lost.
    sent: Option<Submitted>,
}

impl Work {
    fn done(self, course: &Course, limits: &Limits) -> Result<Regrade, ServiceError> {
        let homework = course.homework(&self.homework);
        let homework = homework.ok_or(ServiceError::NotFound)?;
        let Some(sent) = self.sent else {
            return Ok(Regrade::Lost);
        };
        // A report that cannot be read is made anew as a whole.
        let part = self.part.as_deref().zip(sent.report().ok());
        let part = part.as_ref().map(|(part, report)| (*part, report));
        let (judging, file) = (&self.judging, &sent.file);
        let mut graded = regrade(homework, part, judging, file, limits);
        // Without inputs of its own a submission is known by the version of its first report, which is noted where that is replaced.
        if let (Regrade::Graded { report, stays }, Some(_)) = (&mut graded, part) {
            *stays = sent.says(report);
        }
        Ok(graded)
    }
}

/// Whether two submissions are judged by the same inputs, and those are known by their release.
fn judged_alike(one: &Graded, other: &Graded) -> bool {
    let of = |row: &Graded| (row.user, row.inputs_release, row.course);
    of(one) == of(other) && one.homework == other.homework && one.inputs_release.is_some()
}

/// How many submissions are graded by one thread before somebody else has a turn.
const PART: usize = 16;
/// How many are read, graded and written together at most.
const BATCH: usize = 128;

/// The submissions in batches. The first ones are small, so that something is done at once.
pub(in crate::service) fn batches(rows: &[Graded]) -> impl Iterator<Item = &[Graded]> + Send {
    let (mut left, mut size) = (rows, 1);
    std::iter::from_fn(move || {
        let (batch, rest) = left.split_at(size.min(left.len()));
        left = rest;
        size = (2 * size).min(BATCH);
        (!batch.is_empty()).then_some(batch)
    })
}

/// How many threads grade at once.
fn width() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
