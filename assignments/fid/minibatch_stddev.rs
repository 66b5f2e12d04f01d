//! # Minibatch standard deviation
//!
//! A discriminator that sees how much the images of a batch differ notices a generator that always draws the same one.
//! The batch is cut into $J=N/G$ groups of $G$ images; image $n$ belongs to group $g(n)=n\bmod J$. One number a group,
//! $$\sigma_j=\frac{1}{CHW}\sum_{c,h,w}\sqrt{\frac1G\sum_{n:\,g(n)=j}\bigl(x_{nchw}-\bar x_{jchw}\bigr)^2+\varepsilon},$$
//! is appended as a constant channel to every image of the group.
//!
//! The groups are strided, not consecutive: that is what reshaping the batch to (G, J, C, H, W) does in the published code.
//! The mean is subtracted before squaring.
//!
//! - Shapes: N × C × H × W images give N × (C + 1) × H × W. Domain: the group size divides the batch.
//! - Source: lecture 11 and seminar 11; Karras et al., Progressive Growing of GANs, 2017, grouped as in the code of StyleGAN.

use crate::formulas::domain::not_negative;
use crate::formulas::norm::euclidean;
use crate::task::prelude::*;
use ndarray::{ArrayView4, concatenate};

ports! { MinibatchStddev:
    Inputs {
        x: f64["batch", "channel", "height", "width"] "Activations of every image.";
        group_size: i64[] "Images in a group.";
        eps: f64[] "Added to the variance under the root.";
    }
    Outputs {
        y: f64["batch", "channel+1", "height", "width"] "The activations and, as the last channel, the mean deviation of the image's group.";
    }
}

impl Task for MinibatchStddev {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "batch" 12 in 1..=32, "channel" 2 in 1..=8, "height" 5 in 1..=8, "width" 6 in 1..=8,
        "group_size" 4 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "sample_std" => strided(i, |group| {
            mean_root(&stds(group, group.len_of(Axis(0)) as f64 - 1.0), i.eps)
        }),
        "contiguous_groups" => {
            let size = group_size(i);
            with_channel(i, |n| n / size, |group| deviation(i, group))
        }
        "variance_instead_of_std" => strided(i, |group| {
            let v = stds(group, group.len_of(Axis(0)) as f64).mapv(|s| s * s) + i.eps;
            v.sum() / v.len() as f64
        }),
        "whole_batch_as_one_group" => with_channel(i, |_| 0, |group| deviation(i, group)),
        "std_of_all_values" => strided(i, |group| {
            let n = group.len() as f64;
            let mean = group.sum() / n;
            let squares: f64 = group.iter().map(|v| (v - mean) * (v - mean)).sum();
            (squares / n + i.eps).sqrt()
        }),
        "eps_not_used" => strided(i, |group| {
            mean_root(&stds(group, group.len_of(Axis(0)) as f64), 1e-8)
        }),
        "eps_outside_the_root" => strided(i, |group| {
            mean_root(&stds(group, group.len_of(Axis(0)) as f64), 0.0) + i.eps
        }),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let batch = sizes.get("batch");
        let shape = (
            batch,
            sizes.get("channel"),
            sizes.get("height"),
            sizes.get("width"),
        );
        let mut x = normal(rng, shape);
        for mut image in x.outer_iter_mut() {
            image *= uniform1(rng, 0.3, 1.5);
        }
        let most = sizes.get("group_size").min(batch);
        let size = (1..=most).rev().find(|g| batch.is_multiple_of(*g));
        Inputs {
            x,
            group_size: size.and_then(|g| i64::try_from(g).ok()).unwrap_or(1),
            eps: uniform1(rng, 0.05, 0.2),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let batch = inputs.x.len_of(Axis(0));
        let divides = |g: usize| g >= 1 && batch.is_multiple_of(g);
        Domain::special(
            "group_size must be positive and divide the batch",
            "group_size должно быть положительным делителем размера батча",
        )
        .require(usize::try_from(inputs.group_size).is_ok_and(divides))?;
        not_negative("eps", inputs.eps)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        strided(inputs, |group| deviation(inputs, group))
    }
}

