//! A report on the terminal.

use crate::grading::{OutputReport, Report, TaskReport, TaskVerdict};
use crate::l10n::{Explain as _, Lang, number};
use crate::message;
use crate::points::Points;
use crate::visible;
use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal as _, Write, stderr, stdout};

/// The longest line of a message; a file that is cited in it can have longer ones.
const LONGEST: usize = 2_000;

/// Writes bytes to standard output as they are. A reader that has seen enough (`| head`) is no failure: what the command found still
/// decides its exit code.
pub fn put_bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// What is a line for people; a document of JSON is none, it is written otherwise.
pub trait Line: Display {}
impl Line for str {}
impl Line for &str {}
impl Line for String {}
impl Line for std::fmt::Arguments<'_> {}

/// Writes a line of a result to standard output; what a terminal would obey is written out.
pub fn put_line(line: &(impl Line + ?Sized)) -> std::io::Result<()> {
    put_bytes(format!("{}\n", visible::lines(&line.to_string())).as_bytes())
}

/// The same for a text in colours.
pub fn put_painted(text: &str) -> std::io::Result<()> {
    put_bytes(format!("{}\n", visible::painted(text)).as_bytes())
}

/// Writes the one document of `--format json`.
pub fn put_json(document: &impl serde::Serialize) -> std::io::Result<()> {
    let document = serde_json::to_string(document)?;
    put_bytes(format!("{}\n", visible::json(&document)).as_bytes())
}

/// Writes a text that is a file: as it is, but for a terminal.
pub fn put_file(text: &str) -> std::io::Result<()> {
    if stdout().is_terminal() {
        put_bytes(visible::lines(text).as_bytes())
    } else {
        put_bytes(text.as_bytes())
    }
}

/// Says something beside the result, on standard error.
pub fn tell(message: &impl Display) {
    let message = message.to_string();
    let lines = message.lines().map(|line| cut(line, LONGEST));
    let text = lines.collect::<Vec<_>>().join("\n");
    // Nobody is left to tell where even this cannot be said.
    drop(writeln!(stderr().lock(), "{text}"));
}

/// Shows what is wrong with the arguments; an argument may be the name of a stranger's file.
pub fn put_usage(error: &clap::Error) -> std::io::Result<()> {
    let shown = error.render();
    let text = if stderr().is_terminal() {
        visible::painted(&shown.ansi().to_string())
    } else {
        visible::lines(&shown.to_string()).into_owned()
    };
    write!(stderr().lock(), "{text}")
}

/// A line without what a terminal would obey; tabs stay.
fn cut(line: &str, most: usize) -> String {
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", visible::lines(&line[..end])),
        None => visible::lines(line).into_owned(),
    }
}

