//! How often somebody may ask: by address for those who are not signed in, by person for the others.
//!
//! A lecture hall shares one address: the limits let a class of hundreds sign in within minutes, and whoever has a right link
//! or token is never kept out by a neighbour who guesses.

use super::address::{Client, subscriber};
use super::fault::Fault;
use super::state::AppState;
use super::visitor::Visitor;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

/// Forms a minute and address of those who are not signed in: signing in, the switch of language.
const FORMS: NonZeroU32 = NonZeroU32::new(300).expect("it is not 0");
/// Links and tokens a minute and address that are nobody's: more than anybody copies wrong.
const WRONG_KEYS: NonZeroU32 = NonZeroU32::new(30).expect("it is not 0");
/// With so many addresses at once, those that have been quiet are forgotten early.
const MANY: usize = 10_000;

/// The limits by address.
pub struct Throttle {
    forms: DefaultKeyedRateLimiter<IpAddr>,
    wrong_keys: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            forms: RateLimiter::keyed(Quota::per_minute(FORMS)),
            wrong_keys: RateLimiter::keyed(Quota::per_minute(WRONG_KEYS)),
        }
    }
}

impl Throttle {
    /// A form of somebody who is not signed in.
    ///
    /// # Errors
    /// [`Fault::TooMany`] where there were too many from this address.
    pub fn form(&self, address: IpAddr) -> Result<(), Fault> {
        by_address(&self.forms, address)
    }

    /// A link or token that is nobody's.
    ///
    /// # Errors
    /// [`Fault::TooMany`] where there were too many from this address.
    pub fn wrong_key(&self, address: IpAddr) -> Result<(), Fault> {
        by_address(&self.wrong_keys, address)
    }

    /// Forgets addresses that have been quiet.
    pub fn sweep(&self) {
        for limiter in [&self.forms, &self.wrong_keys] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn by_address(limiter: &DefaultKeyedRateLimiter<IpAddr>, address: IpAddr) -> Result<(), Fault> {
    if limiter.len() > MANY {
        limiter.retain_recent();
    }
    pass(limiter, &subscriber(address))
}

/// Those who are not signed in may send only so many forms.
///
/// # Errors
/// [`Fault::TooMany`] where there were too many from this address.
pub async fn anonymous_forms(
    State(app): State<AppState>,
    visitor: Visitor,
    client: Client,
    request: Request,
    next: Next,
) -> Result<Response, Fault> {
    if visitor.user.is_none() && !request.method().is_safe() {
        app.throttle.form(client.0)?;
    }
    Ok(next.run(request).await)
}

/// Lets one more through, or says for how long nothing more passes.
///
/// # Errors
/// [`Fault::TooMany`].
pub fn pass<K: Hash + Eq + Clone>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), Fault> {
    limiter.check_key(key).map_err(|refused| {
        let wait = refused.wait_time_from(limiter.clock().now());
        // A second begun is a second to wait.
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Fault::TooMany {
            seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_how_long_to_wait_and_others_are_not_concerned() {
        let throttle = Throttle::default();
        let (one, other) = ("8.8.8.8".parse().unwrap(), "9.9.9.9".parse().unwrap());
        let refused = (0..100).find_map(|_| throttle.wrong_key(one).err());
        // Thirty a minute: the next is due within two seconds.
        assert!(
            matches!(refused, Some(Fault::TooMany { seconds: 1..=2 })),
            "{refused:?}"
        );
        assert!(throttle.wrong_key(other).is_ok());
        assert!(throttle.form(one).is_ok(), "each kind is counted by itself");
        let neighbour = "2001:db8::2".parse().unwrap();
        for host in 1..=30 {
            let address = format!("2001:db8::{host:x}").parse().unwrap();
            assert!(throttle.wrong_key(address).is_ok());
        }
        assert!(throttle.wrong_key(neighbour).is_err(), "one subscriber");
        throttle.sweep();
        assert!(throttle.wrong_key(neighbour).is_err(), "it is recent");
    }
}
