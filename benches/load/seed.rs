//! Makes a course of any size through the store, as it would have come to be: sent in turn, standings and statistics kept with it.

use crate::answers::{Known, course};
use crate::keys::{DUE, SECRET, Student, keep};
use anyhow::Context as _;
use dgm_grader::course::{Checked, Homework};
use dgm_grader::grading::{Report, draw_inputs, grade, sort_answers, student_seed};
use dgm_grader::ids::VersionId;
use dgm_grader::store::{
    Listed, NewInputs, NewSubmission, NewUser, Role, Sessions, Store, Target, Upkeep, User, keys,
};
use indicatif::ProgressBar;
use jiff::{SignedDuration, Timestamp};
use judge::answers::{Limits, read, write_npz};
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

/// How many send at once.
const AT_ONCE: usize = 64;

/// What to make.
#[derive(clap::Args)]
pub struct Args {
    /// The folder for the database, made where it is missing, and for the keys.
    #[arg(long)]
    data: PathBuf,
    /// The database, where it is not an SQLite file in the folder.
    #[arg(long)]
    database: Option<String>,
    #[arg(long, default_value_t = 5000)]
    students: usize,
    #[arg(long, default_value_t = 6)]
    homeworks: usize,
    /// Submissions of each student to each homework.
    #[arg(long, default_value_t = 5)]
    submissions: usize,
    /// Gives every student inputs of their own and grades every file by them; else all send files alike, which takes seconds.
    #[arg(long)]
    real: bool,
    /// Minutes until the first homework is due.
    #[arg(long, default_value_t = 60)]
    due: i64,
}

/// What is sent at one attempt.
struct Sent {
    file: Vec<u8>,
    sha256: String,
    report: Report,
}

#[expect(clippy::disallowed_methods, reason = "it is a program of its own")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// Makes it.
///
/// # Errors
/// When the folder or the database fails.
pub async fn seed(args: &Args) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.data)?;
    let target = match &args.database {
        Some(url) => Target::Url(url.clone()),
        None => Target::File(args.data.join("dgm.sqlite")),
    };
    let store = Store::open_as(&target, Upkeep::Migrate(now())).await?.store;
    store.accept_secret(&SECRET).await?;
    let mut course = course(args.homeworks);
    for (place, homework) in course.homeworks.iter_mut().enumerate() {
        let days = i64::try_from(place)? * 7;
        homework.deadline = Some(
            now() + SignedDuration::from_hours(24 * days) + SignedDuration::from_mins(args.due),
        );
    }
    let version = store
        .publish_course(&Checked::from(course.clone()), "seed", "seed", now())
        .await?;
    let people = people(&store, args.students).await?;
    keep(&args.data, &ways_in(&store, &people).await?)?;
    let course = Arc::new(course);
    let bar = ProgressBar::new((people.len() * course.homeworks.len() * args.submissions) as u64);
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    for homework in &course.homeworks {
        let alike = if args.real {
            None
        } else {
            let inputs = draw_inputs(homework, student_seed(&SECRET, "anybody", homework.name()));
            Some(Arc::new(files(homework, &inputs, args.submissions + 4)?))
        };
        let mut sending = JoinSet::new();
        for (number, user) in people.iter().enumerate() {
            let permit = Arc::clone(&permits).acquire_owned().await?;
            let (store, user, homework) = (store.clone(), user.clone(), homework.clone());
            let (alike, bar, count, version) =
                (alike.clone(), bar.clone(), args.submissions, version.id);
            sending.spawn(async move {
                let _permit = permit;
                let own = match alike {
                    Some(alike) => alike,
                    None => own(&store, &user, &homework, version, count).await?,
                };
                // Some begin with less and end with less.
                let first = (number % 5).min(own.len() - count);
                for (attempt, sent) in own[first..].iter().take(count).enumerate() {
                    let hours = i64::try_from(count - attempt)? * 5 + i64::try_from(number % 5)?;
                    let at = now() - SignedDuration::from_hours(hours);
                    let new = NewSubmission {
                        user: user.id,
                        homework: homework.name(),
                        received_at: at,
                        file: &sent.file,
                        sha256: &sent.sha256,
                        course: version,
                        inputs_release: Some(1),
                        report: &sent.report,
                        points: sent.report.points,
                        late_factor: judge::points::Share::ALL,
                    };
                    store.submit(new, None).await?;
                    bar.inc(1);
                }
                anyhow::Ok(())
            });
        }
        while let Some(done) = sending.join_next().await {
            done??;
        }
    }
    bar.finish();
    store.close().await;
    println!(
        "{} students, {} homeworks, {} submissions in {:.1} s; {} is due in {} minutes; DGM_SECRET_KEY={}",
        people.len(),
        course.homeworks.len(),
        bar.position(),
        bar.elapsed().as_secs_f64(),
        DUE,
        args.due,
        hex::encode(SECRET)
    );
    Ok(())
}