fn group_size(i: &Inputs) -> usize {
    usize::try_from(i.group_size).unwrap_or(1)
}

fn strided(i: &Inputs, statistic: impl Fn(ArrayView4<'_, f64>) -> f64) -> Outputs {
    let groups = i.x.len_of(Axis(0)) / group_size(i);
    with_channel(i, |n| n % groups, statistic)
}

/// The images with one channel more: the statistic of all images of the same group.
fn with_channel(
    i: &Inputs,
    group_of: impl Fn(usize) -> usize,
    statistic: impl Fn(ArrayView4<'_, f64>) -> f64,
) -> Outputs {
    let batch = i.x.len_of(Axis(0));
    let mut shape = i.x.raw_dim();
    shape[1] = 1;
    let mut channel = Array4::zeros(shape);
    let groups = (0..batch).map(&group_of).max().map_or(0, |last| last + 1);
    for group in 0..groups {
        let members: Vec<_> = (0..batch).filter(|n| group_of(*n) == group).collect();
        let value = statistic(i.x.select(Axis(0), &members).view());
        for n in members {
            channel.index_axis_mut(Axis(0), n).fill(value);
        }
    }
    Outputs::from(concatenate![Axis(1), i.x, channel])
}

/// The standard deviation over the images at every position, the squares divided by `divisor`; a norm, in which no square overflows.
fn stds(group: ArrayView4<'_, f64>, divisor: f64) -> Array3<f64> {
    let images = group.len_of(Axis(0)) as f64;
    let mean = group.sum_axis(Axis(0)) / images;
    // The mean of what the mean leaves: equal images are at exactly 0 from it.
    let mean = &mean + &((&group - &mean).sum_axis(Axis(0)) / images);
    (&group - &mean).map_axis(Axis(0), |d| euclidean(&d)) / divisor.sqrt()
}

/// The mean of √(σ² + ε).
fn mean_root(stds: &Array3<f64>, eps: f64) -> f64 {
    stds.mapv(|std| std.hypot(eps.sqrt())).sum() / stds.len() as f64
}

fn deviation(i: &Inputs, group: ArrayView4<'_, f64>) -> f64 {
    mean_root(&stds(group, group.len_of(Axis(0)) as f64), i.eps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array;

    fn last_channel(values: &[f64], group_size: i64, eps: f64) -> Vec<f64> {
        let inputs = Inputs {
            x: Array::from_shape_vec((values.len(), 1, 1, 1), values.to_vec()).expect("fits"),
            group_size,
            eps,
        };
        MinibatchStddev::validate(&inputs).expect("legal");
        let y = MinibatchStddev::reference(&inputs).y;
        assert_eq!(y.index_axis(Axis(1), 0), inputs.x.index_axis(Axis(1), 0));
        y.index_axis(Axis(1), 1).iter().copied().collect()
    }

    #[test]
    fn groups_are_strided() {
        // Groups (1, 5) and (2, 8): deviations 2 and 3.
        assert_eq!(
            last_channel(&[1.0, 2.0, 5.0, 8.0], 2, 0.0),
            [2.0, 3.0, 2.0, 3.0]
        );
        assert_eq!(last_channel(&[1.0, 3.0], 2, 0.0), [1.0, 1.0]);
    }

    #[test]
    fn groups_of_one_have_the_deviation_of_eps_alone() {
        assert_eq!(last_channel(&[1.0, 7.0, 3.0], 1, 0.25), [0.5; 3]);
        assert_eq!(last_channel(&[1.0], 1, 0.0), [0.0]);
    }

    #[test]
    fn a_group_that_does_not_divide_the_batch_is_refused() {
        for group_size in [0, 3, 8, -4, i64::MAX, i64::MIN] {
            let inputs = Inputs {
                x: Array4::zeros((4, 1, 1, 1)),
                group_size,
                eps: 0.0,
            };
            assert!(MinibatchStddev::validate(&inputs).is_err(), "{group_size}");
        }
    }
}