/// Whether a result is painted: on a terminal, and where nobody said `NO_COLOR`.
pub fn colour() -> bool {
    stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Prints a report for people.
pub fn print_report(report: &Report, lang: Lang) -> std::io::Result<()> {
    let mut text = Vec::new();
    write_report(&mut text, report, lang, colour())?;
    put_painted(String::from_utf8_lossy(&text).trim_end_matches('\n'))
}

fn write_report(
    out: &mut impl Write,
    report: &Report,
    lang: Lang,
    colour: bool,
) -> std::io::Result<()> {
    let graded: Vec<_> = report
        .tasks
        .iter()
        .filter(|t| t.max_points > Points::ZERO)
        .collect();
    for task in &graded {
        write_task(out, task, lang, colour)?;
    }
    let practice: Vec<_> = report
        .tasks
        .iter()
        .filter(|t| t.max_points == Points::ZERO)
        .collect();
    if !practice.is_empty() {
        writeln!(out, "\n{}", message!("check-practice").text(lang))?;
        for task in practice {
            write_task(out, task, lang, colour)?;
        }
    }
    if !report.unknown.is_empty() {
        writeln!(out, "\n{}", message!("unknown-keys").text(lang))?;
        for unknown in &report.unknown {
            match &unknown.nearest {
                Some(nearest) => writeln!(
                    out,
                    "  {} — {} {nearest}?",
                    visible::name(&unknown.key),
                    message!("did-you-mean").text(lang)
                )?,
                None => writeln!(out, "  {}", visible::name(&unknown.key))?,
            }
            if let Some(reason) = &unknown.reason {
                writeln!(out, "    {}", reason.text(lang))?;
            }
        }
        if report.unknown_more > 0 {
            writeln!(
                out,
                "  {}",
                message!("unknown-more", n = report.unknown_more).text(lang)
            )?;
        }
    }
    let wrong = graded
        .iter()
        .filter(|t| t.verdict != TaskVerdict::Correct)
        .count();
    let (points, max) = (report.points.show(lang), report.max_points.show(lang));
    let line = if wrong == 0 {
        message!("report-answer-all", points = points, max = max).text(lang)
    } else {
        message!(
            "report-answer",
            points = points,
            max = max,
            wrong = wrong,
            graded = graded.len()
        )
        .text(lang)
    };
    writeln!(out, "\n{line}")
}

fn write_task(
    out: &mut impl Write,
    task: &TaskReport,
    lang: Lang,
    colour: bool,
) -> std::io::Result<()> {
    let paint = match task.verdict {
        TaskVerdict::Correct => "32",
        TaskVerdict::Missing | TaskVerdict::GraderFault => "2",
        _ => "31",
    };
    let word = task.verdict.message().text(lang);
    let state = format!("{} {word}", task.verdict.sign());
    let state = if colour {
        format!("\u{1b}[{paint}m{state}\u{1b}[0m")
    } else {
        state
    };
    let points = if task.max_points > Points::ZERO {
        format!(
            "  {}",
            message!("points-of", points = task.points, max = task.max_points).text(lang)
        )
    } else {
        String::new()
    };
    writeln!(out, "{:<32} {state}{points}", task.name())?;
    if task.verdict == TaskVerdict::Missing && !task.is_attempted() {
        return Ok(());
    }
    for output in task
        .outputs
        .iter()
        .filter(|o| o.verdict != TaskVerdict::Correct)
    {
        writeln!(
            out,
            "    {}: {}",
            output.output,
            describe(task, output, lang)
        )?;
    }
    for (found, outputs) in task.findings() {
        let id = found.id.as_ref().map(|id| format!(" [{id}]"));
        let of = (task.outputs.len() > 1).then(|| format!("{}: ", outputs.join(", ")));
        writeln!(
            out,
            "    {} {}{}{}",
            message!("looks-like").text(lang),
            of.unwrap_or_default(),
            found.hint,
            id.unwrap_or_default()
        )?;
    }
    Ok(())
}

fn describe(task: &TaskReport, output: &OutputReport, lang: Lang) -> String {
    match output.verdict {
        TaskVerdict::Missing => message!(
            "missing-key",
            key = format!("{}.{}", task.name(), output.output)
        )
        .text(lang),
        TaskVerdict::WrongShape => {
            let got = output
                .got_shape
                .as_deref()
                .map(number::shape)
                .unwrap_or_default();
            let both = message!(
                "shape-differs",
                expected = number::shape(&output.expected_shape),
                got = got
            )
            .text(lang);
            match &output.shape_cause {
                Some(cause) => format!("{both} {}", cause.explain(lang)),
                None => both,
            }
        }
        TaskVerdict::WrongDtype if output.reason.is_some() => {
            let reason = output.reason.as_ref().map(|r| r.text(lang));
            reason.unwrap_or_default().to_owned()
        }
        TaskVerdict::WrongDtype => message!(
            "dtype-differs",
            got = output.got_dtype.clone().unwrap_or_default()
        )
        .text(lang),
        // The server tells no numbers of one's own inputs.
        _ if output.within_tolerance.is_none() && output.worst_index.is_none() => {
            message!("check-off-blunt").text(lang)
        }
        _ => {
            let number = |value: Option<f64>| {
                value.map_or_else(|| "∞".to_owned(), |v| number::error(v, lang))
            };
            let index = output.worst_index.as_deref().unwrap_or_default();
            let index = index
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ");
            message!(
                "check-off",
                within = number::percent(output.within_tolerance.unwrap_or(0.0), lang),
                abs = number(output.max_abs_error),
                rel = number(output.max_rel_error),
                index = index
            )
            .text(lang)
        }
    }
}
