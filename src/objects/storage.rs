//! Putting, reading and deleting objects.

use super::error::ObjectError;
use super::exchange::Exchange;
use super::pause::Pause;
use super::signature::Signer;
use crate::settings;
use axum::http::{Method, Uri};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;

/// How many objects are on their way at once; each has its bytes in memory.
const AT_ONCE: usize = 4;

/// An object storage, shared by all who use it.
#[derive(Clone)]
pub struct ObjectStorage(Arc<Inner>);

struct Inner {
    settings: settings::ObjectStorage,
    clock: fn() -> Timestamp,
    pause: Pause,
    permits: Arc<Semaphore>,
}

impl fmt::Debug for ObjectStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ObjectStorage")
            .field(&self.0.settings)
            .finish()
    }
}

/// A deletion that is signed and not sent yet. A quarter of an hour later no storage obeys it any more, so one that was held up on the way
/// deletes nothing that was put meanwhile.
pub struct Deletion(Exchange);

impl ObjectStorage {
    /// The storage that a config names.
    pub fn new(settings: settings::ObjectStorage, clock: fn() -> Timestamp) -> Self {
        Self(Arc::new(Inner {
            settings,
            clock,
            pause: Pause::default(),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        }))
    }

    /// The instant of now, as its requests are dated.
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// Whether a file of so many bytes is kept there.
    pub fn takes(&self, bytes: usize) -> bool {
        bytes as u64 > self.0.settings.larger_than
    }

    /// Whether what nobody names any more may be deleted.
    pub fn sweeps(&self) -> bool {
        self.0.settings.sweep
    }

    /// Puts bytes under their SHA-256: once this returns, the storage has them.
    ///
    /// # Errors
    /// When the storage does not take them.
    pub async fn put(&self, sha256: &str, bytes: &[u8]) -> Result<(), ObjectError> {
        let exchange = self.exchange(Method::PUT, sha256, sha256)?;
        let bytes = bytes.to_vec();
        let put = move || exchange.run(&bytes, 0);
        match self.asked(put).await? {
            Some(_) => Ok(()),
            None => Err(ObjectError::Away("404 NoSuchKey".to_owned()).counted()),
        }
    }

    /// The bytes of this SHA-256 and length.
    ///
    /// # Errors
    /// When the storage does not answer, has no such object, or has others bytes in its place.
    pub async fn get(&self, sha256: &str, bytes: u64) -> Result<Vec<u8>, ObjectError> {
        let exchange = self.exchange(Method::GET, sha256, &nothing())?;
        let name = sha256.to_owned();
        let get = move || {
            let Some(read) = exchange.run(&[], bytes)? else {
                return Ok(None);
            };
            let same = read.len() as u64 == bytes && hex::encode(Sha256::digest(&read)) == name;
            Ok(Some((same, read)))
        };
        match self.asked(get).await? {
            Some((true, read)) => Ok(read),
            Some((false, _)) => Err(ObjectError::Altered(sha256.to_owned()).counted()),
            None => Err(ObjectError::Missing(sha256.to_owned()).counted()),
        }
    }

    /// A deletion, signed now.
    ///
    /// # Errors
    /// When no address can be made of the name.
    pub fn deletion(&self, sha256: &str) -> Result<Deletion, ObjectError> {
        self.exchange(Method::DELETE, sha256, &nothing())
            .map(Deletion)
    }

    /// Deletes what a deletion was signed for; what is gone already is gone.
    ///
    /// # Errors
    /// When the storage does not do it.
    pub async fn delete(&self, Deletion(exchange): Deletion) -> Result<(), ObjectError> {
        self.asked(move || exchange.run(&[], 0)).await.map(drop)
    }

    /// Writes, reads and deletes an object of a few bytes, which nobody else has.
    ///
    /// # Errors
    /// When any of that fails.
    pub async fn probe(&self, bytes: &[u8]) -> Result<(), ObjectError> {
        let name = hex::encode(Sha256::digest(bytes));
        self.put(&name, bytes).await?;
        self.get(&name, bytes.len() as u64).await?;
        if self.sweeps() {
            self.delete(self.deletion(&name)?).await?;
        }
        Ok(())
    }

    fn exchange(&self, method: Method, name: &str, payload: &str) -> Result<Exchange, ObjectError> {
        let settings = &self.0.settings;
        let uri = settings.address(name).parse::<Uri>();
        let uri = uri.map_err(|error| ObjectError::Away(error.to_string()))?;
        let signer = Signer {
            key_id: &settings.key_id,
            secret: settings.secret.reveal(),
            region: &settings.region,
        };
        Ok(Exchange::new(signer, method, uri, payload, self.now()))
    }

    /// Does the work on a thread that may block, unless the storage is to be left alone.
    async fn asked<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ObjectError> + Send + 'static,
    ) -> Result<T, ObjectError> {
        let waits = || ObjectError::Away("it did not answer a moment ago".to_owned()).counted();
        let permits = Arc::clone(&self.0.permits);
        let fault = |error: &dyn fmt::Display| ObjectError::Away(error.to_string());
        let permit = permits.acquire_owned().await.map_err(|e| fault(&e))?;
        let leave = self.0.pause.leave(Instant::now()).ok_or_else(waits)?;
        let done = tokio::task::spawn_blocking(move || {
            // With the work and not with its caller: whoever goes away does not make room for others before it is done.
            let _permit = permit;
            work()
        });
        let done = done.await.map_err(|error| fault(&error))?;
        match &done {
            Err(ObjectError::Away(why)) => {
                tracing::error!(why, "the object storage is away");
                leave.failed(Instant::now());
            }
            _ => leave.answered(),
        }
        done.map_err(ObjectError::counted)
    }
}

/// The SHA-256 of no bytes.
fn nothing() -> String {
    hex::encode(Sha256::digest([]))
}
