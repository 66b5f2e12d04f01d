//! Text of people as HTML: whatever they write, only elements and attributes that do nothing come out, and no address that runs something.

use super::html::check;
use dgm_grader::web::markdown::to_html;

/// Markdown with formulas.
pub fn markdown(bytes: &[u8]) {
    let html = to_html(&String::from_utf8_lossy(bytes));
    if let Err(wrong) = check(&html) {
        panic!("{html}\n{wrong}");
    }
}
