//! Ports: the named, typed arrays that are given and asked for.

use super::arrays::{Arrays, Kind};

/// One named array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Port {
    /// The name within the task.
    pub name: &'static str,
    /// The axes in order: a name (`batch`), a number (`3`) or an expression of names and numbers read from left to right (`2*dim`, `height/2`).
    pub axes: &'static [&'static str],
    /// Real or whole.
    pub kind: Kind,
    /// What it is, in one sentence.
    pub doc: &'static str,
}

impl Port {
    /// Where an axis stands. Nothing where it does not, and where it stands twice: its slices along one of both have no order of their own.
    pub fn only_place(&self, axis: &str) -> Option<usize> {
        let mut places = (0..self.axes.len()).filter(|at| self.axes[*at] == axis);
        places.next().filter(|_| places.next().is_none())
    }
}

/// Takes one element of any shape for a number where a number is asked for: `np.asfortranarray` and safetensors know no array
/// without axes.
pub fn numbers(arrays: &mut Arrays, ports: &[Port]) {
    for port in ports.iter().filter(|port| port.axes.is_empty()) {
        if let Some(array) = arrays.get_mut(port.name) {
            array.make_number();
        }
    }
}
