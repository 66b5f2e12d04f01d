//! How often somebody may ask: by address for those who are not signed in, by person for the others.
//!
//! A lecture hall shares one address: the limits let a class of hundreds sign in within minutes, and whoever has a right link
//! or token is never kept out by a neighbour, whatever that one sends.

use super::address::subscriber;
use crate::ids::UserId;
use crate::service::error::ServiceError;
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

/// Forms a minute and address of those who are not signed in.
const FORMS: NonZeroU32 = NonZeroU32::new(300).expect("it is not 0");
/// Switches of language and colours a minute and address.
const CHOICES: NonZeroU32 = FORMS;
/// Requests a minute and address of which only those that are refused count.
const REFUSALS: NonZeroU32 = FORMS;
/// Ways to a provider a minute and address that have us ask it first.
const PROVIDERS: NonZeroU32 = FORMS;
/// Links and tokens a minute and address that are nobody's: more than anybody copies wrong.
const WRONG_KEYS: NonZeroU32 = NonZeroU32::new(30).expect("it is not 0");
/// Programs a minute and address that ask to be let in: a lecture hall that types `dgm login` at once.
const DEVICES: NonZeroU32 = NonZeroU32::new(120).expect("it is not 0");
/// Letters with a link a minute and address: a lecture hall signs in within minutes.
const LETTERS: NonZeroU32 = NonZeroU32::new(60).expect("it is not 0");
/// How often a minute a person signs in with what works: more browsers than anybody has. Each leaves a session behind.
const ENTRIES: NonZeroU32 = NonZeroU32::new(60).expect("it is not 0");
/// With so many addresses at once, those that have been quiet are forgotten early.
const MANY: usize = 10_000;

type ByAddress = DefaultKeyedRateLimiter<IpAddr>;

/// The limits by address, and that of signing in by person.
pub struct Throttle {
    forms: ByAddress,
    choices: ByAddress,
    refusals: ByAddress,
    providers: ByAddress,
    wrong_keys: ByAddress,
    devices: ByAddress,
    letters: ByAddress,
    entries: DefaultKeyedRateLimiter<UserId>,
}

impl Default for Throttle {
    fn default() -> Self {
        let of = |most| RateLimiter::keyed(Quota::per_minute(most));
        Self {
            forms: of(FORMS),
            choices: of(CHOICES),
            refusals: of(REFUSALS),
            providers: of(PROVIDERS),
            wrong_keys: of(WRONG_KEYS),
            devices: of(DEVICES),
            letters: of(LETTERS),
            entries: RateLimiter::keyed(Quota::per_minute(ENTRIES)),
        }
    }
}

impl Throttle {
    /// A form of somebody who is not signed in.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many from this address.
    pub fn form(&self, address: IpAddr) -> Result<(), ServiceError> {
        by_address(&self.forms, address)
    }

    /// A switch of language or colours by somebody who is not signed in.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many from this address.
    pub fn choice(&self, address: IpAddr) -> Result<(), ServiceError> {
        by_address(&self.choices, address)
    }

    /// Something of somebody who is not signed in, which was refused.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many from this address.
    pub fn refusal(&self, address: IpAddr) -> Result<(), ServiceError> {
        by_address(&self.refusals, address)
    }

    /// A way to a provider that begins with a question of ours.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many from this address.
    pub fn provider(&self, address: IpAddr) -> Result<(), ServiceError> {
        by_address(&self.providers, address)
    }

    /// A link or token that is nobody's.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many from this address.
    pub fn wrong_key(&self, address: IpAddr) -> Result<(), ServiceError> {
        by_address(&self.wrong_keys, address)
    }

    /// A program that asks to be let in.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many from this address.
    pub fn device(&self, address: IpAddr) -> Result<(), ServiceError> {
        by_address(&self.devices, address)
    }

    /// A letter with a link that somebody asks for.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where there were too many from this address.
    pub fn letter(&self, address: IpAddr) -> Result<(), ServiceError> {
        by_address(&self.letters, address)
    }

    /// Somebody who signs in with what works, wherever they are.
    ///
    /// # Errors
    /// [`ServiceError::TooMany`] where this person did so too often.
    pub fn entry(&self, person: UserId) -> Result<(), ServiceError> {
        pass(&self.entries, &person)
    }

    /// Forgets addresses and people that have been quiet.
    pub fn sweep(&self) {
        for limiter in [
            &self.forms,
            &self.choices,
            &self.refusals,
            &self.providers,
            &self.wrong_keys,
            &self.devices,
            &self.letters,
        ] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        self.entries.retain_recent();
        self.entries.shrink_to_fit();
    }
}

fn by_address(limiter: &ByAddress, address: IpAddr) -> Result<(), ServiceError> {
    if limiter.len() > MANY {
        limiter.retain_recent();
    }
    pass(limiter, &subscriber(address))
}

/// Lets one more through, or says for how long nothing more passes.
fn pass<K: Clone + Eq + Hash>(
    limiter: &DefaultKeyedRateLimiter<K>,
    who: &K,
) -> Result<(), ServiceError> {
    limiter
        .check_key(who)
        .map_err(|refused| ServiceError::too_many(refused.wait_time_from(limiter.clock().now())))
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
            matches!(refused, Some(ServiceError::TooMany { seconds: 1..=2 })),
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
