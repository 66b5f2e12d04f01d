//! The grading form: points by criterion, the comment, and what is to be done.

use crate::course::Manual;
use crate::grading::by_hand::{Part, outline, parts};
use crate::ids::CommentId;
use crate::service::writing::{MESSAGE, tidy};
use crate::store::ManualGrade;
use jiff::Timestamp;
use judge::points::Points;
use l10n::{Lang, Message, message};
use std::collections::BTreeMap;

/// The start of the field of a criterion's points.
const POINTS: &str = "points.";

/// What the button of the form does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Act {
    /// Saves, and goes on to the next answer.
    #[default]
    SaveAndNext,
    /// Saves, and stays.
    Save,
    /// Takes the grade away, and stays.
    Take,
    /// Goes on to the next answer and leaves this one to somebody.
    Skip,
    /// Goes back to the list.
    Leave,
    /// Puts a ready comment into the form.
    Insert,
    /// Keeps the comment ready.
    Keep,
    /// Forgets a ready comment.
    Forget,
}

impl Act {
    fn named(name: &str) -> Self {
        match name {
            "save" => Self::Save,
            "take" => Self::Take,
            "skip" => Self::Skip,
            "leave" => Self::Leave,
            "insert" => Self::Insert,
            "keep" => Self::Keep,
            "forget" => Self::Forget,
            _ => Self::SaveAndNext,
        }
    }
}

/// What a grader typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// The text of each criterion's points.
    pub(super) points: BTreeMap<String, String>,
    /// The comment.
    pub(super) comment: String,
    /// The ready comment chosen.
    pub(super) ready: Option<CommentId>,
    /// The button.
    pub(super) act: Act,
    /// When the grade that was shown had been given.
    pub(super) seen: Option<Timestamp>,
    /// The rubric that was shown.
    rubric: Option<String>,
}

impl Typed {
    /// Reads the fields; what is unknown is left out.
    pub(super) fn read(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields.into_iter().take(200) {
            match name.as_str() {
                "comment" => typed.comment = value,
                "ready" => typed.ready = value.parse().ok(),
                "rubric" => typed.rubric = Some(value),
                "do" => typed.act = Act::named(&value),
                "seen" => {
                    typed.seen = value
                        .parse()
                        .ok()
                        .and_then(|at| Timestamp::from_microsecond(at).ok());
                }
                name => {
                    if let Some(criterion) = name.strip_prefix(POINTS) {
                        typed.points.insert(criterion.to_owned(), value);
                    }
                }
            }
        }
        typed
    }

    /// What would give this grade again.
    pub(super) fn again(grade: &ManualGrade, lang: Lang) -> Self {
        let points = grade.parts.iter();
        Self {
            points: points
                .map(|part| (part.criterion.clone(), part.points.show(lang)))
                .collect(),
            comment: grade.comment.clone(),
            ..Self::default()
        }
    }

    /// Whether another rubric was shown than this item has: what was typed may mean something else by it.
    pub(super) fn is_of_another_rubric(&self, item: &Manual) -> bool {
        let shown = self.rubric.as_ref();
        shown.is_some_and(|shown| *shown != outline(item))
    }

    /// The parts as typed, and the comment.
    ///
    /// # Errors
    /// The message of each part that cannot be used, by criterion; the message of the comment under `comment`.
    pub(super) fn checked(
        &self,
        item: &Manual,
    ) -> Result<(Vec<Part>, String), BTreeMap<String, Message>> {
        let mut wrong = BTreeMap::new();
        let mut given = parts(item);
        for part in &mut given {
            let text = self.points.get(&part.criterion).map_or("", |t| t.trim());
            match points(text, part.max_points) {
                Ok(points) => part.points = points,
                Err(refusal) => {
                    wrong.insert(format!("{POINTS}{}", part.criterion), refusal);
                }
            }
        }
        let comment = tidy(&self.comment, MESSAGE).unwrap_or_else(|refusal| {
            wrong.insert("comment".to_owned(), refusal);
            String::new()
        });
        if wrong.is_empty() {
            Ok((given, comment))
        } else {
            Err(wrong)
        }
    }
}

/// Points from 0 to the most; a decimal comma is understood.
fn points(text: &str, most: Points) -> Result<Points, Message> {
    if text.is_empty() {
        return Err(message!("grade-points-missing"));
    }
    let points = Points::typed(text).map_err(|_| message!("form-points"))?;
    if points < Points::ZERO || points > most {
        return Err(message!("grade-points-range"));
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact_and_within_the_criterion() {
        let most = "1.5".parse().unwrap();
        assert_eq!(points("1,5", most), Ok(most));
        assert_eq!(points("0", most), Ok(Points::ZERO));
        assert_eq!(points("0.125", most).unwrap().to_string(), "0.125");
        assert_eq!(points("1.501", most), Err(message!("grade-points-range")));
        assert_eq!(points("-0.5", most), Err(message!("grade-points-range")));
        assert_eq!(points("", most), Err(message!("grade-points-missing")));
        for text in ["1.0001", "1e3", "NaN", "one", "1.5.5"] {
            assert_eq!(points(text, most), Err(message!("form-points")), "{text}");
        }
    }
}
