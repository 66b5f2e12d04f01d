//! What is wrong with a set of inputs, in both languages.

use judge::axes::AxisFault;
use l10n::text::{Lang, Text};
use std::borrow::Cow;
use std::fmt;

/// What is wrong with a set of inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum InputsError {
    /// There is no array of this name.
    Missing {
        /// The port.
        port: &'static str,
    },
    /// The number of axes is wrong.
    Rank {
        /// The port.
        port: &'static str,
        /// The axes it has.
        axes: &'static [&'static str],
        /// The shape found.
        got: Vec<usize>,
    },
    /// An axis contradicts another array, or is empty.
    Axis(AxisFault),
    /// Whole numbers were needed.
    Kind {
        /// The port.
        port: &'static str,
        /// The dtype found.
        got: &'static str,
    },
    /// The values are outside the task's domain.
    Illegal(Domain),
}

/// A rule that values break. The kinds that several tasks know take the port; whatever one task alone asks is a sentence of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// Every number is from here to there, both included.
    Within(Cow<'static, str>, f64, f64, Option<f64>),
    /// Every number is greater than this and less than that.
    Between(Cow<'static, str>, f64, f64),
    /// Every number is at least this.
    AtLeast(Cow<'static, str>, f64, Option<f64>),
    /// No number is NaN.
    NotNan(Cow<'static, str>),
    /// Every number is finite.
    Finite(Cow<'static, str>),
    /// Every number is finite and greater than 0.
    Positive(Cow<'static, str>),
    /// Every number is finite and at least 0.
    NotNegative(Cow<'static, str>),
    /// Probabilities: finite and at least 0.
    Probabilities(Cow<'static, str>),
    /// Probabilities that sum to 1.
    SumsToOne(Cow<'static, str>),
    /// Only these whole numbers.
    OneOf(Cow<'static, str>, [i64; 2]),
    /// Every whole number from here to there once.
    Permutation(Cow<'static, str>, i64, i64),
    /// A symmetric matrix.
    Symmetric(Cow<'static, str>),
    /// A positive definite matrix.
    PositiveDefinite(Cow<'static, str>),
    /// A positive semidefinite matrix.
    PositiveSemidefinite(Cow<'static, str>),
    /// An invertible matrix.
    Invertible(Cow<'static, str>),
    /// At least so many samples.
    Samples(Cow<'static, str>, usize),
    /// More than the grader is ready to compute with.
    TooLarge(Cow<'static, str>),
    /// A sentence of the task's own.
    Special(Text),
}

impl Domain {
    /// A sentence of the task's own.
    pub const fn special(en: &'static str, ru: &'static str) -> Self {
        Self::Special(Text { en, ru })
    }

    /// Refuses the inputs unless they keep the rule.
    ///
    /// # Errors
    /// The rule, unless `is_kept`.
    pub fn require(self, is_kept: bool) -> Result<(), InputsError> {
        self.refuse_if(!is_kept)
    }

    /// Refuses the inputs where they break the rule.
    ///
    /// # Errors
    /// The rule, where `is_broken`.
    pub fn refuse_if(self, is_broken: bool) -> Result<(), InputsError> {
        if is_broken { Err(self.into()) } else { Ok(()) }
    }

    /// The rule as a sentence.
    pub fn text(&self, lang: Lang) -> String {
        let number = |v: f64| match lang {
            Lang::En => v.to_string(),
            Lang::Ru => v.to_string().replace('.', ","),
        };
        let both = |en: String, ru: String| match lang {
            Lang::En => en,
            Lang::Ru => ru,
        };
        let found = |got: &Option<f64>| {
            got.map_or_else(String::new, |got| {
                let got = number(got);
                both(format!(", there is {got}"), format!(", найдено {got}"))
            })
        };
        match self {
            Self::Within(port, from, to, got) => {
                let (from, to, got) = (number(*from), number(*to), found(got));
                both(
                    format!("{port} must be from {from} to {to}{got}"),
                    format!("{port}: нужны числа от {from} до {to}{got}"),
                )
            }
            Self::Between(port, from, to) => {
                let (from, to) = (number(*from), number(*to));
                both(
                    format!("{port} must be greater than {from} and less than {to}"),
                    format!("{port}: нужны числа больше {from} и меньше {to}"),
                )
            }
            Self::AtLeast(port, least, got) => {
                let (least, got) = (number(*least), found(got));
                both(
                    format!("{port} must be {least} or more{got}"),
                    format!("{port}: нужны числа не меньше {least}{got}"),
                )
            }
            Self::NotNan(port) => both(
                format!("{port} must not hold NaN"),
                format!("{port}: NaN недопустимо"),
            ),
            Self::Finite(port) => both(
                format!("{port} must be finite"),
                format!("{port}: нужны конечные числа"),
            ),
            Self::Positive(port) => both(
                format!("{port} must be a finite number greater than 0"),
                format!("{port}: нужны конечные числа больше 0"),
            ),
            Self::NotNegative(port) => both(
                format!("{port} must be a finite number from 0 up"),
                format!("{port}: нужны конечные числа не меньше 0"),
            ),
            Self::Probabilities(port) => both(
                format!("{port} holds probabilities: finite numbers from 0 up"),
                format!("{port} — вероятности: конечные числа не меньше 0"),
            ),
            Self::SumsToOne(port) => both(
                format!("{port} holds probabilities: they must sum to 1"),
                format!("{port} — вероятности: в сумме они дают 1"),
            ),
            Self::OneOf(port, [a, b]) => both(
                format!("{port} must hold only {a} and {b}"),
                format!("{port}: допустимы только {a} и {b}"),
            ),
            Self::Permutation(port, from, to) => both(
                format!("{port} must hold every whole number from {from} to {to} once"),
                format!("{port}: каждое целое число от {from} до {to} должно встретиться один раз"),
            ),
            Self::Symmetric(port) => both(
                format!("{port} must be symmetric"),
                format!("{port}: нужна симметричная матрица"),
            ),
            Self::PositiveDefinite(port) => both(
                format!("{port} must be positive definite"),
                format!("{port}: нужна положительно определённая матрица"),
            ),
            Self::PositiveSemidefinite(port) => both(
                format!("{port} must be positive semidefinite"),
                format!("{port}: нужна неотрицательно определённая матрица"),
            ),
            Self::Invertible(port) => both(
                format!("{port} must be invertible"),
                format!("{port}: нужна обратимая матрица"),
            ),
            Self::Samples(port, least) => both(
                format!("{port} must have at least {least} samples"),
                format!("{port}: нужна выборка не меньше чем из {least} объектов"),
            ),
            Self::TooLarge(what) => both(
                format!("{what}: more than the grader computes with"),
                format!("{what}: больше, чем проверка берётся вычислить"),
            ),
            Self::Special(text) => text.get(lang).to_owned(),
        }
    }
}

impl From<Domain> for InputsError {
    fn from(rule: Domain) -> Self {
        Self::Illegal(rule)
    }
}

impl From<AxisFault> for InputsError {
    fn from(fault: AxisFault) -> Self {
        Self::Axis(fault)
    }
}

impl InputsError {
    /// What is wrong, as a sentence.
    pub fn text(&self, lang: Lang) -> String {
        let both = |en: String, ru: String| match lang {
            Lang::En => en,
            Lang::Ru => ru,
        };
        match self {
            Self::Missing { port } => {
                both(format!("{port} is missing"), format!("нет массива {port}"))
            }
            Self::Rank { port, axes, got } => {
                let axes = axes.join(", ");
                both(
                    format!("{port} must have the axes [{axes}], its shape is {got:?}"),
                    format!("у {port} должны быть оси [{axes}], а форма {got:?}"),
                )
            }
            Self::Axis(fault) => {
                let AxisFault {
                    port,
                    axis,
                    expected,
                    got,
                    because,
                } = fault;
                match because {
                    Some(first) => both(
                        format!("{port}: axis {axis} is {got}, but {first} makes it {expected}"),
                        format!("{port}: длина оси {axis} — {got}, а по {first} она {expected}"),
                    ),
                    None if *got == 0 => both(
                        format!("{port}: axis {axis} is empty"),
                        format!("{port}: ось {axis} пуста"),
                    ),
                    None => both(
                        format!("{port}: axis {axis} is {got}, it must be {expected}"),
                        format!("{port}: длина оси {axis} — {got}, а нужна {expected}"),
                    ),
                }
            }
            Self::Kind { port, got } => both(
                format!("{port} must hold whole numbers (int64), it is {got}"),
                format!("{port}: нужны целые числа (int64), а здесь {got}"),
            ),
            Self::Illegal(rule) => rule.text(lang),
        }
    }
}

impl fmt::Display for InputsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for InputsError {}
