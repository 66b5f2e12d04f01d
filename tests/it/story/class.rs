//! Two hundred students: who they are, what each sends and when, what a person gives them.

/// How many there are.
pub const CLASS: usize = 200;
/// The homeworks in the order of the course.
pub const HOMEWORKS: [&str; 6] = ["elbo", "reparameterization", "flows", "gan", "fid", "ddpm"];

/// Names that a spreadsheet would run if it could.
const RUN: [&str; 6] = [
    "=HYPERLINK(\"http://evil.test\";\"x\")",
    "=cmd|' /C calc'!A0",
    "+7 900 000 00 00",
    "-1+1",
    "@SUM(A1:A9)",
    "Ёлкина; \"Яна\" <script>",
];

/// One student; everything else follows from the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person(pub usize);

/// What a file is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Computed in float64.
    Double,
    /// Computed in float32, as PyTorch does unless told.
    Single,
    /// In float64, with a known mistake in one task.
    Mistaken,
    /// In float32, without the first task.
    Unfinished,
}

/// What a teacher puts in place of the points of `elbo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// Points.
    Points(&'static str),
    /// An excuse.
    Excused,
}

/// Everybody.
pub fn class() -> impl Iterator<Item = Person> {
    (0..CLASS).map(Person)
}

impl Person {
    /// `s007`.
    pub fn login(self) -> String {
        format!("s{:03}", self.0)
    }

    /// Most have a name, some an attack.
    pub fn name(self) -> String {
        RUN.get(self.0)
            .map_or_else(|| format!("Студент №{}", self.0), |n| (*n).to_owned())
    }

    /// Every fifth sends all six homeworks, the others one or two.
    pub fn sends(self) -> Vec<&'static str> {
        let wanted = |number: usize| {
            self.0.is_multiple_of(5)
                || number == self.0 % 6
                || (self.0 % 2 == 1 && number == (self.0 + 1) % 6)
        };
        let numbered = HOMEWORKS.iter().enumerate();
        numbered
            .filter(|(n, _)| wanted(*n))
            .map(|(_, h)| *h)
            .collect()
    }

    /// The files sent to each homework, in order: some try again after a mistake.
    pub fn attempts(self) -> &'static [Habit] {
        match (self.0 % 10, self.0 % 4) {
            (7, _) => &[Habit::Mistaken, Habit::Single],
            (_, 0) => &[Habit::Double],
            (_, 1) => &[Habit::Single],
            (_, 2) => &[Habit::Mistaken],
            _ => &[Habit::Unfinished],
        }
    }

    /// Whether `elbo` is sent a day after its deadline.
    pub fn is_late(self) -> bool {
        self.0 % 8 == 3
    }

    /// The points of the item that a person grades, in thousandths by criterion, for those who send a proof.
    pub fn proof(self) -> Option<[i64; 2]> {
        let half_points = i64::try_from(self.0 / 20 % 5).expect("it is small");
        self.0
            .is_multiple_of(20)
            .then_some([1000, 500 * half_points])
    }

    /// What a teacher puts in place of the points of `elbo`: of somebody whom the slip costs points, and of somebody whom not.
    pub fn by_hand(self) -> Option<ByHand> {
        match self.0 {
            5 => Some(ByHand::Points("12.5")),
            11 => Some(ByHand::Excused),
            12 => Some(ByHand::Points("3")),
            _ => None,
        }
    }

    /// Points of the exam in thousandths: to half points, four of five were examined.
    pub fn exam(self) -> Option<i64> {
        let half_points = i64::try_from(self.0 * 7 % 53).expect("it is small");
        (self.0 % 5 != 3).then_some(500 * half_points)
    }
}
