//! What is stored about one person, table by table.

use super::audit::ABOUT;
use super::codec::{FromRow, Row};
use super::manual_answers::SELECT as SELECT_ANSWERS;
use super::manual_grades::given;
use super::{ManualAnswer, Store, StoreError};
use crate::grading::by_hand::Part;
use crate::ids::{AnswerId, UserId};
use jiff::Timestamp;
use judge::points::{Points, Share};

/// How many rows of a table are about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The table's name; messages are `stored-NAME`.
    pub table: &'static str,
    /// The number of rows.
    pub rows: i64,
}

/// Points that a grader gave for an item, whether the course still has it or not.
#[derive(Clone, Debug)]
pub struct GradeAbout {
    /// The homework.
    pub homework: String,
    /// The item within it.
    pub item: String,
    /// The version of the answer that was graded.
    pub answer: Option<AnswerId>,
    /// The points.
    pub points: Points,
    /// What lateness left of what was earned.
    pub late_factor: Share,
    /// The criteria with their points.
    pub parts: Vec<Part>,
    /// Those by which it was given, where it was carried over from them.
    pub given: Option<Vec<Part>>,
    /// The grader's comment.
    pub comment: String,
    /// When.
    pub given_at: Timestamp,
}

impl FromRow for GradeAbout {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            homework: row.get("homework")?,
            item: row.get("item")?,
            answer: row.get("answer_id")?,
            points: row.get("points")?,
            late_factor: row.get("late_factor")?,
            parts: row.json("criteria")?,
            given: given(row)?,
            comment: row.get("comment")?,
            given_at: row.get("given_at")?,
        })
    }
}

/// Every table that holds something of a person, and how to count it. `$1` is the person's row, `$2` their login.
const TABLES: &[(&str, &str)] = &[
    (
        "users",
        "select count(*) from users where id = $1 and login = $2",
    ),
    (
        "links",
        "select count(*) from links where user_id = $1 and $2 <> ''",
    ),
    (
        "sessions",
        "select count(*) from sessions where user_id = $1 and $2 <> ''",
    ),
    (
        "tokens",
        "select count(*) from tokens where user_id = $1 and $2 <> ''",
    ),
    (
        "device_codes",
        "select count(*) from device_codes where user_id = $1 and $2 <> ''",
    ),
    (
        "submissions",
        "select count(*) from submissions where user_id = $1 and $2 <> ''",
    ),
    (
        "drafts",
        "select count(*) from drafts where user_id = $1 and $2 <> ''",
    ),
    (
        "given_inputs",
        "select count(*) from given_inputs where user_id = $1 and $2 <> ''",
    ),
    (
        "manual_grades",
        "select count(*) from manual_grades where user_id = $1 and $2 <> ''",
    ),
    (
        "manual_answers",
        "select count(*) from manual_answers where user_id = $1 and $2 <> ''",
    ),
    (
        "requests",
        "select count(*) from requests where user_id = $1 and $2 <> ''",
    ),
    (
        "overrides",
        "select count(*) from overrides where user_id = $1 and $2 <> ''",
    ),
    (
        "extensions",
        "select count(*) from extensions where user_id = $1 and $2 <> ''",
    ),
    (
        "standings",
        "select count(*) from standings where user_id = $1 and $2 <> ''",
    ),
    (
        "tallies",
        "select count(*) from tallies where user_id = $1 and $2 <> ''",
    ),
    (
        "previews",
        "select count(*) from previews where user_id = $1 and $2 <> ''",
    ),
    (
        "exams",
        "select count(*) from exams where user_id = $1 and $2 <> ''",
    ),
    (
        "canvas_students",
        "select count(*) from canvas_students where user_id = $1 and $2 <> ''",
    ),
    (
        "letters",
        "select count(*) from letters where user_id = $1 and $2 <> ''",
    ),
    (
        "letter_switches",
        "select count(*) from letter_switches where user_id = $1 and $2 <> ''",
    ),
    (
        "letters_told",
        "select count(*) from letters_told where user_id = $1 and $2 <> ''",
    ),
    (
        "former_logins",
        "select count(*) from former_logins where user_id = $1 and $2 <> ''",
    ),
    (
        "lti_people",
        "select count(*) from lti_people where user_id = $1 and $2 <> ''",
    ),
    (
        "lti_members",
        "
            select count(*)
            from lti_members m
            join lti_courses o on o.id = m.course_id
            join lti_people p on p.platform_id = o.platform_id and p.subject = m.subject
            where p.user_id = $1 and $2 <> ''",
    ),
    (
        "lti_scores",
        "
            select count(*)
            from lti_scores s
            join lti_columns c on c.id = s.column_id
            join lti_courses o on o.id = c.course_id
            join lti_people p on p.platform_id = o.platform_id and p.subject = s.subject
            where p.user_id = $1 and $2 <> ''",
    ),
];

