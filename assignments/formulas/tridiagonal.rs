//! Eigenvalues of a symmetric tridiagonal matrix without square roots, by the rational QL algorithm.
//!
//! Reinsch, Algorithm 464: Eigenvalues of a Real, Symmetric, Tridiagonal Matrix, 1973, in the form of EISPACK's `tqlrat`.
//! It works with squares of the off-diagonal elements, with three divisions an element and step, and is many times as fast as QL with rotations.

/// More steps for one eigenvalue do not happen to a finite matrix.
const STEPS: usize = 60;

/// The eigenvalues, in no particular order; `None` where the matrix is not finite.
pub fn eigenvalues(diagonal: &[f64], off_diagonal: &[f64]) -> Option<Vec<f64>> {
    let n = diagonal.len();
    let entries = || diagonal.iter().chain(off_diagonal);
    if entries().any(|v| !v.is_finite()) {
        return None;
    }
    let scale = entries().fold(0.0_f64, |m, v| m.max(v.abs()));
    if scale == 0.0 {
        return Some(vec![0.0; n]);
    }
    let mut d: Vec<f64> = diagonal.iter().map(|v| v / scale).collect();
    let mut squares: Vec<f64> = off_diagonal.iter().map(|v| (v / scale).powi(2)).collect();
    squares.resize(n, 0.0);
    let (mut shift, mut size) = (0.0, 0.0);
    for l in 0..n {
        // The threshold grows with the part of the matrix seen so far, so that small eigenvalues found first stay accurate.
        size = f64::max(size, d[l].abs() + squares[l].sqrt());
        let tiny = size * f64::EPSILON;
        let mut steps = 0;
        loop {
            let m = (l..n).find(|&m| squares[m] <= tiny * tiny).unwrap_or(l);
            if m == l {
                break;
            }
            if steps == STEPS {
                return None;
            }
            steps += 1;
            let moved = wilkinson_shift(&mut d, &squares, l);
            for v in &mut d[l + 1..] {
                *v -= moved;
            }
            shift += moved;
            step(&mut d, &mut squares, (l, m), tiny);
        }
        d[l] += shift;
    }
    Some(d.into_iter().map(|v| v * scale).collect())
}

/// Shifts `d[l]` by the eigenvalue of the 2 × 2 block at l that is nearer to it; returns the shift.
fn wilkinson_shift(d: &mut [f64], squares: &[f64], l: usize) -> f64 {
    let root = squares[l].sqrt();
    let before = d[l];
    let p = (d[l + 1] - before) / (2.0 * root);
    d[l] = root / (p + p.hypot(1.0).copysign(p));
    before - d[l]
}

/// One rational QL step on the rows l to m.
fn step(d: &mut [f64], squares: &mut [f64], (l, m): (usize, usize), tiny: f64) {
    let nonzero = |v: f64, instead: f64| if v == 0.0 { instead } else { v };
    let mut g = nonzero(d[m], tiny);
    let mut h = g;
    let mut s = 0.0;
    for i in (l..m).rev() {
        let p = g * h;
        let r = p + squares[i];
        squares[i + 1] = s * r;
        s = squares[i] / r;
        d[i + 1] = h + s * (h + d[i]);
        g = nonzero(d[i] - squares[i] / g, f64::EPSILON * d[i].abs().max(tiny));
        h = g * p / r;
    }
    squares[l] = s * g * h;
    d[l] = h;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{normal, seed, stream};

    fn sorted(mut values: Vec<f64>) -> Vec<f64> {
        values.sort_by(f64::total_cmp);
        values
    }

    #[test]
    fn the_second_difference_by_its_formula() {
        for n in [1, 2, 3, 10, 500] {
            let found = sorted(eigenvalues(&vec![2.0; n], &vec![-1.0; n - 1]).expect("finite"));
            for (k, v) in found.iter().enumerate() {
                let angle = (k as f64 + 1.0) * std::f64::consts::PI / (2.0 * (n as f64 + 1.0));
                assert!((v - 4.0 * angle.sin().powi(2)).abs() < 1e-13, "{n} {k}");
            }
        }
    }

    #[test]
    fn random_graded_and_split_matrices_agree_with_rotations() {
        let mut rng = stream(seed(6), "test");
        for n in [2, 5, 60, 300] {
            for grading in [1.0_f64, 0.8, 1.2] {
                let weigh =
                    |(k, v): (usize, &f64)| v * grading.powi(i32::try_from(k % 60).unwrap());
                let d: Vec<f64> = normal(&mut rng, n).iter().enumerate().map(weigh).collect();
                let mut e: Vec<f64> = normal(&mut rng, n - 1)
                    .iter()
                    .enumerate()
                    .map(weigh)
                    .collect();
                e[n / 2 - 1] = 0.0;
                let full = faer::Mat::from_fn(n, n, |i, j| match i.abs_diff(j) {
                    0 => d[i],
                    1 => e[i.min(j)],
                    _ => 0.0,
                });
                let expected = full
                    .self_adjoint_eigenvalues(faer::Side::Lower)
                    .expect("finite");
                let largest = expected.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
                let found = sorted(eigenvalues(&d, &e).expect("finite"));
                for (a, b) in found.iter().zip(&expected) {
                    assert!((a - b).abs() < 1e-13 * largest, "{n} {grading} {a} {b}");
                }
            }
        }
    }

    #[test]
    fn zero_tiny_huge_and_infinite_matrices() {
        assert_eq!(eigenvalues(&[0.0; 3], &[0.0; 2]), Some(vec![0.0; 3]));
        for scale in [1e-300, 1e300] {
            let found = sorted(eigenvalues(&[0.0, 0.0], &[scale]).expect("finite"));
            assert!(
                (found[0] / scale + 1.0).abs() < 1e-15 && (found[1] / scale - 1.0).abs() < 1e-15
            );
        }
        assert_eq!(eigenvalues(&[1.0, f64::NAN], &[1.0]), None);
        assert_eq!(eigenvalues(&[1.0, 1.0], &[f64::INFINITY]), None);
        assert_eq!(eigenvalues(&[], &[]), Some(vec![]));
    }
}
