//! The search for one number by somebody who is told how far off a guess is in classes.

/// How far off a guess was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Right,
    Ten,
    Thousand,
    Beyond,
}

/// What was tried for one number, and what was told of it.
#[derive(Clone, Debug)]
pub struct Search {
    atol: f64,
    rtol: f64,
    nearest: (f64, Class),
    /// Guesses since the nearest one was found.
    since: u32,
}

impl Search {
    pub fn new(atol: f64, rtol: f64) -> Self {
        Self {
            atol,
            rtol,
            nearest: (0.0, Class::Beyond),
            since: 0,
        }
    }

    /// The next guess: in cells as wide as the class can be seen, from the nearest guess outwards.
    pub fn guess(&self) -> f64 {
        let (at, class) = self.nearest;
        let tolerance = (self.atol + self.rtol * at.abs()).max(1e-6);
        let width = match class {
            Class::Right => 0.0,
            Class::Ten => 1.9 * tolerance,
            Class::Thousand => 19.0 * tolerance,
            Class::Beyond => 1900.0 * tolerance,
        };
        let cell = f64::from(self.since.div_ceil(2));
        at + if self.since % 2 == 1 {
            cell * width
        } else {
            -cell * width
        }
    }

    pub fn learn(&mut self, class: Class) {
        if class < self.nearest.1 {
            self.nearest = (self.guess(), class);
            self.since = 1;
        } else {
            self.since += 1;
        }
    }
}

#[test]
fn a_search_ends_at_the_number() {
    let truth = 0.7321;
    let mut search = Search::new(1e-4, 1e-4);
    let mut guesses = 0;
    loop {
        let off = (search.guess() - truth).abs() / (1e-4 + 1e-4 * truth);
        guesses += 1;
        let class = match off {
            e if e <= 1.0 => break,
            e if e <= 10.0 => Class::Ten,
            e if e <= 1000.0 => Class::Thousand,
            _ => Class::Beyond,
        };
        search.learn(class);
        assert!(guesses < 1000, "{search:?}");
    }
    assert!(guesses > 20, "{guesses}");
}
