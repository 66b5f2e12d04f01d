//! `dgm grade`: a folder of answers files.

use super::files::{course, named, read_arrays, read_limited};
use crate::course::Course;
use crate::folder::{Found, Layout, People, Row, Source, csv, find, grade_entries, totals};
use crate::grading::{Inputs, TaskVerdict, draw_inputs, inputs_from_file};
use crate::import::logins::logins;
use crate::import::table::{LARGEST, read};
use crate::settings::course_secret;
use assignments::draw::seed;
use dgm_client::cli::error::{CliError, Context as _, Result};
use dgm_client::cli::output::{is_quiet, put_json, put_line, tell};
use dgm_client::cli::target::{Force, Target};
use dgm_client::cli::{Format, Outcome, Voice};
use indicatif::{ProgressBar, ProgressStyle};
use judge::answers::Limits;
use judge::points::Points;
use l10n::{Arg, message, nearest, visible};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, stderr};
use std::path::{Path, PathBuf};

/// What to grade against what. Points are those of the answers alone: dates, attempts and late penalties are the server's.
#[derive(clap::Args)]
pub struct Args {
    /// The grading config; - is standard input.
    #[arg(long, value_name = "FILE")]
    course: PathBuf,
    /// The folder: LOGIN.npz, LOGIN/HOMEWORK.npz or HOMEWORK/LOGIN.npz, or what Moodle, Canvas or Gradescope downloads; .npy,
    /// .safetensors and .json as well.
    #[arg(long, value_name = "DIR")]
    submissions: PathBuf,
    /// The table to write, a row a file; - is standard output.
    #[arg(short, long, value_name = "FILE.csv")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
    /// Grades only this homework; needed where files are named after logins alone and the course has several.
    #[arg(long, value_name = "NAME")]
    homework: Option<String>,
    /// How the folder is laid out, where it can be read in two ways.
    #[arg(long, value_enum)]
    layout: Option<Layout>,
    /// A list of people (CSV or .xlsx) that tells whose the files of a platform's download are: the login, and in the same row what
    /// the platform calls the person: name, number, address, or the name of the file.
    #[arg(long, value_name = "FILE.csv")]
    people: Option<PathBuf>,
    /// The seed of the inputs that everybody's answers were computed from (0 where nothing is given).
    #[arg(long)]
    seed: Option<u64>,
    /// The inputs file that everybody's answers were computed from; for one homework.
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    inputs: Option<PathBuf>,
    /// The course secret (64 hexadecimal digits, the server's secret.key): everybody had inputs of their own.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "inputs"])]
    secret_file: Option<PathBuf>,
    /// A second table, a row a person: points by homework, their sum, and the grade without an exam.
    #[arg(long, value_name = "FILE.csv")]
    totals: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let target = Target::find(&args.output, args.force)?;
    let sums = args.totals.as_ref();
    let sums = sums.map(|path| Target::find(path, args.force));
    let sums = sums.transpose()?;
    if sums.as_ref().is_some_and(|sums| sums.is_same(&target)) {
        return Err(message!("target-same", file = args.output.as_path()).into());
    }
    let to_output = target.is_output() || sums.as_ref().is_some_and(Target::is_output);
    if to_output && voice.format == Format::Json {
        return Err(message!("target-two-documents").into());
    }
    let course = course(Some(&args.course))?;
    let homeworks = chosen(args, &course)?;
    let skip: Vec<PathBuf> = [Some(&args.output), args.totals.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|own| inside(own, &args.submissions))
        .collect();
    let people = people(args)?;
    let found = find(&args.submissions, &homeworks, args.layout, &skip, &people)?;
    let source = source(args, &course, &homeworks)?;
    let bar = progress(found.entries.len(), voice);
    let rows = grade_entries(
        &course,
        &found.entries,
        &source,
        &Limits::default(),
        voice.lang,
        || bar.inc(1),
    );
    bar.finish_and_clear();
    target.write(&csv(&course, &rows).map_err(|e| CliError::unexpected(&e))?)?;
    if let Some(target) = &sums {
        target.write(&totals(&course, &rows).map_err(|e| CliError::unexpected(&e))?)?;
    }
    let summaries = summaries(&course, &rows);
    match voice.format {
        Format::Text => print(args, &found, &rows, &summaries, (voice, to_output))?,
        Format::Json => put_json(&document(args, &found, &rows, &summaries))?,
    }
    Ok(Outcome::Right)
}

/// The homeworks to grade, in the order of the course.
fn chosen<'c>(args: &Args, course: &'c Course) -> Result<Vec<&'c str>> {
    let all: Vec<&str> = course
        .homeworks
        .iter()
        .map(crate::course::Homework::name)
        .collect();
    let Some(name) = &args.homework else {
        return Ok(all);
    };
    if let Some(homework) = course.homework(name) {
        return Ok(vec![homework.name()]);
    }
    let known = Arg::list(all.iter().copied());
    Err(match nearest(name, all.iter().copied()) {
        Some(near) => message!(
            "course-lacks-homework-near",
            homework = name.as_str(),
            near = near,
            known = known
        ),
        None => message!(
            "course-lacks-homework-known",
            homework = name.as_str(),
            known = known
        ),
    }
    .into())
}

