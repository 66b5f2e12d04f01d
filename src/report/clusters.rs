//! Wrong answers that no known mistake explains and that are wrong in the same way.

use crate::grading::FindingKind;
use crate::ids::SubmissionId;
use judge::likeness::Likeness;
use judge::transformation::Transformation;
use std::collections::{BTreeMap, BTreeSet};

/// One wrong output of one student.
#[derive(Clone, Debug, PartialEq)]
pub struct WrongOutput {
    /// The student's login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// The submission.
    pub submission: SubmissionId,
    /// The output.
    pub output: String,
    /// In which ways it is wrong, the most telling first.
    pub ways: Vec<Way>,
    /// What may have made it of the right one, exactly.
    pub made: Vec<Transformation>,
    /// The relative part of its tolerance.
    pub rtol: f64,
}

/// In which way an output is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It follows from the right one.
    Like(Likeness),
    /// A finding that needs no list of mistakes.
    Found(FindingKind),
    /// It has this shape.
    Shape(Vec<usize>),
    /// It is not finite where the right one is.
    NotFinite,
}

/// Students whose output is wrong in the same way.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The output.
    pub output: String,
    /// In which way.
    pub way: Way,
    /// What a config can say of it: what makes it of the right output, its number to as many digits as the tolerance needs.
    pub like: Option<Transformation>,
    /// Whose: login, name and submission.
    pub students: Vec<(String, String, SubmissionId)>,
}

/// The clusters of two students or more, the largest first, and how many outputs are in none.
///
/// An answer that is wrong in several ways is of the largest cluster that it can be of; where there are several, of the first by output and way.
pub fn clusters(wrong: &[WrongOutput]) -> (Vec<Cluster>, usize) {
    let mut left: Vec<&WrongOutput> = wrong.iter().collect();
    let mut found = Vec::new();
    loop {
        let mut sizes: BTreeMap<(&str, &Way), BTreeSet<&str>> = BTreeMap::new();
        for one in &left {
            for way in &one.ways {
                let logins = sizes.entry((&one.output, way)).or_default();
                logins.insert(&one.login);
            }
        }
        let sizes = sizes.into_iter().map(|(key, logins)| (logins.len(), key));
        // The last of equals is what `max_by_key` gives, so they are gone through from their end.
        let largest = sizes.rev().max_by_key(|(size, _)| *size);
        let Some((2.., (output, way))) = largest else {
            break;
        };
        let cluster = Cluster {
            output: output.to_owned(),
            way: way.clone(),
            like: None,
            students: Vec::new(),
        };
        let is_of =
            |one: &&WrongOutput| one.output == cluster.output && one.ways.contains(&cluster.way);
        let (of, others): (Vec<_>, Vec<_>) = left.into_iter().partition(is_of);
        left = others;
        let student = |one: &WrongOutput| (one.login.clone(), one.name.clone(), one.submission);
        found.push(Cluster {
            like: like(&cluster.way, &of),
            students: of.into_iter().map(student).collect(),
            ..cluster
        });
    }
    (found, left.len())
}

/// What makes the outputs of a cluster: with the middle one of their numbers.
fn like(way: &Way, of: &[&WrongOutput]) -> Option<Transformation> {
    let Way::Like(likeness) = way else {
        return None;
    };
    let is_it = |made: &&Transformation| made.likeness() == Some(*likeness);
    let made = of.iter().filter_map(|one| one.made.iter().find(is_it));
    let mut made: Vec<Transformation> = made.copied().collect();
    let number = |one: &Transformation| match one {
        Transformation::Function(_) => 0.0,
        Transformation::Factor(number) | Transformation::Offset(number) => *number,
    };
    made.sort_by(|a, b| number(a).total_cmp(&number(b)));
    let rtol = of.iter().map(|one| one.rtol).fold(f64::INFINITY, f64::min);
    let middle = made.get(made.len() / 2)?;
    Some(match *middle {
        Transformation::Factor(factor) => Transformation::Factor(shortest(factor, rtol)),
        Transformation::Offset(offset) => Transformation::Offset(shortest(offset, rtol)),
        function @ Transformation::Function(_) => function,
    })
}

