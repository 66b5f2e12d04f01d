//! Which inputs answers are for: by the names in their file where none of this homework is among them, by its mark, else by the practice
//! inputs that they are right for.

use super::carried::{carried, homeworks};
use super::pack::Practice;
use crate::cli::error::{Context as _, Result};
use judge::answers::InputsId;
use judge::answers::keys::Sorted;
use judge::grade::is_small;
use judge::names::KnownNames;
use judge::pack::Pack;
use judge::report::{Report, TaskVerdict, Which, WhichInputs};
use l10n::{Lang, Message, message};

/// So many practice seeds are known by their marks, whether their inputs are here or not.
const KNOWN_SEEDS: u64 = 100;

/// Which inputs answers are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Belonging {
    /// Practice inputs of this seed, by the mark.
    Marked(u64),
    /// Practice inputs of this seed: much is right for them, and for no others.
    Fitting(u64),
    /// Practice inputs of another homework, by the mark.
    OtherHomework(&'static str),
    /// Inputs of a homework or answers of another one, by the names.
    Named(WhichInputs),
    /// Inputs that are no practice inputs, by the mark: most likely the student's own.
    Elsewhere,
    /// There are no answers.
    Nothing,
    /// Nothing tells: there is no mark, and too little is right for any practice inputs here.
    Untold,
}

impl Practice {
    /// Which inputs these answers are for. `tasks` are names of tasks; none for all.
    ///
    /// # Errors
    /// When the pack is damaged.
    pub fn belonging(&self, sorted: &Sorted, tasks: &[String]) -> Result<Belonging> {
        let sheet = self.pack.sheet();
        if sorted.by_task.is_empty()
            && let Some(other) = self.named(sorted)?
        {
            return Ok(Belonging::Named(other));
        }
        if let Some(mark) = sorted.inputs.as_ref().and_then(InputsId::of) {
            let seed_of = |homework: &str| {
                (0..KNOWN_SEEDS).find(|seed| InputsId::practice(homework, *seed).is_meant_by(mark))
            };
            if let Some(seed) = seed_of(&sheet.homework) {
                return Ok(Belonging::Marked(seed));
            }
            let mut others = homeworks().filter(|name| *name != sheet.homework);
            let other = others.find(|name| seed_of(name).is_some());
            return Ok(other.map_or(Belonging::Elsewhere, Belonging::OtherHomework));
        }
        if sorted.by_task.is_empty() {
            return Ok(Belonging::Nothing);
        }
        let mut reports = Vec::new();
        for seed in &sheet.seeds {
            reports.push((*seed, self.graded(*seed, sorted, tasks)?));
        }
        Ok(fitting(&reports).map_or(Belonging::Untold, Belonging::Fitting))
    }

    /// What a file without any output of this homework is by its names.
    fn named(&self, sorted: &Sorted) -> Result<Option<WhichInputs>> {
        let names = sorted.unknown.iter().map(|unknown| &unknown.key);
        let own = self.pack.sheet().homework.as_str();
        let mut all = Vec::new();
        for name in homeworks() {
            let known = |pack: &Pack| {
                let tasks = pack.sheet().tasks.iter().filter_map(|task| {
                    let (inputs, outputs) = pack.ports(&task.task)?;
                    Some((task.task.as_str(), inputs, outputs))
                });
                KnownNames::of(names.clone(), name, &tasks.collect::<Vec<_>>())
            };
            all.push(if name == own {
                known(&self.pack)
            } else {
                known(&carried(name)?.pack)
            });
        }
        Ok(KnownNames::of_another(&all, own))
    }

    /// The report on answers to the inputs of a seed, in the words of the pack.
    ///
    /// # Errors
    /// When the pack has no such seed.
    pub fn graded(&self, seed: u64, sorted: &Sorted, tasks: &[String]) -> Result<Report> {
        let report = self.pack.grade(seed, sorted, tasks);
        report.with_context(|| message!("cli-unexpected", error = "seed"))
    }
}

