//! `dgm tasks`: what there is to do.

use super::error::Result;
use super::output::{put_file, put_json};
use super::{Format, Outcome, Voice};
use crate::practice;
use judge::arrays::Kind;
use judge::pack::{OutputSheet, PortSheet, Sheet, TaskSheet};
use l10n::message;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Which part of it.
#[derive(clap::Args)]
pub struct Args {
    /// HOMEWORK or HOMEWORK/TASK; everything where it is left out.
    name: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    match args.name.as_deref() {
        Some(name) if name.contains('/') => one(name, voice)?,
        Some(name) => list(&[practice::homework(name)?], voice)?,
        None => list(&practice::homeworks().collect::<Vec<_>>(), voice)?,
    }
    Ok(Outcome::Right)
}

fn list(homeworks: &[&str], voice: Voice) -> Result<()> {
    let (mut out, mut tasks) = (String::new(), Vec::new());
    for name in homeworks {
        let practice = practice::find(name, voice.lang)?;
        let sheet = practice.pack.sheet();
        writeln!(out, "{name}: {}", sheet.title.get(voice.lang))?;
        for task in &sheet.tasks {
            let title = task.title.get(voice.lang);
            writeln!(out, "  {:<32} {title}", task.task)?;
            tasks.push(summary(sheet, task, voice));
        }
    }
    match voice.format {
        Format::Text => put_file(&out)?,
        Format::Json => put_json(&json!({ "tasks": tasks }))?,
    }
    Ok(())
}

fn one(id: &str, voice: Voice) -> Result<()> {
    let (homework, name) = id.split_once('/').unwrap_or((id, ""));
    let practice = practice::find(practice::homework(homework)?, voice.lang)?;
    let sheet = practice.pack.sheet();
    let task = sheet.task(name).ok_or_else(|| practice.no_task(id))?;
    if voice.format == Format::Json {
        return Ok(put_json(&summary(sheet, task, voice))?);
    }
    let mut out = String::new();
    writeln!(out, "{id}: {}\n", task.title.get(voice.lang))?;
    writeln!(out, "{}\n", task.statement.get(voice.lang))?;
    writeln!(out, "{}", message!("inputs").text(voice.lang))?;
    for port in &task.inputs {
        writeln!(out, "{}", line(task, port))?;
    }
    writeln!(out, "{}", message!("outputs").text(voice.lang))?;
    for output in &task.outputs {
        let allowed = if output.port.kind() == Some(Kind::Int) {
            message!("tolerance-exact").text(voice.lang)
        } else {
            format!("rtol {:e}, atol {:e}", output.rtol, output.atol)
        };
        writeln!(out, "{}  {allowed}", line(task, &output.port))?;
    }
    Ok(put_file(&out)?)
}

fn line(task: &TaskSheet, port: &PortSheet) -> String {
    let key = format!("{}.{}", task.task, port.name);
    format!("  {key:<28} {:<8} ({})", port.dtype, port.axes.join(", "))
}

fn summary(sheet: &Sheet, task: &TaskSheet, voice: Voice) -> Value {
    let port = |p: &PortSheet| {
        let key = format!("{}.{}", task.task, p.name);
        json!({ "name": p.name, "key": key, "dtype": p.dtype, "axes": p.axes })
    };
    let output = |o: &OutputSheet| {
        let mut value = port(&o.port);
        if let Some(object) = value.as_object_mut() {
            object.insert("rtol".to_owned(), json!(o.rtol));
            object.insert("atol".to_owned(), json!(o.atol));
        }
        value
    };
    json!({
        "task": format!("{}/{}", sheet.homework, task.task),
        "title": task.title.get(voice.lang),
        "points": task.points,
        "lectures": task.lectures,
        "inputs": task.inputs.iter().map(port).collect::<Vec<_>>(),
        "outputs": task.outputs.iter().map(output).collect::<Vec<_>>(),
        "sizes": task.sizes,
    })
}
