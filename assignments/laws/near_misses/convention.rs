//! Methods that compute another quantity, which some instances could not tell from the right one.

use super::method::{NearMiss, array, mean, number};
use judge::arrays::{Array, Arrays};
use ndarray::{ArrayD, Axis, Ix1, Ix2};

fn right(id: &str, inputs: &Arrays, output: &str) -> ArrayD<f64> {
    let task = crate::catalogue::task(id).expect("in the catalogue");
    array(&task.reference(inputs).expect("legal"), output)
}

/// An input as float32 holds it.
#[expect(clippy::cast_possible_truncation, reason = "float32 is the point")]
fn single(inputs: &Arrays, name: &str) -> ArrayD<f32> {
    array(inputs, name).mapv(|v| v as f32)
}

fn whole(inputs: &Arrays, name: &str) -> i64 {
    inputs[name].to_int().expect("whole").sum()
}

fn lengths(inputs: &Arrays) -> Vec<f64> {
    inputs["x"].shape().iter().map(|&n| n as f64).collect()
}

/// Methods that take a wrong axis, a wrong rank or a wrong case, or too few digits of the inputs.
pub const CONVENTION: &[NearMiss] = &[
    ("flows/actnorm_init", "log_det over B", "log_det", |i| {
        let n = lengths(i);
        right("flows/actnorm_init", i, "log_det") * (n[0] / (n[2] * n[3]))
    }),
    ("flows/actnorm_init", "log_det over H²", "log_det", |i| {
        let n = lengths(i);
        right("flows/actnorm_init", i, "log_det") * (n[2] / n[3])
    }),
    (
        "flows/invertible_conv1x1",
        "log_det over B·W",
        "log_det",
        |i| {
            let n = lengths(i);
            right("flows/invertible_conv1x1", i, "log_det") * (n[0] / n[2])
        },
    ),
    ("flows/planar_flow", "u corrected where needed", "x", |i| {
        let vector = |name| {
            array(i, name)
                .into_dimensionality::<Ix1>()
                .expect("a vector")
        };
        let (w, u) = (vector("w"), vector("u"));
        if w.dot(&u) <= -1.0 {
            return right("flows/planar_flow", i, "x");
        }
        let z = array(i, "z").into_dimensionality::<Ix2>().expect("rows");
        let pull = (z.dot(&w) + mean(&array(i, "b"))).mapv(f64::tanh);
        (&z + &pull.insert_axis(Axis(1)) * &u).into_dyn()
    }),
    (
        "fid/precision_recall",
        "one neighbour too many in the real set",
        "precision",
        |i| {
            let mut further = i.clone();
            let k = ArrayD::from_elem(vec![], whole(i, "k") + 1);
            further.insert("k".to_owned(), Array::int(k));
            right("fid/precision_recall", &further, "precision")
        },
    ),
    (
        "gan/sinkhorn",
        "exp(−C/ε) in float32",
        "transport_cost",
        |i| {
            let vector = |name| {
                single(i, name)
                    .into_dimensionality::<Ix1>()
                    .expect("a vector")
            };
            let cost = single(i, "cost")
                .into_dimensionality::<Ix2>()
                .expect("a matrix");
            let eps = single(i, "eps").sum();
            let kernel = cost.mapv(|c| (-c / eps).exp());
            let (p, q) = (vector("p"), vector("q"));
            let mut v = q.mapv(|_| 1.0);
            let mut u = p.clone();
            for _ in 0..whole(i, "n_iters") {
                u = &p / &kernel.dot(&v);
                v = &q / &kernel.t().dot(&u);
            }
            let plan = &u.insert_axis(Axis(1)) * &kernel * &v;
            number(f64::from((&plan * &cost).sum()))
        },
    ),
    (
        "reparameterization/vq_quantize",
        "expanded squares in float32",
        "z_q",
        |i| {
            let codes = single(i, "codebook")
                .into_dimensionality::<Ix2>()
                .expect("rows");
            let mut z = single(i, "z_e");
            for mut position in z.lanes_mut(Axis(1)) {
                let square = position.dot(&position);
                let distance = |code: &ndarray::ArrayView1<'_, f32>| {
                    square - 2.0 * position.dot(code) + code.dot(code)
                };
                let nearest = codes
                    .outer_iter()
                    .min_by(|a, b| distance(a).total_cmp(&distance(b)))
                    .expect("a codebook has codes");
                position.assign(&nearest);
            }
            z.mapv(f64::from)
        },
    ),
];
