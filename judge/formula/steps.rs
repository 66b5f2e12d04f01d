//! The derivation of a grade for people: the formula with the numbers put in, then simpler and simpler.

use super::expr::{Expr, Function, Operator};
use super::rational::Rational;
use l10n::Lang;
use l10n::number::decimal_mark;

/// Decimal places shown of a number whose digits do not end.
const PLACES: usize = 4;

/// `floor(relu(61.5 / 8 - 2)) = floor(5.6875) = 5`.
pub(super) fn steps(
    expr: &Expr,
    points: Rational,
    factors: Option<[Rational; 3]>,
    lang: Lang,
) -> String {
    let points = factors.map_or(Expr::Number(points), product);
    let mut current = substituted(expr, &points);
    let mut shown = vec![show(&current, lang)];
    let push = |expr: &Expr, shown: &mut Vec<String>| {
        let text = show(expr, lang);
        if shown.last() != Some(&text) {
            shown.push(text);
        }
    };
    current = arithmetic(current);
    push(&current, &mut shown);
    while !matches!(current, Expr::Number(_)) {
        let next = arithmetic(innermost_calls(current.clone()));
        if next == current {
            break;
        }
        current = next;
        push(&current, &mut shown);
    }
    shown.join(" = ")
}

/// A number as people read it; digits that do not end are cut and marked.
pub(super) fn show_number(number: Rational, lang: Lang) -> String {
    let text = number
        .decimal()
        .unwrap_or_else(|| format!("{}…", number.digits(PLACES)));
    decimal_mark(text, lang)
}

/// `a * b / c`, to be shown before it is computed.
fn product([earned, whole, counted]: [Rational; 3]) -> Expr {
    let binary = |operator, left, right| Expr::Binary {
        operator,
        left: Box::new(left),
        right: Box::new(right),
        at: 0..0,
    };
    let all = binary(
        Operator::Multiply,
        Expr::Number(earned),
        Expr::Number(whole),
    );
    binary(Operator::Divide, all, Expr::Number(counted))
}

fn substituted(expr: &Expr, points: &Expr) -> Expr {
    map(expr.clone(), &|e| match e {
        Expr::Points => points.clone(),
        other => other,
    })
}

/// Everything that is plain arithmetic, done; a `relu` that changes nothing is dropped with it.
fn arithmetic(expr: Expr) -> Expr {
    map(expr, &|e| match &e {
        Expr::Call {
            function: Function::Relu,
            arguments,
        } => match arguments.as_slice() {
            [Expr::Number(n)] if *n >= Rational::ZERO => Expr::Number(*n),
            _ => e,
        },
        Expr::Negated(inner) => number_of(inner)
            .and_then(Rational::negated)
            .map_or(e, Expr::Number),
        Expr::Binary {
            operator,
            left,
            right,
            ..
        } => match (number_of(left), number_of(right)) {
            (Some(l), Some(r)) => operator.apply(l, r).map_or(e, Expr::Number),
            _ => e,
        },
        _ => e,
    })
}

fn number_of(expr: &Expr) -> Option<Rational> {
    match expr {
        Expr::Number(number) => Some(*number),
        _ => None,
    }
}

/// The calls whose arguments are all numbers, done; not those around them.
fn innermost_calls(expr: Expr) -> Expr {
    match expr {
        Expr::Call {
            function,
            arguments,
        } => {
            let numbers: Option<Vec<_>> = arguments.iter().map(number_of).collect();
            let value = numbers.and_then(|n| function.apply(*n.first()?, n.get(1).copied()));
            value.map_or_else(
                || Expr::Call {
                    function,
                    arguments: arguments.into_iter().map(innermost_calls).collect(),
                },
                Expr::Number,
            )
        }
        Expr::Negated(inner) => Expr::Negated(Box::new(innermost_calls(*inner))),
        Expr::Binary {
            operator,
            left,
            right,
            at,
        } => Expr::Binary {
            operator,
            left: Box::new(innermost_calls(*left)),
            right: Box::new(innermost_calls(*right)),
            at,
        },
        other => other,
    }
}

/// Every part replaced, inner parts first.
fn map(expr: Expr, change: &impl Fn(Expr) -> Expr) -> Expr {
    let inner = |e: Box<Expr>| Box::new(map(*e, change));
    change(match expr {
        Expr::Negated(e) => Expr::Negated(inner(e)),
        Expr::Binary {
            operator,
            left,
            right,
            at,
        } => Expr::Binary {
            operator,
            left: inner(left),
            right: inner(right),
            at,
        },
        Expr::Call {
            function,
            arguments,
        } => Expr::Call {
            function,
            arguments: arguments.into_iter().map(|a| map(a, change)).collect(),
        },
        other => other,
    })
}

/// How strongly a part holds together: 0 a sum, 1 a product, 2 a sign, 3 an atom.
fn strength(expr: &Expr) -> u8 {
    match expr {
        Expr::Binary { operator, .. } => u8::from(operator.is_product()),
        Expr::Negated(_) => 2,
        Expr::Number(n) if *n < Rational::ZERO => 2,
        _ => 3,
    }
}

fn show(expr: &Expr, lang: Lang) -> String {
    let wrapped = |e: &Expr, least: u8| {
        let text = show(e, lang);
        if strength(e) < least {
            format!("({text})")
        } else {
            text
        }
    };
    match expr {
        Expr::Number(number) => show_number(*number, lang),
        Expr::Points => "points".to_owned(),
        Expr::Negated(inner) => format!("-{}", wrapped(inner, 3)),
        Expr::Binary {
            operator,
            left,
            right,
            ..
        } => {
            let least = u8::from(operator.is_product());
            // A negative number on the right is put in parentheses: 3 - (-2).
            let right = match strength(right) {
                2 => format!("({})", show(right, lang)),
                _ => wrapped(right, least + 1),
            };
            format!("{} {} {right}", wrapped(left, least), operator.sign())
        }
        Expr::Call {
            function,
            arguments,
        } => {
            // A decimal comma needs another mark between arguments.
            let mark = match lang {
                Lang::En => ", ",
                Lang::Ru => "; ",
            };
            let arguments: Vec<_> = arguments.iter().map(|a| show(a, lang)).collect();
            format!("{}({})", function.name(), arguments.join(mark))
        }
    }
}
