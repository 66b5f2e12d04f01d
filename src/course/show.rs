//! A course as a file: everything that holds, said; what the tasks themselves bring stands in comments.

use super::dates::{Edge, written};
use super::model::{Course, Homework, Late, Manual, Task, Words};
use super::policy::{REVEALS, percent};
use super::tasks::order_word;
use assignments::contract::{AnyTask, Tolerance};
use std::fmt::{self, Write};

impl Course {
    /// The effective config with every default filled in; reading it gives the same course.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = write_course(&mut out, self);
        out
    }
}

fn write_course(out: &mut String, course: &Course) -> fmt::Result {
    writeln!(out, "title = {}", words(&course.title))?;
    let zone = course.time_zone.iana_name().unwrap_or("UTC");
    writeln!(out, "time_zone = {}", quoted(zone))?;
    writeln!(out, "final_grade = {}", quoted(course.grade.text()))?;
    writeln!(out, "\n[exam]\nmax_points = \"{}\"", course.exam_max)?;
    for homework in &course.homeworks {
        write_homework(out, homework)?;
    }
    for expect in &course.expects {
        writeln!(out, "\n[[expect]]\n{}", super::expect::written(expect))?;
    }
    Ok(())
}

fn write_homework(out: &mut String, homework: &Homework) -> fmt::Result {
    writeln!(out, "\n[[homework]]\nid = {}", quoted(&homework.name))?;
    writeln!(out, "title = {}", words(&homework.title))?;
    writeln!(out, "max_points = \"{}\"", homework.max_points)?;
    let dates = [
        ("opens", homework.opens, Edge::Start),
        ("deadline", homework.deadline, Edge::End),
        ("closes", homework.closes, Edge::End),
    ];
    for (key, at, edge) in dates {
        if let Some(at) = at {
            writeln!(out, "{key} = {}", written(at, &homework.time_zone, edge))?;
        }
    }
    match homework.late {
        // Without a deadline the rule says nothing, and saying it would be warned of.
        Late::Refused if homework.deadline.is_none() => {}
        Late::Refused => writeln!(out, "late = \"refused\"")?,
        Late::Free => writeln!(out, "late = \"free\"")?,
        Late::PerDay { share, most } => {
            let (share, most) = (percent(share), percent(most));
            writeln!(out, "late = {{ per_day = \"{share}\", most = \"{most}\" }}")?;
        }
    }
    match homework.attempts {
        Some(attempts) => writeln!(out, "attempts = {attempts}")?,
        None => writeln!(out, "attempts = \"unlimited\"")?,
    }
    if let Some((name, _)) = REVEALS.iter().find(|(_, r)| *r == homework.reveal) {
        writeln!(out, "reveal = \"{name}\"")?;
    }
    writeln!(out, "hints_from_attempt = {}", homework.hints_from_attempt)?;
    writeln!(out, "storage_mib = {}", homework.storage_mib)?;
    write_lists(out, homework)
}

fn write_lists(out: &mut String, homework: &Homework) -> fmt::Result {
    let (graded, practice): (Vec<_>, Vec<_>) = homework.tasks.iter().partition(|t| t.is_graded());
    // An empty list is said too: a missing one would mean the homework's own.
    if graded.is_empty() {
        writeln!(out, "task = []")?;
    }
    if homework.manual.is_empty() {
        writeln!(out, "manual = []")?;
    }
    if !practice.is_empty() {
        let names: Vec<_> = practice.iter().map(|t| t.name.as_str()).collect();
        writeln!(out, "# practice: {}", names.join(", "))?;
    }
    for task in graded {
        write_task(out, homework, task)?;
    }
    for item in &homework.manual {
        write_manual(out, item)?;
    }
    Ok(())
}

fn write_task(out: &mut String, homework: &Homework, task: &Task) -> fmt::Result {
    writeln!(out, "\n[[homework.task]]\nid = {}", quoted(&task.name))?;
    writeln!(out, "points = \"{}\"", task.points)?;
    writeln!(out, "bonus = {}\npartial = {}", task.bonus, task.partial)?;
    for (output, tolerance) in &task.tolerances {
        writeln!(out, "tolerances.{output} = {}", show_tolerance(*tolerance))?;
    }
    for (output, order) in &task.orders {
        writeln!(out, "order.{output} = {}", quoted(&order_word(order)))?;
    }
    for (size, length) in &task.sizes {
        writeln!(out, "sizes.{size} = {length}")?;
    }
    match assignments::catalogue::task(&format!("{}/{}", homework.name, task.name)) {
        Some(any) => write_own(out, any, task),
        None => Ok(()),
    }
}

/// What the task itself brings, as comments.
fn write_own(out: &mut String, any: &dyn AnyTask, task: &Task) -> fmt::Result {
    for port in any.outputs() {
        let own = any.tolerance(port.name);
        if !task.tolerances.contains_key(port.name) && own != Tolerance::EXACT {
            writeln!(out, "# tolerances.{} = {}", port.name, show_tolerance(own))?;
        }
    }
    for size in any
        .sizes()
        .iter()
        .filter(|s| !task.sizes.contains_key(s.name))
    {
        writeln!(out, "# sizes.{} = {}", size.name, size.default)?;
    }
    Ok(())
}

fn write_manual(out: &mut String, item: &Manual) -> fmt::Result {
    writeln!(out, "\n[[homework.manual]]\nid = {}", quoted(&item.name))?;
    writeln!(out, "title = {}", words(&item.title))?;
    writeln!(out, "statement = {}", words(&item.statement))?;
    writeln!(out, "points = \"{}\"\nbonus = {}", item.points, item.bonus)?;
    for criterion in &item.rubric {
        writeln!(
            out,
            "\n[[homework.manual.criterion]]\nid = {}",
            quoted(&criterion.name)
        )?;
        writeln!(out, "text = {}", words(&criterion.text))?;
        writeln!(out, "points = \"{}\"", criterion.points)?;
    }
    Ok(())
}

fn words(words: &Words) -> String {
    format!(
        "{{ en = {}, ru = {} }}",
        quoted(&words.en),
        quoted(&words.ru)
    )
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn show_tolerance(tolerance: Tolerance) -> String {
    format!(
        "{{ rtol = {:e}, atol = {:e} }}",
        tolerance.rtol, tolerance.atol
    )
}
