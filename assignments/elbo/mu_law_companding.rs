//! # μ-law companding
//!
//! $$f(x)=\operatorname{sign}(x)\frac{\log(1+\mu|x|)}{\log(1+\mu)},\qquad c=\Big\lfloor\frac{f+1}2\mu+\frac12\Big\rfloor,\qquad
//! g(f)=\operatorname{sign}(f)\frac{(1+\mu)^{|f|}-1}\mu.$$
//!
//! WaveNet predicts audio samples as classes. Companding spreads the quiet samples, where the ear is fine and most samples are, over most of
//! the $\mu+1$ codes: $f$ maps [−1, 1] to itself with a slope of about $\mu/\log(1+\mu)$ at 0. Code $c$ stands for the level $\frac{2c}\mu-1$ of $f$, the
//! nearest level is taken, and decoding expands the level by $g$, the inverse of $f$.
//!
//! - Numerical care: `log1p` and `expm1` keep quiet samples; codes are compared exactly, so the argument of the floor is computed in the order written.
//! - Shapes: one number a sample. Domain: samples from −1 to 1, $\mu$ from 1 up (255 gives one byte).
//! - Source: lecture 2; van den Oord et al., WaveNet: A Generative Model for Raw Audio, 2016, section 2.2; ITU-T Recommendation G.711.

use crate::formulas::domain::whole_within;
use crate::task::prelude::*;

/// The μ of telephony: 256 codes.
const MU: i64 = 255;

/// How near to a rounding edge a drawn sample may be, in codes: right answers in float32 must not fall on both sides.
const EDGE: f64 = 0.01;

ports! { MuLawCompanding:
    Inputs {
        x: f64["sample"] "Samples from −1 to 1.";
        mu: i64[] "The number of codes less 1.";
    }
    Outputs {
        companded: f64["sample"] "The companded samples, from −1 to 1.";
        code: i64["sample"] "The codes, from 0 to mu.";
        decoded: f64["sample"] "The samples decoded from the codes.";
    }
}

impl Task for MuLawCompanding {
    const LECTURES: &'static [u8] = &[2];
    const SIZES: &'static [Size] = sizes!["sample" 32 in 1..=1024];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "sign_lost" => run(
            i,
            Codec {
                compress: |x, mu| compress(x, mu).abs(),
                ..Codec::MU_LAW
            },
        ),
        "bins_of_equal_width" => run(
            i,
            Codec {
                quantise: equal_bins,
                ..Codec::MU_LAW
            },
        ),
        "truncated_not_rounded" => run(
            i,
            Codec {
                quantise: |f, mu| (to_unit(f) * mu).floor(),
                ..Codec::MU_LAW
            },
        ),
        "no_companding" => run(
            i,
            Codec {
                compress: |x, _| x,
                expand: |f, _| f,
                ..Codec::MU_LAW
            },
        ),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let mu = MU as f64;
        let near_edge = |v: f64| (v - v.round()).abs() < EDGE;
        let x = Array1::from_shape_simple_fn(sizes.get("sample"), || {
            loop {
                let code = integer1(rng, 1, MU - 1) as f64;
                let f = 2.0 * (code + signed_uniform1(rng, 0.1, 0.4)) / mu - 1.0;
                let x = expand(f, mu);
                // Neither the codes without companding nor those of equal bins may hang on a rounding.
                if !near_edge(to_unit(x) * mu + 0.5) && !near_edge(to_unit(f) * (mu + 1.0)) {
                    return x;
                }
            }
        });
        Inputs { x, mu: MU }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("mu", &[inputs.mu], 1..=i64::MAX)?;
        Domain::Within("x".into(), -1.0, 1.0, None)
            .require(inputs.x.iter().all(|x| (-1.0..=1.0).contains(x)))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        run(inputs, Codec::MU_LAW)
    }
}

/// The stages of a codec, each a function of its argument and μ.
#[derive(Clone, Copy)]
struct Codec {
    compress: fn(f64, f64) -> f64,
    quantise: fn(f64, f64) -> f64,
    expand: fn(f64, f64) -> f64,
}

