//! Times FID of two feature matrices and its stages, against the machine's matrix products.
//!
//! `cargo run --release --workspace --example frechet_timing [samples] [features]`, by default 10,000 × 2048.

use assignments::draw::{normal, seed, stream};
use assignments::formulas::factors::{cholesky_factor, eigenvalues};
use assignments::formulas::frechet::parts_of_features;
use assignments::formulas::overlap::congruence;
use assignments::formulas::scatter::{Origin, mean, scatter, with_view};
use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, MatRef, Par};
use std::hint::black_box;
use std::time::Instant;

/// Seconds of processor time of all threads so far, where the system tells.
fn processor_seconds() -> f64 {
    let ticks = std::fs::read_to_string("/proc/self/stat")
        .ok()
        .and_then(|stat| {
            // After the name in brackets: user and system time are the 12th and 13th fields, in hundredths of a second.
            let fields: Vec<_> = stat.rsplit_once(") ")?.1.split(' ').collect();
            Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
        });
    ticks.unwrap_or(f64::NAN) / 100.0
}

fn timed<R>(name: &str, operations: f64, f: impl FnOnce() -> R) -> R {
    let (start, processor) = (Instant::now(), processor_seconds());
    let result = black_box(f());
    let seconds = start.elapsed().as_secs_f64();
    let processor = processor_seconds() - processor;
    let rate = operations / seconds * 1e-9;
    println!("{name:24} {seconds:8.3} s  {rate:8.1} Gflop/s  {processor:8.2} s of processors");
    result
}

fn stages(a: MatRef<'_, f64>, b: MatRef<'_, f64>) {
    let (n, d) = (a.nrows() as f64, a.ncols() as f64);
    let (mean_a, mean_b) = timed("means", 2.0 * n * d, || (mean(a), mean(b)));
    let scatter_a = timed("first covariance", n * d * d, || scatter(a, &mean_a));
    let scatter_b = timed("second covariance", n * d * d, || scatter(b, &mean_b));
    let factor = timed("Cholesky", d.powi(3) / 3.0, || cholesky_factor(scatter_a));
    let factor = factor.expect("positive definite");
    let product = timed("triangular products", 4.0 / 3.0 * d.powi(3), || {
        congruence(&factor, &scatter_b)
    });
    timed("eigenvalues", 4.0 / 3.0 * d.powi(3), || {
        eigenvalues(product)
    });
}

fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|n| n.parse().ok());
    let samples: usize = sizes.next().unwrap_or(10_000);
    let dim: usize = sizes.next().unwrap_or(2048);
    let mut rng = stream(seed(0), "timing");
    let a = normal(&mut rng, (samples, dim));
    let b = normal(&mut rng, (samples, dim)) * 1.1 + 0.1;
    let (n, d) = (samples as f64, dim as f64);
    with_view(a.view(), |a| {
        with_view(b.view(), |b| {
            let square = Mat::from_fn(dim, dim, |i, j| a[(i % samples, j)]);
            for _ in 0..3 {
                let mut out = Mat::zeros(dim, dim);
                timed("a matrix product", 2.0 * d.powi(3), || {
                    matmul(
                        out.as_mut(),
                        Accum::Replace,
                        square.as_ref(),
                        square.as_ref(),
                        1.0,
                        Par::rayon(0),
                    );
                });
                stages(a, b);
                let total = 2.0 * n * d * d + (1.0 / 3.0 + 4.0 / 3.0 + 4.0 / 3.0) * d.powi(3);
                let fid = timed("FID", total, || parts_of_features(a, b, Origin::Mean))
                    .distance(n - 1.0, n - 1.0);
                println!("fid {fid:.9}\n");
            }
        });
    });
}
