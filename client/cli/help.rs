//! The help in Russian: the sentences that stand in English beside each command and option, translated.

use clap::builder::PossibleValue;
use clap::{Arg, Command};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The Russian sentence of each English one.
const RUSSIAN: &str = include_str!("../../locales/ru/help.toml");
const TEMPLATE: &str = "{about-with-newline}\nИспользование: {usage}\n\n{all-args}{after-help}";

/// The command line with its help in Russian.
///
/// What clap writes around the sentences, such as `[default: 0]`, it writes in English alone; so that is part of them here.
pub fn in_russian(mut command: Command) -> Command {
    // Only then are its own help and version among the arguments.
    command.build();
    translated(command, &sentences())
}

/// The sentences by their English, without the full stop.
pub fn sentences() -> BTreeMap<String, String> {
    toml::from_str(RUSSIAN).unwrap_or_default()
}

fn translated(mut command: Command, texts: &BTreeMap<String, String>) -> Command {
    if let Some(about) = command.get_about().map(ToString::to_string) {
        command = command.about(said(&about, texts));
    }
    if let Some(about) = command.get_long_about().map(ToString::to_string) {
        let paragraphs = about.split("\n\n").map(|text| said(text, texts));
        command = command.long_about(paragraphs.collect::<Vec<_>>().join(".\n\n"));
    }
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Команды")
        .subcommand_value_name("КОМАНДА")
        .mut_args(|argument| argument_in_russian(argument, texts))
        .mut_subcommands(|command| translated(command, texts))
}

fn argument_in_russian(argument: Arg, texts: &BTreeMap<String, String>) -> Arg {
    let heading = if argument.is_positional() {
        "Аргументы"
    } else {
        "Параметры"
    };
    let help = argument.get_help().map(ToString::to_string);
    let mut text = help.map(|help| said(&help, texts)).unwrap_or_default();
    // Writing to a string does not fail.
    if argument.get_action().takes_values() {
        if let [default] = argument.get_default_values() {
            let _ = write!(text, " [по умолчанию: {}]", default.display());
        }
        if let Some(variable) = argument.get_env() {
            let _ = write!(text, " [переменная: {}]", variable.display());
        }
        let values = argument.get_possible_values();
        let explained = values
            .iter()
            .filter_map(|value| Some((value.get_name(), value.get_help()?.to_string())));
        let explained: Vec<_> = explained.collect();
        for (name, help) in &explained {
            let _ = write!(text, "\n- {name}: {}", said(help, texts));
        }
        if explained.is_empty() && !values.is_empty() {
            let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
            let _ = write!(text, " [возможные значения: {}]", names.join(", "));
        }
    }
    argument
        .help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true)
        .long_help(None::<&str>)
        .help(text)
}

/// A sentence in Russian; in English where there is none, which a test does not let be.
fn said(english: &str, texts: &BTreeMap<String, String>) -> String {
    let english = english.trim_end_matches('.');
    texts
        .get(english)
        .map_or_else(|| english.to_owned(), ToOwned::to_owned)
}
