//! Letters: what is written into the queue, what is sent, and by which links people come back.

mod calendar;
mod encrypted;
mod killed;
mod letters;
mod office;
mod queue;
mod sending;
mod sign_in;
mod unsubscribe;
