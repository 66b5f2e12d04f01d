//! Room for what people send. A body is promised all that it says it needs, so that what began can end. One that comes slowly keeps
//! room for what has come and a little more, and has the rest as it comes: nobody keeps room from others with bytes that are not sent.

use super::bounds::Bounds;
use super::error::AppError;
use super::traffic::{Held, Shared, permits};
use crate::ids::UserId;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

/// Of all room a body that needs no more than this part is small: it is never asked to give any back.
const SMALL: usize = 128;
/// Of all room this part is left to small bodies, however many large ones are on their way.
const LEFT_TO_SMALL: usize = 4;
/// A body of which fewer bytes come between two looks is slow.
const SLOW: usize = 64 << 10;

/// The room for all.
pub struct Intake {
    /// What each person may have of it.
    people: Shared,
    all: Arc<Semaphore>,
    large: Arc<Semaphore>,
    bounds: Bounds,
}

impl Intake {
    /// As much as there may be in flight.
    pub fn new(bounds: &Bounds) -> Self {
        let all = bounds.in_flight;
        Self {
            people: Shared::senders(bounds),
            all: Arc::new(Semaphore::new(all)),
            large: Arc::new(Semaphore::new(all - all / LEFT_TO_SMALL)),
            bounds: bounds.clone(),
        }
    }

    /// Room for so many bytes that are here already.
    ///
    /// # Errors
    /// [`AppError::AtOnce`] where this person has too much already, [`AppError::Busy`] where everybody together has.
    pub async fn take(&self, person: UserId, bytes: usize) -> Result<Held, AppError> {
        Ok(self.promise(person, bytes).await?.held())
    }

    /// Room for a body of so many bytes that is about to come. More than one person may have counts as all of that: a large file comes
    /// alone, but it comes.
    ///
    /// # Errors
    /// [`AppError::AtOnce`] where this person has too much already, [`AppError::Busy`] where everybody together has.
    pub async fn promise(&self, person: UserId, bytes: usize) -> Result<Room, AppError> {
        let needs = bytes.min(self.bounds.a_person());
        let small = self.bounds.in_flight / SMALL;
        let own = self.people.take(person, needs).await?;
        let mut lanes = vec![Arc::clone(&self.all)];
        if needs > small {
            lanes.insert(0, Arc::clone(&self.large));
        }
        let room = Room {
            own,
            lanes,
            taken: Mutex::default(),
            needs,
            small,
            come: AtomicUsize::new(0),
            turn: self.bounds.turn,
            look: self.bounds.look,
        };
        room.more(needs).await?;
        Ok(room)
    }
}

/// Room for one body.
pub struct Room {
    own: Held,
    /// What is taken from: with each the room that all share, with a large one that of large ones, too.
    lanes: Vec<Arc<Semaphore>>,
    taken: Mutex<Vec<OwnedSemaphorePermit>>,
    needs: usize,
    small: usize,
    come: AtomicUsize,
    turn: Duration,
    look: Duration,
}

impl Room {
    fn taken(&self) -> MutexGuard<'_, Vec<OwnedSemaphorePermit>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much is taken.
    fn amount(&self) -> usize {
        let taken = self.taken();
        taken.first().map_or(0, OwnedSemaphorePermit::num_permits)
    }

    /// Takes so much more, once others have given it back.
    async fn more(&self, amount: usize) -> Result<(), AppError> {
        let amount = permits(amount);
        let mut more = Vec::with_capacity(self.lanes.len());
        for lane in &self.lanes {
            let permit = Arc::clone(lane).acquire_many_owned(amount);
            let permit = timeout(self.turn, permit).await;
            more.push(permit.ok().and_then(Result::ok).ok_or(AppError::Busy)?);
        }
        let mut taken = self.taken();
        if taken.is_empty() {
            *taken = more;
        } else {
            for (permit, more) in taken.iter_mut().zip(more) {
                permit.merge(more);
            }
        }
        Ok(())
    }

