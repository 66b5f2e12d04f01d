//! Random instances: the seed of a student and homework gives the inputs of every task, by the redraw rule.
//!
//! The small distributions that generators are made of stand here too, so that a page's `±U(0.3, 2)` reads the same in every task.

use crate::task::{AnyTask, Rng, Sizes, Solution};
use judge::arrays::Arrays;
use judge::tolerance::largest_error;
use ndarray::{Array, Array1, Array2, ArrayViewMut1, Dimension, ShapeBuilder};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::seq::SliceRandom;
use ndarray_rand::rand::{Rng as _, SeedableRng};
use ndarray_rand::rand_distr::{Gamma, StandardNormal, Uniform};

/// How often the redraw rule draws before it keeps what it has. A generator keeps nearly every draw; odd sizes set by a config
/// (one element, one dimension) can make two mistakes coincide for good, and then an instance is still due.
const REDRAWS: usize = 100;

/// 32 bytes that decide every draw.
pub type Seed = [u8; 32];

/// The seed of a number, for self-checks and tests.
pub fn seed(number: u64) -> Seed {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    bytes
}

/// A task's own stream of a seed, so that no task's draw depends on another's.
pub fn stream(seed: Seed, task_id: &str) -> Rng {
    let mut rng = Rng::from_seed(seed);
    // FNV-1a: fixed for ever, and two ids of one catalogue never collide (a law checks it).
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    rng.set_stream(task_id.bytes().fold(0xcbf2_9ce4_8422_2325, fnv));
    rng
}

/// The inputs of a task for a seed: drawn from its stream until the redraw rule keeps them.
pub fn instance(task: &dyn AnyTask, seed: Seed, sizes: &Sizes) -> Arrays {
    solved_instance(task, seed, sizes).0
}

/// The same, with the right answer and that of every mistake where the rule looked at them.
pub fn solved_instance(
    task: &dyn AnyTask,
    seed: Seed,
    sizes: &Sizes,
) -> (Arrays, Option<Solution>) {
    let mut rng = stream(seed, task.id());
    for _ in 0..REDRAWS {
        let inputs = task.draw_once(&mut rng, sizes);
        if let Ok((truth, mistaken)) = task.solve(&inputs)
            && are_told_apart(task, &truth, &mistaken)
        {
            return (inputs, Some((truth, mistaken)));
        }
    }
    (task.draw_once(&mut rng, sizes), None)
}

/// Whether the redraw rule keeps inputs.
pub fn is_kept(task: &dyn AnyTask, inputs: &Arrays) -> bool {
    let solved = task.solve(inputs);
    solved.is_ok_and(|(truth, mistaken)| are_told_apart(task, &truth, &mistaken))
}

/// The redraw rule. Inputs are kept only where, at the task's own tolerance,
/// 1. the answer of every listed mistake is at least 100 tolerances from the truth, in at least one output;
/// 2. any two listed mistakes are at least 10 tolerances apart, in at least one output;
/// 3. nothing hangs on rounding: in every output a mistake is right (0.01) or clearly wrong (10), and two mistakes that both
///    change it are there the same or clearly apart.
fn are_told_apart(task: &dyn AnyTask, truth: &Arrays, mistaken: &[Arrays]) -> bool {
    let outputs = task.outputs();
    let error = |b: &Arrays, a: &Arrays, output: usize| {
        let name = outputs[output].name;
        let (b, a) = (b.get(name), a.get(name));
        b.zip(a).map_or(f64::INFINITY, |(b, a)| {
            largest_error(b, a, task.tolerance(name))
        })
    };
    let all = || 0..outputs.len();
    let clear = |error: f64| error <= 0.01 || error >= 10.0;
    let from_truth: Vec<Vec<f64>> = mistaken
        .iter()
        .map(|answer| all().map(|output| error(truth, answer, output)).collect())
        .collect();
    let is_far =
        |errors: &Vec<f64>| errors.iter().any(|e| *e >= 100.0) && errors.iter().all(|e| clear(*e));
    let are_apart = |(one, other): (usize, usize)| {
        let (a, b) = (&mistaken[one], &mistaken[other]);
        let apart: Vec<f64> = all()
            .map(|output| error(a, b, output).min(error(b, a, output)))
            .collect();
        let both_change =
            |output: &usize| from_truth[one][*output] >= 10.0 && from_truth[other][*output] >= 10.0;
        apart.iter().any(|e| *e >= 10.0)
            && all().filter(both_change).all(|output| clear(apart[output]))
    };
    from_truth.iter().all(is_far)
        && (0..mistaken.len())
            .flat_map(|other| (0..other).map(move |one| (one, other)))
            .all(are_apart)
}

/// N(0, 1) in every element.
pub fn normal<D: Dimension, S: ShapeBuilder<Dim = D>>(rng: &mut Rng, shape: S) -> Array<f64, D> {
    Array::random_using(shape, StandardNormal, rng)
}

/// U(low, high) in every element.
pub fn uniform<D: Dimension, S: ShapeBuilder<Dim = D>>(
    rng: &mut Rng,
    shape: S,
    low: f64,
    high: f64,
) -> Array<f64, D> {
    Array::from_shape_simple_fn(shape, || uniform1(rng, low, high))
}

