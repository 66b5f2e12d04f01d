//! The texts of statements.

use crate::ids::UserId;
use crate::store::codec::Value;
use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlStr};

/// The text of a statement, made of literals alone: no value of anybody's is ever part of it.
pub(in crate::store) trait Sql {
    fn text(self) -> SqlStr;
}

impl Sql for &'static str {
    fn text(self) -> SqlStr {
        self.into_sql_str()
    }
}

/// Parts that follow one another, such as a list of columns that several statements share.
impl<const PARTS: usize> Sql for [&'static str; PARTS] {
    fn text(self) -> SqlStr {
        AssertSqlSafe(self.join(" ")).into_sql_str()
    }
}

/// How many rows one statement looks up or writes where there may be any number: SQLite takes 32,766 values.
pub(in crate::store) const MOST_ROWS: usize = 1000;

/// A statement with as many rows of placeholders as are wanted: `($1, $2), ($3, $4)` between a head and a tail. Values that come before
/// have the first numbers.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Many<H = &'static str> {
    /// What stands before the rows.
    pub head: H,
    /// How many values are numbered before those of the rows.
    pub before: usize,
    /// How many rows.
    pub rows: usize,
    /// How many values a row has; of one, the rows are a list.
    pub width: usize,
    /// What stands after them.
    pub tail: &'static str,
}

impl<H> Many<H> {
    /// A statement about those of a list: `head` ends with `in (`. With the values of the list.
    pub fn among<'v, T>(head: H, all: &[T]) -> (Self, Vec<Value<'v>>)
    where
        T: Copy + Into<Value<'v>>,
    {
        let many = Self {
            head,
            before: 0,
            rows: all.len(),
            width: 1,
            tail: ")",
        };
        (many, all.iter().map(|one| (*one).into()).collect())
    }
}

impl Many {
    /// A statement about some students in some homeworks, which stand between its head and its tail. With the values of the list.
    pub fn of_pairs<'v>(
        [head, tail]: [&'static str; 2],
        all: &[(UserId, &'v str)],
    ) -> (Self, Vec<Value<'v>>) {
        let many = Self {
            head,
            before: 0,
            rows: all.len(),
            width: 2,
            tail,
        };
        let pair = |(user, homework): &(UserId, &'v str)| [(*user).into(), (*homework).into()];
        (many, all.iter().flat_map(pair).collect())
    }
}

impl<H: Sql> Sql for Many<H> {
    fn text(self) -> SqlStr {
        let mut text = self.head.text().as_str().to_owned();
        for row in 0..self.rows {
            text.push_str(if row == 0 { " " } else { ", " });
            let first = self.before + row * self.width + 1;
            let numbers: Vec<String> = (first..first + self.width)
                .map(|n| format!("${n}"))
                .collect();
            let numbers = numbers.join(", ");
            if self.width == 1 {
                text.push_str(&numbers);
            } else {
                text.push('(');
                text.push_str(&numbers);
                text.push(')');
            }
        }
        text.push(' ');
        text.push_str(self.tail);
        AssertSqlSafe(text).into_sql_str()
    }
}

/// A statement that was made of the schema's own names, which are nobody's values either.
pub(in crate::store) struct Made(pub String);

impl Sql for Made {
    fn text(self) -> SqlStr {
        AssertSqlSafe(self.0).into_sql_str()
    }
}
