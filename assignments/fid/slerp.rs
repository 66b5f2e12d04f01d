//! # Spherical linear interpolation
//!
//! Latents of a Gaussian prior lie near a sphere, and the straight line between two of them cuts through the empty inside.
//! With $u=z_a/\lVert z_a\rVert$, $v=z_b/\lVert z_b\rVert$ and the angle $\Omega=\arccos(u^\top v)$, row by row,
//! $$z=\frac{\sin((1-t)\Omega)}{\sin\Omega}\,z_a+\frac{\sin(t\Omega)}{\sin\Omega}\,z_b .$$
//! Only the angle is measured between unit vectors; the vectors themselves keep their lengths.
//!
//! The arccosine loses half of the digits near 0 and $\pi$, so the angle is $\Omega=2\operatorname{atan2}(\lVert u-v\rVert,\lVert u+v\rVert)$
//! and its sine $2\lVert u-v\rVert\lVert u+v\rVert/(\lVert u-v\rVert^2+\lVert u+v\rVert^2)$. Where $\Omega<10^{-7}$ the result is the limit, $(1-t)z_a+tz_b$.
//!
//! - Domain: $t$ from 0 to 1; no zero vector and no pair of opposite directions, between which every great circle is as good.
//! - Source: lecture 11 and seminar 11; Shoemake, Animating Rotation with Quaternion Curves, 1985; White, Sampling Generative Networks, 2016.

use crate::task::prelude::*;

/// Angles below this have the chord for an arc.
const SMALL_ANGLE: f64 = 1e-7;

ports! { Slerp:
    Inputs {
        z_a: f64["batch", "latent"] "Latents at t = 0, in rows.";
        z_b: f64["batch", "latent"] "Latents at t = 1, in rows.";
        t: f64["batch"] "Position of every row, from 0 to 1.";
    }
    Outputs {
        z: f64["batch", "latent"] "The point of the arc of every row.";
    }
}

impl Task for Slerp {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=256, "latent" 8 in 2..=128];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "linear_interpolation" => combined(i, |_, t| (1.0 - t, t)),
        "endpoints_swapped" => combined(i, |angle, t| angle.weights(1.0 - t)),
        "unit_endpoints" => combined(i, |angle, t| {
            let (a, b) = angle.weights(t);
            (a / angle.lengths.0, b / angle.lengths.1)
        }),
        "missing_sine_denominator" => combined(i, |angle, t| {
            let (a, b) = angle.weights(t);
            if angle.omega < SMALL_ANGLE {
                (a, b)
            } else {
                (a * angle.sine, b * angle.sine)
            }
        }),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "The vectors of the last row have the same direction: take the limit there.",
            ru: "Векторы последней строки направлены одинаково: возьмите там предел.",
        },
        |i| {
            let last = i.z_a.nrows() - 1;
            Angle::between(i.z_a.row(last), i.z_b.row(last)).omega == 0.0
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, latent) = (sizes.get("batch"), sizes.get("latent"));
        let mut z_a = normal(rng, (batch, latent));
        let mut z_b = normal(rng, (batch, latent));
        if batch > 2 {
            // Along one axis, so that the angle is exactly 0.
            let (axis, sign) = (index1(rng, latent), sign1(rng));
            for (z, length) in [
                (&mut z_a, uniform1(rng, 0.5, 1.0)),
                (&mut z_b, uniform1(rng, 1.5, 2.5)),
            ] {
                z.row_mut(batch - 1).fill(0.0);
                z[(batch - 1, axis)] = sign * length;
            }
        }
        Inputs {
            z_a,
            z_b,
            t: uniform(rng, batch, 0.1, 0.4),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Within("t".into(), 0.0, 1.0, None)
            .require(inputs.t.iter().all(|t| (0.0..=1.0).contains(t)))?;
        let zero = |row: ArrayView1<'_, f64>| row.iter().all(|v| *v == 0.0);
        Domain::special(
            "z_a and z_b must have no row of zeros: it has no direction",
            "в z_a и z_b не должно быть нулевых строк: у них нет направления",
        )
        .refuse_if(
            inputs.z_a.rows().into_iter().any(zero) || inputs.z_b.rows().into_iter().any(zero),
        )?;
        let opposite = |(a, b)| Angle::between(a, b).is_flat();
        Domain::special(
            "z_a and z_b must not have opposite directions in any row",
            "ни в одной строке z_a и z_b не должны быть направлены противоположно",
        )
        .refuse_if(
            inputs
                .z_a
                .rows()
                .into_iter()
                .zip(inputs.z_b.rows())
                .any(opposite),
        )
    }

    fn reference(inputs: &Inputs) -> Outputs {
        combined(inputs, Angle::weights)
    }
}

/// The angle between two vectors, with their lengths.
struct Angle {
    omega: f64,
    sine: f64,
    lengths: (f64, f64),
    /// ‖u + v‖ of the unit vectors.
    sum: f64,
}

