//! Explicit Runge-Kutta methods for dy/dt = f(y, t), given by their Butcher tableaux.

use crate::task::{Domain, InputsError};
use ndarray::Array2;

/// More steps than any task is asked for, few enough to be taken in a moment.
pub const MAX_STEPS: i64 = 100_000;

/// Nodes cᵢ, the lower triangle of aᵢⱼ row by row, and weights bᵢ: kᵢ = f(y + h Σⱼ aᵢⱼ kⱼ, t + cᵢh), y ← y + h Σᵢ bᵢ kᵢ.
#[derive(Clone, Copy, Debug)]
pub struct Tableau {
    /// cᵢ.
    pub nodes: &'static [f64],
    /// aᵢⱼ for j < i, a row a stage.
    pub stages: &'static [&'static [f64]],
    /// bᵢ.
    pub weights: &'static [f64],
}

/// The classical method of order 4.
pub const CLASSICAL: Tableau = Tableau {
    nodes: &[0.0, 0.5, 0.5, 1.0],
    stages: &[&[], &[0.5], &[0.0, 0.5], &[0.0, 0.0, 1.0]],
    weights: &[1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0],
};

/// Kutta's 3/8 rule, also of order 4.
pub const THREE_EIGHTHS: Tableau = Tableau {
    nodes: &[0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0],
    stages: &[&[], &[1.0 / 3.0], &[-1.0 / 3.0, 1.0], &[1.0, -1.0, 1.0]],
    weights: &[0.125, 0.375, 0.375, 0.125],
};

/// Euler's method.
pub const EULER: Tableau = Tableau {
    nodes: &[0.0],
    stages: &[&[]],
    weights: &[1.0],
};

/// The state at `end` after `n_steps` equal steps from `start`; the steps are negative where `end` lies before `start`.
pub fn integrate(
    method: &Tableau,
    f: impl Fn(&Array2<f64>, f64) -> Array2<f64>,
    mut y: Array2<f64>,
    (start, end): (f64, f64),
    n_steps: i64,
) -> Array2<f64> {
    let h = (end - start) / n_steps as f64;
    for step in 0..n_steps {
        // From the start every time: a running sum would drift.
        let t = start + step as f64 * h;
        let mut slopes: Vec<Array2<f64>> = Vec::with_capacity(method.weights.len());
        for (c, row) in method.nodes.iter().zip(method.stages) {
            let mut at = y.clone();
            for (a, k) in row.iter().zip(&slopes) {
                at.scaled_add(h * a, k);
            }
            slopes.push(f(&at, t + c * h));
        }
        for (b, k) in method.weights.iter().zip(&slopes) {
            y.scaled_add(h * b, k);
        }
    }
    y
}

/// So many more steps that the error of a method of order 4 is less than a ten-thousandth of what it was, and the answer that of an exact solver.
pub fn exact_steps(n_steps: i64) -> i64 {
    (16 * n_steps.clamp(1, MAX_STEPS / 16)).max(n_steps)
}

/// Refuses a number of steps that is not positive or would take too long.
///
/// # Errors
/// When `n_steps` is out of 1 to [`MAX_STEPS`].
pub fn check_steps(n_steps: i64) -> Result<(), InputsError> {
    if (1..=MAX_STEPS).contains(&n_steps) {
        Ok(())
    } else {
        Err(Domain::Within(
            "n_steps".into(),
            1.0,
            MAX_STEPS as f64,
            Some(n_steps as f64),
        )
        .into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn one_step_of_the_exponential_is_its_taylor_polynomial() {
        let one =
            |method| integrate(method, |y, _| y.clone(), arr2(&[[1.0]]), (0.0, 1.0), 1)[(0, 0)];
        assert!((one(&CLASSICAL) - 65.0 / 24.0).abs() < 1e-15);
        assert!((one(&THREE_EIGHTHS) - 65.0 / 24.0).abs() < 1e-15);
        assert_eq!(one(&EULER), 2.0);
    }

    #[test]
    fn cubics_in_time_are_exact_in_either_direction() {
        let f = |_: &Array2<f64>, t: f64| arr2(&[[4.0 * t * t * t]]);
        for method in [&CLASSICAL, &THREE_EIGHTHS] {
            let there = integrate(method, f, arr2(&[[0.0]]), (1.0, 2.0), 3);
            let back = integrate(method, f, there.clone(), (2.0, 1.0), 3);
            assert!((there[(0, 0)] - 15.0).abs() < 1e-13 && back[(0, 0)].abs() < 1e-13);
        }
    }

    #[test]
    fn no_time_no_change() {
        let y = integrate(&CLASSICAL, |y, _| y.clone(), arr2(&[[0.7]]), (0.3, 0.3), 5);
        assert_eq!(y[(0, 0)], 0.7);
        assert!(
            check_steps(0).is_err() && check_steps(i64::MAX).is_err() && check_steps(1).is_ok()
        );
    }
}
