//! Which submissions a course version concerns, and grading one of them.

use crate::answers::{self, AnswersError, Limits};
use crate::course::{Course, Homework};
use crate::grading::{Report, draw_inputs, grade, sort_answers, student_seed};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::Graded;
use std::collections::HashMap;
use std::sync::Arc;

/// The course that submissions are graded under, and what else decides their points.
pub struct Scope {
    /// The course.
    pub course: Arc<Course>,
    /// Its version; beyond all for one that is not published.
    pub version: i64,
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
                .is_none_or(|then| then.tasks != now.tasks)
        };
        regraded || row.faulty || row.release != env!("CARGO_PKG_VERSION")
    }
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

/// Grades the bytes of one submission under a homework's config.
pub fn regrade(
    homework: &Homework,
    secret: &[u8; 32],
    login: &str,
    file: &[u8],
    limits: &Limits,
) -> Regrade {
    let sorted = answers::open(file, limits).and_then(|opened| sort_answers(opened, homework));
    let sorted = match sorted {
        Ok(sorted) => sorted,
        Err(error) => return Regrade::Unreadable(error),
    };
    let inputs = draw_inputs(homework, student_seed(secret, login, homework.name()));
    let report = grade(homework, &inputs, &sorted);
    if report.has_fault() {
        return Regrade::Fault;
    }
    Regrade::Graded(Box::new(report))
}

impl Scope {
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
            let (login, name) = (row.login.clone(), row.homework.clone());
            running.push(tokio::spawn(async move {
                let inner = Arc::clone(&app);
                app.compute(move || {
                    let homework = course.homework(&name).ok_or(ServiceError::NotFound)?;
                    Ok::<_, ServiceError>(regrade(
                        homework,
                        &inner.secret,
                        &login,
                        &file,
                        &inner.limits,
                    ))
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
