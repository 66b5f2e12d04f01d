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

/// The tables that hold something of a person, and the column that says whose it is.
const TABLES: [(&str, &str); 25] = [
    ("users", "id"),
    ("links", "user_id"),
    ("sessions", "user_id"),
    ("tokens", "user_id"),
    ("device_codes", "user_id"),
    ("submissions", "user_id"),
    ("drafts", "user_id"),
    ("given_inputs", "user_id"),
    ("manual_grades", "user_id"),
    ("manual_answers", "user_id"),
    ("requests", "user_id"),
    ("request_messages", "author_id"),
    ("overrides", "user_id"),
    ("extensions", "user_id"),
    ("standings", "user_id"),
    ("tallies", "user_id"),
    ("previews", "user_id"),
    ("exams", "user_id"),
    ("canvas_students", "user_id"),
    ("letters", "user_id"),
    ("letter_switches", "user_id"),
    ("letters_told", "user_id"),
    ("former_logins", "user_id"),
    ("lti_people", "user_id"),
    ("claims", "grader_id"),
];

/// Those of learning platforms, which know the person `$1` by an id of their own, and how to count their rows.
const OF_PLATFORMS: [(&str, &str); 2] = [
    (
        "lti_members",
        "
            select count(*)
            from lti_members m
            join lti_courses o on o.id = m.course_id
            join lti_people p on p.platform_id = o.platform_id and p.subject = m.subject
            where p.user_id = $1",
    ),
    (
        "lti_scores",
        "
            select count(*)
            from lti_scores s
            join lti_columns c on c.id = s.column_id
            join lti_courses o on o.id = c.course_id
            join lti_people p on p.platform_id = o.platform_id and p.subject = s.subject
            where p.user_id = $1",
    ),
];

/// The log of changes, which names people by their logins.
const LOG: &str = "audit";

/// The tables of which rows are counted.
pub fn stored_tables() -> impl Iterator<Item = &'static str> {
    let own = TABLES.into_iter().chain(OF_PLATFORMS);
    own.map(|(table, _)| table).chain([LOG])
}

impl Store {
    /// Counts what is stored about a person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stored_about(&self, user: UserId) -> Result<Vec<Stored>, StoreError> {
        let mut all = Vec::new();
        for (table, column) in TABLES {
            let count = ["select count(*) from", table, "where", column, "= $1"];
            let rows = self.one(count, (user,)).await?;
            all.push(Stored { table, rows });
        }
        for (table, count) in OF_PLATFORMS {
            let rows = self.one(count, (user,)).await?;
            all.push(Stored { table, rows });
        }
        let noted = ["select count(*) from audit", ABOUT];
        let rows = self.one(noted, (user,)).await?;
        all.push(Stored { table: LOG, rows });
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
    use crate::store::db::Db;
    use crate::store::{NewUser, Role};
    use std::collections::BTreeSet;

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
        let count = async |id: UserId, table: &str| {
            let all = store.stored_about(id).await.unwrap();
            all.iter().find(|s| s.table == table).unwrap().rows
        };
        for (table, first, second) in [("exams", 1, 0), ("tokens", 1, 0), ("users", 1, 1)] {
            assert_eq!(count(ids[0], table).await, first, "{table}");
            assert_eq!(count(ids[1], table).await, second, "{table}");
        }
        // The login anna2 begins with anna and is somebody else.
        let about = store.audit_about(ids[0]).await.unwrap();
        assert!(about.iter().all(|entry| entry.subject == "anna"));
        assert_eq!(
            i64::try_from(about.len()).unwrap(),
            count(ids[0], "audit").await
        );
    }

    /// Rows that name a person and are of somebody else.
    const OF_OTHERS: [(&str, &str); 2] = [
        // What another student sent: who was given the inputs that it fits is not told of that.
        ("shared_answers", "other_id"),
        // The login of whoever was made one with this person is told as one that was theirs.
        ("users", "merged_into"),
    ];

    #[tokio::test]
    async fn whatever_names_a_person_is_counted_or_somebody_elses() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_file(&folder.path().join("t.sqlite"))
            .await
            .unwrap();
        let Db::Sqlite { read, .. } = &store.db else {
            panic!("it is SQLite");
        };
        let pointers = r#"
            select m.name, f."from"
            from sqlite_master m
            join pragma_foreign_key_list(m.name) f
            where m.type = 'table' and f."table" = 'users'"#;
        let pointers = sqlx::query_as(pointers).fetch_all(read).await.unwrap();
        let pointers: BTreeSet<(String, String)> = pointers.into_iter().collect();
        let counted = TABLES.into_iter().filter(|(table, _)| *table != "users");
        let known = counted.chain(OF_OTHERS);
        let known = known.map(|(table, column)| (table.to_owned(), column.to_owned()));
        assert_eq!(pointers, known.collect());
    }
}
