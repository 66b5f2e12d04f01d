//! Pages in a real browser: a student's evening, the way to a report, the keyboard alone, what a person grades; the teacher's desk;
//! what axe-core finds; pictures.

mod accessible;
#[path = "../it/support/authority.rs"]
#[expect(
    dead_code,
    reason = "the browser believes any certificate; that of the authority is for the other tests"
)]
mod authority;
#[path = "../it/support/binary.rs"]
mod binary;
mod by_hand;
mod chromium;
mod config;
mod demo;
mod desk;
mod gallery;
mod keyboard;
mod letter;
mod lti;
mod person;
mod platform;
#[path = "../it/support/platform_key.rs"]
mod platform_key;
#[path = "../it/support/platform_services/mod.rs"]
mod platform_services;
#[path = "../it/support/provider.rs"]
#[expect(
    dead_code,
    reason = "the lies that it can tell are for the other tests"
)]
mod provider;
mod scene;
mod sending;
mod sign_in;
#[path = "../it/support/smtp.rs"]
#[expect(dead_code, reason = "here the mail server takes all that it is given")]
mod smtp;
#[path = "../it/support/solve.rs"]
mod solve;
mod student;
mod tls;
mod visit;
mod what_if;
mod window;
