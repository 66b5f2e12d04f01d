//! # Uniform dequantization
//!
//! A density model fitted to discrete data can put infinite density on the lattice. Noise that fills every cell turns the data continuous,
//! and the continuous log-likelihood becomes a lower bound of the discrete one. Intensities come as $x=k/(n-1)$ with the level
//! $k\in\{0,\ldots,n-1\}$ of $n$ = `nbins` levels; the noise $u$ is uniform on $[0,1)$:
//! $$y=\frac{x\,(n-1)+u}{n}=\frac{k+u}{n}\in[0,1).$$
//!
//! Each level owns one of $n$ cells of width $1/n$, so that $\lfloor yn\rfloor$ gives the level back.
//!
//! - Shapes: any number of objects and dimensions. Domain: $n\ge2$ (one level has no intensity $k/(n-1)$).
//! - Source: lecture 7; Theis, van den Oord and Bethge, A note on the evaluation of generative models, 2016.

use crate::task::prelude::*;

ports! { UniformDequantization:
    Inputs {
        x: f64["batch", "dim"] "Intensities k/(nbins − 1).";
        u: f64["batch", "dim"] "Noise, uniform on [0, 1).";
        nbins: i64[] "The number of levels, at least 2.";
    }
    Outputs {
        y: f64["batch", "dim"] "Dequantized data in [0, 1).";
    }
}

impl Task for UniformDequantization {
    const LECTURES: &'static [u8] = &[7];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=256, "dim" 8 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "scaled_by_nbins" => cells(i, |x, u, n| x + u / n),
        "divided_by_top_level" => cells(i, |x, u, n| (x * (n - 1.0) + u) / (n - 1.0)),
        "centred_noise" => cells(i, |x, u, n| (x * (n - 1.0) + u - 0.5) / n),
        "level_not_recovered" => cells(i, |x, u, n| (x + u) / n),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        let nbins = 1 << integer1(rng, 2, 4);
        let top = nbins - 1;
        let mut levels = integers(rng, shape, 0, top);
        // The top level is where a wrong scale shows.
        levels[(0, 0)] = top;
        Inputs {
            x: levels.mapv(|k| k as f64 / top as f64),
            u: uniform(rng, shape, 0.0, 1.0),
            nbins,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::AtLeast("nbins".into(), 2.0, None).refuse_if(inputs.nbins < 2)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        cells(inputs, |x, u, n| (x * (n - 1.0) + u) / n)
    }
}

fn cells(i: &Inputs, place: impl Fn(f64, f64, f64) -> f64) -> Outputs {
    let n = i.nbins as f64;
    Outputs::from(
        Zip::from(&i.x)
            .and(&i.u)
            .map_collect(|&x, &u| place(x, u, n)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn two_levels_by_hand() {
        let i = Inputs {
            x: arr2(&[[0.0, 1.0, 1.0]]),
            u: arr2(&[[0.5, 0.0, 0.75]]),
            nbins: 2,
        };
        let y = UniformDequantization::reference(&i).y;
        assert_eq!(y, arr2(&[[0.25, 0.5, 0.875]]));
    }

    #[test]
    fn the_cell_gives_the_level_back() {
        let levels = Array2::from_shape_fn((1, 256), |(_, k)| k as f64);
        let i = Inputs {
            x: &levels / 255.0,
            u: Array2::from_elem((1, 256), 0.999),
            nbins: 256,
        };
        let y = UniformDequantization::reference(&i).y;
        assert_eq!((y * 256.0).floor(), levels);
    }

    #[test]
    fn one_level_is_refused_and_many_are_not() {
        let with = |nbins| {
            UniformDequantization::validate(&Inputs {
                x: arr2(&[[0.5]]),
                u: arr2(&[[0.5]]),
                nbins,
            })
        };
        assert!(with(1).is_err() && with(i64::MIN).is_err());
        assert!(with(2).is_ok() && with(i64::MAX).is_ok());
    }
}
