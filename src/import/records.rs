//! A text of comma-separated values, record by record. A quote that nothing closes costs its own line and no other.

/// A record of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Record<'t> {
    /// One that can be read.
    Whole(&'t str),
    /// A line with a quote that is not closed where a cell ends.
    Broken(&'t str),
}

/// How much a cell of several lines is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cells {
    /// One that holds what looks like further rows was closed by the quote of somebody else.
    Doubted,
    /// They were looked at before.
    Trusted,
}

/// The records that are not empty, each with the line on which it begins.
pub(super) fn records(text: &str, separator: u8, cells: Cells) -> Vec<(u64, Record<'_>)> {
    let mut all = Vec::new();
    let (mut rest, mut line) = (text, 1);
    // A continuation of a cell with so many separators is a row.
    let columns = count(rest.lines().next().unwrap_or_default(), separator);
    while !rest.is_empty() {
        let closed = record_end(rest.as_bytes(), separator).filter(|end| {
            let record = rest.get(..*end).unwrap_or_default();
            let row = |line| count(line, separator) >= columns.max(1);
            cells == Cells::Trusted || !record.lines().skip(1).any(row)
        });
        let end = closed.or_else(|| rest.find('\n')).unwrap_or(rest.len());
        let (record, after) = rest.split_at(end);
        if !record.trim().is_empty() {
            let record = match closed {
                Some(_) => Record::Whole(record),
                None => Record::Broken(record),
            };
            all.push((line, record));
        }
        line += record.matches('\n').count() as u64 + 1;
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    all
}

fn count(line: &str, separator: u8) -> usize {
    line.bytes().filter(|byte| *byte == separator).count()
}

/// Where the first record ends; nothing where one of its quotes is not closed, or is closed in the middle of a cell.
fn record_end(text: &[u8], separator: u8) -> Option<usize> {
    let mut at = 0;
    let mut begins = true;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\n' => return Some(at),
            b'"' if begins => {
                at = quoted_end(text, at + 1)?;
                let after = text.get(at..).unwrap_or_default();
                let blank = |b: &&u8| **b == b' ' && separator != b' ';
                at += after.iter().take_while(blank).count();
                let ends = text.get(at).is_none_or(|b| *b == separator || *b == b'\n');
                if !ends {
                    return None;
                }
                begins = false;
            }
            byte => {
                begins = *byte == separator;
                at += 1;
            }
        }
    }
    Some(at)
}

/// Where a quoted cell ends, past the quote that closes it.
fn quoted_end(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = text.get(at..)?;
        at += rest.iter().position(|byte| *byte == b'"')? + 1;
        if text.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// What can be made out of a broken line: its cells without any quotes.
pub(super) fn salvaged(line: &str, separator: u8) -> Vec<String> {
    let cells = line.split(char::from(separator));
    let plain = |cell: &str| {
        let cell = cell.replace('"', "").replace([',', ';', '\t'], " ");
        cell.trim().to_owned()
    };
    cells.map(plain).collect()
}

/// A broken line as CSV that is broken again, with the same cells.
pub fn broken(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
    format!("\"\" {}\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(u64, bool)> {
        records(text, b',', Cells::Doubted)
            .into_iter()
            .map(|(line, record)| (line, matches!(record, Record::Whole(_))))
            .collect()
    }

    #[test]
    fn a_quote_that_nothing_closes_costs_its_own_line() {
        for text in [
            "login,name\nanna,A\nboris,\"B\nvera,V\nzoya,Z",
            // The quote of somebody else would close it.
            "login,name\nanna,A\nboris,\"B\nvera,\"V\"\nzoya,Z",
            "login,name\nanna,A\nboris,\"B\nvera,\"V\nzoya,Z",
            "login,name\nanna,A\nboris,\"B\nvera,\"\nzoya,Z",
            "login,name\nanna,A\nboris,\"B\" b\nvera,V\nzoya,Z",
        ] {
            let lines = told(text);
            assert_eq!(lines.len(), 5, "{text}: {lines:?}");
            assert_eq!(lines[2], (3, false), "{text}");
            for whole in [0, 1, 4] {
                assert!(lines[whole].1, "{text}");
            }
        }
    }

    #[test]
    fn cells_of_several_lines_are_read() {
        let text = "login,name,note\nanna,\"A\nB\",\"x \"\"y\"\"\"\n\nboris,B,\"in \n\n two\" \n";
        assert_eq!(told(text), [(1, true), (2, true), (5, true)]);
    }

    #[test]
    fn a_broken_line_is_written_as_one() {
        for cells in [&["anna", "B b"][..], &["", ""], &[""]] {
            let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
            let written = broken(&cells);
            for next in ["", "\"a\",\"b\"\n", "\"\",\"\"\n"] {
                let text = format!("{written}{next}");
                let (line, first) = records(&text, b',', Cells::Trusted)[0];
                let Record::Broken(text) = first else {
                    panic!("{written} is broken");
                };
                assert_eq!((line, salvaged(text, b',')), (1, cells.clone()));
            }
        }
    }
}
