//! What requests find while the storage is away: an answer at once. Or each would wait for it as long as the first did, and hold its file in
//! memory meanwhile, so that small files, which need no storage, would find no room.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long nobody asks a storage that did not answer; then one does, and the others wait for what it finds.
const LEFT_ALONE: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Answers,
    /// Nobody asks before this instant.
    Away(Instant),
    /// Somebody tries whether it is back.
    Tried,
}

/// Whether the storage may be asked just now.
#[derive(Debug, Default)]
pub(super) struct Pause(Mutex<State>);

/// Leave to ask. Where it is dropped without a word, the next one may try.
pub(super) struct Leave<'p> {
    pause: &'p Pause,
    is_trial: bool,
}

impl Pause {
    fn set(&self, state: State) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// Leave to ask at `now`, unless the storage is to be left alone.
    pub(super) fn leave(&self, now: Instant) -> Option<Leave<'_>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_trial = match *state {
            State::Answers => false,
            State::Away(until) if until <= now => {
                *state = State::Tried;
                true
            }
            State::Away(_) | State::Tried => return None,
        };
        Some(Leave {
            pause: self,
            is_trial,
        })
    }
}

impl Leave<'_> {
    /// It answered.
    pub(super) fn answered(mut self) {
        if std::mem::take(&mut self.is_trial) {
            tracing::info!("the object storage is back");
            self.pause.set(State::Answers);
        }
    }

    /// It did not, at `now`.
    pub(super) fn failed(mut self, now: Instant) {
        self.is_trial = false;
        self.pause.set(State::Away(now + LEFT_ALONE));
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if self.is_trial {
            self.pause.set(State::Away(Instant::now()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tries_and_the_others_wait_for_what_it_finds() {
        let pause = Pause::default();
        let noon = Instant::now();
        let later = |seconds| noon + Duration::from_secs(seconds);
        let (one, other) = (pause.leave(noon), pause.leave(noon));
        one.expect("it answers").answered();
        other.expect("it answers").failed(noon);
        assert!(pause.leave(later(4)).is_none(), "it is left alone");
        let trial = pause.leave(later(5)).expect("one tries");
        assert!(pause.leave(later(6)).is_none(), "and no other");
        trial.failed(later(6));
        assert!(pause.leave(later(10)).is_none());
        // Whoever tried went away without having learned anything.
        drop(pause.leave(later(11)).expect("one tries"));
        pause.leave(later(12)).expect("the next tries").answered();
        assert!(pause.leave(later(12)).is_some() && pause.leave(later(12)).is_some());
    }
}
