//! Which submissions a course version concerns, and grading one of them.

use crate::course::{Course, Homework, Task};
use crate::grading::{Given, Judging, Report};
use crate::ids::VersionId;
use crate::service::app::{App, FIRST};
use crate::service::error::ServiceError;
use crate::service::inputs::{Owner, marks, of_submission};
use crate::store::{Graded, InputsRelease, ReportText};
use judge::answers::{self, AnswersError, Limits};
use judge::points::Points;
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
    /// By the version that submissions were graded under last: the homeworks with those tasks whose answers compare otherwise now, where
    /// that is all that there is to compare.
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

/// The tasks whose answers compare otherwise than under an earlier version, by homework; none where all that may have changed are
/// points. What else a file has is told by the names of all tasks: where these are others, everything is graded anew.
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
        part.tasks.retain(|task| {
            before
                .next()
                .is_none_or(|before| !compared_alike(before, task))
        });
        Some((now.name().to_owned(), Arc::new(part)))
    };
    now.homeworks.iter().filter_map(part).collect()
}

/// Whether both come to the same verdicts on what was sent, whatever points these earn. Other sizes are those of inputs that are still
/// to be given.
fn compared_alike(then: &Task, now: &Task) -> bool {
    let rules = |task: &Task| Task {
        points: Points::ZERO,
        bonus: false,
        partial: false,
        sizes: BTreeMap::new(),
        ..task.clone()
    };
    rules(then) == rules(now)
}

/// Whether both grade answers to a task alike.
fn same_rules(then: &Task, now: &Task) -> bool {
    let weight = |task: &Task| (task.points, task.bonus, task.partial);
    weight(then) == weight(now) && compared_alike(then, now)
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

/// What grading a submission anew needs.
pub(super) enum Needed {
    /// The file, judged as when it arrived.
    Everything,
    /// The file and the report on it: the answers to these tasks compare otherwise than then.
    Part(Arc<Homework>),
    /// The report alone: its verdicts stand.
    Points,
}

/// What grading one submission anew gives.
#[derive(Debug)]
pub enum Regrade {
    /// A report.
    Graded {
        /// The report.
        report: Box<ReportText>,
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
/// that only the answers to some tasks compare otherwise than when a report was made, these alone.
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
    match judged {
        Ok(judged) => Regrade::of(judged.report),
        Err(error) => Regrade::Unreadable(error),
    }
}

impl Regrade {
    /// What a report comes to.
    pub(super) fn of(report: Report) -> Self {
        if report.has_fault() {
            return Self::Fault;
        }
        match ReportText::of(report) {
            Ok(report) => Self::Graded {
                report: Box::new(report),
                stays: false,
            },
            Err(error) => {
                tracing::error!(%error, "a report cannot be written");
                Self::Fault
            }
        }
    }
}

impl Scope {
    /// What grading a submission anew needs.
    pub(super) fn needed(&self, row: &Graded) -> Needed {
        match self.part(row) {
            None => Needed::Everything,
            Some(part) if part.tasks.is_empty() => Needed::Points,
            Some(part) => Needed::Part(Arc::clone(part)),
        }
    }

    /// The homework with those tasks alone whose answers compare otherwise than when the report was made; nothing where all are to be
    /// graded: what another release of the program or a fault of it said is not relied on.
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

    /// The inputs that a submission is judged by: those of all its tasks, or of `part` alone.
    pub(super) async fn judging(
        &self,
        app: &App,
        row: &Graded,
        homework: &Homework,
        part: Option<&Homework>,
    ) -> Result<Judging, ServiceError> {
        let then = self.earlier.get(&row.course).and_then(Option::as_ref);
        let then = then.and_then(|course| course.homework(&row.homework));
        let graded = (row.course, part.or(then).unwrap_or(homework));
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
}
