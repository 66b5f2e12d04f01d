//! All points of a student as the final grade is made of them: what was earned, or that scaled to the whole where one is excused.

use crate::points::Points;

/// Points as the formula takes them: exact, also where they are no whole thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    earned: Points,
    scale: Option<Scale>,
}

/// What somebody earned out of less than the whole counts as if it were out of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The most that the course gives.
    pub whole: Points,
    /// The most of what the student is not excused from.
    pub counted: Points,
}

impl From<Points> for Total {
    fn from(earned: Points) -> Self {
        Self {
            earned,
            scale: None,
        }
    }
}

impl Total {
    /// Points earned where `excused` points of the `whole` are not asked for. Where nothing else can be earned, nothing is scaled.
    pub fn excused(earned: Points, whole: Points, excused: Points) -> Self {
        let counted = whole - excused;
        let scale = Scale { whole, counted };
        let scaled = excused > Points::ZERO && counted > Points::ZERO;
        Self {
            earned,
            scale: scaled.then_some(scale),
        }
    }

    /// What was earned.
    pub const fn earned(self) -> Points {
        self.earned
    }

    /// What it is scaled by, if it is.
    pub const fn scale(self) -> Option<Scale> {
        self.scale
    }

    /// The same with other points earned.
    #[must_use]
    pub const fn with_earned(self, earned: Points) -> Self {
        Self { earned, ..self }
    }

    /// The points to be shown: rounded half up to a thousandth where scaled. Grades are made of the exact ones.
    pub fn shown(self) -> Points {
        let positive = |points: Points| u64::try_from(points.thousandths()).unwrap_or(0);
        self.scale.map_or(self.earned, |scale| {
            self.earned
                .share(positive(scale.whole), positive(scale.counted))
        })
    }

    /// Thousandths of points as a fraction.
    pub(super) fn fraction(self) -> (i128, i128) {
        let wide = |points: Points| i128::from(points.thousandths());
        match self.scale {
            None => (wide(self.earned), 1),
            Some(scale) => (
                wide(self.earned).saturating_mul(wide(scale.whole)),
                wide(scale.counted),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(text: &str) -> Points {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_excused_is_asked_of_nobody() {
        let whole = p("104");
        for (earned, excused, shown) in [
            ("23.885", "0", "23.885"),
            // 16.55 · 104 / 91 = 18.9142857…
            ("16.55", "13", "18.914"),
            // 91 of 91 is everything.
            ("91", "13", "104"),
            // 39 · 104 / 78 = 52.
            ("39", "26", "52"),
            ("0", "13", "0"),
            // Nothing is left to be earned.
            ("2", "104", "2"),
        ] {
            let total = Total::excused(p(earned), whole, p(excused));
            assert_eq!(total.shown(), p(shown), "{earned} without {excused}");
            assert_eq!(total.earned(), p(earned));
        }
    }
}
