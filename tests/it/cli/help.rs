//! `--help` in Russian: every sentence of the command line has one, and none is there in vain.

use crate::support::binary::dgm;
use clap::{Command, CommandFactory as _};
use dgm_client::cli::help;
use dgm_grader::cli::Cli;
use std::collections::BTreeSet;

/// Every sentence that the help of a command or of those under it shows.
fn english(command: &Command, found: &mut BTreeSet<String>) {
    let mut add = |text: Option<String>| {
        found.extend(text.map(|text| text.trim_end_matches('.').to_owned()));
    };
    add(command.get_about().map(ToString::to_string));
    let more = command.get_long_about().map(ToString::to_string);
    for paragraph in more.iter().flat_map(|text| text.split("\n\n")) {
        add(Some(paragraph.to_owned()));
    }
    for argument in command.get_arguments() {
        add(argument.get_help().map(ToString::to_string));
        for value in argument.get_possible_values() {
            add(value.get_help().map(ToString::to_string));
        }
    }
    for verb in command.get_subcommands() {
        english(verb, found);
    }
}

#[test]
fn every_sentence_is_there_in_russian_and_no_other() {
    let mut shown = BTreeSet::new();
    for mut command in [Cli::command(), dgm_client::cli::Cli::command()] {
        command.build();
        english(&command, &mut shown);
    }
    let known: BTreeSet<String> = help::sentences().into_keys().collect();
    let untold: Vec<_> = shown.difference(&known).collect();
    assert!(untold.is_empty(), "without Russian: {untold:#?}");
    let dead: Vec<_> = known.difference(&shown).collect();
    assert!(dead.is_empty(), "nothing says it: {dead:#?}");
}

#[test]
fn the_help_of_every_command_is_in_russian() {
    fn verbs(words: &[&str], command: &Command, found: &mut Vec<Vec<String>>) {
        found.push(words.iter().map(|word| (*word).to_owned()).collect());
        for verb in command.get_subcommands() {
            let mut words = words.to_vec();
            words.push(verb.get_name());
            verbs(&words, verb, found);
        }
    }
    let folder = tempfile::tempdir().expect("a folder is made");
    let mut all = Vec::new();
    verbs(&[], &Cli::command(), &mut all);
    for words in all {
        let mut arguments: Vec<&str> = vec!["--lang", "ru"];
        arguments.extend(words.iter().map(String::as_str));
        arguments.push("--help");
        let output = dgm(folder.path(), &arguments).output().expect("it runs");
        assert!(output.status.success(), "{words:?}: {output:?}");
        let text = String::from_utf8(output.stdout).expect("it is text");
        assert!(text.contains("Использование: dgm"), "{words:?}: {text}");
        for english in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "default",
            "possible",
            "Print",
        ] {
            assert!(!text.contains(english), "{words:?}: {english} in {text}");
        }
        // Three English words in a row are a sentence that nobody translated; how a command is called has as many.
        let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
        for line in text
            .lines()
            .filter(|line| !line.starts_with("Использование"))
        {
            let parts: Vec<&str> = line.split(' ').collect();
            let is_sentence = parts.windows(3).any(|three| three.iter().all(is_word));
            assert!(!is_sentence, "{words:?}: {line}");
        }
    }
    // In English it stays as clap writes it.
    let output = dgm(folder.path(), &["--lang", "en", "check", "--help"])
        .output()
        .expect("it runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("Usage: dgm check"));
}
