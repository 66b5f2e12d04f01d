//! LTI 1.3 Advantage: people come from learning platforms, homeworks are linked there, lists of people come from there, points go there.
//!
//! A platform's messages are ID tokens of OpenID Connect with claims of their own (`claims`); what this server signs is signed with one
//! key (`keys`). Points are sent by comparing what stands with what a platform acknowledged (`sender`), so that none can be forgotten.

pub mod access;
pub mod cache;
mod claims;
pub mod columns;
pub mod deep_linking;
pub mod fault;
mod jws;
pub mod keys;
pub mod launch;
mod line_item;
pub mod login;
mod matching;
pub mod members;
pub mod pass_back;
mod pauses;
pub mod people;
pub mod platform_keys;
pub mod platforms;
pub mod registration;
pub mod sender;
pub mod targets;