async fn people(store: &Store, count: usize) -> anyhow::Result<Vec<User>> {
    let names: Vec<(String, String)> = (0..count)
        .map(|n| (format!("s{n:05}"), format!("Student {n:05}")))
        .collect();
    let of = |(login, name), role| Listed::from(NewUser { login, name, role });
    let mut list: Vec<Listed<'_>> = names
        .iter()
        .map(|(login, name)| of((login.as_str(), name.as_str()), Role::Student))
        .collect();
    list.push(of(("teacher", "Teacher"), Role::Owner));
    store.put_roster(&list, &[], "seed", now()).await?;
    let mut people = store.users().await?;
    let teacher = people.iter().find(|u| u.login == "teacher");
    let teacher = teacher.context("the teacher is there")?.id;
    let week = SignedDuration::from_hours(24 * 7);
    for link in store.new_links(&[teacher], week, "seed", now()).await? {
        println!("teacher: /sign-in/{link}");
    }
    people.retain(|u| u.role == Role::Student);
    Ok(people)
}

/// A token and a session for each.
async fn ways_in(store: &Store, people: &[User]) -> anyhow::Result<Vec<Student>> {
    let mut making = JoinSet::new();
    let mut all = Vec::with_capacity(people.len());
    for user in people {
        let (store, user) = (store.clone(), user.clone());
        making.spawn(async move {
            let token = store.new_token(user.id, "load", "seed", now()).await?;
            let sessions = Sessions {
                store: store.clone(),
                clock: now,
            };
            let mut record = Record {
                id: Id::default(),
                data: [(keys::USER.to_owned(), user.id.number().into())].into(),
                expiry_date: time::OffsetDateTime::UNIX_EPOCH,
            };
            sessions.create(&mut record).await?;
            anyhow::Ok(Student {
                login: user.login,
                token: token.context("a token is made")?,
                session: record.id.to_string(),
            })
        });
        if making.len() >= AT_ONCE
            && let Some(made) = making.join_next().await
        {
            all.push(made??);
        }
    }
    while let Some(made) = making.join_next().await {
        all.push(made??);
    }
    all.sort_by(|a, b| a.login.cmp(&b.login));
    Ok(all)
}

/// What somebody sends who has these inputs, with the reports on it.
fn files(
    homework: &Homework,
    inputs: &dgm_grader::grading::Inputs,
    count: usize,
) -> anyhow::Result<Vec<Sent>> {
    let known = Known::new(homework, inputs);
    let sent = |attempt| {
        let file = known.file(attempt);
        let sorted = sort_answers(read(&file, &Limits::default())?, homework)?;
        Ok(Sent {
            sha256: hex::encode(Sha256::digest(&file)),
            report: grade(homework, inputs, &sorted),
            file,
        })
    };
    (0..count).map(sent).collect()
}

async fn own(
    store: &Store,
    user: &User,
    homework: &Homework,
    version: VersionId,
    count: usize,
) -> anyhow::Result<Arc<Vec<Sent>>> {
    let (drawn_as, configured) = (user.drawn_as.clone(), homework.clone());
    let made = tokio::task::spawn_blocking(move || {
        let inputs = draw_inputs(
            &configured,
            student_seed(&SECRET, &drawn_as, configured.name()),
        );
        let sent = files(&configured, &inputs, count)?;
        anyhow::Ok((inputs, sent))
    });
    let (inputs, sent) = made.await??;
    let tasks: Vec<(&str, Vec<u8>)> = inputs
        .iter()
        .map(|(task, arrays)| (task.as_str(), write_npz(arrays)))
        .collect();
    let new = NewInputs {
        user: user.id,
        drawn_as: &user.drawn_as,
        homework: homework.name(),
        release: 1,
        course: version,
        tasks: &tasks,
    };
    store.give_inputs(new, now()).await?;
    Ok(Arc::new(sent))
}
