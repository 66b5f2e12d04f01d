//! What tests of several faces stand on: the application in this process, the real binary, pages as a browser reads them.

pub mod audit;
pub mod authority;
pub mod binary;
pub mod bucket;
pub mod course;
#[cfg(unix)]
pub mod disk;
pub mod dom;
pub mod expectation;
pub mod forms;
pub mod platform_key;
pub mod platform_services;
pub mod postgres;
pub mod provider;
pub mod proxy;
pub mod site;
pub mod small;
pub mod smtp;
pub mod socket;
pub mod solve;
