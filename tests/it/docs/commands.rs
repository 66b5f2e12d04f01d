//! `docs/commands.md`, generated from the command line, and every flag that a page mentions.

use super::pages::pages;
use crate::support::expectation::assert_expected;
use clap::{Arg, Command, CommandFactory as _};
use dgm_grader::cli::Cli;
use std::fmt::Write as _;

/// How the page begins.
const HEAD: &str = "\
<!-- Generated from the command line. `just bless` writes it anew. -->
# Commands

`dgm COMMAND --help` says the same. Results go to standard output, everything else to standard error. The exit code is 0 where all is right,
1 where answers are wrong, rows are left out or a config is refused, 2 where arguments or files are unusable: `dgm grade` writes
its tables all the same, and the row of such a file says why. Colours and progress bars appear on a terminal alone, and colours not where
`NO_COLOR` is set.

Every command takes `--format text|json` (`json` is one document and nothing else, also on failure), `--lang en|ru`
(by default the language of `LC_ALL`, `LC_MESSAGES` or `LANG`) and `--quiet` (nothing but the result and what went wrong).
`dgm --version` names the commit and its day where a release was built or an archive of the repository.

Students have a `dgm` of their own with the commands marked ◆. It holds no reference solution: it checks answers to practice inputs by the practice
packs that it carries or fetched at `dgm login`, says everything of them that the server would, and tells of answers to other inputs whether
they have the form that is asked for. It goes by the course of the server signed in to, else by the default one, and has no `--course`: only the
server's program holds what makes inputs and answers. In a build of this repository it is called `dgm-student`.
";

/// How it ends, but for the variables of arguments.
const ENVIRONMENT: &str = "
## Environment

A flag wins over its variable, and a variable that is empty counts as one that is not set.

| variable | says |
| --- | --- |
| `DGM_SERVER` | the server of `dgm submit`, `dgm status`, `dgm inputs` and `dgm login`, and of the course that `dgm check`, `dgm tasks`, `dgm starter` and `dgm final` go by; that of the config file where it is left out |
| `DGM_TOKEN` | a token for `dgm submit`, `dgm status`, `dgm inputs --own` and `dgm login`, made on the account page; it goes to the server of `DGM_SERVER` or `--server` and to no other; without it `dgm login` opens a page that lets the program in, and keeps that in `~/.config/dgm/config.toml` |
";

/// The command line with what all commands share put into each.
fn command_line() -> Command {
    let mut command = Cli::command();
    command.build();
    command
}

/// The commands that do something, each with its words.
fn leaves(command: &Command) -> Vec<(String, &Command)> {
    fn walk<'c>(words: &str, command: &'c Command, found: &mut Vec<(String, &'c Command)>) {
        let verbs: Vec<_> = command
            .get_subcommands()
            .filter(|c| c.get_name() != "help")
            .collect();
        if verbs.is_empty() {
            found.push((words.to_owned(), command));
        }
        for verb in verbs {
            walk(&format!("{words} {}", verb.get_name()), verb, found);
        }
    }
    let mut found = Vec::new();
    walk("dgm", command, &mut found);
    found
}

/// Whether every command has it, so that the head of the page tells it once.
fn is_shared(argument: &Arg) -> bool {
    ["format", "lang", "quiet", "help", "version"].contains(&argument.get_id().as_str())
}

fn page() -> String {
    let command = command_line();
    let student = dgm_client::cli::Cli::command();
    let of_students = |words: &str| {
        let verb = words.trim_start_matches("dgm ");
        student.find_subcommand(verb).is_some()
    };
    let mut page = HEAD.to_owned();
    let mut variables = Vec::new();
    for (words, leaf) in leaves(&command) {
        let usage = leaf.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        let about = leaf
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default();
        // Writing to a string does not fail.
        let mark = if of_students(&words) { " ◆" } else { "" };
        let _ = writeln!(page, "\n## {words}{mark}\n\n{about}.\n\n`{usage}`");
        let own: Vec<_> = leaf.get_arguments().filter(|a| !is_shared(a)).collect();
        let shown = own.iter().filter(|a| !a.is_hide_set());
        let rows: Vec<String> = shown.map(|a| row(a)).collect();
        if !rows.is_empty() {
            let _ = write!(
                page,
                "\n| argument | says |\n| --- | --- |\n{}",
                rows.concat()
            );
        }
        for argument in own {
            if let Some(variable) = argument.get_env() {
                let name = variable.to_string_lossy().into_owned();
                let line = format!("| `{name}` | {} |\n", help(argument));
                // The first command that has it says it.
                if !variables.iter().any(|(known, _)| *known == name) {
                    variables.push((name, line));
                }
            }
        }
    }
    page.push_str(ENVIRONMENT);
    variables.sort();
    page.extend(variables.into_iter().map(|(_, line)| line));
    page
}

