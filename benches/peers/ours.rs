//! What `compare.py` times of ours: one JSON line with the result and the seconds of every repetition.
//!
//! `frechet A.npy B.npy TIMES` · `check HOMEWORK INPUTS.npz ANSWERS.npz TIMES`

use anyhow::{Context as _, anyhow, bail};
use assignments::formulas::frechet::distance_of_features;
use assignments::formulas::scatter::{Origin, with_view};
use dgm_grader::course::Course;
use dgm_grader::grading::{grade, inputs_from_file, sort_answers};
use judge::answers::{Limits, read};
use judge::arrays::{Array, Arrays};
use ndarray::{Array2, Ix2};
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["frechet", a, b, times] => frechet(a, b, times.parse()?),
        ["check", homework, inputs, answers, times] => {
            check(homework, inputs, answers, times.parse()?)
        }
        _ => bail!("frechet A.npy B.npy TIMES or check HOMEWORK INPUTS.npz ANSWERS.npz TIMES"),
    }
}

/// Files of ours: features are larger than anything a student sends.
fn arrays(path: &str) -> anyhow::Result<Arrays> {
    let limits = Limits {
        file: 1 << 30,
        inflated: 1 << 30,
        ..Limits::default()
    };
    let bytes = std::fs::read(path).with_context(|| path.to_owned())?;
    read(&bytes, &limits).with_context(|| path.to_owned())
}

fn features(path: &str) -> anyhow::Result<Array2<f64>> {
    let array: Option<Array> = arrays(path)?.into_values().next();
    let array = array.context("one array is needed")?;
    Ok(array.to_float().into_dimensionality::<Ix2>()?)
}

fn print(result: serde_json::Value, seconds: &[f64]) {
    println!(
        "{}",
        serde_json::json!({ "result": result, "seconds": seconds })
    );
}

fn timed<T>(times: usize, mut run: impl FnMut() -> T) -> (Option<T>, Vec<f64>) {
    let mut last = None;
    let mut seconds = Vec::new();
    for _ in 0..times {
        let start = Instant::now();
        last = Some(run());
        seconds.push(start.elapsed().as_secs_f64());
    }
    (last, seconds)
}

fn frechet(a: &str, b: &str, times: usize) -> anyhow::Result<()> {
    let (a, b) = (features(a)?, features(b)?);
    let divisors = (a.nrows() as f64 - 1.0, b.nrows() as f64 - 1.0);
    let (distance, seconds) = timed(times, || {
        with_view(a.view(), |a| {
            with_view(b.view(), |b| {
                distance_of_features(a, b, Origin::Mean, divisors)
            })
        })
    });
    print(distance.into(), &seconds);
    Ok(())
}

/// From the file on the disk to the points, graded tasks alone.
fn check(name: &str, inputs: &str, answers: &str, times: usize) -> anyhow::Result<()> {
    let course = Course::parse(include_str!("course.toml"));
    let course = course.map_err(|problems| anyhow!("{problems}"))?;
    let mut homework = course.homework(name).context("no such homework")?.clone();
    homework.tasks.retain(dgm_grader::course::Task::is_graded);
    let mut inputs = inputs_from_file(name, &arrays(inputs)?)?;
    inputs.retain(|task, _| homework.task(task).is_some());
    let (points, seconds) = timed(times, || {
        let named = arrays(answers)?;
        let report = grade(&homework, &inputs, &sort_answers(named, &homework)?);
        anyhow::Ok(report.points.to_string())
    });
    print(points.transpose()?.into(), &seconds);
    Ok(())
}
