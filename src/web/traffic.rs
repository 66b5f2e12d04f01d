//! What is in memory because somebody sends or fetches it: bounded for the process and for every person.

use super::bounds::Bounds;
use super::error::AppError;
use crate::ids::UserId;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Something that people share: so much for all, so much for each.
pub struct Shared {
    all: Arc<Semaphore>,
    most: usize,
    each: usize,
    people: Mutex<HashMap<UserId, Weak<Semaphore>>>,
    /// How long one waits for what other people have.
    turn: Duration,
    /// How long one waits for what one has oneself.
    own_turn: Duration,
}

/// Shares that are taken, until this is dropped.
#[derive(Debug)]
pub struct Held(Vec<OwnedSemaphorePermit>);

impl Held {
    /// These beside it.
    pub(super) fn with(mut self, more: Vec<OwnedSemaphorePermit>) -> Self {
        self.0.extend(more);
        self
    }
}

impl Shared {
    /// Bytes that people send, which are bounded here for each person alone. Whoever sends more at once than one person may is refused
    /// at once: waiting would hold the connection.
    pub(super) fn senders(bounds: &Bounds) -> Self {
        Self::new(
            Semaphore::MAX_PERMITS,
            bounds.a_person(),
            bounds.turn,
            Duration::ZERO,
        )
    }

    /// Bytes of downloads. A page may show several files, and its browser asks for all of them at once.
    pub fn downloads(bounds: &Bounds) -> Self {
        Self::new(
            bounds.in_flight,
            bounds.a_person(),
            bounds.turn,
            bounds.turn,
        )
    }

    /// Requests, which are bounded for each person alone.
    pub fn requests(bounds: &Bounds) -> Self {
        Self::new(
            Semaphore::MAX_PERMITS,
            bounds.requests,
            bounds.turn,
            bounds.turn,
        )
    }

    fn new(most: usize, each: usize, turn: Duration, own_turn: Duration) -> Self {
        Self {
            all: Arc::new(Semaphore::new(most)),
            most,
            each,
            people: Mutex::default(),
            turn,
            own_turn,
        }
    }

    /// Takes a share for this person. More than there is counts as all there is: a large file comes alone, but it comes.
    ///
    /// # Errors
    /// [`AppError::AtOnce`] where this person has too much already, [`AppError::Busy`] where everybody together has.
    pub async fn take(&self, person: UserId, amount: usize) -> Result<Held, AppError> {
        let own = self.own(person);
        let amount = permits(amount.min(self.each).min(self.most));
        let own = if self.own_turn.is_zero() {
            own.try_acquire_many_owned(amount)
                .map_err(|_| AppError::AtOnce)?
        } else {
            let acquired = timeout(self.own_turn, own.acquire_many_owned(amount)).await;
            acquired.ok().and_then(Result::ok).ok_or(AppError::AtOnce)?
        };
        let all = Arc::clone(&self.all).acquire_many_owned(amount);
        let all = timeout(self.turn, all).await;
        let all = all.ok().and_then(Result::ok).ok_or(AppError::Busy)?;
        Ok(Held(vec![own, all]))
    }

    fn own(&self, person: UserId) -> Arc<Semaphore> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = people.get(&person).and_then(Weak::upgrade) {
            return own;
        }
        // Whoever has nothing under way needs no entry.
        people.retain(|_, own| own.strong_count() > 0);
        let own = Arc::new(Semaphore::new(self.each));
        people.insert(person, Arc::downgrade(&own));
        own
    }
}

/// An amount as semaphores count.
pub(super) fn permits(amount: usize) -> u32 {
    u32::try_from(amount).unwrap_or(u32::MAX)
}

/// A file in memory, accounted for as long as it is there.
#[derive(Debug)]
pub struct File {
    bytes: Vec<u8>,
    _held: Held,
}

impl File {
    /// These bytes, for which this was taken.
    pub const fn new(bytes: Vec<u8>, held: Held) -> Self {
        Self { bytes, _held: held }
    }
}

impl Deref for File {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for File {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds() -> Bounds {
        Bounds {
            in_flight: 100,
            turn: Duration::from_millis(20),
            ..Bounds::default()
        }
    }

    #[tokio::test]
    async fn a_download_waits_for_the_one_before() {
        let downloads = Arc::new(Shared::downloads(&bounds()));
        let first = downloads.take(1.into(), 25).await.unwrap();
        let second = downloads.take(1.into(), 25);
        let (second, ()) = tokio::join!(second, async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            drop(first);
        });
        let second = second.unwrap();
        assert!(matches!(
            downloads.take(1.into(), 1).await,
            Err(AppError::AtOnce)
        ));
        drop(second);
        // An entry is kept for nobody who has nothing.
        drop(downloads.take(2.into(), 1).await);
        assert_eq!(downloads.people.lock().unwrap().len(), 1);
    }
}