    /// Sees that there is room for all of so many bytes, which have come.
    ///
    /// # Errors
    /// [`AppError::Busy`] where it was given back, and others have it by now.
    pub async fn cover(&self, bytes: usize) -> Result<(), AppError> {
        self.come.store(bytes, Ordering::Relaxed);
        let amount = self.amount();
        if bytes.min(self.needs) <= amount {
            return Ok(());
        }
        self.more((bytes + self.small).min(self.needs) - amount)
            .await
    }

    /// Looks again and again how fast the body comes, and gives back what a slow one does not need yet. It never ends.
    pub async fn watch(&self) -> Infallible {
        let mut before = 0;
        loop {
            sleep(self.look).await;
            let come = self.come.load(Ordering::Relaxed);
            if come.saturating_sub(before) < SLOW {
                self.keep(come + self.small);
            }
            before = come;
        }
    }

    /// Gives back what is beyond this amount.
    fn keep(&self, amount: usize) {
        for permit in self.taken().iter_mut() {
            drop(permit.split(permit.num_permits().saturating_sub(amount)));
        }
    }

    /// What is taken, for a body that has come to its end.
    pub fn held(self) -> Held {
        let taken = self.taken.into_inner();
        self.own.with(taken.unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds() -> Bounds {
        Bounds {
            in_flight: 1280,
            turn: Duration::from_millis(100),
            look: Duration::from_millis(10),
            ..Bounds::default()
        }
    }

    #[tokio::test]
    async fn nobody_takes_more_than_a_quarter_and_all_no_more_than_there_is() {
        let intake = Intake::new(&bounds());
        let mut held = vec![intake.take(1.into(), 200).await.unwrap()];
        let more = intake.take(1.into(), 121).await;
        assert!(matches!(more, Err(AppError::AtOnce)));
        held.push(intake.take(1.into(), 120).await.unwrap());
        // More than anybody may have counts as everything one may have.
        for person in 2..4 {
            held.push(intake.take(person.into(), 10_000).await.unwrap());
        }
        let more = intake.take(4.into(), 11).await;
        assert!(
            matches!(more, Err(AppError::Busy)),
            "a quarter is left to small ones"
        );
        for person in 5..37 {
            held.push(intake.take(person.into(), 10).await.unwrap());
        }
        let more = intake.take(37.into(), 1).await;
        assert!(matches!(more, Err(AppError::Busy)));
        held.remove(0);
        assert!(intake.take(4.into(), 100).await.is_ok());
        assert!(intake.take(1.into(), 100).await.is_ok());
    }

    #[tokio::test]
    async fn what_does_not_come_is_kept_from_nobody() {
        let intake = Intake::new(&bounds());
        let mut slow = Vec::new();
        for person in 1..4 {
            let room = intake.promise(person.into(), 320).await.unwrap();
            room.cover(30).await.unwrap();
            slow.push(room);
        }
        assert!(matches!(
            intake.take(4.into(), 320).await,
            Err(AppError::Busy)
        ));
        let watched = async {
            let [one, two, three] = &slow[..] else {
                panic!("there are three");
            };
            tokio::select! {
                _ = one.watch() => {}
                _ = two.watch() => {}
                _ = three.watch() => {}
                () = sleep(Duration::from_millis(50)) => {}
            }
        };
        watched.await;
        // What has come, and a little more.
        assert_eq!(slow[0].amount(), 40);
        let other = intake.take(4.into(), 320).await.unwrap();
        // It goes on with what it needs, as far as there is room.
        slow[0].cover(200).await.unwrap();
        assert_eq!(slow[0].amount(), 210);
        slow[0].cover(315).await.unwrap();
        assert_eq!(slow[0].amount(), 320, "it needs no more");
        slow[1].cover(200).await.unwrap();
        assert!(matches!(slow[2].cover(315).await, Err(AppError::Busy)));
        drop(other);
        assert!(slow[2].cover(315).await.is_ok());
    }
}
