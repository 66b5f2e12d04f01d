//! The face of a task that everybody else sees: inputs and outputs are named arrays.

use super::contract::{Rng, Task};
use super::inputs_error::{Domain, InputsError};
use super::ports::Ports;
use super::sizes::{Size, Sizes};
use crate::statement;
use judge::arrays::{Array, Arrays, Kind};
use judge::port::Port;
use judge::symmetry::{Rule, Symmetry};
use judge::tolerance::Tolerance;
use l10n::text::Text;
use std::marker::PhantomData;

/// A known mistake as everybody else sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MistakeInfo {
    /// Its name within the task.
    pub id: &'static str,
    /// The sentence that helps to find it; it holds no value of the answer. `$…$` is a formula.
    pub hint: Text,
}

/// A promise, and whether given inputs keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromiseInfo {
    /// The sentence of the statement.
    pub sentence: Text,
    /// Whether the inputs keep it.
    pub is_kept: bool,
}

/// A right answer, and that of every mistake in the order of [`AnyTask::mistakes`].
pub type Solution = (Arrays, Vec<Arrays>);

/// A task whose inputs and outputs are named arrays.
pub trait AnyTask: Send + Sync {
    /// `homework/task`.
    fn id(&self) -> &'static str;
    /// The homework's name.
    fn homework(&self) -> &'static str {
        self.id()
            .split_once('/')
            .map_or("", |(homework, _)| homework)
    }
    /// The task's name within its homework.
    fn name(&self) -> &'static str {
        self.id().split_once('/').map_or("", |(_, name)| name)
    }
    /// The leading doc comment of the task's file, as Markdown.
    fn manual(&self) -> String;
    /// The task's file.
    fn source(&self) -> &'static str;
    /// The lectures it belongs to.
    fn lectures(&self) -> &'static [u8];
    /// The sizes a config may set.
    fn sizes(&self) -> &'static [Size];
    /// What the student is given.
    fn inputs(&self) -> &'static [Port];
    /// What the student computes.
    fn outputs(&self) -> &'static [Port];
    /// The default tolerance of an output; exact for whole ones.
    fn tolerance(&self, output: &str) -> Tolerance;
    /// The freedom of an output.
    fn symmetry(&self, output: &str) -> Symmetry<'static>;
    /// How an output is judged by default.
    fn rule(&self, port: &Port) -> Rule<'static> {
        Rule {
            tolerance: self.tolerance(port.name),
            symmetry: self.symmetry(port.name),
        }
    }
    /// Whether its small outputs may be found by trying.
    fn has_few_values(&self) -> bool;
    /// The known mistakes.
    fn mistakes(&self) -> Vec<MistakeInfo>;
    /// The promises, and whether these inputs keep them.
    ///
    /// # Errors
    /// When the inputs do not fit the task.
    fn promises(&self, inputs: &Arrays) -> Result<Vec<PromiseInfo>, InputsError>;
    /// One draw, without the redraw rule (see [`crate::draw::instance`] for the rule).
    fn draw_once(&self, rng: &mut Rng, sizes: &Sizes) -> Arrays;
    /// The right answer.
    ///
    /// # Errors
    /// When the inputs do not fit the task.
    fn reference(&self, inputs: &Arrays) -> Result<Arrays, InputsError>;
    /// The answer of every mistake, in the order of [`Self::mistakes`].
    ///
    /// # Errors
    /// When the inputs do not fit the task.
    fn mistaken(&self, inputs: &Arrays) -> Result<Vec<Arrays>, InputsError> {
        Ok(self.solve(inputs)?.1)
    }
    /// The right answer, and that of every mistake.
    ///
    /// # Errors
    /// When the inputs do not fit the task.
    fn solve(&self, inputs: &Arrays) -> Result<Solution, InputsError>;
}

/// A task in a homework's index. [`crate::tasks!`] makes it.
pub struct Listed<T> {
    id: &'static str,
    source: &'static str,
    statement: Text,
    task: PhantomData<fn() -> T>,
}

impl<T: Task> Listed<T> {
    /// A task by its id, its source and the statements of its homework, in which its hints stand.
    pub const fn new(id: &'static str, source: &'static str, statement: Text) -> Self {
        Self {
            id,
            source,
            statement,
            task: PhantomData,
        }
    }

