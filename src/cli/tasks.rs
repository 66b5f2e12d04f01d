//! `dgm tasks`: the catalogue.

use super::error::Result;
use super::files::{homework_name, no_task};
use super::output::{put_file, put_json};
use super::{Format, Outcome, Voice};
use crate::message;
use assignments::catalogue;
use assignments::judge::arrays::Kind;
use assignments::judge::port::Port;
use assignments::task::AnyTask;
use serde_json::json;
use std::fmt::Write as _;

/// Which part of the catalogue.
#[derive(clap::Args)]
pub struct Args {
    /// HOMEWORK or HOMEWORK/TASK; everything where it is left out.
    name: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    match args.name.as_deref() {
        Some(name) if name.contains('/') => one(name, voice)?,
        Some(name) => list(&[homework_name(name)?], voice)?,
        None => list(&catalogue::HOMEWORKS.iter().collect::<Vec<_>>(), voice)?,
    }
    Ok(Outcome::Right)
}

fn list(homeworks: &[&catalogue::Homework], voice: Voice) -> Result<()> {
    if voice.format == Format::Json {
        let tasks: Vec<_> = homeworks
            .iter()
            .flat_map(|h| h.tasks.iter().map(|t| summary(*t, voice)))
            .collect();
        return Ok(put_json(&json!({ "tasks": tasks }))?);
    }
    let mut out = String::new();
    for homework in homeworks {
        let statement = homework.statement(voice.lang);
        writeln!(out, "{}: {}", homework.name, statement.title)?;
        for task in homework.tasks {
            let title = statement.section(task.name()).map_or("", |s| s.title);
            writeln!(out, "  {:<32} {title}", task.name())?;
        }
    }
    Ok(put_file(&out)?)
}

fn one(id: &str, voice: Voice) -> Result<()> {
    let (homework, _) = id.split_once('/').unwrap_or((id, ""));
    let homework = homework_name(homework)?;
    let name = id.rsplit('/').next().unwrap_or(id);
    let task = catalogue::task(id).ok_or_else(|| no_task(homework, id, name))?;
    if voice.format == Format::Json {
        return Ok(put_json(&summary(task, voice))?);
    }
    let section = homework.statement(voice.lang).section(task.name());
    let mut out = String::new();
    writeln!(out, "{id}: {}\n", section.map_or("", |s| s.title))?;
    writeln!(out, "{}\n", section.map_or("", |s| s.body))?;
    let (inputs, outputs) = (message!("inputs"), message!("outputs"));
    for (heading, ports, compared) in [
        (inputs, task.inputs(), false),
        (outputs, task.outputs(), true),
    ] {
        writeln!(out, "{}", heading.text(voice.lang))?;
        for port in ports {
            let tolerance = task.tolerance(port.name);
            let allowed = match port.kind {
                _ if !compared => String::new(),
                Kind::Int => format!("  {}", message!("tolerance-exact").text(voice.lang)),
                Kind::Float => format!("  rtol {:e}, atol {:e}", tolerance.rtol, tolerance.atol),
            };
            writeln!(
                out,
                "  {:<28} {:<8} ({}){allowed}",
                format!("{}.{}", task.name(), port.name),
                port.kind.dtype(),
                port.axes.join(", ")
            )?;
        }
    }
    Ok(put_file(&out)?)
}

fn summary(task: &dyn AnyTask, voice: Voice) -> serde_json::Value {
    let section = catalogue::homework(task.homework())
        .and_then(|h| h.statement(voice.lang).section(task.name()));
    let port = |p: &Port| json!({ "name": p.name, "key": format!("{}.{}", task.name(), p.name), "dtype": p.kind.dtype().name(), "axes": p.axes });
    let output = |p: &Port| {
        let tolerance = task.tolerance(p.name);
        let mut value = port(p);
        if let Some(object) = value.as_object_mut() {
            object.insert("rtol".to_owned(), json!(tolerance.rtol));
            object.insert("atol".to_owned(), json!(tolerance.atol));
        }
        value
    };
    json!({
        "task": task.id(),
        "title": section.map_or("", |s| s.title),
        "lectures": task.lectures(),
        "inputs": task.inputs().iter().map(port).collect::<Vec<_>>(),
        "outputs": task.outputs().iter().map(output).collect::<Vec<_>>(),
        "sizes": task.sizes().iter().map(|s| json!({ "name": s.name, "default": s.default, "min": s.min, "max": s.max })).collect::<Vec<_>>(),
    })
}
