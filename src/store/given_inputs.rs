//! Inputs as they were given to students: stored when they are first needed, and never changed.

use super::codec::{FromRow, Row, Value};
use super::db::Many;
use super::enrolled::IN_CLASS;
use super::{Store, StoreError};
use crate::ids::{SubmissionId, UserId, VersionId};
use jiff::Timestamp;

/// Inputs to be given to a student.
#[derive(Clone, Copy, Debug)]
pub struct NewInputs<'a> {
    /// Whose.
    pub user: UserId,
    /// As whom they were drawn.
    pub drawn_as: &'a str,
    /// Of which homework.
    pub homework: &'a str,
    /// As which release.
    pub release: i64,
    /// The course version that they were drawn under.
    pub course: VersionId,
    /// The arrays by task, in the order of the homework, each as the bytes of a file.
    pub tasks: &'a [(&'a str, Vec<u8>)],
}

/// The inputs of one task as they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenTask {
    /// The task.
    pub task: String,
    /// Its arrays, as the bytes of a file.
    pub arrays: Vec<u8>,
}

impl FromRow for GivenTask {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            task: row.get("task")?,
            arrays: row.get("arrays")?,
        })
    }
}

/// How many students have inputs of a homework that were drawn under a course version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUnder {
    /// The homework.
    pub homework: String,
    /// The course version.
    pub course: VersionId,
    /// How many active students.
    pub students: i64,
}

const GIVEN: &str = "
    select task, arrays
    from given_inputs
    where user_id = $1 and homework = $2 and release = $3
    order by task";
/// Those of some tasks, with the login that they are drawn from: with a merge another person's may stand there.
const GIVEN_TO: Many = Many {
    head: "
        select u.drawn_as, g.task, g.arrays
        from users u
        left join given_inputs g on g.user_id = u.id and g.homework = $2 and g.release = $3 and g.task in (",
    before: 3,
    rows: 0,
    width: 1,
    tail: ") where u.id = $1 order by g.task",
};

impl Store {
    /// The inputs of some tasks that a student was given as this release; nothing of tasks that were not given.
    ///
    /// # Errors
    /// When the student draws inputs as somebody else by now, or the database fails.
    pub async fn given_inputs(
        &self,
        (user, drawn_as): (UserId, &str),
        homework: &str,
        release: i64,
        tasks: &[&str],
    ) -> Result<Vec<GivenTask>, StoreError> {
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        let select = Many {
            rows: tasks.len(),
            ..GIVEN_TO
        };
        let mut values: Vec<Value<'_>> = vec![user.into(), homework.into(), release.into()];
        values.extend(tasks.iter().map(|task| Value::from(*task)));
        let rows: Vec<(String, Option<String>, Option<Vec<u8>>)> =
            self.rows(select, values).await?;
        let given = |(owner, task, arrays): (String, Option<String>, Option<Vec<u8>>)| {
            if owner != drawn_as {
                return Some(Err(StoreError::Merged));
            }
            Some(Ok(GivenTask {
                task: task?,
                arrays: arrays?,
            }))
        };
        rows.into_iter().filter_map(given).collect()
    }

    /// Keeps what a student is given, as far as nothing was given before; what holds from now on. However many requests ask at once,
    /// they all get the same.
    ///
    /// # Errors
    /// When the student draws inputs as somebody else by now, or the database fails; then nothing was given.
    pub async fn give_inputs(
        &self,
        new: NewInputs<'_>,
        now: Timestamp,
    ) -> Result<Vec<GivenTask>, StoreError> {
        let mut tx = self.transaction().await?;
        if tx.lock_whole(new.user).await? != new.drawn_as {
            return Err(StoreError::Merged);
        }
        if !new.tasks.is_empty() {
            // One statement for all: others wait for their turn to write.
            let insert = Many {
                head: "insert into given_inputs (user_id, homework, release, task, course_id, given_at, arrays) values",
                before: 0,
                rows: new.tasks.len(),
                width: 7,
                tail: "on conflict do nothing",
            };
            let mut rows: Vec<Value<'_>> = Vec::with_capacity(insert.rows * insert.width);
            for (task, arrays) in new.tasks {
                rows.extend([
                    new.user.into(),
                    new.homework.into(),
                    new.release.into(),
                    (*task).into(),
                    new.course.into(),
                    now.into(),
                    arrays.as_slice().into(),
                ]);
            }
            tx.execute(insert, rows).await?;
        }
        let given = tx
            .rows(GIVEN, (new.user, new.homework, new.release))
            .await?;
        tx.commit().await?;
        Ok(given)
    }

    /// The releases of a homework that a student was given, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn releases_given(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Vec<i64>, StoreError> {
        let select = r"
            select distinct release
            from given_inputs
            where user_id = $1 and homework = $2 and release > 0
            order by release desc";
        self.rows(select, (user, homework)).await
    }

    /// The course version that a submission was first graded under.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn first_graded_under(
        &self,
        submission: SubmissionId,
    ) -> Result<Option<VersionId>, StoreError> {
        let select = r"
            select coalesce(
                (select min(r.course_id) from reports r where r.submission_id = s.id),
                s.course_id
            )
            from submissions s
            where s.id = $1";
        self.first(select, (submission,)).await
    }

    /// The newest submission of a student for a homework that was sent before inputs were kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_before_inputs(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Option<SubmissionId>, StoreError> {
        let select = r"
            select id
            from submissions
            where user_id = $1 and homework = $2 and inputs_release is null
            order by id desc
            limit 1";
        self.first(select, (user, homework)).await
    }

    /// How many students have the inputs in force of a homework, by the course version that these were drawn under. Whoever sent
    /// something before inputs were kept has those of that time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inputs_given_under(&self) -> Result<Vec<GivenUnder>, StoreError> {
        let select = "
            /* everything */ select h.homework, h.course_id, count(*)
            from (
                select g.user_id, g.homework, min(g.course_id) as course_id
                from given_inputs g
                where g.release = coalesce((select max(r.release) from inputs_releases r where r.homework = g.homework), 1)
                group by g.user_id, g.homework
                union all
                select s.user_id, s.homework, max(s.course_id) as course_id
                from submissions s
                where s.inputs_release is null
                    and not exists (select 1 from inputs_releases r where r.homework = s.homework)
                    and not exists (
                        select 1
                        from given_inputs g
                        where g.user_id = s.user_id and g.homework = s.homework and g.release > 0
                    )
                group by s.user_id, s.homework
            ) h
            join users on users.id = h.user_id
            where";
        let by = "group by h.homework, h.course_id order by h.homework, h.course_id";
        let counted: Vec<(String, VersionId, i64)> = self.rows([select, IN_CLASS, by], ()).await?;
        let under = |(homework, course, students)| GivenUnder {
            homework,
            course,
            students,
        };
        Ok(counted.into_iter().map(under).collect())
    }
}
