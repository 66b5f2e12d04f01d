//! Grading many submissions one batch after the other, off the async threads; nothing is written.

use super::scope::{Needed, Regrade, Scope, regrade};
use crate::course::{Course, Homework};
use crate::grading::{Judging, Report, weighed_anew};
use crate::ids::SubmissionId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Graded, KeptReport, Submitted};
use judge::answers::Limits;
use std::sync::Arc;

/// How many submissions are graded by one thread before somebody else has a turn.
const PART: usize = 16;
/// How many are read, graded and written together at most, and how many bytes of files they have: those of two batches are in memory.
const BATCH: usize = 128;
const BATCH_BYTES: u64 = 32 << 20;

/// Submissions that are graded in their order. While one batch is graded, the next is read.
pub struct Grading<'a> {
    app: &'a Arc<App>,
    scope: &'a Scope,
    left: &'a [Graded],
    /// How many the next batch has at most. The first ones are small, so that something is done at once.
    size: usize,
    read: Option<Read<'a>>,
}

/// A batch, with all that grading it needs.
struct Read<'a> {
    rows: &'a [Graded],
    work: Vec<Work>,
}

/// A batch and what became of each of it.
pub type GradedBatch<'a> = (&'a [Graded], Vec<Regrade>);

impl<'a> Grading<'a> {
    /// Begins with the first of `rows`.
    pub fn new(app: &'a Arc<App>, scope: &'a Scope, rows: &'a [Graded]) -> Self {
        Self {
            app,
            scope,
            left: rows,
            size: 1,
            read: None,
        }
    }

    /// Grades the next batch; nothing after the last.
    ///
    /// # Errors
    /// When the database fails, or the object storage does.
    pub async fn next(&mut self) -> Result<Option<GradedBatch<'a>>, ServiceError> {
        let read = match self.read.take() {
            Some(read) => Some(read),
            None => self.read_next().await?,
        };
        let Some(Read { rows, work }) = read else {
            return Ok(None);
        };
        let (app, course) = (self.app, &self.scope.course);
        let (graded, ahead) = tokio::try_join!(graded(app, course, work), self.read_next())?;
        self.read = ahead;
        let mut all = Vec::with_capacity(rows.len());
        for (row, graded) in rows.iter().zip(graded) {
            all.push(match graded {
                Some(regraded) => regraded,
                None => self.whole(row).await?,
            });
        }
        Ok(Some((rows, all)))
    }

    async fn read_next(&mut self) -> Result<Option<Read<'a>>, ServiceError> {
        let rows = self.next_rows();
        if rows.is_empty() {
            return Ok(None);
        }
        let work = self.read(rows, |row| self.scope.needed(row)).await?;
        Ok(Some(Read { rows, work }))
    }

    /// Grades all of a submission whose report cannot be read.
    async fn whole(&self, row: &Graded) -> Result<Regrade, ServiceError> {
        let work = self.read(std::slice::from_ref(row), |_| Needed::Everything);
        let graded = graded(self.app, &self.scope.course, work.await?).await?;
        graded
            .into_iter()
            .flatten()
            .next()
            .ok_or(ServiceError::Internal)
    }

    async fn read(
        &self,
        rows: &[Graded],
        needed: impl Fn(&Graded) -> Needed,
    ) -> Result<Vec<Work>, ServiceError> {
        let needed: Vec<Needed> = rows.iter().map(needed).collect();
        let ids = |weighed: bool| -> Vec<SubmissionId> {
            let all = rows.iter().zip(&needed);
            let these = all.filter(|(_, needed)| matches!(needed, Needed::Points) == weighed);
            these.map(|(row, _)| row.id).collect()
        };
        let mut reports = self.app.store.kept_reports(&ids(true)).await?;
        let mut files = self.app.store.submitted(&ids(false)).await?;
        let mut work = Vec::with_capacity(rows.len());
        let mut last: Option<(&Graded, Arc<Judging>)> = None;
        for (row, needed) in rows.iter().zip(needed) {
            let homework = self.scope.course.homework(&row.homework);
            let homework = homework.ok_or(ServiceError::NotFound)?;
            let part = match needed {
                Needed::Everything => None,
                Needed::Part(part) => Some(part),
                Needed::Points => {
                    let report = reports.remove(&row.id);
                    work.push(Work::Points(row.homework.clone(), report));
                    continue;
                }
            };
            // Of one student's submissions to a homework most are judged by the same inputs.
            let judging = match &last {
                Some((before, judging)) if judged_alike(before, row) => Arc::clone(judging),
                _ => {
                    let part = part.as_deref();
                    match self.scope.judging(self.app, row, homework, part).await {
                        // Of this student's inputs something cannot be read: the log says what, and everybody else is graded.
                        Err(ServiceError::Internal) => {
                            work.push(Work::Fault);
                            continue;
                        }
                        judging => Arc::new(judging?),
                    }
                }
            };
            last = Some((row, Arc::clone(&judging)));
            work.push(Work::Answers {
                homework: row.homework.clone(),
                part,
                judging,
                sent: files.remove(&row.id),
            });
        }
        Ok(work)
    }

    fn next_rows(&mut self) -> &'a [Graded] {
        let sizes = self.left.iter().map(|row| row.file_bytes);
        let (batch, left) = self.left.split_at(fitting(sizes.take(self.size)));
        self.left = left;
        self.size = (2 * self.size).min(BATCH);
        batch
    }
}

