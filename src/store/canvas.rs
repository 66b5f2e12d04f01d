//! What an export of a Canvas gradebook said: the numbers by which an import finds assignments and students again.

use super::audit::Action;
use super::codec::{FromRow, Row};
use super::{Store, StoreError};
use crate::ids::UserId;
use jiff::Timestamp;
use std::collections::HashMap;

/// An assignment of Canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanvasAssignment {
    /// Its column as Canvas writes it: `Title (101)`.
    pub heading: String,
    /// The homework that it is, or `exam`.
    pub item: Option<String>,
}

impl FromRow for CanvasAssignment {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            heading: row.get("heading")?,
            item: row.get("item")?,
        })
    }
}

/// A student as Canvas knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CanvasStudent {
    /// The number in Canvas.
    pub canvas_id: String,
    /// The number in the university's own system.
    pub sis_user_id: String,
    /// The login there.
    pub sis_login_id: String,
    /// The section.
    pub section: String,
}

/// Everything that is known of a Canvas course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canvas {
    /// The assignments in their order.
    pub assignments: Vec<CanvasAssignment>,
    /// The students by their rows.
    pub students: HashMap<UserId, CanvasStudent>,
}

impl Canvas {
    /// The column of a homework or the exam.
    pub fn heading(&self, item: &str) -> Option<&str> {
        let own = |a: &&CanvasAssignment| a.item.as_deref() == Some(item);
        let found = self.assignments.iter().find(own);
        found.map(|assignment| assignment.heading.as_str())
    }
}

/// A row of students.
struct Kept {
    user: UserId,
    student: CanvasStudent,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            student: CanvasStudent {
                canvas_id: row.get("canvas_id")?,
                sis_user_id: row.get("sis_user_id")?,
                sis_login_id: row.get("sis_login_id")?,
                section: row.get("section")?,
            },
        })
    }
}

impl Store {
    /// What is known of the Canvas course.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn canvas(&self) -> Result<Canvas, StoreError> {
        let assignments = "select heading, item from canvas_assignments order by place";
        let students = "select /* everything */ user_id, canvas_id, sis_user_id, sis_login_id, section from canvas_students";
        let rows: Vec<Kept> = self.rows(students, ()).await?;
        Ok(Canvas {
            assignments: self.rows(assignments, ()).await?,
            students: rows
                .into_iter()
                .map(|row| (row.user, row.student))
                .collect(),
        })
    }

    /// What is known of one student there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn canvas_student(&self, user: UserId) -> Result<Option<CanvasStudent>, StoreError> {
        let select = r"
            select user_id, canvas_id, sis_user_id, sis_login_id, section
            from canvas_students
            where user_id = $1";
        let kept: Option<Kept> = self.first(select, (user,)).await?;
        Ok(kept.map(|kept| kept.student))
    }

    /// Keeps what an export said in place of what was known before; nothing at all forgets it.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn put_canvas(
        &self,
        canvas: &Canvas,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.audited().await?;
        tx.execute("delete from canvas_assignments", ()).await?;
        tx.execute("delete from canvas_students", ()).await?;
        for (place, assignment) in (0_i64..).zip(&canvas.assignments) {
            let insert = r"
                insert into canvas_assignments (heading, place, item)
                values ($1, $2, $3)";
            let (heading, item) = (assignment.heading.as_str(), assignment.item.as_deref());
            tx.execute(insert, (heading, place, item)).await?;
        }
        let mut students: Vec<_> = canvas.students.iter().collect();
        students.sort_by_key(|(user, _)| **user);
        for (user, student) in students {
            let insert = r"
                insert into canvas_students (user_id, canvas_id, sis_user_id, sis_login_id, section)
                values ($1, $2, $3, $4, $5)";
            let CanvasStudent {
                canvas_id,
                sis_user_id,
                sis_login_id,
                section,
            } = student;
            let of_canvas = (canvas_id.as_str(), sis_user_id.as_str());
            let of_sis = (sis_login_id.as_str(), section.as_str());
            let row = (*user, of_canvas.0, of_canvas.1, of_sis.0, of_sis.1);
            tx.execute(insert, row).await?;
        }
        let kept = Action::Canvas {
            assignments: canvas.assignments.len(),
            matched: canvas
                .assignments
                .iter()
                .filter(|a| a.item.is_some())
                .count(),
            students: canvas.students.len(),
        };
        tx.note(actor, now, "course", &kept).await?;
        tx.commit().await
    }
}
