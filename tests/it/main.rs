//! The tests of the whole program, in one binary: the application in this process and the real one from outside.

mod catalogue;
mod cli;
mod confidence;
mod course;
mod docs;
mod lti;
mod mail;
mod manual;
mod objects;
mod pages;
mod properties;
mod rooms;
mod store;
mod story;
mod support;
mod teacher;
mod web;
