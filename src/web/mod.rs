//! The pages for people and the API for programs: faces of [`crate::service`].
//!
//! A request passes the layers, finds its visitor, and reaches one handler of `routes`; a failure is an [`error::AppError`],
//! which becomes a page or a problem document on the way out.

pub mod address;
pub mod annotated_source;
pub mod archive;
pub mod assets;
pub mod away;
pub mod book;
pub mod bounds;
pub mod change;
mod choice;
pub mod circuit;
pub mod client;
mod connection;
mod connections;
pub mod cookies;
pub mod device;
mod download;
pub mod error;
pub mod events;
pub mod identify;
pub mod impact;
mod incoming;
pub mod intake;
pub mod layers;
pub mod markdown;
pub mod metrics;
pub mod observe;
pub mod oversize;
pub mod paging;
pub mod preferred;
mod previewed;
pub mod problem;
pub mod query;
pub mod readiness;
pub mod refusal;
pub mod refused_rows;
pub mod render;
pub mod router;
mod routes;
pub mod serve;
mod session_start;
mod socket;
pub mod state;
pub mod table;
pub mod table_form;
pub mod theme;
pub mod throttle;
pub mod trace;
pub mod traffic;
mod typed;
mod unknown_keys;
pub mod upload;
pub mod visitor;
mod way_back;
pub mod wheels;
