//! A practice pack, and answers checked by it.

use crate::cli::error::{CliError, Context as _, Result};
use judge::answers::keys::INPUTS;
use judge::answers::{InputsId, Opened};
use judge::arrays::Arrays;
use judge::key::AnswerKey as _;
use judge::pack::Pack;
use judge::report::Report;
use l10n::{Arg, Lang, Message, message, nearest};

/// Where a pack comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program carries it: the default course.
    Carried,
    /// The course on this server.
    Server(String),
}

/// A practice pack and where it comes from.
#[derive(Clone, Debug)]
pub struct Practice {
    /// The pack.
    pub pack: Pack,
    /// Where it comes from.
    pub origin: Origin,
}

impl Practice {
    /// Its seed, where it has this one; the first where none is told.
    ///
    /// # Errors
    /// When the pack has no such seed.
    pub fn seed(&self, asked: Option<u64>) -> Result<u64> {
        let seeds = &self.pack.sheet().seeds;
        let found = match asked {
            Some(asked) => seeds.iter().find(|seed| **seed == asked),
            None => seeds.first(),
        };
        found.copied().with_context(|| {
            let known = Arg::list(seeds.iter().map(ToString::to_string));
            message!(
                "practice-no-seed",
                seed = asked.unwrap_or_default().to_string(),
                known = known
            )
        })
    }

    /// The practice inputs of a seed as a file has them, under `task.input`.
    ///
    /// # Errors
    /// When the pack has no such seed.
    pub fn inputs(&self, seed: u64) -> Result<Arrays> {
        let seed = self.seed(Some(seed))?;
        let tasks = self.pack.inputs(seed).unwrap_or_default();
        let named = tasks.into_iter().flat_map(|(task, arrays)| {
            let arrays = arrays.iter();
            arrays.map(move |(name, array)| (format!("{task}.{name}"), array.clone()))
        });
        let mark = InputsId::practice(&self.pack.sheet().homework, seed).to_array();
        Ok(named.chain([(INPUTS.to_owned(), mark)]).collect())
    }

    /// The right answers to the practice inputs of a seed, under `task.output`.
    ///
    /// # Errors
    /// When the pack has no such seed.
    pub fn expected(&self, seed: u64) -> Result<Arrays> {
        let seed = self.seed(Some(seed))?;
        let of_task = |task: &str| {
            let key = self.pack.key(task, seed)?;
            let (truth, _) = key.truth()?;
            let named = truth.iter();
            let named = named.map(|(name, array)| (format!("{task}.{name}"), array.clone()));
            Some(named.collect::<Arrays>())
        };
        let tasks = self.pack.sheet().tasks.iter();
        Ok(tasks
            .filter_map(|sheet| of_task(&sheet.task))
            .flatten()
            .collect())
    }

    /// Checks answers to the practice inputs of a seed: the report that the server would give, in this language. `tasks` are names of tasks;
    /// none for all.
    ///
    /// # Errors
    /// When the pack has no such seed or task, or two keys mean one output.
    pub fn check(
        &self,
        seed: u64,
        answers: impl Into<Opened>,
        tasks: &[String],
        lang: Lang,
    ) -> Result<Report> {
        let seed = self.seed(Some(seed))?;
        let tasks = self.tasks(tasks)?;
        let sorted = self.pack.sort(answers, &tasks)?;
        let report = self.pack.grade(seed, &sorted, &tasks);
        let report = report.with_context(|| message!("cli-unexpected", error = "seed"))?;
        Ok(self.pack.in_language(report, lang))
    }

    /// The seed whose inputs these are: all of the tasks that they have arrays of.
    pub fn seed_of(&self, inputs: &Arrays) -> Option<u64> {
        let seeds = self.pack.sheet().seeds.iter().copied();
        seeds.into_iter().find(|seed| {
            let Ok(own) = self.inputs(*seed) else {
                return false;
            };
            let known = |(key, array): (&String, &_)| own.get(key).is_none_or(|o| o == array);
            inputs.keys().any(|key| own.contains_key(key)) && inputs.iter().all(known)
        })
    }

    /// Names of tasks without their homework.
    ///
    /// # Errors
    /// When there is no such task.
    pub fn tasks(&self, names: &[String]) -> Result<Vec<String>> {
        let sheet = self.pack.sheet();
        let known = |said: &String| {
            let name = said.rsplit('/').next().unwrap_or(said);
            let found = sheet.task(name).map(|task| task.task.clone());
            found.ok_or_else(|| self.no_task(said))
        };
        names.iter().map(known).collect()
    }

    /// There is no task of this name.
    pub fn no_task(&self, said: &str) -> CliError {
        let sheet = self.pack.sheet();
        let name = said.rsplit('/').next().unwrap_or(said);
        let (homework, tasks) = (sheet.homework.as_str(), sheet.tasks.iter());
        match nearest(name, tasks.map(|t| t.task.as_str())) {
            Some(near) => message!(
                "no-task-near",
                task = said,
                near = near,
                homework = homework
            ),
            None => message!("no-task", task = said, homework = homework),
        }
        .into()
    }

    /// Which practice inputs these are, in a sentence.
    pub fn which(&self, seed: u64) -> Message {
        let seed = seed.to_string();
        match &self.origin {
            Origin::Carried => message!("practice-carried", seed = seed),
            Origin::Server(url) => message!("practice-of-server", seed = seed, url = url.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{carried, homeworks};
    use super::*;

    #[test]
    fn every_pack_that_is_carried_can_be_read() {
        for name in homeworks() {
            let practice = carried(name).unwrap();
            assert_eq!(practice.pack.sheet().homework, name);
            assert!(!practice.inputs(4).unwrap().is_empty());
            assert!(practice.inputs(5).is_err());
        }
        assert!(carried("elbow").is_err());
    }

    #[test]
    fn inputs_are_recognised_by_their_numbers() {
        let practice = carried("gan").unwrap();
        let inputs = practice.inputs(3).unwrap();
        assert_eq!(practice.seed_of(&inputs), Some(3));
        let (key, _) = inputs.first_key_value().unwrap();
        let task = key.split('.').next().unwrap();
        let own = |(key, _): &(String, _)| key.split('.').next() == Some(task);
        let some: Arrays = inputs.clone().into_iter().filter(own).collect();
        assert_eq!(practice.seed_of(&some), Some(3));
        let mut others = inputs;
        let other = judge::arrays::Array::float(ndarray::arr0(0.5).into_dyn());
        others.insert(others.keys().next().unwrap().clone(), other);
        assert_eq!(practice.seed_of(&others), None);
    }
}
