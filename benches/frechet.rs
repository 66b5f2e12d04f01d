//! The Fréchet distance of features at the size of FID, and the matrix products it cannot do without: `cargo bench --bench frechet`.

use assignments::draw::{normal, seed, stream};
use assignments::formulas::frechet::distance_of_features;
use assignments::formulas::scatter::{Origin, mean, scatter, with_view};
use divan::Bencher;
use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, Par};
use ndarray::Array2;
use std::sync::LazyLock;

const SAMPLES: usize = 10_000;
const DIM: usize = 2048;

static FEATURES: LazyLock<[Array2<f64>; 2]> = LazyLock::new(|| {
    let mut rng = stream(seed(0), "benches/frechet");
    let a = normal(&mut rng, (SAMPLES, DIM));
    let b = normal(&mut rng, (SAMPLES, DIM)) * 1.1 + 0.1;
    [a, b]
});

fn main() {
    divan::main();
}

/// The same features mixed: covariances as badly conditioned as a network's.
static CORRELATED: LazyLock<[Array2<f64>; 2]> = LazyLock::new(|| {
    let mut rng = stream(seed(1), "benches/frechet");
    let mixing = normal(&mut rng, (DIM, DIM)) / (DIM as f64).sqrt();
    let other = &mixing + Array2::<f64>::eye(DIM) * 0.1;
    let [a, b] = &*FEATURES;
    [a.dot(&mixing), b.dot(&other)]
});

/// From two feature matrices to the distance.
#[divan::bench(args = ["independent", "correlated"], sample_count = 3, sample_size = 1)]
fn distance_10000_x_2048(bencher: Bencher, features: &str) {
    let [a, b] = match features {
        "correlated" => &*CORRELATED,
        _ => &*FEATURES,
    };
    let n = SAMPLES as f64;
    bencher.bench(|| {
        with_view(a.view(), |a| {
            with_view(b.view(), |b| {
                distance_of_features(a, b, Origin::Mean, (n - 1.0, n - 1.0))
            })
        })
    });
}

/// One covariance of 10,000 × 2048 features.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn covariance_10000_x_2048(bencher: Bencher) {
    let [a, _] = &*FEATURES;
    bencher.bench(|| with_view(a.view(), |a| scatter(a, &mean(a))));
}

/// One full product of 2048 × 2048 matrices.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn product_2048(bencher: Bencher) {
    let [a, _] = &*FEATURES;
    let square = Mat::from_fn(DIM, DIM, |i, j| a[(i, j)]);
    bencher.bench(|| product(&square, &square));
}

/// The products alone that no route avoids: two covariances and two products of 2048 × 2048, as full products.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn products_alone(bencher: Bencher) {
    let [a, b] = &*FEATURES;
    let columns = |x: &Array2<f64>| Mat::from_fn(DIM, SAMPLES, |i, j| x[(j, i)]);
    let (a, b) = (columns(a), columns(b));
    bencher.bench(|| {
        let covariance = |x: &Mat<f64>| {
            let mut out = Mat::zeros(DIM, DIM);
            let par = Par::rayon(0);
            matmul(
                out.as_mut(),
                Accum::Replace,
                x.as_ref(),
                x.transpose(),
                1.0,
                par,
            );
            out
        };
        let (a, b) = (covariance(&a), covariance(&b));
        product(&product(&a, &b), &a)
    });
}

fn product(a: &Mat<f64>, b: &Mat<f64>) -> Mat<f64> {
    let mut out = Mat::zeros(DIM, DIM);
    let par = Par::rayon(0);
    matmul(
        out.as_mut(),
        Accum::Replace,
        a.as_ref(),
        b.as_ref(),
        1.0,
        par,
    );
    out
}