/// The number of fewest digits that is as good as this one.
fn shortest(number: f64, rtol: f64) -> f64 {
    let near = |short: &f64| (short - number).abs() <= 0.1 * rtol * number.abs();
    let mut digits = (0..16).filter_map(|digits| format!("{number:.digits$e}").parse().ok());
    digits.find(near).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::likeness::Rounded;

    fn wrong(login: &str, output: &str, ways: &[Way]) -> WrongOutput {
        WrongOutput {
            login: login.into(),
            name: login.to_uppercase(),
            submission: 1.into(),
            output: output.into(),
            ways: ways.to_vec(),
            made: Vec::new(),
            rtol: 1e-4,
        }
    }

    fn factor(k: f64) -> Way {
        Way::Like(Likeness::Factor(Rounded::of(k).expect("it is finite")))
    }

    #[test]
    fn the_largest_takes_what_it_can() {
        let all = [
            wrong("a", "kl", &[factor(2.0), Way::NotFinite]),
            wrong("b", "kl", &[factor(2.0)]),
            wrong("c", "kl", &[factor(2.0), factor(3.0)]),
            wrong("d", "kl", &[factor(3.0)]),
            wrong("e", "kl", &[Way::NotFinite]),
            wrong("f", "elbo", &[factor(2.0)]),
            wrong("g", "elbo", &[Way::Shape(vec![3])]),
            wrong("h", "elbo", &[Way::Shape(vec![3])]),
            wrong("i", "elbo", &[]),
        ];
        let (found, left) = clusters(&all);
        let told: Vec<_> = found
            .iter()
            .map(|c| {
                let logins: String = c.students.iter().map(|s| s.0.as_str()).collect();
                (c.output.as_str(), c.way.clone(), logins)
            })
            .collect();
        // What is left of a smaller cluster is none: `d` alone, `e` alone.
        let expected = [
            ("kl", factor(2.0), "abc".to_owned()),
            ("elbo", Way::Shape(vec![3]), "gh".to_owned()),
        ];
        assert_eq!(told, expected);
        assert_eq!(left, 4);
    }

    #[test]
    fn one_student_is_no_cluster() {
        let twice = [
            wrong("a", "kl", &[factor(2.0)]),
            wrong("a", "kl", &[factor(2.0)]),
        ];
        assert_eq!(clusters(&twice), (Vec::new(), 2));
        assert_eq!(clusters(&[]), (Vec::new(), 0));
    }

    #[test]
    fn what_a_config_can_say_of_a_cluster_has_the_digits_that_count() {
        let made = |login: &str, factor: f64| WrongOutput {
            made: vec![Transformation::Factor(factor), Transformation::Offset(1.0)],
            ..wrong(login, "kl", &[self::factor(factor)])
        };
        let of = |factors: [f64; 3]| {
            let all: Vec<_> = factors.map(|f| made(&f.to_string(), f)).to_vec();
            let (found, _) = clusters(&all);
            let like = found.first().and_then(|cluster| cluster.like);
            like.map(|like| like.to_string()).unwrap_or_default()
        };
        let e = std::f64::consts::E;
        assert_eq!(of([e, e * (1.0 + 1e-6), e * (1.0 - 1e-6)]), "factor 2.7183");
        assert_eq!(of([2.0 + 1e-9, 2.0, 2.0 - 1e-9]), "factor 2");
        assert_eq!(of([-0.5, -0.5 - 1e-7, -0.5 + 1e-7]), "factor -0.5");
        let shapes = [
            wrong("a", "kl", &[Way::NotFinite]),
            wrong("b", "kl", &[Way::NotFinite]),
        ];
        assert_eq!(clusters(&shapes).0[0].like, None);
    }
}
