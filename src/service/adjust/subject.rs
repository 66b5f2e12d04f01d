//! What a teacher gives by hand: overrides, excuses and later deadlines; checked once for the page and the API.

use super::typed::{read_deadline, read_points, read_reason};
use crate::course::{Grade, Homework};
use crate::report::standing::course_standing;
use crate::service::app::{ActiveCourse, App};
use crate::service::error::ServiceError;
use crate::service::lateness::{ReckonedBy, settle};
use crate::store::{
    ListedSubmission, Override, Reckoned, Role, SentThing, Standing, Standings, StudentHomework,
    User,
};
use jiff::Timestamp;
use judge::points::Points;
use l10n::{Localized, date, message};
use std::sync::Arc;

/// One student's homework, with everything that a change of it touches.
pub struct Subject {
    /// The student.
    pub student: User,
    /// The homework.
    pub homework: Homework,
    /// The course in force.
    pub active: Arc<ActiveCourse>,
    /// Where the student stands in the whole course.
    pub standings: Standings,
    /// The exam's points.
    pub exam: Option<Points>,
    /// What was sent for the homework, newest first.
    pub submissions: Vec<ListedSubmission>,
}

/// Points, total and grade, before or after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Where the student stands in the homework.
    pub standing: Standing,
    /// All points.
    pub total: Points,
    /// The final grade.
    pub grade: Grade,
}

/// A later deadline, and what it does to what was sent.
pub struct Extension {
    /// The deadline; `None` for the course's own.
    pub deadline: Option<Timestamp>,
    /// Submissions and graded items of which lateness then leaves another share.
    pub reckoned: Vec<Reckoned>,
}

impl Subject {
    /// Finds a student and a homework by their names.
    ///
    /// # Errors
    /// When there is no such student or homework, or the database fails.
    pub async fn find(app: &App, login: &str, homework: &str) -> Result<Self, ServiceError> {
        let student = app.store.user(login).await?;
        let student = student
            .filter(|u| u.role == Role::Student)
            .ok_or(ServiceError::NotFound)?;
        let active = app.course().await?;
        let homework = active
            .course
            .homework(homework)
            .ok_or(ServiceError::NotFound)?
            .clone();
        Ok(Self {
            standings: app.store.standings_of(student.id, &active.course).await?,
            exam: app.store.exam(student.id).await?,
            submissions: app.store.submissions(student.id, homework.name()).await?,
            student,
            homework,
            active,
        })
    }

    /// Where the student stands in the homework now.
    pub fn standing(&self) -> Standing {
        self.standings
            .get(self.homework.name())
            .cloned()
            .unwrap_or_default()
    }

    /// What would be if the homework stood like this.
    pub fn snapshot(&self, standing: Standing) -> Snapshot {
        let mut standings = self.standings.clone();
        standings.insert(self.homework.name().to_owned(), standing.clone());
        let course = course_standing(&self.active.course, &standings, self.exam);
        Snapshot {
            standing,
            total: course.total,
            grade: course.grade,
        }
    }

    /// The most that the homework can give, bonus included.
    pub fn most(&self) -> Points {
        self.homework.max_points + self.homework.bonus_points()
    }

    /// Checks an override: points or an excuse with a reason, or neither to take it away.
    ///
    /// # Errors
    /// What cannot be used, and what to write instead.
    pub fn read_override(
        &self,
        points: &str,
        excused: bool,
        reason: &str,
    ) -> Result<Option<Override>, ServiceError> {
        let points = read_points(points)?;
        if excused && points.is_some() {
            return Err(ServiceError::Form(message!("hand-both")));
        }
        let most = self.most();
        if points.is_some_and(|p| p < Points::ZERO || p > most) {
            return Err(ServiceError::Invalid(message!("hand-range", max = most)));
        }
        let given = excused || points.is_some();
        let reason = read_reason(reason, given)?;
        Ok(given.then_some(Override { points, reason }))
    }

    /// How the homework would stand with this override.
    pub fn with_override(&self, given: Option<&Override>) -> Standing {
        Standing {
            given: given.and_then(|g| g.points),
            excused: given.is_some_and(|g| g.points.is_none()),
            reason: given.map(|g| g.reason.clone()),
            ..self.standing()
        }
    }

    /// Checks a later deadline: an instant, a local date and time, or a date that is meant to its end; nothing takes it away.
    ///
    /// # Errors
    /// What cannot be used, and what to write instead; when the database fails.
    pub async fn read_extension(&self, app: &App, text: &str) -> Result<Extension, ServiceError> {
        let deadline = read_deadline(text, &self.homework.time_zone)?;
        if let Some(later) = deadline {
            let own = self
                .homework
                .due()
                .ok_or(ServiceError::Form(message!("hand-no-deadline")))?;
            if later <= own {
                let (zone, now) = (&self.homework.time_zone, app.now());
                let own = Localized::of(|lang| date::deadline(own, zone, now, lang));
                return Err(ServiceError::Invalid(message!(
                    "hand-not-later",
                    deadline = own
                )));
            }
        }
        let of = self.student.id;
        let preview = app.store.preview_extension(of, &self.homework, deadline);
        Ok(Extension {
            deadline,
            reckoned: preview.await?,
        })
    }

    /// How the homework would stand with this deadline.
    pub fn with_extension(&self, extension: &Extension) -> Standing {
        let standing = self.standing();
        let points = |submission: &ListedSubmission| {
            let of = SentThing::Submission(submission.id);
            let changed = extension.reckoned.iter().find(|r| r.of == of);
            changed.map_or(submission.points, |r| r.after.points)
        };
        let counts = |r: &&Reckoned| match &r.of {
            SentThing::Item(item) => self.homework.has_item(item),
            SentThing::Submission(_) => false,
        };
        let counting = extension.reckoned.iter().filter(counts);
        let more: Points = counting.map(|r| r.after.points - r.before.points).sum();
        Standing {
            extension: extension.deadline,
            computed: self.submissions.iter().map(points).max(),
            manual: standing.manual.map(|points| points + more),
            ..standing
        }
    }

    /// Keeps an override.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_override(
        &self,
        app: &App,
        given: Option<&Override>,
        actor: &User,
    ) -> Result<(), ServiceError> {
        app.store
            .set_override(self.of(), given, &actor.login, app.now())
            .await?;
        Ok(())
    }

    /// Keeps a later deadline.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_extension(
        &self,
        app: &App,
        extension: &Extension,
        reason: &str,
        actor: &User,
    ) -> Result<(), ServiceError> {
        app.store
            .set_extension(
                &self.student,
                &self.homework,
                extension.deadline,
                reason,
                &actor.login,
                app.now(),
            )
            .await?;
        let by = ReckonedBy {
            user: self.student.id,
            homework: self.homework.name(),
            version: self.active.version,
            own_deadline: extension.deadline,
        };
        settle(app, by).await.map(drop)
    }

    fn of(&self) -> StudentHomework<'_> {
        StudentHomework {
            user: self.student.id,
            login: &self.student.login,
            homework: self.homework.name(),
        }
    }
}
