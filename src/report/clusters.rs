//! Wrong answers that no known mistake explains and that are wrong in the same way.

use crate::grading::FindingKind;
use crate::grading::likeness::Likeness;
use std::collections::{BTreeMap, BTreeSet};

/// One wrong output of one student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongOutput {
    /// The student's login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// The submission.
    pub submission: i64,
    /// The output.
    pub output: String,
    /// In which ways it is wrong, the most telling first.
    pub ways: Vec<Way>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The output.
    pub output: String,
    /// In which way.
    pub way: Way,
    /// Whose: login, name and submission.
    pub students: Vec<(String, String, i64)>,
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
            students: Vec::new(),
        };
        let is_of =
            |one: &&WrongOutput| one.output == cluster.output && one.ways.contains(&cluster.way);
        let (of, others): (Vec<_>, Vec<_>) = left.into_iter().partition(is_of);
        left = others;
        let student = |one: &WrongOutput| (one.login.clone(), one.name.clone(), one.submission);
        found.push(Cluster {
            students: of.into_iter().map(student).collect(),
            ..cluster
        });
    }
    (found, left.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::likeness::Rounded;

    fn wrong(login: &str, output: &str, ways: &[Way]) -> WrongOutput {
        WrongOutput {
            login: login.into(),
            name: login.to_uppercase(),
            submission: 1,
            output: output.into(),
            ways: ways.to_vec(),
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
}
