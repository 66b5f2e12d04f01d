//! A column of a gradebook as platforms are told of one: where it is made, and where it comes with a link.

use crate::service::error::ServiceError;
use judge::points::Points;
use serde::Serialize;
use serde_json::value::RawValue;

/// A column to be made.
#[derive(Serialize)]
pub(super) struct LineItem<'a> {
    label: &'a str,
    #[serde(rename = "scoreMaximum")]
    maximum: Box<RawValue>,
    #[serde(rename = "resourceId")]
    homework: &'a str,
    tag: &'a str,
}

impl<'a> LineItem<'a> {
    /// The column of the points of a homework.
    pub(super) fn new(
        homework: &'a str,
        label: &'a str,
        maximum: Points,
    ) -> Result<Self, ServiceError> {
        Ok(Self {
            label,
            maximum: number(maximum)?,
            homework,
            tag: "points",
        })
    }
}

/// Points as a number of JSON: exactly the decimal that they are.
pub(super) fn number(points: Points) -> Result<Box<RawValue>, ServiceError> {
    RawValue::from_string(points.to_string()).map_err(|_| ServiceError::Internal)
}
