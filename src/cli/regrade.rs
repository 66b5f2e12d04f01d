//! `dgm regrade`: grades anew what the course version in force concerns, without a browser.

use super::store::{Missing, PlaceArgs};
use super::{clock, secret};
use crate::course::Homework;
use crate::ids::{JobId, SubmissionId};
use crate::service::app::App;
use crate::service::impact::{Budget, Impact, estimate_regrade};
use crate::service::regrade::{Enqueued, enqueue, kept, progress, see_through};
use crate::store::{Job, JobState, RegradeOutcome, Regraded};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{is_quiet, put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use indicatif::{ProgressBar, ProgressStyle};
use judge::answers::Limits;
use l10n::{Arg, Lang, message};
use std::sync::Arc;
use std::time::Duration;

/// What to grade anew.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    /// Only says whose points would change.
    #[arg(long)]
    dry_run: bool,
    /// One homework; all where it is left out.
    #[arg(long, value_name = "HOMEWORK")]
    homework: Option<String>,
    /// The course secret as 64 hexadecimal digits; of the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
    /// The largest answers file, in MiB; as for the server.
    #[arg(long, value_name = "MIB", default_value_t = 16)]
    max_file: usize,
    /// The most that an answers file may inflate to, in MiB; as for the server.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    max_inflated: usize,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let place = args.place.find()?;
        let store = place.open(Missing::Refused, voice).await?;
        let secret = secret::of_course(&place, &store, args.secret_key.as_deref()).await?;
        let limits = Limits {
            file: args.max_file << 20,
            inflated: args.max_inflated << 20,
            ..Limits::default()
        };
        let app = App::new(store.clone(), secret, limits, clock::now);
        let result = act(&app, args, voice).await;
        store.close().await;
        result
    })
}

async fn act(app: &Arc<App>, args: &Args, voice: Voice) -> Result<Outcome> {
    let active = app.course().await?;
    let homework = args.homework.as_deref();
    if let Some(name) = homework
        && active.course.homework(name).is_none()
    {
        let known = Arg::list(active.course.homeworks.iter().map(Homework::name));
        return Err(message!("regrade-no-homework", homework = name, known = known).into());
    }
    if args.dry_run {
        let bar = bar();
        let progress = |done: usize, total: usize| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        };
        let found = estimate_regrade(app, &active, homework, Budget::NONE, &progress);
        let found = found.await?;
        bar.finish_and_clear();
        print_impact(&found, voice)?;
        return Ok(Outcome::Right);
    }
    let job = loop {
        match enqueue(app, homework, "operator").await? {
            Enqueued::Job(job) => break job,
            Enqueued::Nothing => {
                match voice.format {
                    Format::Json => {
                        put_json(&serde_json::json!({ "job": null, "submissions": [] }))?;
                    }
                    Format::Text => put_line(&message!("regrade-nothing").text(voice.lang))?,
                }
                return Ok(Outcome::Right);
            }
            // One that was interrupted is done first; one that a server is at is waited for.
            Enqueued::Busy => {
                let unfinished = app.store.unfinished_jobs().await?;
                for job in unfinished {
                    see_through(app, job.id).await?;
                }
            }
        }
    };
    let bar = tokio::spawn(watch(Arc::clone(app), job.id));
    let result = see_through(app, job.id).await;
    bar.abort();
    let job = result?.context(message!("regrade-job-gone"))?;
    print_job(&job, &app.store.regraded(job.id).await?, voice)?;
    Ok(if job.state == JobState::Done {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

/// A bar on the terminal; drawn nowhere else.
fn bar() -> ProgressBar {
    let bar = if is_quiet() {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(0)
    };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}

/// Shows how far a job is.
async fn watch(app: Arc<App>, id: JobId) {
    let bar = bar();
    while let Ok(Some(job)) = app.store.job(id).await {
        bar.set_length(job.total);
        bar.set_position(job.done);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn print_impact(impact: &Impact, voice: Voice) -> std::io::Result<()> {
    if voice.format == Format::Json {
        put_json(&serde_json::json!(impact))?;
        return Ok(());
    }
    let lang = voice.lang;
    for row in &impact.students {
        let (before, after) = (
            row.before.unwrap_or_default(),
            row.after.unwrap_or_default(),
        );
        print_row(&row.login, &row.homework, before, after, lang)?;
    }
    for row in &impact.skipped {
        print_left(
            row.submission,
            &row.login,
            &row.homework,
            row.outcome,
            row.points,
            lang,
        )?;
    }
    let answer = if impact.students.is_empty() {
        message!("impact-none")
    } else {
        let up = impact
            .students
            .iter()
            .filter(|m| m.after > m.before)
            .count();
        message!("impact-answer", up = up, down = impact.students.len() - up)
    };
    let graded = message!(
        "impact-graded",
        graded = impact.graded,
        total = impact.total
    );
    put_line(&format!("{} {}", answer.text(lang), graded.text(lang)))
}

fn print_job(job: &Job, rows: &[Regraded], voice: Voice) -> std::io::Result<()> {
    if voice.format == Format::Json {
        let row = |r: &Regraded| serde_json::json!({ "submission": r.submission, "login": r.login, "homework": r.homework, "outcome": r.outcome.name(), "before": r.before, "after": r.after });
        let rows: Vec<_> = rows.iter().map(row).collect();
        let state = job.state.name();
        put_json(
            &serde_json::json!({ "job": job.id, "state": state, "done": job.done, "total": job.total, "submissions": rows }),
        )?;
        return Ok(());
    }
    let lang = voice.lang;
    for r in rows {
        if r.outcome == RegradeOutcome::Changed {
            print_row(
                &r.login,
                &format!("{} № {}", r.homework, r.submission),
                r.before,
                r.after,
                lang,
            )?;
        } else {
            print_left(
                r.submission,
                &r.login,
                &r.homework,
                r.outcome.name(),
                r.before,
                lang,
            )?;
        }
    }
    put_line(&progress(job).text(lang))
}

fn print_row(
    login: &str,
    what: &str,
    before: judge::points::Points,
    after: judge::points::Points,
    lang: Lang,
) -> std::io::Result<()> {
    put_line(&format!(
        "{login:<16} {what:<28} {} → {} ({})",
        before.show(lang),
        after.show(lang),
        (after - before).difference(lang)
    ))
}

fn print_left(
    submission: SubmissionId,
    login: &str,
    homework: &str,
    outcome: &str,
    points: judge::points::Points,
    lang: Lang,
) -> std::io::Result<()> {
    let why = kept(outcome, points).text(lang);
    put_line(&format!("{login:<16} {homework} № {submission}: {why}"))
}