/// Who is who, where a list says it.
fn people(args: &Args) -> Result<People> {
    let Some(path) = &args.people else {
        return Ok(People::default());
    };
    let bytes = read_limited(path, LARGEST)?;
    let rows = read(&bytes).and_then(|table| logins(&table));
    Ok(People::new(
        rows.with_context(|| message!("file", file = named(path)))?,
    ))
}

/// The path that a file of ours has when the folder is listed, if it lies there.
fn inside(own: &Path, folder: &Path) -> Option<PathBuf> {
    let parent = own
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let same = parent.canonicalize().ok()? == folder.canonicalize().ok()?;
    same.then(|| folder.join(own.file_name().unwrap_or_default()))
}

fn source(args: &Args, course: &Course, homeworks: &[&str]) -> Result<Source> {
    if let Some(path) = &args.secret_file {
        let text = String::from_utf8(read_limited(path, 1024)?).unwrap_or_default();
        let secret = course_secret(&text)
            .with_context(|| message!("grade-secret-digits", file = named(path)))?;
        return Ok(Source::PerStudent(secret));
    }
    let mut shared: BTreeMap<String, Inputs> = BTreeMap::new();
    if let Some(path) = &args.inputs {
        let [homework] = homeworks else {
            return Err(message!("grade-inputs-of-one-homework").into());
        };
        let inputs = inputs_from_file(homework, &read_arrays(path)?)
            .with_context(|| message!("file", file = named(path)))?;
        shared.insert((*homework).to_owned(), inputs);
        return Ok(Source::Shared(shared));
    }
    for homework in homeworks.iter().filter_map(|name| course.homework(name)) {
        let inputs = draw_inputs(homework, seed(args.seed.unwrap_or(0)));
        shared.insert(homework.name().to_owned(), inputs);
    }
    Ok(Source::Shared(shared))
}

/// A bar on a terminal, nothing elsewhere.
fn progress(files: usize, voice: Voice) -> ProgressBar {
    if voice.format == Format::Json || is_quiet() || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    // A slip in the template would only cost the bar its looks.
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}

/// One homework in a few numbers.
struct Summary<'a> {
    homework: &'a str,
    graded: usize,
    failed: usize,
    mean: Points,
    max: Points,
    /// For every graded task, how many files have it right.
    solved: Vec<(String, usize)>,
}

fn summaries<'a>(course: &'a Course, rows: &[Row]) -> Vec<Summary<'a>> {
    let summary = |homework: &'a crate::course::Homework| {
        let own = || rows.iter().filter(|r| r.homework == homework.name());
        let graded: Vec<_> = own().filter_map(|r| r.graded.as_ref()).collect();
        own().next()?;
        let total: Points = graded.iter().map(|g| g.points).sum();
        let tasks = homework.tasks.iter().filter(|t| t.is_graded());
        let solved = tasks.map(|t| {
            let id = format!("{}/{}", homework.name(), t.name());
            let right = |g: &&&crate::folder::Graded| {
                g.tasks
                    .iter()
                    .any(|l| l.task == id && l.verdict == TaskVerdict::Correct)
            };
            let count = graded.iter().filter(right).count();
            (id, count)
        });
        Some(Summary {
            homework: homework.name(),
            failed: own().count() - graded.len(),
            mean: total.share(1, graded.len() as u64),
            max: homework.max_points,
            solved: solved.collect(),
            graded: graded.len(),
        })
    };
    course.homeworks.iter().filter_map(summary).collect()
}

fn print(
    args: &Args,
    found: &Found,
    rows: &[Row],
    summaries: &[Summary<'_>],
    (voice, to_output): (Voice, bool),
) -> Result<()> {
    let lang = voice.lang;
    // What is told is no part of a table on standard output.
    let say_line = |line: &String| {
        if to_output {
            tell(line);
            Ok(())
        } else {
            put_line(line)
        }
    };
    for path in &found.ignored {
        let path = path.display().to_string();
        tell(&message!("folder-ignored", path = visible::name(&path).into_owned()).text(lang));
    }
    for summary in summaries {
        say_line(
            &message!(
                "folder-summary",
                homework = summary.homework.to_owned(),
                graded = summary.graded.to_string(),
                failed = summary.failed.to_string(),
                mean = summary.mean,
                max = summary.max
            )
            .text(lang),
        )?;
    }

    Ok(say_line(
        &message!(
            "folder-written",
            file = args.output.as_path(),
            rows = rows.len().to_string()
        )
        .text(lang),
    )?)
}

fn document(args: &Args, found: &Found, rows: &[Row], summaries: &[Summary<'_>]) -> Value {
    let homework = |s: &Summary<'_>| {
        let tasks = s.solved.iter();
        let tasks: Vec<_> = tasks
            .map(|(task, correct)| json!({ "task": task, "correct": correct }))
            .collect();
        json!({
            "homework": s.homework, "graded": s.graded, "failed": s.failed,
            "mean_points": s.mean, "max_points": s.max, "tasks": tasks,
        })
    };
    json!({
        "output": args.output.to_string_lossy(),
        "totals": args.totals.as_ref().map(|p| p.to_string_lossy()),
        "layout": found.layout.name(),
        "files": rows.len(),
        "failed": rows.iter().filter(|r| r.graded.is_none()).count(),
        "homeworks": summaries.iter().map(homework).collect::<Vec<_>>(),
        "ignored": found.ignored.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>(),
        "rows": rows,
    })
}
