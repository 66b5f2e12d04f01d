//! `tolerance` for all real outputs of a task, `tolerances.OUTPUT` for one.

use super::lookup::output;
use crate::config::Code;
use crate::config::Value;
use crate::config::problem;
use assignments::task::AnyTask;
use judge::arrays::Kind;
use judge::tolerance::Tolerance;
use std::collections::BTreeMap;

/// From here on 0 is right in place of any number.
const ACCEPTS_ZERO: f64 = 1.0;

/// The parts that a table sets.
#[derive(Clone, Copy, Default)]
struct Parts {
    rtol: Option<f64>,
    atol: Option<f64>,
}

impl Parts {
    fn over(self, own: Tolerance) -> Tolerance {
        Tolerance::new(self.rtol.unwrap_or(own.rtol), self.atol.unwrap_or(own.atol))
    }
}

/// The tolerances that differ from the task's own, by output.
pub(super) fn read(
    any: &dyn AnyTask,
    all: Option<&Value<'_>>,
    each: Option<&Value<'_>>,
) -> BTreeMap<String, Tolerance> {
    let mut result = BTreeMap::new();
    if let Some(value) = all
        && let Some(parts) = parts(value)
    {
        for port in any.outputs().iter().filter(|p| p.kind == Kind::Float) {
            let tolerance = parts.over(any.tolerance(port.name));
            result.insert(port.name.to_owned(), tolerance);
        }
        warn_exact(value, result.values().copied());
    }
    let section = each.and_then(Value::section);
    for entry in section.iter().flat_map(crate::config::Section::entries) {
        let (Some(port), Some(parts)) = (output(any, &entry), parts(&entry)) else {
            continue;
        };
        if port.kind == Kind::Int {
            let whole = problem(Code::WholeOutput, entry.key_span.clone());
            entry.sink.error(whole.with("output", port.name));
            continue;
        }
        let base = result.get(port.name).copied();
        let tolerance = parts.over(base.unwrap_or_else(|| any.tolerance(port.name)));
        warn_exact(&entry, std::iter::once(tolerance));
        result.insert(port.name.to_owned(), tolerance);
    }
    result
}

fn warn_exact(value: &Value<'_>, mut tolerances: impl Iterator<Item = Tolerance>) {
    if tolerances.any(|t| t == Tolerance::EXACT) {
        value
            .sink
            .warning(problem(Code::ToleranceExact, value.span.clone()));
    }
}

fn parts(value: &Value<'_>) -> Option<Parts> {
    let mut section = value.section()?;
    let rtol = section.optional("rtol", "rtol = 1e-4");
    let atol = section.optional("atol", "atol = 1e-4");
    if rtol.is_none() && atol.is_none() {
        let missing = problem(Code::MissingKey, value.span.clone()).with("key", "rtol");
        value.sink.error(missing.example("rtol = 1e-4"));
    }
    section.finish();
    let wide = rtol
        .as_ref()
        .and_then(Value::real_quietly)
        .is_some_and(|r| r.is_finite() && r >= ACCEPTS_ZERO);
    if let Some(v) = rtol.as_ref().filter(|_| wide) {
        value
            .sink
            .error(problem(Code::ToleranceAcceptsZero, v.span.clone()));
    }
    let number = |v: Option<Value<'_>>| match v {
        None => Some(None),
        Some(v) => part(&v).map(Some),
    };
    let (rtol, atol) = (number(rtol), number(atol));
    Some(Parts {
        rtol: rtol?,
        atol: atol?,
    })
}

fn part(value: &Value<'_>) -> Option<f64> {
    let number = value.real()?;
    if number.is_finite() && number >= 0.0 {
        // A negative zero is shown as it was meant.
        return Some(number.abs());
    }
    value.sink.error(
        problem(Code::BadTolerance, value.span.clone())
            .with("key", value.key)
            .example(format!("{} = 1e-4", value.key)),
    );
    None
}
