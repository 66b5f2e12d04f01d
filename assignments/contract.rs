//! What a task is: typed inputs and outputs, a generator, a reference, known mistakes. And the face the engine sees.

use crate::arrays::Named;
use crate::ports::{InputsError, Port, Ports};
use crate::text::Text;
use std::collections::BTreeMap;

/// The source of every random draw: a generator whose stream no library update changes unnoticed.
pub type Rng = rand_chacha::ChaCha20Rng;

/// How far an answer may be from the reference: right where `|a - b| <= atol + rtol * |b|`, `b` the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Relative to the reference.
    pub rtol: f64,
    /// Absolute.
    pub atol: f64,
}

impl Tolerance {
    /// Equality.
    pub const EXACT: Self = Self::new(0.0, 0.0);

    /// A tolerance of both parts.
    pub const fn new(rtol: f64, atol: f64) -> Self {
        Self { rtol, atol }
    }

    /// The largest difference accepted from the reference value `b`.
    pub fn bound(self, b: f64) -> f64 {
        self.atol + self.rtol * b.abs()
    }
}

/// What freedom an output leaves, where the mathematics leaves one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order<'a> {
    /// Element by element.
    #[default]
    Exact,
    /// Up to one common sign (an eigenvector).
    UpToSign,
    /// Up to the order of the slices of a named axis; outputs that name the same axis are permuted together (mixture components).
    UpToPermutation(&'a str),
}

/// A size that a config may set: an axis length, or a count that the draw depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The axis or count.
    pub name: &'static str,
    /// What it is unless told.
    pub default: usize,
    /// The least that the draw allows.
    pub min: usize,
    /// The most.
    pub max: usize,
}

impl Size {
    /// A size with its bounds.
    pub const fn new(name: &'static str, default: usize, min: usize, max: usize) -> Self {
        Self {
            name,
            default,
            min,
            max,
        }
    }
}

/// The sizes of one draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes(BTreeMap<&'static str, usize>);

impl Sizes {
    /// The defaults, changed where `overrides` names a size. Unknown names and lengths outside the bounds are the caller's to refuse
    /// (the course config does); here they are ignored and clamped.
    pub fn of(declared: &[Size], overrides: &BTreeMap<String, usize>) -> Self {
        Self(
            declared
                .iter()
                .map(|s| {
                    let length = overrides
                        .get(s.name)
                        .map_or(s.default, |&n| n.clamp(s.min, s.max));
                    (s.name, length)
                })
                .collect(),
        )
    }

    /// One size.
    ///
    /// # Panics
    /// When the task does not declare it: a slip in the task, caught by the first law that draws it.
    pub fn get(&self, name: &str) -> usize {
        *self
            .0
            .get(name)
            .unwrap_or_else(|| unreachable!("the task declares no size {name}"))
    }
}

/// A wrong answer that people really give.
pub struct Mistake<T: Task + ?Sized> {
    /// Its name within the task, `snake_case`.
    pub id: &'static str,
    /// One sentence that helps to find it; it holds no value of the answer. `$…$` is a formula.
    pub hint: Text,
    /// What one gets who makes it.
    pub answer: fn(&T::Inputs) -> T::Outputs,
}

