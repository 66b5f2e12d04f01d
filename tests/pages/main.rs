//! Every page in both languages and in every state, and the messages behind them.

mod confirmations;
#[expect(
    dead_code,
    reason = "the reader of pages is shared; these tests compare none"
)]
#[path = "../support/dom.rs"]
mod dom;
mod leaks;
mod locales;
#[path = "../support/site.rs"]
mod site;
#[path = "../support/small.rs"]
mod small;
#[path = "../support/solve.rs"]
mod solve;
mod states;
mod templates;
