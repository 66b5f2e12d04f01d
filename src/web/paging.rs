//! Lists of any length, a page at a time: links lead on, and no script is needed.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Rows of a page, where each is a line.
pub const ROWS: usize = 200;

/// Which page is asked for.
#[derive(Deserialize)]
pub struct Asked {
    /// Its number; the first where it is missing.
    #[serde(default)]
    pub page: String,
}

/// Where in a list one is, and how to go on.
#[derive(Debug, Serialize)]
pub struct Paging {
    found: usize,
    first: usize,
    last: usize,
    before: Option<String>,
    after: Option<String>,
}

impl Paging {
    /// The page that is asked for, of pages of so many rows, and which of the `found` rows are on it. What is no page is the nearest one.
    /// `link` makes the address of a page of its number; the first page needs none.
    pub fn of(
        found: usize,
        rows: usize,
        asked: &str,
        link: impl Fn(&str) -> String,
    ) -> (Range<usize>, Self) {
        let pages = found.div_ceil(rows).max(1);
        let page = asked.parse().unwrap_or(1).clamp(1, pages);
        let first = (page - 1) * rows;
        let last = found.min(first + rows);
        let link = |page: usize| match page {
            1 => link(""),
            other => link(&other.to_string()),
        };
        let paging = Self {
            found,
            first: first + 1,
            last,
            before: (page > 1).then(|| link(page - 1)),
            after: (page < pages).then(|| link(page + 1)),
        };
        (first..last, paging)
    }
}

/// What of several lists, one after the other, is on a page.
pub struct Part {
    shown: Range<usize>,
    passed: usize,
}

impl Part {
    /// The page of these rows of all of them.
    pub const fn new(shown: Range<usize>) -> Self {
        Self { shown, passed: 0 }
    }

    /// The rows of the next list that are on it.
    pub fn of<'a, T>(&mut self, rows: &'a [T]) -> &'a [T] {
        let at = |row: usize| row.saturating_sub(self.passed).min(rows.len());
        let (first, last) = (at(self.shown.start), at(self.shown.end));
        self.passed += rows.len();
        rows.get(first..last).unwrap_or_default()
    }
}

/// How many rows are shown of a list whose rest nobody has to see.
pub const FIRST: usize = 100;

/// The first rows of a list, how many it has, and how many of them are left out.
#[derive(Debug, Serialize)]
pub struct First<T> {
    rows: Vec<T>,
    all: usize,
    more: usize,
}

impl<T> First<T> {
    /// So many of this list at most, each row as it is shown.
    pub fn of<R>(list: &[R], most: usize, show: impl FnMut(&R) -> T) -> Self {
        let rows: Vec<T> = list.iter().take(most).map(show).collect();
        Self {
            all: list.len(),
            more: list.len() - rows.len(),
            rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rows_and_the_rest_are_all() {
        for all in [0, 1, FIRST, FIRST + 1, 3 * FIRST] {
            let list: Vec<usize> = (0..all).collect();
            let first = First::of(&list, FIRST, |row| *row);
            assert_eq!(first.rows, list[..all.min(FIRST)]);
            assert_eq!((first.all, first.rows.len() + first.more), (all, all));
        }
    }

    #[test]
    fn every_row_of_several_lists_is_on_one_page() {
        let lists = [vec![1, 2, 3], vec![], vec![4, 5, 6, 7, 8], vec![9]];
        let all: Vec<i32> = lists.concat();
        for rows in 1..11 {
            let mut seen = Vec::new();
            for page in 1..=all.len().div_ceil(rows) {
                let (shown, _) = Paging::of(all.len(), rows, &page.to_string(), str::to_owned);
                let mut part = Part::new(shown);
                let of_page: Vec<i32> = lists.iter().flat_map(|l| part.of(l).to_vec()).collect();
                assert!(!of_page.is_empty() && of_page.len() <= rows);
                seen.extend(of_page);
            }
            assert_eq!(seen, all, "{rows} a page");
        }
    }

    #[test]
    fn a_page_that_is_none_is_the_nearest() {
        let page = |found, asked: &str| {
            let (rows, paging) = Paging::of(found, 10, asked, |page| format!("/list?{page}"));
            (rows, paging.before, paging.after)
        };
        let to = |page: &str| Some(format!("/list?{page}"));
        assert_eq!(page(0, ""), (0..0, None, None));
        assert_eq!(page(10, "7"), (0..10, None, None));
        assert_eq!(page(25, ""), (0..10, None, to("2")));
        assert_eq!(page(25, "2"), (10..20, to(""), to("3")));
        for last in ["3", "99999"] {
            assert_eq!(page(25, last), (20..25, to("2"), None));
        }
        for none in ["0", "-1", "x", "99999999999999999999999"] {
            assert_eq!(page(25, none), (0..10, None, to("2")), "{none}");
        }
    }
}
