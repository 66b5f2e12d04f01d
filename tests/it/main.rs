//! The tests of the whole program, in one binary: the application in this process and the real one from outside.

mod catalogue;
mod cli;
mod course;
mod docs;
mod manual;
mod pages;
mod properties;
mod store;
mod story;
mod support;
mod teacher;
mod web;
