//! Every page in both languages and in every state, and the messages behind them.

mod confirmations;
mod leaks;
mod locales;
mod platforms;
mod plurals;
mod states;
mod templates;
mod words;
