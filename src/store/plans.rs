//! Which statements were run, and how SQLite goes about each: for the tests that hold that none reads a whole table for one request, and that
//! they are no more for a class of thousands.

use super::db::Db;
use super::{Store, StoreError};
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

/// What a statement says of itself where it is to read everything there is: exports, grading anew, statistics of a class.
pub const EVERYTHING: &str = "/* everything */";
/// What a statement says of itself that reads until there are enough, where its conditions leave out only few of what it reads.
pub const FEW_LEFT_OUT: &str = "/* few are left out */";

impl Store {
    /// Notes every statement from here on.
    pub fn note_statements(&self) {
        self.statements.begin();
    }

    /// The texts of the statements that were run since.
    pub fn noted_statements(&self) -> Vec<String> {
        self.statements.noted().into_keys().collect()
    }

    /// How many statements were run since whose text has this part.
    pub fn statements_run(&self, part: &str) -> usize {
        let noted = self.statements.noted().into_iter();
        let noted = noted.filter(|(statement, _)| statement.contains(part));
        noted.map(|(_, times)| times).sum()
    }

    /// The steps by which SQLite answers a statement of ours, each with the number of the one that it is a part of.
    ///
    /// # Errors
    /// When the database fails, or is PostgreSQL.
    pub async fn plan(&self, statement: &str) -> Result<Vec<(i64, String)>, StoreError> {
        let Db::Sqlite { read, .. } = &self.db else {
            return Err(StoreError::Url("PostgreSQL".to_owned()));
        };
        let explain = AssertSqlSafe(format!("explain query plan {statement}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain.into_sql_str())
            .fetch_all(read)
            .await?;
        let steps = steps.into_iter();
        Ok(steps.map(|(_, part_of, _, step)| (part_of, step)).collect())
    }
}
