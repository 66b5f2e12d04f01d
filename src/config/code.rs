//! The stable names of problems. Every one has a message `course-NAME` in both languages, and most have a `course-NAME-help`.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $code:ident $name:literal,)+) => {
        /// What kind of problem it is; the names are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $code,)+
        }

        impl Code {
            /// Every kind of problem.
            pub const ALL: &'static [Self] = &[$(Self::$code,)+];

            /// The stable name, `snake_case`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)+
                }
            }
        }
    };
}

codes! {
    /// The file is larger than any course.
    TooLarge "too_large",
    /// Not TOML.
    Syntax "syntax",
    /// A key that nothing reads.
    UnknownKey "unknown_key",
    /// A key that must be there is not.
    MissingKey "missing_key",
    /// A value of another type than needed.
    WrongType "wrong_type",
    /// A word that is none of those allowed.
    UnknownChoice "unknown_choice",
    /// A whole number outside its bounds.
    OutOfRange "out_of_range",
    /// A value of the right type that cannot be used.
    BadValue "bad_value",
    /// Something that others can read and should not.
    Readable "readable",
    /// A file or a folder that is named and is not there.
    NotThere "not_there",
    /// A header says who somebody is, and nobody is trusted to send it.
    HeaderUntrusted "header_untrusted",
    /// A text without words.
    EmptyText "empty_text",
    /// A text in one language only.
    OneLanguage "one_language",
    /// A name that is no snake_case word.
    BadName "bad_name",
    /// The same name twice.
    Duplicate "duplicate",
    /// A fractional number of points that is not in quotes.
    PointsFloat "points_float",
    /// Not a decimal number.
    PointsNotANumber "points_not_a_number",
    /// Finer than a thousandth.
    PointsTooFine "points_too_fine",
    /// Beyond any course.
    PointsTooLarge "points_too_large",
    /// Below zero.
    PointsNegative "points_negative",
    /// Zero where something is graded.
    PointsZero "points_zero",
    /// The parts do not add up to the stated maximum.
    PointsSum "points_sum",
    /// The parts of a rubric do not add up to the item's points.
    RubricSum "rubric_sum",
    /// No such homework in the catalogue.
    UnknownHomework "unknown_homework",
    /// There is no homework in the course.
    NoHomeworks "no_homeworks",
    /// No such task in the homework.
    UnknownTask "unknown_task",
    /// The task is in another homework.
    TaskElsewhere "task_elsewhere",
    /// Nothing tells to which homework a grading file belongs.
    HomeworkUnclear "homework_unclear",
    /// The grading config that the catalogue brings is broken.
    BadDefault "bad_default",
    /// No such output of the task.
    UnknownOutput "unknown_output",
    /// A whole output has no tolerance.
    WholeOutput "whole_output",
    /// No such axis of the output.
    UnknownAxis "unknown_axis",
    /// An axis that an output has twice has no order of its own.
    AxisTwice "axis_twice",
    /// The output has no axes to permute.
    NoAxes "no_axes",
    /// No such size of the task.
    UnknownSize "unknown_size",
    /// The size is outside what the task can draw.
    SizeOutOfRange "size_out_of_range",
    /// What the homework gives out would be larger than a student's program takes.
    SizesTooLarge "sizes_too_large",
    /// Negative, infinite or not a number.
    BadTolerance "bad_tolerance",
    /// So wide that 0 is right everywhere.
    ToleranceAcceptsZero "tolerance_accepts_zero",
    /// So wide that a known mistake passes.
    MistakePasses "mistake_passes",
    /// So strict that only the very same digits pass.
    ToleranceExact "tolerance_exact",
    /// With these sizes a known mistake is the right answer.
    MistakeIsRight "mistake_is_right",
    /// With these sizes a sentence of the statement is not true.
    PromiseBroken "promise_broken",
    /// An item to which no answer can be sent.
    AcceptNothing "accept_nothing",
    /// No transformation of a right answer.
    BadLike "bad_like",
    /// A mistake that changes no output.
    LikeNothing "like_nothing",
    /// A hint that nobody reads to its end.
    HintTooLong "hint_too_long",
    /// More mistakes of one task than are tried.
    TooManyMistakes "too_many_mistakes",
    /// A mistake of the config that is a right answer.
    NamedIsRight "named_is_right",
    /// A mistake of the config that is never told from the right answer.
    NamedNeverTold "named_never_told",
    /// A mistake of the config that is another one.
    NamedIsKnown "named_is_known",
    /// A mistake of the config by which another one is not named any more.
    NamedHides "named_hides",
    /// No such time zone.
    UnknownTimeZone "unknown_time_zone",
    /// A time of day without a day, or a day that no calendar has.
    BadDate "bad_date",
    /// A local time that the clocks skip.
    TimeSkipped "time_skipped",
    /// A local time that the clocks show twice.
    TimeTwice "time_twice",
    /// Opens after its deadline.
    OpensTooLate "opens_too_late",
    /// Closes before its deadline.
    ClosesTooEarly "closes_too_early",
    /// Not a percentage.
    BadPercentage "bad_percentage",
    /// The most that is taken is less than a day takes.
    MostTooSmall "most_too_small",
    /// A late policy where there is no deadline.
    LateWithoutDeadline "late_without_deadline",
    /// A closing time that can never matter.
    ClosesInVain "closes_in_vain",
    /// All dates are over when they are published.
    DatesPast "dates_past",
    /// Students see the right values as soon as it is published.
    TellsAtOnce "tells_at_once",
    /// Solutions are shown after a close that never comes.
    NeverCloses "never_closes",
    /// What the config expects of itself does not hold.
    ExpectUnmet "expect_unmet",
    /// It is not said, or said twice, what is sent.
    ExpectSent "expect_sent",
    /// Nothing is expected.
    ExpectNothing "expect_nothing",
    /// A mistake is named and no task.
    MistakeWithoutTask "mistake_without_task",
    /// No such known mistake of the task.
    UnknownMistake "unknown_mistake",
    /// More expectations than anybody waits for.
    TooManyExpects "too_many_expects",
    /// The final-grade formula is not right.
    BadFormula "bad_formula",
    /// The formula does not use the points.
    FormulaWithoutPoints "formula_without_points",
}

impl Code {
    /// The id of its message.
    pub fn message_id(self) -> String {
        format!("course-{}", self.name().replace('_', "-"))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
