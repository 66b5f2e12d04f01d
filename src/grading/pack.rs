//! The practice pack of a homework: what a course asks for, with practice inputs and all known answers to them.

use super::inputs::draw_task_inputs;
use super::run::run_task;
use crate::course::{Course, Homework, Manual, Task};
use assignments::draw::seed;
use assignments::statement::Statement;
use assignments::task::{Size, Sizes};
use judge::pack::{
    Instance, ItemSheet, MistakeSheet, OutputSheet, PRACTICE_SEEDS, PortSheet, Sheet, SizeSheet,
    TaskSheet, write,
};
use judge::port::Port;
use l10n::{Lang, Localized};
use rayon::prelude::*;

/// The practice pack of a homework of a course.
pub fn pack(course: &Course, homework: &Homework) -> Vec<u8> {
    let tasks = homework.tasks.par_iter();
    let instances: Vec<Vec<Instance>> = tasks.map(instances).collect();
    write(&sheet(course, homework), &instances)
}

/// One instance a practice seed; none where the task's mathematics fails on one of them, which is a fault of ours.
fn instances(task: &Task) -> Vec<Instance> {
    let instance = |number: &u64| {
        let inputs = draw_task_inputs(task, seed(*number));
        let solved = run_task(task.spec, |known| known.solve(&inputs));
        let (truth, mut mistaken) = solved.ok()?;
        mistaken.extend(task.named_answers(&truth));
        Some(Instance {
            inputs,
            truth,
            mistaken,
        })
    };
    let all: Option<Vec<Instance>> = PRACTICE_SEEDS.iter().map(instance).collect();
    all.unwrap_or_default()
}

/// What a homework of a course asks for.
pub fn sheet(course: &Course, homework: &Homework) -> Sheet {
    let [en, ru] = Lang::ALL.map(|lang| homework.listed.statement(lang));
    Sheet {
        format: judge::pack::FORMAT,
        homework: homework.name().to_owned(),
        title: homework.title.clone(),
        introduction: both(en.introduction, ru.introduction),
        max_points: homework.max_points,
        course: course.title.clone(),
        final_grade: course.grade.text().to_owned(),
        course_points: Some(course.max_points() + course.bonus_points()),
        seeds: PRACTICE_SEEDS.to_vec(),
        tasks: homework
            .tasks
            .iter()
            .map(|t| of_task(t, &en, &ru))
            .collect(),
        manual: homework.manual.iter().map(item).collect(),
    }
}

fn of_task(task: &Task, en: &Statement, ru: &Statement) -> TaskSheet {
    let (en, ru) = (en.section(task.name()), ru.section(task.name()));
    let sizes = Sizes::of(task.spec.sizes(), &task.sizes);
    let size = |size: &Size| SizeSheet {
        name: size.name.to_owned(),
        value: sizes.get(size.name),
        default: size.default,
        min: size.min,
        max: size.max,
    };
    let output = |port: &Port| {
        let rule = task.rule(port);
        OutputSheet {
            port: PortSheet::from(port),
            rtol: rule.tolerance.rtol,
            atol: rule.tolerance.atol,
            order: rule.symmetry.into(),
        }
    };
    let mistakes = task.spec.mistakes();
    let mistakes = mistakes.iter().map(|known| MistakeSheet {
        id: known.id.to_owned(),
        hint: both(known.hint.en, known.hint.ru),
    });
    let named = task.mistakes.iter().map(|named| MistakeSheet {
        id: named.name.clone(),
        hint: named.hint.clone(),
    });
    TaskSheet {
        task: task.name().to_owned(),
        title: both(
            en.map_or(task.name(), |s| s.title),
            ru.map_or(task.name(), |s| s.title),
        ),
        statement: both(en.map_or("", |s| s.body), ru.map_or("", |s| s.body)),
        lectures: task.spec.lectures().to_vec(),
        points: task.points,
        bonus: task.bonus,
        partial: task.partial,
        sizes: task.spec.sizes().iter().map(size).collect(),
        inputs: task.spec.inputs().iter().map(PortSheet::from).collect(),
        outputs: task.spec.outputs().iter().map(output).collect(),
        mistakes: mistakes.chain(named).collect(),
    }
}

fn item(item: &Manual) -> ItemSheet {
    ItemSheet {
        title: item.title.clone(),
        statement: item.statement.clone(),
        points: item.points,
        bonus: item.bonus,
    }
}

fn both(en: &str, ru: &str) -> Localized {
    Localized {
        en: en.to_owned(),
        ru: ru.to_owned(),
    }
}

#[cfg(test)]
mod tests;