/// A graded quantity: a deterministic function of arrays, and everything needed to judge an answer to it.
pub trait Task: Send + Sync + 'static {
    /// What the student is given.
    type Inputs: Ports;
    /// What the student computes.
    type Outputs: Ports;

    /// `module_path!()` of the task's file; the task's id is made of it.
    const MODULE: &'static str;
    /// `include_str!` of the task's file; the manual page is its leading doc comment.
    const SOURCE: &'static str;
    /// The lectures it belongs to, 1 to 14.
    const LECTURES: &'static [u8];
    /// The sizes that a config may set.
    const SIZES: &'static [Size];
    /// The tolerance of real outputs; whole ones are compared exactly.
    const TOLERANCE: Tolerance;
    /// The known mistakes.
    const MISTAKES: &'static [Mistake<Self>];

    /// The tolerance of one output, where it differs from [`Self::TOLERANCE`].
    fn output_tolerance(_output: &str) -> Tolerance {
        Self::TOLERANCE
    }

    /// The freedom of one output, where it has one.
    fn output_order(_output: &str) -> Order<'static> {
        Order::Exact
    }

    /// Draws inputs. May be called again from the same stream when the redraw rule refuses the first draw.
    fn draw(rng: &mut Rng, sizes: &Sizes) -> Self::Inputs;

    /// The task's own preconditions, beyond kinds, ranks and axes: whatever would make [`Self::reference`] or a mistake
    /// panic, run without end or take memory out of proportion to the inputs must be refused here.
    ///
    /// # Errors
    /// The rule that the inputs break.
    fn validate(_inputs: &Self::Inputs) -> Result<(), InputsError> {
        Ok(())
    }

    /// The right answer.
    fn reference(inputs: &Self::Inputs) -> Self::Outputs;
}

/// A mistake as the engine sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MistakeInfo {
    /// Its name within the task.
    pub id: &'static str,
    /// The sentence that helps.
    pub hint: Text,
}

/// The face of a task that the engine sees: inputs and outputs are named arrays.
pub trait AnyTask: Send + Sync {
    /// `homework/task`.
    fn id(&self) -> String {
        format!("{}/{}", self.homework(), self.name())
    }
    /// The homework's name.
    fn homework(&self) -> &'static str;
    /// The task's name within its homework.
    fn name(&self) -> &'static str;
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
    fn order(&self, output: &str) -> Order<'static>;
    /// The known mistakes.
    fn mistakes(&self) -> Vec<MistakeInfo>;
    /// One draw, without the redraw rule (see [`crate::draw::instance`] for the rule).
    fn draw_once(&self, rng: &mut Rng, sizes: &Sizes) -> Named;
    /// The right answer.
    ///
    /// # Errors
    /// When the inputs do not fit the task.
    fn reference(&self, inputs: &Named) -> Result<Named, InputsError>;
    /// The answer of every mistake, in the order of [`Self::mistakes`].
    ///
    /// # Errors
    /// When the inputs do not fit the task.
    fn mistaken(&self, inputs: &Named) -> Result<Vec<Named>, InputsError>;
}

impl<T: Task> AnyTask for T {
    fn homework(&self) -> &'static str {
        segment(T::MODULE, 1)
    }
    fn name(&self) -> &'static str {
        segment(T::MODULE, 2)
    }
    fn manual(&self) -> String {
        let lines = T::SOURCE.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<_> = lines.map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
        lines.join("\n")
    }
    fn source(&self) -> &'static str {
        T::SOURCE
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
        let whole = |p: &&Port| p.name == output && p.kind == crate::arrays::Kind::Int;
        if T::Outputs::PORTS.iter().any(|p| whole(&p)) {
            return Tolerance::EXACT;
        }
        T::output_tolerance(output)
    }
    fn order(&self, output: &str) -> Order<'static> {
        T::output_order(output)
    }
    fn mistakes(&self) -> Vec<MistakeInfo> {
        let info = |m: &Mistake<T>| MistakeInfo {
            id: m.id,
            hint: m.hint,
        };
        T::MISTAKES.iter().map(info).collect()
    }
    fn draw_once(&self, rng: &mut Rng, sizes: &Sizes) -> Named {
        T::draw(rng, sizes).write()
    }
    fn reference(&self, inputs: &Named) -> Result<Named, InputsError> {
        let inputs = T::Inputs::read(inputs)?;
        T::validate(&inputs)?;
        Ok(T::reference(&inputs).write())
    }
    fn mistaken(&self, inputs: &Named) -> Result<Vec<Named>, InputsError> {
        let inputs = T::Inputs::read(inputs)?;
        T::validate(&inputs)?;
        Ok(T::MISTAKES
            .iter()
            .map(|m| (m.answer)(&inputs).write())
            .collect())
    }
}

fn segment(module: &'static str, index: usize) -> &'static str {
    module.split("::").nth(index).unwrap_or_default()
}
