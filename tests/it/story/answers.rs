//! A student's file and what it is worth, reckoned here element by element and not by the grader.

use super::class::{Habit, Person};
use super::course::SLIPPED;
use assignments::task::AnyTask;
use dgm_grader::course::Course;
use dgm_grader::grading::{draw_task_inputs, run_task, student_seed};
use judge::answers::write_npz;
use judge::arrays::{Array, Arrays, Kind};
use judge::symmetry::Symmetry;

/// A file and its points in thousandths before any lateness.
pub struct Sending {
    pub file: Vec<u8>,
    /// Under the config with the slip.
    pub slipped: i64,
    /// Under the config as it was meant.
    pub meant: i64,
}

/// The file that this student sends to a homework.
pub fn sending(course: &Course, secret: &[u8; 32], who: Person, habit: Habit, to: &str) -> Sending {
    let homework = course.homework(to).expect("it is in the course");
    let graded: Vec<_> = homework
        .tasks
        .iter()
        .filter(|t| t.points.thousandths() > 0)
        .collect();
    let seed = student_seed(secret, &who.login(), to);
    let spoilt = spoilt(to)[who.0 % 3 % 2];
    let mut sent = Sending {
        file: Vec::new(),
        slipped: 0,
        meant: 0,
    };
    let mut file = Arrays::new();
    for (number, task) in graded.iter().enumerate() {
        let known = task.spec;
        let inputs = draw_task_inputs(task, seed);
        let truth = run_task(known, |known| known.reference(&inputs)).expect("it can be solved");
        let answer = match habit {
            Habit::Unfinished if number == 0 => continue,
            Habit::Mistaken if task.name() == spoilt => {
                let all = run_task(known, |known| known.mistaken(&inputs)).expect("they can");
                all.into_iter().next().expect("it has a known mistake")
            }
            Habit::Double | Habit::Mistaken => truth.clone(),
            Habit::Single | Habit::Unfinished => truth.iter().map(in_float32).collect(),
        };
        let points = task.points.thousandths();
        let own = |output: &str| {
            let own = known.tolerance(output);
            (own.rtol, own.atol)
        };
        let slip = |output: &str| {
            if task.name() == SLIPPED {
                (1e-12, 1e-12)
            } else {
                own(output)
            }
        };
        sent.meant += worth(known, points, &truth, &answer, own);
        sent.slipped += worth(known, points, &truth, &answer, slip);
        let keyed = answer
            .into_iter()
            .map(|(name, array)| (format!("{}.{name}", task.name()), array));
        file.extend(keyed);
    }
    sent.file = write_npz(&file);
    sent
}

/// Two graded tasks of a homework in which mistakes are made; their outputs are compared in their own order.
fn spoilt(homework: &str) -> [&'static str; 2] {
    match homework {
        "elbo" => ["gaussian_kl", SLIPPED],
        "reparameterization" => ["gumbel_density", "vq_vae_loss"],
        "flows" => ["affine_coupling_inverse", "planar_flow"],
        "gan" => ["generator_loss", "gradient_penalty"],
        "fid" => ["frechet_distance", "kid"],
        _ => ["posterior", "vlb_terms"],
    }
}

/// The same numbers as float32 holds them.
fn in_float32((name, array): (&String, &Array)) -> (String, Array) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the loss of digits is meant"
    )]
    let rounded = |x: f64| f64::from(x as f32);
    let array = match array.kind() {
        Kind::Float => Array::float(array.to_float().mapv(rounded)),
        Kind::Int => array.clone(),
    };
    (name.clone(), array)
}

/// The share of a task's points that its right outputs earn, rounded once, half up.
fn worth(
    known: &dyn AnyTask,
    points: i64,
    truth: &Arrays,
    answer: &Arrays,
    tolerance: impl Fn(&str) -> (f64, f64),
) -> i64 {
    let right = |(name, truth): &(&String, &Array)| {
        let (rtol, atol) = tolerance(name);
        let (a, b) = (answer[*name].to_float(), truth.to_float());
        let close = |(a, b): (&f64, &f64)| a == b || (a - b).abs() <= atol + rtol * b.abs();
        let all = a.shape() == b.shape() && a.iter().zip(&b).all(close);
        // Another order may be right as well where one is free: a mistake must then not be judged here.
        assert!(all || known.symmetry(name) == Symmetry::Exact, "{name}");
        all
    };
    let outputs = i64::try_from(truth.len()).expect("a few");
    let right = i64::try_from(truth.iter().filter(right).count()).expect("a few");
    (2 * points * right + outputs).div_euclid(2 * outputs)
}
