//! When a student may see the expected values of a task.

use crate::course::{Reveal, State};
use judge::report::{TaskReport, TaskVerdict};

/// Whether the config lets a student see the expected values of this task now.
pub fn may_reveal(reveal: Reveal, state: State, task: &TaskReport) -> bool {
    match reveal {
        Reveal::Never => false,
        Reveal::AfterClose => state == State::Closed,
        Reveal::WhenSolved => {
            task.verdict == TaskVerdict::Correct && task.points == task.max_points
        }
        Reveal::Always => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::points::Points;

    #[test]
    fn nothing_is_shown_before_its_time() {
        let max = Points::whole(2);
        let wrong = TaskReport::bare("elbo/elbo", TaskVerdict::Wrong, max);
        let right = TaskReport {
            points: max,
            ..TaskReport::bare("elbo/elbo", TaskVerdict::Correct, max)
        };
        for state in [State::Open, State::DueSoon, State::Late, State::Closed] {
            assert!(!may_reveal(Reveal::Never, state, &right));
            assert!(may_reveal(Reveal::Always, state, &wrong));
            assert!(may_reveal(Reveal::WhenSolved, state, &right));
            assert!(!may_reveal(Reveal::WhenSolved, state, &wrong));
            let closed = state == State::Closed;
            assert_eq!(may_reveal(Reveal::AfterClose, state, &wrong), closed);
        }
    }
}
