//! The formula as a tree, and its value.

use super::rational::Rational;
use std::ops::Range;

/// A part of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// A number.
    Number(Rational),
    /// The points of the student.
    Points,
    /// The same with the other sign.
    Negated(Box<Expr>),
    /// Two parts and the operator between them; `at` is the place of the right-hand side.
    Binary {
        operator: Operator,
        left: Box<Expr>,
        right: Box<Expr>,
        at: Range<usize>,
    },
    /// A function of one or two parts.
    Call {
        function: Function,
        arguments: Vec<Expr>,
    },
}

/// What stands between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operator {
    pub(super) const fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Divide => '/',
        }
    }

    /// Whether it binds as strongly as a product.
    pub(super) const fn is_product(self) -> bool {
        matches!(self, Self::Multiply | Self::Divide)
    }

    pub(super) fn apply(self, left: Rational, right: Rational) -> Option<Rational> {
        match self {
            Self::Add => left.add(right),
            Self::Subtract => left.sub(right),
            Self::Multiply => left.mul(right),
            Self::Divide => left.div(right),
        }
    }
}

/// The functions of a formula; all of them never fall where their arguments rise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Floor,
    Ceil,
    Round,
    Relu,
    Min,
    Max,
}

impl Function {
    pub(super) const ALL: [Self; 6] = [
        Self::Floor,
        Self::Ceil,
        Self::Round,
        Self::Relu,
        Self::Min,
        Self::Max,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Ceil => "ceil",
            Self::Round => "round",
            Self::Relu => "relu",
            Self::Min => "min",
            Self::Max => "max",
        }
    }

    /// How many arguments it takes.
    pub(super) const fn arity(self) -> usize {
        match self {
            Self::Min | Self::Max => 2,
            Self::Floor | Self::Ceil | Self::Round | Self::Relu => 1,
        }
    }

    /// Its value; `second` is there for functions of two arguments.
    pub(super) fn apply(self, first: Rational, second: Option<Rational>) -> Option<Rational> {
        match self {
            Self::Floor => Some(first.floor()),
            Self::Ceil => first.ceil(),
            Self::Round => first.round(),
            Self::Relu => Some(first.max(Rational::ZERO)),
            Self::Min => Some(first.min(second?)),
            Self::Max => Some(first.max(second?)),
        }
    }
}

impl Expr {
    /// The value for these points; nothing for an overflow or a division by zero.
    pub(super) fn value(&self, points: Rational) -> Option<Rational> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Points => Some(points),
            Self::Negated(inner) => inner.value(points)?.negated(),
            Self::Binary {
                operator,
                left,
                right,
                ..
            } => operator.apply(left.value(points)?, right.value(points)?),
            Self::Call {
                function,
                arguments,
            } => {
                let mut values = arguments.iter().map(|a| a.value(points));
                let first = values.next()??;
                let second = match values.next() {
                    Some(value) => Some(value?),
                    None => None,
                };
                function.apply(first, second)
            }
        }
    }

    /// Whether the points stand anywhere in it.
    pub(super) fn uses_points(&self) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Points => true,
            Self::Negated(inner) => inner.uses_points(),
            Self::Binary { left, right, .. } => left.uses_points() || right.uses_points(),
            Self::Call { arguments, .. } => arguments.iter().any(Self::uses_points),
        }
    }
}
