//! Whether a text may have tables. A row that is short is filled up with empty cells: a few kilobytes of bars would become
//! hundreds of thousands of them.

/// Cells that any text may come to have, and as many more for each byte of it.
const CELLS: usize = 5_000;
const CELLS_A_BYTE: usize = 2;

/// Whether the tables of this text have so few cells that they are read as tables, however they are written: there are no more
/// columns than bars in a line and one, and no more rows than lines.
pub(super) fn are_read(text: &str) -> bool {
    let bars = |line: &str| line.matches('|').count();
    let lines = text.lines().count();
    let columns = text.lines().map(bars).max().unwrap_or(0) + 1;
    columns.saturating_mul(lines) <= CELLS + CELLS_A_BYTE * text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read_and_what_is_made_up_is_not() {
        let row = "| 1.25 | 3 | $p(x | z)$ | yes |\n";
        let long = format!(
            "{}\n{}",
            row.repeat(500),
            "A line of a proof.\n".repeat(500)
        );
        assert!(are_read(&long));
        assert!(are_read(""));
        let wide = format!("{}\n{}\n", "|a".repeat(100), "|-".repeat(100));
        assert!(are_read(&wide));
        assert!(!are_read(&format!("{wide}{}", "|1\n".repeat(100))));
    }
}