impl Codec {
    const MU_LAW: Self = Self {
        compress,
        quantise: |f, mu| (to_unit(f) * mu + 0.5).floor(),
        expand,
    };
}

/// f: an odd function, so the sign is that of the argument.
fn compress(x: f64, mu: f64) -> f64 {
    ((mu * x.abs()).ln_1p() / mu.ln_1p()).copysign(x)
}

/// g, the inverse of f.
fn expand(f: f64, mu: f64) -> f64 {
    ((f.abs() * mu.ln_1p()).exp_m1() / mu).copysign(f)
}

/// From [−1, 1] to [0, 1].
fn to_unit(f: f64) -> f64 {
    f64::midpoint(f, 1.0)
}

/// The number of the bin, when [−1, 1] is cut into μ + 1 of them.
fn equal_bins(f: f64, mu: f64) -> f64 {
    (to_unit(f) * (mu + 1.0)).floor().min(mu)
}

fn run(i: &Inputs, codec: Codec) -> Outputs {
    let mu = i.mu as f64;
    let companded = i.x.mapv(|x| (codec.compress)(x, mu));
    let code = companded.mapv(|f| (codec.quantise)(f, mu));
    Outputs {
        decoded: code.mapv(|c| (codec.expand)(2.0 * c / mu - 1.0, mu)),
        code: code.mapv(to_whole),
        companded,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a code is whole and from 0 to mu, which is an i64"
)]
fn to_whole(code: f64) -> i64 {
    code as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn codec(x: &[f64], mu: i64) -> Outputs {
        let inputs = Inputs { x: arr1(x), mu };
        assert!(MuLawCompanding::validate(&inputs).is_ok());
        MuLawCompanding::reference(&inputs)
    }

    #[test]
    fn ends_and_middle() {
        let got = codec(&[-1.0, 0.0, 1.0], 255);
        assert_eq!(got.companded, arr1(&[-1.0, 0.0, 1.0]));
        // 0 lies between the levels 127 and 128; the tie goes up.
        assert_eq!(got.code, arr1(&[0, 128, 255]));
        assert!((got.decoded[0] + 1.0).abs() < 1e-15 && (got.decoded[2] - 1.0).abs() < 1e-15);
    }

    #[test]
    fn two_codes_by_hand() {
        // f(1/3) = log(4/3) / log 2; levels −1 and 1.
        let got = codec(&[1.0 / 3.0, -0.5], 1);
        assert!((got.companded[0] - (4.0_f64 / 3.0).log2()).abs() < 1e-15);
        assert_eq!(got.code, arr1(&[1, 0]));
        assert_eq!(got.decoded, arr1(&[1.0, -1.0]));
    }

    #[test]
    fn quiet_samples_keep_their_digits_and_loud_codes_their_range() {
        let got = codec(&[1e-300, -1e-300], 255);
        let slope = 255.0 / 256.0_f64.ln();
        assert!((got.companded[0] / (1e-300 * slope) - 1.0).abs() < 1e-14);
        assert_eq!(got.companded[1], -got.companded[0]);
        let huge = codec(&[1.0, -1.0], i64::MAX);
        assert_eq!(huge.code, arr1(&[i64::MAX, 0]));
    }

    #[test]
    fn decoding_is_within_half_a_level() {
        let xs: Vec<f64> = (-50..=50).map(|i| f64::from(i) / 50.0).collect();
        let got = codec(&xs, 255);
        for (f, x) in got.companded.iter().zip(&got.decoded) {
            assert!((compress(*x, 255.0) - f).abs() <= 1.0 / 255.0 + 1e-12);
        }
    }

    #[test]
    fn samples_off_scale_are_refused() {
        for (x, mu) in [(1.5, 255), (f64::NAN, 255), (0.0, 0), (0.0, -3)] {
            let inputs = Inputs { x: arr1(&[x]), mu };
            assert!(MuLawCompanding::validate(&inputs).is_err());
        }
    }
}
