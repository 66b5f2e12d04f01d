//! A report on the terminal.

use super::output::{colour, put_painted};
use crate::form::Form;
use judge::points::Points;
use judge::report::{Found, OutputReport, Report, TaskReport, TaskVerdict, Unknown};
use l10n::{Explain as _, Lang, message, number, visible};
use std::io::Write;

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
    write_unknown(out, &report.unknown, report.unknown_more, lang)?;
    let wrong = graded
        .iter()
        .filter(|t| t.verdict != TaskVerdict::Correct)
        .count();
    let (points, max) = (report.points.show(lang), report.max_points.show(lang));
    let line = if graded.is_empty() {
        let right = report.tasks.iter();
        let right = right.filter(|t| t.verdict == TaskVerdict::Correct).count();
        message!(
            "report-answer-practice",
            right = right,
            all = report.tasks.len()
        )
        .text(lang)
    } else if wrong == 0 {
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

/// Keys that no task asks for.
fn write_unknown(
    out: &mut impl Write,
    unknown: &[Unknown],
    more: usize,
    lang: Lang,
) -> std::io::Result<()> {
    if unknown.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", message!("unknown-keys").text(lang))?;
    for unknown in unknown {
        let key = visible::name(&unknown.key);
        match &unknown.nearest {
            Some(nearest) => {
                let meant = message!("did-you-mean").text(lang);
                writeln!(out, "  {key} — {meant} {nearest}?")?;
            }
            None => writeln!(out, "  {key}")?,
        }
        if let Some(reason) = &unknown.reason {
            writeln!(out, "    {}", reason.text(lang))?;
        }
    }
    if more > 0 {
        writeln!(out, "  {}", message!("unknown-more", n = more).text(lang))?;
    }
    Ok(())
}

/// Prints what was found in a file whose answers are not judged.
pub fn print_form(form: &Form, lang: Lang) -> std::io::Result<()> {
    let mut text = Vec::new();
    write_form(&mut text, form, lang)?;
    put_painted(String::from_utf8_lossy(&text).trim_end_matches('\n'))
}

fn write_form(out: &mut impl Write, form: &Form, lang: Lang) -> std::io::Result<()> {
    for output in &form.outputs {
        let task = output.task.rsplit('/').next().unwrap_or_default();
        let key = format!("{task}.{}", output.output);
        let found = format!(
            "{} {}",
            output.found.sign(),
            output.found.message().text(lang)
        );
        let detail = match (&output.found, &output.expected_shape, &output.got_shape) {
            (Found::WrongShape, Some(expected), Some(got)) => {
                let (expected, got) = (number::shape(expected), number::shape(got));
                message!("shape-differs", expected = expected, got = got).text(lang)
            }
            (Found::WrongDtype, ..) if output.reason.is_some() => {
                let reason = output.reason.as_ref().map(|r| r.text(lang));
                reason.unwrap_or_default().to_owned()
            }
            (Found::WrongDtype, ..) => {
                message!("dtype-differs", got = output.got_dtype.unwrap_or_default()).text(lang)
            }
            (_, _, Some(got)) => number::shape(got),
            _ => String::new(),
        };
        writeln!(out, "{}", format!("{key:<40} {found}  {detail}").trim_end())?;
    }
    write_unknown(out, &form.unknown, form.unknown_more, lang)?;
    let fitting = form
        .outputs
        .iter()
        .filter(|o| o.found == Found::Fits)
        .count();
    let line = message!("form-answer", n = fitting, of = form.outputs.len());
    writeln!(out, "\n{}", line.text(lang))
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
            let (abs, rel) = (number(output.max_abs_error), number(output.max_rel_error));
            // A single number has no place, and is within its tolerance or not.
            if index.is_empty() {
                let off = message!("check-off-number", abs = abs, rel = rel).text(lang);
                return with_values(off, output, lang);
            }
            let index: Vec<String> = index.iter().map(ToString::to_string).collect();
            let off = message!(
                "check-off",
                within = number::percent(output.within_tolerance.unwrap_or(0.0), lang),
                abs = abs,
                rel = rel,
                index = index.join(", ")
            );
            with_values(off.text(lang), output, lang)
        }
    }
}

/// What is off, and which values it is about where they may be told.
fn with_values(off: String, output: &OutputReport, lang: Lang) -> String {
    let values = output.values(lang).map(|values| format!(": {values}"));
    off + &values.unwrap_or_default()
}
