//! A report on the terminal.

use crate::grading::{OutputReport, Report, TaskReport, TaskVerdict};
use crate::points::Points;
use crate::web::format;
use crate::words::{Lang, say, say_with};
use std::io::{ErrorKind, IsTerminal as _, Write, stdout};

/// Writes a result to standard output as it is. A reader that has seen enough (`| head`) is no failure: what the command found still
/// decides its exit code.
pub fn put(text: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes a line of a result to standard output.
pub fn put_line(line: &impl std::fmt::Display) -> std::io::Result<()> {
    put(&format!("{line}\n"))
}

/// Prints a report for people; colours only on a terminal, and not where `NO_COLOR` is set.
pub fn print_report(report: &Report, lang: Lang) -> std::io::Result<()> {
    let colour =
        stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let mut text = Vec::new();
    write_report(&mut text, report, lang, colour)?;
    put(&String::from_utf8_lossy(&text))
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
        writeln!(out, "\n{}", say(lang, "check-practice"))?;
        for task in practice {
            write_task(out, task, lang, colour)?;
        }
    }
    if !report.unknown.is_empty() {
        writeln!(out, "\n{}", say(lang, "unknown-keys"))?;
        for unknown in &report.unknown {
            match &unknown.nearest {
                Some(nearest) => writeln!(
                    out,
                    "  {} — {} {nearest}?",
                    unknown.key,
                    say(lang, "did-you-mean")
                )?,
                None => writeln!(out, "  {}", unknown.key)?,
            }
        }
        if report.unknown_more > 0 {
            let more = crate::args! {"n" => report.unknown_more};
            writeln!(out, "  {}", say_with(lang, "unknown-more", &more))?;
        }
    }
    let wrong = graded
        .iter()
        .filter(|t| t.verdict != TaskVerdict::Correct)
        .count();
    let (points, max) = (report.points.show(lang), report.max_points.show(lang));
    let line = if wrong == 0 {
        say_with(
            lang,
            "report-answer-all",
            &crate::args! {"points" => points, "max" => max},
        )
    } else {
        say_with(
            lang,
            "report-answer",
            &crate::args! {"points" => points, "max" => max, "wrong" => wrong, "graded" => graded.len()},
        )
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
    let word = say(
        lang,
        &format!("verdict-{}", task.verdict.name().replace('_', "-")),
    );
    let state = format!("{} {word}", task.verdict.sign());
    let state = if colour {
        format!("\u{1b}[{paint}m{state}\u{1b}[0m")
    } else {
        state
    };
    let points = if task.max_points > Points::ZERO {
        format!(
            "  {}",
            say_with(
                lang,
                "points-of",
                &crate::args! {"points" => task.points.show(lang), "max" => task.max_points.show(lang)}
            )
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
    if let Some(mistake) = &task.mistake {
        writeln!(
            out,
            "    {} {} [{}]",
            say(lang, "looks-like"),
            mistake.hint,
            mistake.id
        )?;
    }
    Ok(())
}

fn describe(task: &TaskReport, output: &OutputReport, lang: Lang) -> String {
    match output.verdict {
        TaskVerdict::Missing => say_with(
            lang,
            "missing-key",
            &crate::args! {"key" => format!("{}.{}", task.name(), output.output)},
        ),
        TaskVerdict::WrongShape => {
            let got = output
                .got_shape
                .as_deref()
                .map(format::shape)
                .unwrap_or_default();
            let both = say_with(
                lang,
                "shape-differs",
                &crate::args! {"expected" => format::shape(&output.expected_shape), "got" => got},
            );
            match &output.shape_cause {
                Some(cause) => format!("{both} {}", format::shape_cause(cause, lang)),
                None => both,
            }
        }
        TaskVerdict::WrongDtype => say_with(
            lang,
            "dtype-differs",
            &crate::args! {"got" => output.got_dtype.clone().unwrap_or_default()},
        ),
        _ => {
            let number = |value: Option<f64>| {
                value.map_or_else(|| "∞".to_owned(), |v| format::error(v, lang))
            };
            let index = output.worst_index.as_deref().unwrap_or_default();
            let index = index
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ");
            say_with(
                lang,
                "check-off",
                &crate::args! {
                    "within" => format::percent(output.within_tolerance.unwrap_or(0.0), lang),
                    "abs" => number(output.max_abs_error),
                    "rel" => number(output.max_rel_error),
                    "index" => index,
                },
            )
        }
    }
}
