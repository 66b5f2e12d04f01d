//! One automatic task of a homework.

use assignments::task::AnyTask;
use judge::arrays::Arrays;
use judge::points::Points;
use judge::port::Port;
use judge::symmetry::{Rule, Symmetry};
use judge::tolerance::Tolerance;
use judge::transformation::Transformation;
use l10n::Localized;
use l10n::text::Lang;
use std::collections::BTreeMap;

/// One automatic task of a homework.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The task of the catalogue.
    pub spec: &'static dyn AnyTask,
    /// What it gives; 0 for practice.
    pub points: Points,
    /// Whether its points come on top of the homework's maximum.
    pub bonus: bool,
    /// Whether right outputs of a task that is not wholly right earn their share.
    pub partial: bool,
    /// Tolerances other than the task's own, by output.
    pub tolerances: BTreeMap<String, Tolerance>,
    /// Freedoms other than the task's own, by output.
    pub orders: BTreeMap<String, Order>,
    /// Sizes other than the task's own.
    pub sizes: BTreeMap<String, usize>,
    /// Mistakes that the config names, beside the task's own.
    pub mistakes: Vec<NamedMistake>,
}

/// A mistake that a config names.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedMistake {
    /// Its name within the task.
    pub name: String,
    /// The sentence that helps to find it.
    pub hint: Localized,
    /// What it makes of the right answer, by output; the others stay right.
    pub like: BTreeMap<String, Transformation>,
}

impl NamedMistake {
    /// What one answers who makes it.
    pub fn answer(&self, right: &Arrays) -> Arrays {
        let mut answer = right.clone();
        for (output, like) in &self.like {
            if let Some(array) = answer.get_mut(output) {
                *array = like.of(array);
            }
        }
        answer
    }
}

impl Task {
    /// A task of the catalogue for practice, under its own rules.
    pub fn practice(spec: &'static dyn AnyTask) -> Self {
        Self {
            spec,
            points: Points::ZERO,
            bonus: false,
            partial: true,
            tolerances: BTreeMap::new(),
            orders: BTreeMap::new(),
            sizes: BTreeMap::new(),
            mistakes: Vec::new(),
        }
    }

    /// The names of all known mistakes: the task's own, then those of the config.
    pub fn mistake_names(&self) -> Vec<&str> {
        let own = self.spec.mistakes().into_iter().map(|m| m.id);
        own.chain(self.mistakes.iter().map(|m| m.name.as_str()))
            .collect()
    }

    /// What each mistake of the config answers where this is right.
    pub fn named_answers(&self, right: &Arrays) -> Vec<Arrays> {
        self.mistakes.iter().map(|m| m.answer(right)).collect()
    }

    /// The sentence of a mistake.
    pub fn hint(&self, mistake: &str, lang: Lang) -> Option<&str> {
        let mut own = self.spec.mistakes().into_iter();
        let named = || self.mistakes.iter().find(|m| m.name == mistake);
        own.find(|m| m.id == mistake)
            .map(|m| m.hint.get(lang))
            .or_else(|| Some(named()?.hint.get(lang)))
    }

    /// Its name within the homework.
    pub fn name(&self) -> &'static str {
        self.spec.name()
    }

    /// Whether it counts towards the grade.
    pub fn is_graded(&self) -> bool {
        self.points > Points::ZERO
    }

    /// How one output is judged: as the config says, else as the task itself does. Whole outputs are always exact.
    pub fn rule(&self, port: &Port) -> Rule<'_> {
        let tolerance = self.tolerances.get(port.name);
        let order = self.orders.get(port.name);
        Rule {
            tolerance: tolerance
                .copied()
                .unwrap_or_else(|| self.spec.tolerance(port.name)),
            symmetry: order.map_or_else(|| self.spec.symmetry(port.name), Order::as_symmetry),
        }
    }
}

/// A freedom of order or sign, set by a config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Element by element.
    Exact,
    /// Up to one common sign.
    UpToSign,
    /// Up to the order of the slices of this axis.
    UpToPermutation(String),
}

impl Order {
    /// As the comparison takes it.
    pub fn as_symmetry(&self) -> Symmetry<'_> {
        match self {
            Self::Exact => Symmetry::Exact,
            Self::UpToSign => Symmetry::Sign,
            Self::UpToPermutation(axis) => Symmetry::Permutation(axis),
        }
    }
}
