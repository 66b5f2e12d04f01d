//! Work that one process of several has taken: it says again and again that it still is at it, and stops where another has taken over.

use crate::store::{HELD, StoreError};

/// Does the work and keeps it meanwhile; nothing where it was taken by somebody else before it was done.
///
/// `keep` says to the store that this process is still at it, and tells whether it still is its turn. A database that does not answer
/// takes nothing away: nobody else can have taken anything from it either. Still, work that must on no account happen twice notes
/// each part with what it does, in one transaction.
pub async fn held<T, F>(work: impl Future<Output = T>, keep: impl Fn() -> F) -> Option<T>
where
    F: Future<Output = Result<bool, StoreError>>,
{
    tokio::select! {
        done = work => Some(done),
        () = lost(keep) => None,
    }
}

/// Ends when the turn is lost.
async fn lost<F>(keep: impl Fn() -> F)
where
    F: Future<Output = Result<bool, StoreError>>,
{
    // Three times before it is given to others: one that is late is no loss.
    let pause = HELD.unsigned_abs() / 3;
    loop {
        tokio::time::sleep(pause).await;
        let said = tokio::time::timeout(pause, keep()).await;
        match said {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => return,
            Ok(Err(error)) => tracing::warn!(%error, "work under way could not be kept"),
            Err(_) => tracing::warn!("work under way could not be kept in time"),
        }
    }
}