/// How many of the first files are read together. One that is larger than all may be is read alone.
fn fitting(sizes: impl Iterator<Item = u64>) -> usize {
    let mut bytes = 0_u64;
    let fits = |(number, size): &(usize, u64)| {
        bytes = bytes.saturating_add(*size);
        *number == 0 || bytes <= BATCH_BYTES
    };
    sizes.enumerate().take_while(fits).count()
}

/// Grades what was read, on all cores; in its order. Nothing where a report is relied on that cannot be read.
async fn graded(
    app: &Arc<App>,
    course: &Arc<Course>,
    mut work: Vec<Work>,
) -> Result<Vec<Option<Regrade>>, ServiceError> {
    let all = work.len();
    // Whoever sends now waits for one part at most.
    let size = all.div_ceil(width()).clamp(1, PART);
    let mut running = Vec::with_capacity(all.div_ceil(size));
    while !work.is_empty() {
        let rest = work.split_off(size.min(work.len()));
        let part = std::mem::replace(&mut work, rest);
        let (app, course) = (Arc::clone(app), Arc::clone(course));
        running.push(tokio::spawn(async move {
            let limits = app.limits.clone();
            let grade = move |work: Work| work.done(&course, &limits);
            let all = move || part.into_iter().map(grade).collect();
            app.compute::<Result<Vec<_>, ServiceError>>(all).await?
        }));
    }
    let mut graded = Vec::with_capacity(all);
    for task in running {
        graded.extend(task.await.map_err(|_| ServiceError::Internal)??);
    }
    Ok(graded)
}

/// A submission to be graded anew.
enum Work {
    /// Its answers are compared.
    Answers {
        homework: String,
        part: Option<Arc<Homework>>,
        judging: Arc<Judging>,
        /// Nothing where its file is lost.
        sent: Option<Submitted>,
    },
    /// The inputs that it is judged by cannot be read.
    Fault,
    /// What its report says stands, for other points.
    Points(String, Option<KeptReport>),
}

impl Work {
    fn done(self, course: &Course, limits: &Limits) -> Result<Option<Regrade>, ServiceError> {
        let homework = |name: &str| course.homework(name).ok_or(ServiceError::NotFound);
        let (mut graded, kept) = match self {
            Self::Points(name, kept) => {
                let homework = homework(&name)?;
                let Some((kept, report)) = kept.and_then(read) else {
                    return Ok(None);
                };
                (Regrade::of(weighed_anew(homework, report)), kept)
            }
            Self::Fault => return Ok(Some(Regrade::Fault)),
            Self::Answers { sent: None, .. } => return Ok(Some(Regrade::Lost)),
            Self::Answers {
                homework: name,
                part,
                judging,
                sent: Some(Submitted { file, report }),
            } => {
                let homework = homework(&name)?;
                let Some(part) = part else {
                    return Ok(Some(regrade(homework, None, &judging, &file, limits)));
                };
                let Some((kept, report)) = read(report) else {
                    return Ok(None);
                };
                let part = Some((part.as_ref(), &report));
                (regrade(homework, part, &judging, &file, limits), kept)
            }
        };
        // Without inputs of its own a submission is known by the version of its first report, which is noted where that is replaced.
        if let Regrade::Graded { report, stays } = &mut graded {
            *stays = kept.says(report);
        }
        Ok(Some(graded))
    }
}

fn read(kept: KeptReport) -> Option<(KeptReport, Report)> {
    let report = kept.read().ok()?;
    Some((kept, report))
}

/// Whether two submissions are judged by the same inputs, and those are known by their release.
fn judged_alike(one: &Graded, other: &Graded) -> bool {
    let of = |row: &Graded| (row.user, row.inputs_release, row.course);
    of(one) == of(other) && one.homework == other.homework && one.inputs_release.is_some()
}

/// How many threads grade at once.
fn width() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_files_are_read_together_as_memory_is_meant_for() {
        for (sizes, together) in [
            (vec![], 0),
            (vec![8_000; 500], 500),
            (vec![20 << 20; 10], 1),
            (vec![40 << 20, 1, 1], 1),
            (vec![1, 40 << 20, 1], 1),
            (vec![16 << 20, 16 << 20, 1], 2),
            (vec![u64::MAX, u64::MAX], 1),
        ] {
            assert_eq!(fitting(sizes.iter().copied()), together, "{sizes:?}");
        }
    }
}