/// ±U(low, high): a uniform number times an independent fair sign, in every element.
pub fn signed_uniform<D: Dimension, S: ShapeBuilder<Dim = D>>(
    rng: &mut Rng,
    shape: S,
    low: f64,
    high: f64,
) -> Array<f64, D> {
    Array::from_shape_simple_fn(shape, || signed_uniform1(rng, low, high))
}

/// Uniform over the whole numbers from `low` to `high`, both included.
pub fn integers<D: Dimension, S: ShapeBuilder<Dim = D>>(
    rng: &mut Rng,
    shape: S,
    low: i64,
    high: i64,
) -> Array<i64, D> {
    Array::from_shape_simple_fn(shape, || integer1(rng, low, high))
}

/// 1 with probability `p`, else 0, in every element.
pub fn bernoulli<D: Dimension, S: ShapeBuilder<Dim = D>>(
    rng: &mut Rng,
    shape: S,
    p: f64,
) -> Array<i64, D> {
    Array::from_shape_simple_fn(shape, || i64::from(uniform1(rng, 0.0, 1.0) < p))
}

/// One number of N(0, 1).
pub fn normal1(rng: &mut Rng) -> f64 {
    rng.sample(StandardNormal)
}

/// One number of U(low, high).
pub fn uniform1(rng: &mut Rng, low: f64, high: f64) -> f64 {
    Uniform::new(low, high).map_or(low, |distribution| rng.sample(distribution))
}

/// One number of ±U(low, high).
pub fn signed_uniform1(rng: &mut Rng, low: f64, high: f64) -> f64 {
    let sign = sign1(rng);
    sign * uniform1(rng, low, high)
}

/// A fair sign, 1 or −1.
pub fn sign1(rng: &mut Rng) -> f64 {
    if rng.random::<bool>() { 1.0 } else { -1.0 }
}

/// One whole number, uniform from `low` to `high`, both included.
pub fn integer1(rng: &mut Rng, low: i64, high: i64) -> i64 {
    rng.random_range(low..=high)
}

/// An index of 0..n, uniform.
pub fn index1(rng: &mut Rng, n: usize) -> usize {
    rng.random_range(0..n)
}

/// Two different indices of 0..n, uniform.
pub fn two_indices(rng: &mut Rng, n: usize) -> [usize; 2] {
    let first = index1(rng, n);
    let other = index1(rng, n - 1);
    [first, if other < first { other } else { other + 1 }]
}

/// Takes the probability of one outcome away; the others sum to 1 again.
pub fn empty(row: &mut ArrayViewMut1<'_, f64>, outcome: usize) {
    row[outcome] = 0.0;
    let total = row.sum();
    *row /= total;
}

/// A uniformly random permutation of 0..n.
pub fn permutation(rng: &mut Rng, n: usize) -> Vec<usize> {
    let mut order: Vec<_> = (0..n).collect();
    order.shuffle(rng);
    order
}

/// These values in random order.
pub fn shuffled(rng: &mut Rng, values: &Array1<f64>) -> Array1<f64> {
    let order = permutation(rng, values.len());
    order.iter().map(|&i| values[i]).collect()
}

/// `n` equally spaced numbers from `low` to `high`, both included, in random order; for one number the middle of the range.
pub fn shuffled_range(rng: &mut Rng, n: usize, low: f64, high: f64) -> Array1<f64> {
    let spaced = if n == 1 {
        Array1::from_elem(1, f64::midpoint(low, high))
    } else {
        Array1::linspace(low, high, n)
    };
    shuffled(rng, &spaced)
}

/// One draw of Dirichlet(alpha), a row of probabilities.
pub fn dirichlet(rng: &mut Rng, alpha: &Array1<f64>) -> Array1<f64> {
    let gammas = alpha.mapv(|a| {
        Gamma::new(a, 1.0)
            .map_or(1.0, |gamma| rng.sample(gamma))
            .max(f64::MIN_POSITIVE)
    });
    let total = gammas.sum();
    gammas / total
}

/// Rows of `exp(spread · N(0, 1))`, each normalised to sum 1.
pub fn random_table(rng: &mut Rng, rows: usize, columns: usize, spread: f64) -> Array2<f64> {
    let mut table = normal(rng, (rows, columns)).mapv(|v| (spread * v).exp());
    for mut row in table.rows_mut() {
        let total = row.sum();
        row /= total;
    }
    table
}

/// A matrix of `columns <= rows` orthonormal columns: Gram-Schmidt, done twice, of normal columns.
pub fn orthonormal(rng: &mut Rng, rows: usize, columns: usize) -> Array2<f64> {
    let mut q = normal(rng, (rows, columns));
    for j in 0..columns {
        for _ in 0..2 {
            for i in 0..j {
                let along = q.column(i).dot(&q.column(j));
                let shift = &q.column(i) * along;
                let mut column = q.column_mut(j);
                column -= &shift;
            }
        }
        let norm = q.column(j).dot(&q.column(j)).sqrt();
        q.column_mut(j).mapv_inplace(|v| v / norm);
    }
    q
}