fn help(argument: &Arg) -> String {
    argument
        .get_help()
        .map(|h| h.to_string().replace('|', "\\|"))
        .unwrap_or_default()
}

fn row(argument: &Arg) -> String {
    let values: Vec<_> = argument
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|n| format!("<{n}>"))
        .collect();
    let takes = argument.get_action().takes_values();
    let value = if takes {
        values.join(" ")
    } else {
        String::new()
    };
    let name = match argument.get_long() {
        Some(long) => format!("--{long} {value}"),
        None => value,
    };
    let short = argument
        .get_short()
        .map_or_else(String::new, |c| format!("`-{c}`, "));
    let mut says = help(argument);
    let choices = argument.get_possible_values();
    if takes && !choices.is_empty() {
        let names: Vec<_> = choices
            .iter()
            .map(|c| format!("`{}`", c.get_name()))
            .collect();
        let _ = write!(says, ". One of {}", names.join(", "));
    }
    let defaults = argument.get_default_values();
    if takes && !defaults.is_empty() {
        let defaults: Vec<_> = defaults
            .iter()
            .map(|d| format!("`{}`", d.to_string_lossy()))
            .collect();
        let _ = write!(says, ". By default {}", defaults.join(", "));
    }
    format!("| {short}`{}` | {says}. |\n", name.trim())
}

#[test]
fn the_page_of_commands_is_the_command_line() {
    assert_expected("docs/commands.md", &page());
}

/// The flags of a command that people type, and of those above it.
fn flags(command: &Command) -> Vec<String> {
    let mut flags = Vec::new();
    for argument in command.get_arguments() {
        flags.extend(argument.get_long().map(|long| format!("--{long}")));
        flags.extend(argument.get_short().map(|short| format!("-{short}")));
    }
    flags
}

/// What is wrong with a line that begins with `dgm`: a command or a flag that is not there.
fn fault(line: &str, top: &Command) -> Option<String> {
    let line = line.split(['#', ';', '>', '|']).next().unwrap_or_default();
    let mut command = top;
    let mut flags_here = flags(top);
    for word in line.split_whitespace().skip(1) {
        let word = word.trim_matches(['[', ']', '…']);
        if let Some(verb) = command.find_subcommand(word) {
            command = verb;
            flags_here.extend(flags(verb));
        } else if std::ptr::eq(command, top)
            && !word.starts_with('-')
            && word.chars().all(|c| c.is_ascii_lowercase())
        {
            return Some(format!("there is no command {word}"));
        } else if word.starts_with('-') && word.len() > 1 {
            let name = word.split('=').next().unwrap_or_default();
            if !flags_here.iter().any(|flag| flag == name) {
                return Some(format!("{} has no {name}", command.get_name()));
            }
        }
    }
    None
}

#[test]
fn every_command_and_flag_of_the_pages_exists() {
    let top = command_line();
    let all: Vec<String> = leaves(&top)
        .iter()
        .flat_map(|(_, leaf)| flags(leaf))
        .collect();
    let mut seen = 0;
    let mut faults = Vec::new();
    for page in pages() {
        let lines = page.shell_lines().into_iter().chain(page.spans());
        for line in lines {
            let found = if line.starts_with("dgm ") {
                fault(&line, &top)
            } else if line.starts_with("--") {
                let name = line.split([' ', '=']).next().unwrap_or_default();
                // Of these two Clap makes itself.
                let known = ["--version", "--help"].contains(&name);
                (!known && !all.iter().any(|flag| flag == name))
                    .then(|| format!("there is no {name}"))
            } else {
                continue;
            };
            seen += 1;
            faults.extend(found.map(|fault| format!("{}: `{line}`: {fault}", page.name)));
        }
    }
    assert!(seen > 50, "{seen}: the pages hold no commands any more");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_flag_that_is_not_there_is_seen() {
    let top = command_line();
    assert_eq!(fault("dgm check elbo a.npz --watch # repeats", &top), None);
    assert_eq!(fault("dgm export gradebook -o a.csv --data x", &top), None);
    assert!(fault("dgm check elbo a.npz --wacth", &top).is_some());
    assert!(fault("dgm chekc elbo", &top).is_some());
}