/// The seed that answers are right for. What is right for several seeds, such as a mask that depends on one size, does not tell; a few
/// numbers may be right by chance, so that half of what is given has to be, or an output of some length.
fn fitting(reports: &[(u64, Report)]) -> Option<u64> {
    let outputs = |(seed, report): &'_ (u64, Report)| {
        let outputs = report.tasks.iter().flat_map(|task| &task.outputs);
        let told = outputs.map(|output| (output.verdict, is_small(&output.expected_shape)));
        (*seed, told.collect::<Vec<_>>())
    };
    // The same outputs in the same order, whatever the seed.
    let all: Vec<_> = reports.iter().map(outputs).collect();
    let is_right = |place: usize, outputs: &[(TaskVerdict, bool)]| {
        outputs.get(place).map(|(verdict, _)| *verdict) == Some(TaskVerdict::Correct)
    };
    let tells = |place: usize| all.iter().filter(|(_, of)| is_right(place, of)).count() == 1;
    let evidence = |(seed, outputs): &(u64, Vec<(TaskVerdict, bool)>)| {
        let right = || (0..outputs.len()).filter(|at| is_right(*at, outputs) && tells(*at));
        let given = outputs
            .iter()
            .filter(|(verdict, _)| *verdict != TaskVerdict::Missing);
        let is_enough = 2 * right().count() >= given.count() || right().any(|at| !outputs[at].1);
        (right().count(), *seed, is_enough)
    };
    let evidence = all.iter().map(evidence);
    let enough = evidence.filter(|(right, _, is_enough)| *right > 0 && *is_enough);
    // Of seeds that fit as well the first is the likeliest.
    let best = enough.rev().max_by_key(|(right, ..)| *right);
    best.map(|(_, seed, _)| seed)
}

impl Belonging {
    /// What is to be said of it before the report, where the answers are checked against this seed; `is_asked` says that the command
    /// line names the seed.
    pub fn note(&self, seed: u64, is_asked: bool) -> Option<Message> {
        let seed = seed.to_string();
        match self {
            Self::Marked(own) | Self::Fitting(own) if own.to_string() == seed => None,
            Self::Marked(own) | Self::Fitting(own) => {
                let own = own.to_string();
                Some(message!("practice-other-seed", own = own, seed = seed))
            }
            Self::OtherHomework(name) => Some(message!("which-other-homework", homework = *name)),
            Self::Named(which) => which.message(),
            Self::Elsewhere => Some(message!("practice-not-these", seed = seed)),
            Self::Nothing => None,
            Self::Untold if is_asked => None,
            Self::Untold => Some(message!("practice-nothing-fits", seed = seed)),
        }
    }

    /// The same of these answers as reports have it.
    pub fn which(&self, sorted: &Sorted, lang: Lang) -> WhichInputs {
        let (mut which, by_mark) = match self {
            Self::Marked(seed) => (WhichInputs::practice(*seed), true),
            Self::Fitting(seed) => (WhichInputs::practice(*seed), false),
            Self::OtherHomework(name) => {
                (WhichInputs::of_homework(Which::OtherHomework, name), true)
            }
            Self::Named(which) => (which.clone(), false),
            Self::Elsewhere => (WhichInputs::of(Which::Other), true),
            Self::Nothing | Self::Untold => (WhichInputs::default(), false),
        };
        which.by_mark = by_mark;
        let mark = sorted.inputs.as_ref();
        which.unusable_mark = mark.is_some_and(|mark| InputsId::of(mark).is_none());
        which.translate(lang);
        which
    }
}

#[cfg(test)]
mod tests {
    use super::fitting;
    use judge::answers::keys::Sorted;
    use judge::grade::report;
    use judge::points::Points;
    use judge::report::{OutputReport, Report, TaskReport, TaskVerdict};

    /// A report on outputs, each `+` right, `-` wrong or ` ` missing; the last one is long.
    fn told(outputs: &str) -> Report {
        let last = outputs.len() - 1;
        let output = |(place, sign)| {
            let verdict = match sign {
                '+' => TaskVerdict::Correct,
                '-' => TaskVerdict::Wrong,
                _ => TaskVerdict::Missing,
            };
            let expected_shape = if place == last { vec![4, 5] } else { vec![] };
            OutputReport {
                expected_shape,
                ..OutputReport::bare("x", verdict)
            }
        };
        let outputs = outputs.chars().enumerate().map(output).collect();
        let task = TaskReport {
            outputs,
            ..TaskReport::bare("elbo/gaussian_kl", TaskVerdict::Wrong, Points::ZERO)
        };
        report("elbo", vec![task], &Sorted::default())
    }

    #[test]
    fn answers_are_for_the_seed_that_alone_they_are_right_for() {
        for (outputs, seed) in [
            (["----", "----"], None),
            (["++--", "----"], Some(0)),
            // What is right for both does not tell, and one small number of four is chance.
            (["+---", "+---"], None),
            (["++++", "+---"], Some(0)),
            (["-+--", "----"], None),
            (["----", "---+"], Some(1)),
            // What is missing counts for nothing.
            (["----", " +- "], Some(1)),
            // Of two that fit as well the first is taken, else the better one.
            (["++--", "--++"], Some(0)),
            (["+---", "-+++"], Some(1)),
        ] {
            let reports = outputs.map(told);
            let reports: Vec<_> = (0..).zip(reports).collect();
            assert_eq!(fitting(&reports), seed, "{outputs:?}");
        }
    }
}
