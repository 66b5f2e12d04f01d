//! How long is waited after something did not go, and what waits with it.

use super::access::Refused;
use crate::ids::PlatformId;
use crate::service::app::App;
use crate::store::{PlatformColumn, StoreError};
use jiff::{SignedDuration, Timestamp};

/// The first pause after something did not go, which doubles each time, and the longest.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);

/// Notes that a column waits. Where anything else asked of its platform would fare the same, its other columns are left alone too: for as long
/// as the platform says, else for the first pause. Longer only for what they are told themselves, or one column that alone is never reached
/// would keep the others from ever going.
pub(super) async fn wait(
    app: &App,
    platform: PlatformId,
    column: &PlatformColumn,
    refused: &Refused,
) -> Result<(), StoreError> {
    let (now, store) = (app.now(), &app.store);
    let tries = column.wait.as_ref().map_or(0, |wait| wait.tries);
    let at = retry_at(refused, tries, now);
    store.column_waits(column.id, &refused.fault, at).await?;
    if refused.is_of_platform() {
        let until = retry_at(refused, 0, now);
        let key = (platform, column.id);
        store.others_wait(key, &refused.fault, until).await?;
    }
    Ok(())
}

/// When it is tried again: when the platform says, else after a pause that doubles each time.
pub(super) fn retry_at(refused: &Refused, tries: u32, now: Timestamp) -> Timestamp {
    let doubled = 1_i32.checked_shl(tries.min(16)).unwrap_or(i32::MAX);
    let pause = FIRST_PAUSE.checked_mul(doubled).unwrap_or(LONGEST_PAUSE);
    let own = now.saturating_add(pause.min(LONGEST_PAUSE));
    refused.retry_at.or(own.ok()).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::PassFault;

    #[test]
    fn a_pause_doubles_to_its_longest_and_the_platform_knows_better() {
        let now: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
        let mut refused = Refused {
            fault: PassFault::Away,
            retry_at: None,
        };
        let minutes = |refused: &Refused, tries| {
            let wait = retry_at(refused, tries, now).duration_since(now);
            wait.as_mins()
        };
        let pauses: Vec<_> = [0, 1, 2, 8, 9, 40, u32::MAX]
            .map(|n| minutes(&refused, n))
            .into();
        assert_eq!(pauses, [1, 2, 4, 256, 360, 360, 360]);
        refused.retry_at = Some(now + SignedDuration::from_mins(7));
        assert_eq!(minutes(&refused, 9), 7);
    }
}