impl Angle {
    fn between(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> Self {
        let ((u, length_a), (v, length_b)) = (unit(a), unit(b));
        let (difference, sum) = (length(&(&u - &v)), length(&(&u + &v)));
        Self {
            omega: 2.0 * difference.atan2(sum),
            sine: 2.0 * difference * sum / (difference * difference + sum * sum),
            lengths: (length_a, length_b),
            sum,
        }
    }

    /// Whether the directions are opposite up to rounding.
    fn is_flat(&self) -> bool {
        self.sum <= 8.0 * f64::EPSILON
    }

    /// The weights of both ends at t.
    fn weights(&self, t: f64) -> (f64, f64) {
        if self.omega < SMALL_ANGLE {
            return (1.0 - t, t);
        }
        (
            ((1.0 - t) * self.omega).sin() / self.sine,
            (t * self.omega).sin() / self.sine,
        )
    }
}

fn length(a: &Array1<f64>) -> f64 {
    a.dot(a).sqrt()
}

/// The direction and the length, whatever the scale.
fn unit(a: ArrayView1<'_, f64>) -> (Array1<f64>, f64) {
    let largest = a.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let scaled = &a / largest;
    let norm = length(&scaled);
    (scaled / norm, norm * largest)
}

/// Every row's weighted sum of its ends.
fn combined(i: &Inputs, weights: impl Fn(&Angle, f64) -> (f64, f64)) -> Outputs {
    let mut z = i.z_a.clone();
    Zip::from(z.rows_mut())
        .and(i.z_b.rows())
        .and(&i.t)
        .for_each(|mut row, b, &t| {
            let (weight_a, weight_b) = weights(&Angle::between(row.view(), b), t);
            row.zip_mut_with(&b, |a, b| *a = weight_a * *a + weight_b * b);
        });
    Outputs { z }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(z_a: &[f64], z_b: &[f64], t: f64) -> Inputs {
        Inputs {
            z_a: arr1(z_a).insert_axis(Axis(0)),
            z_b: arr1(z_b).insert_axis(Axis(0)),
            t: arr1(&[t]),
        }
    }

    fn slerp(z_a: &[f64], z_b: &[f64], t: f64) -> Vec<f64> {
        let inputs = inputs(z_a, z_b, t);
        Slerp::validate(&inputs).expect("legal");
        Slerp::reference(&inputs).z.into_iter().collect()
    }

    fn near(got: &[f64], expected: &[f64], error: f64) {
        assert_eq!(got.len(), expected.len());
        assert!(
            got.iter()
                .zip(expected)
                .all(|(g, e)| (g - e).abs() <= error),
            "{got:?} {expected:?}"
        );
    }

    #[test]
    fn a_right_angle_of_unequal_lengths_by_hand() {
        let half = 0.5_f64.sqrt();
        near(
            &slerp(&[2.0, 0.0], &[0.0, 4.0], 0.5),
            &[2.0 * half, 4.0 * half],
            1e-15,
        );
        near(&slerp(&[2.0, 0.0], &[0.0, 4.0], 0.0), &[2.0, 0.0], 0.0);
        near(&slerp(&[2.0, 0.0], &[0.0, 4.0], 1.0), &[0.0, 4.0], 1e-15);
    }

    #[test]
    fn equal_and_nearly_equal_directions_follow_the_chord() {
        near(&slerp(&[1.0, 2.0], &[3.0, 6.0], 0.25), &[1.5, 3.0], 1e-15);
        near(&slerp(&[-3.0], &[-5.0], 0.5), &[-4.0], 0.0);
        for tilt in [1e-9, 0.9e-7, 1.1e-7, 1e-5] {
            near(
                &slerp(&[1.0, 0.0], &[1.0, tilt], 0.25),
                &[1.0, 0.25 * tilt],
                tilt * tilt + 1e-14,
            );
        }
    }

    #[test]
    fn nearly_opposite_directions_keep_their_digits() {
        // On the unit circle the result is the point at angle t·Ω.
        for gap in [1e-1, 1e-3, 1e-6] {
            let omega = std::f64::consts::PI - gap;
            let got = slerp(&[1.0, 0.0], &[omega.cos(), omega.sin()], 0.25);
            let angle = 0.25 * omega;
            near(&got, &[angle.cos(), angle.sin()], 1e-15 / gap);
        }
    }

    #[test]
    fn any_scale_is_legal_and_no_direction_is_not() {
        near(
            &slerp(&[1e-200, 0.0], &[0.0, 1e200], 0.5),
            &[0.0, 1e200 * 0.5_f64.sqrt()],
            1e185,
        );
        for (a, b, t) in [
            ([0.0, 0.0], [1.0, 0.0], 0.5),
            ([1.0, 0.0], [-0.0, 0.0], 0.5),
            ([1.0, 2.0], [-1.0, -2.0], 0.5),
            ([0.1, 0.7], [-0.3, -2.1], 0.5),
            ([1.0, 0.0], [0.0, 1.0], 1.5),
            ([1.0, 0.0], [0.0, 1.0], f64::NAN),
        ] {
            assert!(
                Slerp::validate(&inputs(&a, &b, t)).is_err(),
                "{a:?} {b:?} {t}"
            );
        }
        let two = Inputs {
            z_a: arr2(&[[1.0, 0.0], [1.0, 0.0]]),
            z_b: arr2(&[[0.0, 1.0], [-1.0, 0.0]]),
            t: arr1(&[0.5, 0.5]),
        };
        assert!(Slerp::validate(&two).is_err());
    }
}
