//! What is to be sent to a course of a platform: where everybody stands, compared with what stands there.

use super::members::course;
use super::people::{Linking, linked_members};
use crate::course::Course;
use crate::ids::{ColumnId, PlatformCourseId, UserId};
use crate::report::gradebook::{Gradebook, StudentRow};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::gradebooks::gradebook;
use crate::store::{
    ColumnState, PassedScore, Platform, PlatformColumn, PlatformCourse, PlatformMember, User, Wait,
};
use jiff::Timestamp;
use judge::points::Points;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A course of a platform, with everything that sending needs.
pub struct Picture {
    /// The platform.
    pub platform: Platform,
    /// The course.
    pub course: PlatformCourse,
    /// Its columns.
    pub columns: Vec<PlatformColumn>,
    /// Its students who are nobody here.
    pub unknown: Vec<PlatformMember>,
    /// Its students who are somebody here: the platform's id, and where they stand.
    pub students: Vec<(String, Arc<StudentRow>)>,
    /// Those for whom something was sent who are no students any more, there or here.
    left: Vec<Left>,
    scores: HashMap<(ColumnId, String), PassedScore>,
}

/// Somebody who is no student of the course any more.
struct Left {
    /// The platform's id of the person.
    subject: String,
    /// The login; empty where nobody here is known by the id any more.
    login: String,
    /// The name, or the id.
    name: String,
}

/// What would change in a column for one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// The platform's id of the person.
    pub subject: String,
    /// The login; empty where nobody here is known by the id any more.
    pub login: String,
    /// The name; else the platform's id.
    pub name: String,
    /// What stands there; `None` where nothing does.
    pub before: Option<Points>,
    /// What is to stand there.
    pub after: Option<Points>,
    /// What it waits for.
    pub wait: Option<Wait>,
}

/// Everything about the course of this number; nothing is changed.
///
/// # Errors
/// When there is no such course, or the database fails.
pub async fn picture(app: &App, id: PlatformCourseId) -> Result<Picture, ServiceError> {
    let active = app.course().await?;
    let book = gradebook(app, &active).await?;
    picture_of(app, id, &book, Linking::Looks).await
}

/// The same with a gradebook that was loaded.
///
/// # Errors
/// When there is no such course, or the database fails.
pub(super) async fn picture_of(
    app: &App,
    id: PlatformCourseId,
    book: &Gradebook,
    linking: Linking,
) -> Result<Picture, ServiceError> {
    let (platform, course) = course(app, id).await?;
    let members = app.store.platform_members(id).await?;
    let linked = linked_members(app, &platform, &members, linking).await?;
    let rows: HashMap<UserId, &Arc<StudentRow>> =
        book.students.iter().map(|r| (r.user, r)).collect();
    let (mut students, mut unknown) = (Vec::new(), Vec::new());
    for member in members {
        match linked.get(&member.subject) {
            // Whoever is no student here, or not any more, keeps what stands there until it is taken back.
            Some(user) => {
                if let Some(row) = rows.get(user) {
                    students.push((member.subject, Arc::clone(row)));
                }
            }
            None => unknown.push(member),
        }
    }
    let scores = app.store.passed_scores(id).await?;
    let left = left(app, &scores, &students, &linked).await?;
    let scores = scores.into_iter();
    let scores = scores.map(|score| ((score.column, score.subject.clone()), score));
    Ok(Picture {
        columns: app.store.columns_of(id).await?,
        platform,
        course,
        unknown,
        students,
        left,
        scores: scores.collect(),
    })
}

/// Those of whom something stands in a column, or may, who are none of these students.
async fn left(
    app: &App,
    scores: &[PassedScore],
    students: &[(String, Arc<StudentRow>)],
    linked: &HashMap<String, UserId>,
) -> Result<Vec<Left>, ServiceError> {
    let there: HashSet<&str> = students
        .iter()
        .map(|(subject, _)| subject.as_str())
        .collect();
    let stands = scores.iter().filter(|s| s.points.is_some() || s.in_doubt);
    let subjects = stands.map(|score| score.subject.as_str());
    let subjects: BTreeSet<&str> = subjects.filter(|s| !there.contains(s)).collect();
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let users = app.store.users().await?;
    let users: HashMap<UserId, &User> = users.iter().map(|user| (user.id, user)).collect();
    let left = subjects.into_iter().map(|subject| {
        let user = linked.get(subject).and_then(|user| users.get(user));
        Left {
            subject: subject.to_owned(),
            login: user.map_or_else(String::new, |user| user.login.clone()),
            name: user.map_or(subject, |user| user.name.as_str()).to_owned(),
        }
    });
    Ok(left.collect())
}

