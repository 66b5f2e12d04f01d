//! A pack, read from a stranger's bytes.

use super::error::PackError;
use super::key::PackKey;
use super::names;
use super::sheet::{FORMAT, Sheet};
use super::task::Kept;
use super::write::SHEET;
use crate::answers::keys::{self, Sorted};
use crate::answers::{AnswersError, Limits, Opened, read_beside};
use crate::arrays::Arrays;
use crate::grade::{grade_task, report};
use crate::port::{Port, numbers};
use crate::report::Report;
use l10n::Lang;
use std::collections::BTreeMap;

/// Practice seeds, of which there are a few.
const MOST_SEEDS: usize = 64;

/// A pack: what a homework asks for, with practice inputs and all known answers to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    sheet: Sheet,
    tasks: Vec<Kept>,
}

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let (mut arrays, sheet) = read_beside(bytes, SHEET, &Limits::given())?;
        let strange = |detail: String| PackError::Sheet { detail };
        let sheet = sheet.ok_or_else(|| strange(format!("no {SHEET}")))?;
        let sheet: Sheet =
            serde_json::from_slice(&sheet).map_err(|error| strange(error.to_string()))?;
        if sheet.format != FORMAT {
            return Err(PackError::Format {
                found: sheet.format,
            });
        }
        names::check(&sheet.homework)?;
        if sheet.seeds.is_empty() || sheet.seeds.len() > MOST_SEEDS {
            return Err(strange(format!("{} seeds", sheet.seeds.len())));
        }
        let tasks: Result<Vec<_>, _> = sheet
            .tasks
            .iter()
            .map(|task| Kept::take(task, sheet.seeds.len(), &mut arrays))
            .collect();
        Ok(Self {
            tasks: tasks?,
            sheet,
        })
    }

    /// What the homework asks for.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The practice inputs of every task for a seed of the pack, by task.
    pub fn inputs(&self, seed: u64) -> Option<BTreeMap<&str, &Arrays>> {
        let index = self.index(seed)?;
        let tasks = self.sheet.tasks.iter().zip(&self.tasks);
        let inputs = tasks.filter_map(|(sheet, kept)| {
            let (instance, _) = kept.instances.get(index)?;
            Some((sheet.task.as_str(), &instance.inputs))
        });
        Some(inputs.collect())
    }

    /// Where a seed stands in the pack.
    pub(super) fn index(&self, seed: u64) -> Option<usize> {
        self.sheet.seeds.iter().position(|known| *known == seed)
    }

    /// What is known of a task for the inputs of a seed.
    pub fn key(&self, task: &str, seed: u64) -> Option<PackKey<'_>> {
        let at = self.sheet.tasks.iter().position(|t| t.task == task)?;
        let (sheet, kept) = (self.sheet.tasks.get(at)?, self.tasks.get(at)?);
        Some(PackKey::new(
            &self.sheet.homework,
            sheet,
            kept,
            self.index(seed)?,
        ))
    }

    /// The arrays that a task is given and asked for.
    pub fn ports(&self, task: &str) -> Option<(&'static [Port], &'static [Port])> {
        let at = self.sheet.tasks.iter().position(|t| t.task == task)?;
        let kept = self.tasks.get(at)?;
        Some((kept.inputs, kept.outputs))
    }

    /// Sorts the arrays of an answers file by the tasks of the homework, or by some of them.
    ///
    /// # Errors
    /// As [`keys::sort`].
    pub fn sort(&self, file: impl Into<Opened>, only: &[String]) -> Result<Sorted, AnswersError> {
        let outputs = self.sheet.outputs();
        let chosen = |task: &str| only.is_empty() || only.iter().any(|name| name == task);
        // Keys are sorted by the whole homework, so that another task's key is not called unknown; a single array without a name can
        // only be meant for what was chosen.
        let file = file.into();
        let unnamed = file.arrays.len() == 1 && file.arrays.contains_key("");
        let tasks: Vec<(&str, &[&str])> = outputs
            .iter()
            .filter(|(task, _)| !unnamed || chosen(task))
            .map(|(task, outputs)| (*task, outputs.as_slice()))
            .collect();
        let mut sorted = keys::sort(file, &self.sheet.homework, &tasks)?;
        for (task, arrays) in &mut sorted.by_task {
            if let Some((_, outputs)) = self.ports(task) {
                numbers(arrays, outputs);
            }
        }
        Ok(sorted)
    }

    /// Grades answers to the practice inputs of a seed: every task, or some of them. Nothing where the pack has no such seed.
    pub fn grade(&self, seed: u64, answers: &Sorted, only: &[String]) -> Option<Report> {
        self.index(seed)?;
        let nothing = Arrays::new();
        let tasks = self.sheet.tasks.iter();
        let tasks = tasks.filter(|t| only.is_empty() || only.contains(&t.task));
        let reports = tasks.filter_map(|task| {
            let key = self.key(&task.task, seed)?;
            let got = answers.by_task.get(&task.task).unwrap_or(&nothing);
            Some(grade_task(&key, got))
        });
        Some(report(&self.sheet.homework, reports.collect(), answers))
    }

    /// A report on this homework with its hints in another language.
    #[must_use]
    pub fn in_language(&self, report: Report, lang: Lang) -> Report {
        report.in_language(lang, |task, mistake, lang| {
            let task = self.sheet.task(task.rsplit('/').next()?)?;
            task.hint(mistake, lang).map(ToOwned::to_owned)
        })
    }
}
