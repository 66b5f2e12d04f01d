//! The pages and the API, in the process: every route for every role, sending and its refusals, headers, languages, hostile forms.

mod away;
mod bounds;
mod callers;
mod calls;
mod client;
mod draft;
mod forms;
mod gradebook;
mod headers;
mod hostile;
mod insight;
mod language;
mod links;
mod openapi;
mod practice;
mod proxies;
mod refusals;
mod report;
mod roster;
mod routes;
mod sending;
mod sign_in;
mod slow;
mod world;
