//! stub until merge
/// x
#[derive(Clone, Debug)]
pub struct Formula;
