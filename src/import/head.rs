//! Where the head of a table stands.

use super::columns::KEYS;
use super::rows::{ABOVE, Row};

/// The head, and the rows under it: the first of the upper rows that names a column of people, else the first of all.
pub(super) fn with_head(mut rows: Vec<Row>) -> Option<(Vec<String>, Vec<Row>)> {
    let names = |row: &Row| !row.is_broken && KEYS.iter().any(|key| key.find(&row.cells).is_some());
    let at = rows.iter().take(ABOVE).position(names).unwrap_or(0);
    if rows.is_empty() {
        return None;
    }
    let rest = rows.split_off(at + 1);
    rows.pop().map(|head| (head.cells, rest))
}
