//! Why a shape is wrong, as data and as a sentence.

use crate::shape::ShapeCause;
use l10n::{Explain, Message, message};
use serde::{Deserialize, Serialize};

/// Why a shape is wrong, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Cause {
    /// The cause's name.
    pub cause: String,
    /// The axis that should be left, or that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axis: Option<String>,
    /// The axis that is left instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
}

impl Explain for Cause {
    fn message(&self) -> Message {
        let axis = self.axis.as_deref().unwrap_or_default();
        match self.cause.as_str() {
            "transposed" => message!("shape-transposed"),
            "extra_axis_of_one" => message!("shape-extra-axis-of-one"),
            "axis_of_one_dropped" => message!("shape-axis-of-one-dropped"),
            "flattened" => message!("shape-flattened"),
            "reduced_to_scalar" => message!("shape-reduced-to-scalar"),
            "not_reduced" => message!("shape-not-reduced", axis = axis),
            "wrong_axis_reduced" => message!(
                "shape-wrong-axis-reduced",
                axis = axis,
                got = self.got.as_deref().unwrap_or_default()
            ),
            // Stored by a newer version.
            other => message!("shape-other", cause = other),
        }
    }
}

impl From<&ShapeCause> for Cause {
    fn from(cause: &ShapeCause) -> Self {
        let (name, axis, got) = match cause {
            ShapeCause::Transposed => ("transposed", None, None),
            ShapeCause::ExtraAxisOfOne => ("extra_axis_of_one", None, None),
            ShapeCause::AxisOfOneDropped => ("axis_of_one_dropped", None, None),
            ShapeCause::Flattened => ("flattened", None, None),
            ShapeCause::ReducedToScalar => ("reduced_to_scalar", None, None),
            ShapeCause::NotReduced(axis) => ("not_reduced", Some(axis.clone()), None),
            ShapeCause::WrongAxisReduced { wanted, got } => (
                "wrong_axis_reduced",
                Some(wanted.clone()),
                Some(got.clone()),
            ),
        };
        Self {
            cause: name.to_owned(),
            axis,
            got,
        }
    }
}