impl Picture {
    /// The column of a homework, if there is one.
    pub fn column(&self, homework: &str) -> Option<&PlatformColumn> {
        self.columns.iter().find(|c| c.homework == homework)
    }

    /// For how many people points stand in the column of a homework.
    pub fn arrived(&self, homework: &str) -> usize {
        let Some(column) = self.column(homework) else {
            return 0;
        };
        let own = self.scores.values().filter(|s| s.column == column.id);
        own.filter(|s| s.points.is_some() && !s.in_doubt).count()
    }

    /// What would change in the column of a homework in this state.
    pub fn due(&self, course: &Course, homework: &str, state: ColumnState) -> Vec<Due> {
        let Some(maximum) = course.homework(homework).map(|h| h.max_points) else {
            return Vec::new();
        };
        let column = self.column(homework).map(|column| column.id);
        let due = |subject: &str, (login, name): (&str, &str), stands| {
            let key = column.map(|column| (column, subject.to_owned()));
            let score = key.and_then(|key| self.scores.get(&key));
            let after = wanted(state, stands);
            is_due(state, score, after, maximum).then(|| Due {
                subject: subject.to_owned(),
                login: login.to_owned(),
                name: name.to_owned(),
                before: score.and_then(|score| score.points),
                after,
                wait: score.and_then(|score| score.wait.clone()),
            })
        };
        let students = self.students.iter().filter_map(|(subject, row)| {
            let stands = row.homework(homework).and_then(|h| h.points);
            due(subject, (&row.login, &row.name), stands)
        });
        let left = self.left.iter().filter(|_| state == ColumnState::Back);
        let left = left.filter_map(|left| due(&left.subject, (&left.login, &left.name), None));
        students.chain(left).collect()
    }
}

impl Due {
    /// Whether it is to be sent now.
    pub fn is_now(&self, now: Timestamp) -> bool {
        !self.wait.as_ref().is_some_and(|wait| wait.is_on(now))
    }
}

/// What is to stand in a column in this state.
fn wanted(state: ColumnState, stands: Option<Points>) -> Option<Points> {
    match state {
        ColumnState::On => stands,
        ColumnState::Off | ColumnState::Back => None,
    }
}

/// Whether something is to be sent. Where nothing was sent, nothing is taken back: no points are not zero points.
fn is_due(
    state: ColumnState,
    score: Option<&PassedScore>,
    after: Option<Points>,
    maximum: Points,
) -> bool {
    if state == ColumnState::Off {
        return false;
    }
    match score {
        None => after.is_some(),
        Some(score) if score.in_doubt => true,
        Some(score) => score.points != after || (after.is_some() && score.maximum != Some(maximum)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ColumnState::{Back, Off, On};

    #[test]
    fn nothing_is_sent_for_nothing_and_what_was_sent_is_taken_back() {
        let points = |n| Some(Points::whole(n));
        let maximum = Points::whole(13);
        let score = |points, in_doubt| PassedScore {
            column: 1.into(),
            subject: "7".to_owned(),
            points,
            maximum: Some(maximum),
            in_doubt,
            stamped_at: Timestamp::UNIX_EPOCH,
            wait: None,
        };
        let due = |state, score: Option<PassedScore>, stands| {
            is_due(state, score.as_ref(), wanted(state, stands), maximum)
        };
        assert!(!due(On, None, None), "a dash is not a zero");
        assert!(due(On, None, points(0)), "a zero is one");
        assert!(due(On, Some(score(points(5), false)), points(3)), "it fell");
        assert!(!due(On, Some(score(points(5), false)), points(5)));
        assert!(due(On, Some(score(points(5), true)), points(5)), "in doubt");
        assert!(due(On, Some(score(points(5), false)), None), "taken back");
        assert!(!due(On, Some(score(None, false)), None));
        assert!(due(Back, Some(score(points(5), false)), points(5)));
        assert!(!due(Back, Some(score(None, false)), points(5)));
        assert!(!due(Back, None, points(5)));
        assert!(!due(Off, Some(score(points(5), false)), points(3)));
        let other = PassedScore {
            maximum: points(10),
            ..score(points(5), false)
        };
        assert!(due(On, Some(other), points(5)), "out of another maximum");
    }
}
