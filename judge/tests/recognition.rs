//! The judge against the oracle: what each of a few hundred answers is recognised as (`recognition/make.py` makes the cases).

use judge::arrays::{Array, Arrays, Kind};
use judge::axes::Axes;
use judge::findings::{Constant, RowOrder};
use judge::port::Port;
use judge::recognition::{Finding, Known, recognise};
use judge::rounding::Rounding;
use judge::symmetry::{Rule, Symmetry};
use judge::tolerance::Tolerance;
use ndarray::ArrayD;
use std::collections::BTreeMap;
use std::str::FromStr;

const CASES: &str = include_str!("recognition/cases.txt");

const fn port(name: &'static str, axes: &'static [&'static str], kind: Kind) -> Port {
    Port {
        name,
        axes,
        kind,
        doc: "",
    }
}

const PORTS: &[Port] = &[
    port("x", &["batch", "dim"], Kind::Float),
    port("y", &["batch"], Kind::Float),
    port("n", &["batch"], Kind::Int),
];

fn rule(port: &Port) -> Rule<'static> {
    Rule {
        tolerance: match port.kind {
            Kind::Float => Tolerance::new(1e-4, 1e-5),
            Kind::Int => Tolerance::EXACT,
        },
        symmetry: Symmetry::Exact,
    }
}

fn numbers<T: FromStr>(shape: &str, values: &str) -> ArrayD<T> {
    let shape: Vec<usize> = shape
        .split(',')
        .map(|n| n.parse().expect("a length"))
        .collect();
    let number = |v: &str| v.parse().ok().expect("a number");
    let values = values.split(' ').map(number).collect();
    ArrayD::from_shape_vec(shape, values).expect("a value an element")
}

/// `NAME SHAPE NUMBERS…`
fn array(rest: &str) -> (String, Array) {
    let mut parts = rest.splitn(3, ' ');
    let mut part = || parts.next().expect("a name, a shape, numbers");
    let (name, shape, values) = (part(), part(), part());
    let array = if name == "n" {
        Array::int(numbers(shape, values))
    } else {
        Array::float(numbers(shape, values))
    };
    (name.to_owned(), array)
}

#[derive(Default)]
struct Instance {
    truth: Arrays,
    other: Arrays,
    ids: Vec<String>,
    mistaken: Vec<Arrays>,
}

impl Instance {
    fn mistake(&mut self, id: &str, (name, array): (String, Array)) {
        let place = self.ids.iter().position(|known| known == id);
        let place = place.unwrap_or_else(|| {
            self.ids.push(id.to_owned());
            self.mistaken.push(Arrays::new());
            self.ids.len() - 1
        });
        self.mistaken[place].insert(name, array);
    }

    /// The findings in the oracle's words.
    fn recognise(&self, answer: &Arrays) -> BTreeMap<String, Vec<String>> {
        let axes = Axes::unify(PORTS, &self.truth).expect("the axes agree");
        let known = Known {
            ports: PORTS,
            axes: &axes,
            truth: &self.truth,
            mistaken: &self.mistaken,
            others: &|| vec![self.other.clone()],
        };
        let said = |finding: &Finding| match finding {
            Finding::Mistake(index) => format!("mistake {}", self.ids[*index]),
            Finding::OtherInputs(index) => format!("other_inputs {index}"),
            Finding::Sign => "sign ".to_owned(),
            Finding::Factor(factor) => {
                let names: Vec<_> = factor.constants.iter().map(constant).collect();
                format!("factor {}", names.join("|"))
            }
            Finding::Transposed(axes) => {
                let axes: Vec<_> = axes.iter().map(ToString::to_string).collect();
                format!("transposed {}", axes.join(","))
            }
            Finding::Order(order) => format!(
                "order {}",
                match order {
                    RowOrder::Reversed => "reversed",
                    RowOrder::Later => "shifted down by one",
                    RowOrder::Earlier => "shifted up by one",
                }
            ),
            Finding::Precision(rounding) => format!("precision {}", rounded(*rounding)),
        };
        recognise(&known, answer, rule)
            .into_iter()
            .map(|(output, findings)| (output.to_owned(), findings.iter().map(said).collect()))
            .collect()
    }
}

fn constant(constant: &Constant) -> String {
    match constant {
        Constant::Two => "2".to_owned(),
        Constant::Half => "1/2".to_owned(),
        Constant::Pi => "pi".to_owned(),
        Constant::Ln2 => "ln 2".to_owned(),
        Constant::Bits => "1/ln 2".to_owned(),
        Constant::SumForMean(axis) => format!("length of {axis}"),
        Constant::MeanForSum(axis) => format!("1/length of {axis}"),
        Constant::UnbiasedForBiased(axis) => format!("{axis}: N/(N-1)"),
        Constant::BiasedForUnbiased(axis) => format!("{axis}: (N-1)/N"),
    }
}

fn rounded(rounding: Rounding) -> String {
    match rounding {
        Rounding::Float16 => "float16".to_owned(),
        Rounding::Bfloat16 => "bfloat16".to_owned(),
        Rounding::Decimals(n) => format!("{n} decimals"),
        Rounding::Digits(n) => format!("{n} significant digits"),
        Rounding::Arithmetic => "size of TF32".to_owned(),
    }
}

#[test]
fn every_answer_is_recognised_as_the_oracle_does() {
    let mut instance = Instance::default();
    let (mut case, mut answer) = (String::new(), Arrays::new());
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut cases, mut faults) = (0, Vec::new());
    for line in CASES.lines().chain([""]) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "instance" => instance = Instance::default(),
            "truth" => instance.truth.extend([array(rest)]),
            "other" => instance.other.extend([array(rest)]),
            "case" => rest.clone_into(&mut case),
            "answer" => answer.extend([array(rest)]),
            "expect" => {
                let (output, finding) = rest.split_once(' ').unwrap();
                let of = expected.entry(output.to_owned()).or_default();
                of.push(finding.to_owned());
            }
            "" if !case.is_empty() => {
                let found = instance.recognise(&answer);
                if found != expected {
                    faults.push(format!(
                        "case {case}: {found:?}, the oracle says {expected:?}"
                    ));
                }
                cases += 1;
                (case, answer, expected) = Default::default();
            }
            _ => {
                if let Some(id) = word.strip_prefix("mistake:") {
                    instance.mistake(id, array(rest));
                }
            }
        }
    }
    println!("{cases} answers");
    assert!(cases > 200 && faults.is_empty(), "{}", faults.join("\n"));
}
