//! Every page in both languages and in every state, and the messages behind them.

mod confirmations;
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