impl Store {
    /// Counts what is stored about a person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stored_about(&self, user: UserId, login: &str) -> Result<Vec<Stored>, StoreError> {
        let mut all = Vec::new();
        for &(table, count) in TABLES {
            let rows = self.one(count, (user, login)).await?;
            all.push(Stored { table, rows });
        }
        let noted = ["select count(*) from audit", ABOUT];
        all.push(Stored {
            table: "audit",
            rows: self.one(noted, (user,)).await?,
        });
        Ok(all)
    }

    /// Points that graders gave a person, of every item that ever was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_about(&self, user: UserId) -> Result<Vec<GradeAbout>, StoreError> {
        let select = r"
            select homework, item, answer_id, points, late_factor, criteria, given_criteria, comment, given_at
            from manual_grades
            where user_id = $1
            order by homework, item";
        self.rows(select, (user,)).await
    }

    /// Every version of a person's answers to items, of homeworks that the course no longer has, too, in the order sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answers_about(&self, user: UserId) -> Result<Vec<ManualAnswer>, StoreError> {
        let of = "where user_id = $1 order by id";
        self.rows([SELECT_ANSWERS, of], (user,)).await
    }

    /// The files that wait to be sent: the homework and the digest of each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drafts_about(&self, user: UserId) -> Result<Vec<(String, String)>, StoreError> {
        let select = r"
            select homework, sha256
            from drafts
            where user_id = $1
            order by homework";
        self.rows(select, (user,)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{NewUser, Role};

    #[tokio::test]
    async fn only_what_is_about_the_person_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_file(&folder.path().join("t.sqlite"))
            .await
            .unwrap();
        let now = "2026-01-01T12:00:00Z".parse().unwrap();
        let mut ids = Vec::new();
        for login in ["anna", "anna2"] {
            let new = NewUser {
                login,
                name: login,
                role: Role::Student,
            };
            ids.push(store.put_user(new, "test", now).await.unwrap().0.id);
        }
        let points = Some(Points::whole(20));
        store
            .set_exam(ids[0], "anna", points, "teacher", now)
            .await
            .unwrap();
        store
            .new_token(ids[0], "laptop", "anna", now)
            .await
            .unwrap();
        let count = async |id: UserId, login: &str, table: &str| {
            let all = store.stored_about(id, login).await.unwrap();
            all.iter().find(|s| s.table == table).unwrap().rows
        };
        for (table, first, second) in [("exams", 1, 0), ("tokens", 1, 0), ("users", 1, 1)] {
            assert_eq!(count(ids[0], "anna", table).await, first, "{table}");
            assert_eq!(count(ids[1], "anna2", table).await, second, "{table}");
        }
        // The login anna2 begins with anna and is somebody else.
        let about = store.audit_about(ids[0]).await.unwrap();
        assert!(about.iter().all(|entry| entry.subject == "anna"));
        assert_eq!(
            i64::try_from(about.len()).unwrap(),
            count(ids[0], "anna", "audit").await
        );
    }
}
