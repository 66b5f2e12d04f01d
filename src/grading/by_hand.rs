//! Items graded by a person: the parts of a rubric, which version of an answer counts, and what a changed rubric makes of given points.

use crate::course::{Manual, Schedule};
use crate::ids::AnswerId;
use jiff::Timestamp;
use judge::points::Points;
use serde::{Deserialize, Serialize};

/// The points of one part of a rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The criterion's name; empty for an item without a rubric, which is one part.
    pub criterion: String,
    /// What was given.
    pub points: Points,
    /// What it gave at most when it was graded.
    pub max_points: Points,
}

/// The parts of an item, with no points given yet.
pub fn parts(item: &Manual) -> Vec<Part> {
    let part = |criterion: &str, max_points| Part {
        criterion: criterion.to_owned(),
        points: Points::ZERO,
        max_points,
    };
    if item.rubric.is_empty() {
        return vec![part("", item.points)];
    }
    let rubric = item.rubric.iter();
    rubric.map(|c| part(&c.name, c.points)).collect()
}

/// What the parts give together.
pub fn total(parts: &[Part]) -> Points {
    parts.iter().map(|p| p.points).sum()
}

/// Whether these parts are those of the item as it is now.
pub fn is_current(given: &[Part], item: &Manual) -> bool {
    let shape = |parts: &[Part]| {
        parts
            .iter()
            .map(|p| (p.criterion.clone(), p.max_points))
            .collect::<Vec<_>>()
    };
    shape(given) == shape(&parts(item))
}

/// What there is to be given for an item and how much, as a form says which rubric it shows.
pub fn outline(item: &Manual) -> String {
    let part = |part: Part| format!("{}={}", part.criterion, part.max_points);
    let all: Vec<String> = parts(item).into_iter().map(part).collect();
    all.join(" ")
}

/// Points given by an earlier rubric, carried over to the item as it is now. They are those that a person gave, whatever other rubrics made of
/// them in between: where the rubric is again that of the person, so are the points.
///
/// A criterion keeps its share of its maximum; one that went away takes its points along; a new one begins with nothing.
/// Between an item with a rubric and one without, the share of the whole is kept.
#[must_use]
pub fn carried_over(given: &[Part], item: &Manual) -> Vec<Part> {
    let mut now = parts(item);
    let was_whole = given.iter().all(|p| p.criterion.is_empty());
    if was_whole || item.rubric.is_empty() {
        let most: Points = given.iter().map(|p| p.max_points).sum();
        let earned = total(given);
        for part in &mut now {
            part.points = scaled(part.max_points, earned, most);
        }
        return now;
    }
    for part in &mut now {
        if let Some(old) = given.iter().find(|p| p.criterion == part.criterion) {
            part.points = scaled(part.max_points, old.points, old.max_points);
        }
    }
    now
}

fn scaled(max: Points, earned: Points, most: Points) -> Points {
    let positive = |points: Points| u64::try_from(points.thousandths()).unwrap_or(0);
    max.share(positive(earned), positive(most)).min(max)
}

/// Which version counts, of versions in the order sent: the newest in time; where there is none, the newest.
pub fn counting_version(
    versions: &[(AnswerId, Timestamp)],
    schedule: &Schedule,
) -> Option<AnswerId> {
    let newest = versions.iter().rev();
    newest
        .clone()
        .find(|(_, at)| schedule.is_in_time(*at))
        .or(newest.clone().next())
        .map(|(id, _)| *id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::AnswerKind;
    use crate::course::{Criterion, Late};
    use jiff::tz::TimeZone;
    use judge::points::Share;
    use l10n::Localized;

    fn p(text: &str) -> Points {
        text.parse().unwrap()
    }

    fn item(points: &str, rubric: &[(&str, &str)]) -> Manual {
        Manual {
            name: "proof".to_owned(),
            title: Localized::default(),
            statement: Localized::default(),
            points: p(points),
            bonus: false,
            accept: AnswerKind::USUAL.to_vec(),
            rubric: rubric
                .iter()
                .map(|(name, points)| Criterion {
                    name: (*name).to_owned(),
                    text: Localized::default(),
                    points: p(points),
                })
                .collect(),
        }
    }

    fn given(parts: &[(&str, &str, &str)]) -> Vec<Part> {
        parts
            .iter()
            .map(|(criterion, points, max)| Part {
                criterion: (*criterion).to_owned(),
                points: p(points),
                max_points: p(max),
            })
            .collect()
    }

    #[test]
    fn criteria_keep_their_shares() {
        let now = item("4", &[("idea", "3"), ("rigour", "0.5"), ("new", "0.5")]);
        let old = given(&[
            ("rigour", "1", "1"),
            ("idea", "1.5", "2"),
            ("gone", "1", "1"),
        ]);
        assert!(!is_current(&old, &now));
        let carried = carried_over(&old, &now);
        assert_eq!(
            carried,
            given(&[
                ("idea", "2.25", "3"),
                ("rigour", "0.5", "0.5"),
                ("new", "0", "0.5")
            ])
        );
        assert!(is_current(&carried, &now));
        assert_eq!(carried_over(&carried, &now), carried);
    }

    #[test]
    fn the_rubric_by_which_they_were_given_leaves_points_as_they_are() {
        let first = item("4", &[("a", "3"), ("b", "1")]);
        let old = given(&[("a", "2.345", "3"), ("b", "0.777", "1")]);
        assert_eq!(carried_over(&old, &first), old);
        // What another rubric has no criterion for is gone from what it made: that is not what is carried over to the next one.
        let other = carried_over(&old, &item("4", &[("a", "4")]));
        assert_eq!(other, given(&[("a", "3.127", "4")]));
        assert_ne!(carried_over(&other, &first), old);
    }

    #[test]
    fn a_whole_and_a_rubric_keep_the_share_of_the_whole() {
        let whole = given(&[("", "1", "3")]);
        let rubric = item("2", &[("a", "1"), ("b", "1")]);
        assert_eq!(
            carried_over(&whole, &rubric),
            given(&[("a", "0.333", "1"), ("b", "0.333", "1")])
        );
        let parts = given(&[("a", "1", "1"), ("b", "0.5", "1")]);
        assert_eq!(
            carried_over(&parts, &item("4", &[])),
            given(&[("", "3", "4")])
        );
        assert_eq!(carried_over(&[], &item("4", &[])), given(&[("", "0", "4")]));
    }

    #[test]
    fn the_newest_version_in_time_counts() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut schedule = Schedule {
            opens: None,
            deadline: Some(at("2022-10-06T00:00:00Z")),
            closes: None,
            late: Late::PerDay {
                share: Share::percent(10),
                most: Share::percent(50),
            },
            time_zone: TimeZone::UTC,
        };
        let (first, second) = (at("2022-10-04T00:00:00Z"), at("2022-10-05T23:59:59Z"));
        let (late, later) = (at("2022-10-06T00:00:00Z"), at("2022-10-08T00:00:00Z"));

        assert_eq!(
            counting_version(
                &[(1.into(), first), (2.into(), second), (3.into(), late)],
                &schedule
            ),
            Some(2.into())
        );
        assert_eq!(
            counting_version(&[(3.into(), late), (4.into(), later)], &schedule),
            Some(4.into())
        );
        assert_eq!(counting_version(&[], &schedule), None);
        schedule.late = Late::Free;
        assert_eq!(
            counting_version(&[(1.into(), first), (4.into(), later)], &schedule),
            Some(4.into())
        );
    }
}