    fn read(arrays: &Arrays) -> Result<T::Inputs, InputsError> {
        let inputs = T::Inputs::read(arrays)?;
        // No task has an answer to what is no number; infinities are each task's own matter.
        for port in T::Inputs::PORTS {
            let has_nan = arrays.get(port.name).is_some_and(Array::has_nan);
            Domain::NotNan(port.name.into()).refuse_if(has_nan)?;
        }
        T::validate(&inputs)?;
        Ok(inputs)
    }
}

impl<T: Task> AnyTask for Listed<T> {
    fn id(&self) -> &'static str {
        self.id
    }
    fn manual(&self) -> String {
        let lines = self.source.lines();
        let lines = lines.map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<_> = lines.map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
        lines.join("\n")
    }
    fn source(&self) -> &'static str {
        self.source
    }
    fn lectures(&self) -> &'static [u8] {
        T::LECTURES
    }
    fn sizes(&self) -> &'static [Size] {
        T::SIZES
    }
    fn inputs(&self) -> &'static [Port] {
        T::Inputs::PORTS
    }
    fn outputs(&self) -> &'static [Port] {
        T::Outputs::PORTS
    }
    fn tolerance(&self, output: &str) -> Tolerance {
        let whole = |p: &&Port| p.name == output && p.kind == Kind::Int;
        if T::Outputs::PORTS.iter().any(|p| whole(&p)) {
            return Tolerance::EXACT;
        }
        T::output_tolerance(output)
    }
    fn symmetry(&self, output: &str) -> Symmetry<'static> {
        T::output_symmetry(output)
    }
    fn has_few_values(&self) -> bool {
        T::FEW_VALUES
    }
    fn mistakes(&self) -> Vec<MistakeInfo> {
        let section = |statement| statement::section(statement, self.name());
        let (en, ru) = (section(self.statement.en), section(self.statement.ru));
        let hint = |section: Option<statement::Section>, id| section?.hint(id);
        let info = |&(id, _): &(&'static str, _)| MistakeInfo {
            id,
            hint: Text {
                en: hint(en, id).unwrap_or_default(),
                ru: hint(ru, id).unwrap_or_default(),
            },
        };
        T::MISTAKES.iter().map(info).collect()
    }
    fn promises(&self, inputs: &Arrays) -> Result<Vec<PromiseInfo>, InputsError> {
        let inputs = Self::read(inputs)?;
        let info = |(sentence, keeps): &(Text, fn(&T::Inputs) -> bool)| PromiseInfo {
            sentence: *sentence,
            is_kept: keeps(&inputs),
        };
        Ok(T::PROMISES.iter().map(info).collect())
    }
    fn draw_once(&self, rng: &mut Rng, sizes: &Sizes) -> Arrays {
        T::draw(rng, sizes).write()
    }
    fn reference(&self, inputs: &Arrays) -> Result<Arrays, InputsError> {
        Ok(T::reference(&Self::read(inputs)?).write())
    }
    fn solve(&self, inputs: &Arrays) -> Result<Solution, InputsError> {
        let inputs = Self::read(inputs)?;
        let right = T::reference(&inputs);
        let answers = T::MISTAKES.iter();
        let answers = answers.map(|(_, answer)| answer(&inputs, right.clone()).write());
        Ok((right.write(), answers.collect()))
    }
}

/// The index of a homework: `tasks! { "elbo": gaussian_kl::GaussianKl, … }` makes `TASKS`, each with its id, its source and its statement.
#[macro_export]
macro_rules! tasks {
    ($homework:literal: $($module:ident :: $task:ident),+ $(,)?) => {
        /// The statement in both languages (Markdown, a heading a task, under it the hints).
        pub const STATEMENT: ::l10n::text::Text = ::l10n::text::Text {
            en: include_str!("statement.en.md"),
            ru: include_str!("statement.ru.md"),
        };

        /// Every task of the homework, in the order of its statement.
        pub const TASKS: &[&dyn $crate::task::AnyTask] = &[$(
            &$crate::task::Listed::<$module::$task>::new(
                concat!($homework, "/", stringify!($module)),
                include_str!(concat!(stringify!($module), ".rs")),
                STATEMENT,
            ),
        )+];
    };
}
