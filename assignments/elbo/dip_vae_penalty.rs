//! # DIP-VAE penalty
//!
//! $$\lambda_{od}\sum_{i\ne j}C_{ij}^2+\lambda_d\sum_i(C_{ii}-1)^2,\qquad C=\operatorname{Cov}_{p(x)}\big[\mu(x)\big]=\frac1N\sum_n(\mu_n-\bar\mu)(\mu_n-\bar\mu)^\top.$$
//!
//! A factorised prior asks for a factorised aggregated posterior. DIP-VAE I matches its second moments through the encoder means: the covariance
//! of $\mu(x)$ is pulled to the identity, the off-diagonal part, which couples latents, and the diagonal with weights of their own.
//!
//! The covariance is an expectation over the data, so it divides by $N$ (`ddof = 0`), unlike sample covariances elsewhere. Both
//! triangles count in the first sum.
//!
//! - Numerical care: the mean is subtracted before the products are taken.
//! - Shapes: objects × latent. Domain: any finite means; one object has covariance 0.
//! - Source: lectures 7 and 8; Kumar, Sattigeri and Balakrishnan, Variational Inference of Disentangled Latent Concepts from Unlabeled Observations, 2017.

use crate::task::prelude::*;

ports! { DipVaePenalty:
    Inputs {
        mean: f64["object", "latent"] "Means of the posteriors of a batch.";
        lambda_od: f64[] "Weight of the off-diagonal elements.";
        lambda_d: f64[] "Weight of the diagonal elements.";
    }
    Outputs {
        cov: f64["latent", "latent"] "The covariance of the encoder means, divided by the number of objects.";
        penalty: f64[] "The penalty.";
    }
}

impl Task for DipVaePenalty {
    const LECTURES: &'static [u8] = &[7, 8];
    const SIZES: &'static [Size] = sizes!["object" 40 in 1..=512, "latent" 5 in 1..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "unbiased_covariance" => {
            let n = i.mean.nrows() as f64;
            let cov = covariance(&i.mean) * (n / (n - 1.0));
            Outputs {
                penalty: penalty(&cov, i.lambda_od, i.lambda_d, 1.0),
                cov,
            }
        }
        "diagonal_target_zero" => with_weights(i, i.lambda_od, i.lambda_d, 0.0),
        "lambdas_swapped" => with_weights(i, i.lambda_d, i.lambda_od, 1.0),
        // A symmetric matrix: one triangle is half of both.
        "upper_triangle_only" => with_weights(i, i.lambda_od / 2.0, i.lambda_d, 1.0),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (object, latent) = (sizes.get("object"), sizes.get("latent"));
        let centre = signed_uniform(rng, latent, 0.7, 1.5);
        let mix = signed_uniform(rng, (latent, latent), 0.4, 0.7)
            + Array2::from_diag(&signed_uniform(rng, latent, 2.6, 3.2));
        let lambda_od = uniform1(rng, 4.0, 8.0);
        Inputs {
            mean: normal(rng, (object, latent)).dot(&mix.t()) + centre,
            lambda_od,
            lambda_d: lambda_od * uniform1(rng, 1.6, 3.0),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        with_weights(inputs, inputs.lambda_od, inputs.lambda_d, 1.0)
    }
}

fn with_weights(i: &Inputs, off_diagonal: f64, diagonal: f64, target: f64) -> Outputs {
    let cov = covariance(&i.mean);
    Outputs {
        penalty: penalty(&cov, off_diagonal, diagonal, target),
        cov,
    }
}

/// The covariance of the rows, divided by their number.
fn covariance(rows: &Array2<f64>) -> Array2<f64> {
    let n = rows.nrows() as f64;
    // From the first row on, so that what does not vary has exactly no variance.
    let distances = rows - &rows.row(0);
    let centre: Array1<f64> = distances.sum_axis(Axis(0)) / n;
    let centred = distances - &centre;
    centred.t().dot(&centred) / n
}

/// The weighted squares of the elements off the diagonal, and of the differences of the diagonal from its target.
fn penalty(cov: &Array2<f64>, off_diagonal: f64, diagonal: f64, target: f64) -> f64 {
    let square = |((i, j), &c): ((usize, usize), &f64)| {
        if i == j {
            diagonal * (c - target) * (c - target)
        } else {
            off_diagonal * c * c
        }
    };
    cov.indexed_iter().map(square).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn inputs(mean: Array2<f64>) -> Inputs {
        Inputs {
            mean,
            lambda_od: 3.0,
            lambda_d: 10.0,
        }
    }

    #[test]
    fn an_identity_covariance_costs_nothing() {
        let square = arr2(&[[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]);
        let got = DipVaePenalty::reference(&inputs(square + 5.0));
        assert_eq!(got.cov, Array2::<f64>::eye(2));
        assert_eq!(got.penalty, 0.0);
    }

    #[test]
    fn two_points_by_hand() {
        // Covariance [[1, 2], [2, 4]]: 3·(4 + 4) + 10·(0 + 9).
        let got = DipVaePenalty::reference(&inputs(arr2(&[[1.0, 2.0], [-1.0, -2.0]])));
        assert_eq!(got.cov, arr2(&[[1.0, 2.0], [2.0, 4.0]]));
        assert_eq!(got.penalty, 114.0);
    }

    #[test]
    fn equal_objects_have_no_spread() {
        let got = DipVaePenalty::reference(&inputs(Array2::from_elem((6, 2), 0.1)));
        assert!(got.cov.iter().all(|c| *c == 0.0));
        assert_eq!(got.penalty, 20.0);
    }

    #[test]
    fn one_object_has_no_spread() {
        let got = DipVaePenalty::reference(&inputs(arr2(&[[7.0, -3.0, 0.1]])));
        assert!(got.cov.iter().all(|c| *c == 0.0));
        assert_eq!(got.penalty, 30.0);
        // The unbiased mistake divides by zero and says so.
        let inputs = inputs(arr2(&[[7.0]]));
        let right = DipVaePenalty::reference(&inputs);
        let unbiased = (DipVaePenalty::MISTAKES[0].1)(&inputs, right);
        assert!(unbiased.penalty.is_nan());
    }
}
