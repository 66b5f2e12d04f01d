//! The demo course: students, submissions and grades around today, so that every page has something to show.

mod by_hand;
mod exceptions;
mod students;

use self::students::STUDENTS;
use crate::course::{Checked, Course, Homework, State};
use crate::grading::{Inputs, draw_inputs, grade, run_task, student_seed};
use crate::ids::{UserId, VersionId};
use crate::store::{LINK_DAYS, NewSubmission, NewUser, Role, Store};
use assignments::draw::{permutation, stream, uniform1};
use jiff::{SignedDuration, Timestamp};
use judge::answers::keys::Sorted;
use judge::answers::write_npz;
use judge::arrays::Arrays;
use judge::points::Points;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Which of every four students is late.
const LATE: usize = 0;

/// Fills the store where it is empty, moves the dates to around `now`, and gives the sign-in secrets to print.
///
/// # Errors
/// When the database fails, or holds a course that is not the demo's.
pub async fn fill(
    store: &Store,
    secret: &[u8; 32],
    now: Timestamp,
) -> anyhow::Result<Vec<(&'static str, String)>> {
    let first = store.course().await?.is_none();
    let mark = if first { "yes" } else { "no" };
    if store.setting("demo", mark).await? != "yes" {
        anyhow::bail!(
            "this database holds a real course: the demo needs one of its own (leave --database out, or name an empty one)"
        );
    }
    let course = Course::demo(now);
    let checked = Checked::from(course.clone());
    if store
        .course()
        .await?
        .is_none_or(|newest| newest.toml != checked.toml)
    {
        store.publish_course(&checked, "demo", "demo", now).await?;
    }
    let (teacher, _) = store
        .put_user(
            NewUser {
                login: "teacher",
                name: "Мария Преподавателева",
                role: Role::Owner,
            },
            "demo",
            now,
        )
        .await?;
    let mut student = None;
    for (login, name) in STUDENTS {
        let (user, _) = store
            .put_user(
                NewUser {
                    login,
                    name,
                    role: Role::Student,
                },
                "demo",
                now,
            )
            .await?;
        student.get_or_insert(user.id);
    }
    if first {
        submissions(store, secret, &course, now).await?;
        by_hand::fill(store, &course, now).await?;
        exceptions::fill(store, &course, now).await?;
    }
    let people = [teacher.id, student.unwrap_or_default()];
    let lasts = SignedDuration::from_hours(24 * LINK_DAYS);
    let links = store.new_links(&people, lasts, "demo", now).await?;
    Ok(["teacher", "student"].into_iter().zip(links).collect())
}

/// Something that a student of the demo sent.
struct Arrived<'c> {
    at: Timestamp,
    user: UserId,
    /// The place of the student in the list.
    index: usize,
    homework: &'c Homework,
    attempt: u64,
}

/// What the class sent and was given in the exam.
async fn submissions(
    store: &Store,
    secret: &[u8; 32],
    course: &Course,
    now: Timestamp,
) -> anyhow::Result<()> {
    let version = store.course().await?.map_or(VersionId::NONE, |v| v.id);
    let mut sent = Vec::new();
    for (index, (login, _)) in STUDENTS.iter().enumerate() {
        let Some(user) = store.user(login).await? else {
            continue;
        };
        for homework in &course.homeworks {
            let schedule = homework.schedule(None);
            // The student with the link has something left to do: the homework that is due next.
            let left_to_do = index == 0 && schedule.accepts(now);
            if schedule.state(now) == State::NotOpen || left_to_do {
                continue;
            }
            let attempts = (0..2).filter_map(|attempt| {
                Some(Arrived {
                    at: arrival(homework, now, attempt, index)?,
                    user: user.id,
                    index,
                    homework,
                    attempt,
                })
            });
            sent.extend(attempts);
        }
        // Half of the class has already been examined.
        if index % 2 == 1 {
            // To half points, falling along the class.
            let points = Points::from_thousandths((24_500 - 1_500 * i64::try_from(index)?).max(0));
            store
                .set_exam(user.id, login, Some(points), "teacher", now)
                .await?;
        }
    }
    // In the order of time, as the store numbers what arrives.
    sent.sort_by_key(|one| one.at);
    for one in sent {
        submit(store, secret, version, one).await?;
    }
    Ok(())
}

async fn submit(
    store: &Store,
    secret: &[u8; 32],
    version: VersionId,
    sent: Arrived<'_>,
) -> anyhow::Result<()> {
    let Arrived {
        at,
        user,
        index,
        homework,
        attempt,
    } = sent;
    let (login, _) = STUDENTS[index];
    // From diligent to absent, so that the gradebook shows a class and not a row of equals.
    let skill = 0.95 - 0.06 * index as f64;
    let seed = student_seed(secret, login, homework.name());
    let inputs = draw_inputs(homework, seed);
    let answers = answers(homework, &inputs, seed, attempt, skill);
    let file = write_npz(&flattened(&answers));
    let report = grade(
        homework,
        &inputs,
        &Sorted {
            by_task: answers,
            ..Sorted::default()
        },
    );
    let late_factor = homework.schedule(None).late_factor(at);
    let new = NewSubmission {
        user,
        homework: homework.name(),
        received_at: at,
        file: &file,
        sha256: &hex::encode(Sha256::digest(&file)),
        course: version,
        inputs_release: None,
        report: &report,
        points: late_factor.of(report.points),
        late_factor,
    };
    store.submit(new, homework.attempts).await?;
    Ok(())
}

/// When a submission of the demo arrived: before the deadline where that is past, else in the last two days.
/// Every fourth student is late with a homework that still takes late work.
fn arrival(homework: &Homework, now: Timestamp, attempt: u64, index: usize) -> Option<Timestamp> {
    let schedule = homework.schedule(None);
    let late = schedule.state(now) == State::Late && index % 4 == LATE;
    let end = schedule
        .deadline
        .filter(|d| *d < now && !late)
        .unwrap_or(now);
    let hours = 40 - 20 * i64::try_from(attempt).ok()? - i64::try_from(index).ok()?;
    end.checked_sub(SignedDuration::from_hours(hours.max(1)))
        .ok()
}

/// Answers as a student of this skill gives them: right, a known mistake, or nothing; the second attempt is better.
fn answers(
    homework: &Homework,
    inputs: &Inputs,
    seed: [u8; 32],
    attempt: u64,
    skill: f64,
) -> BTreeMap<String, Arrays> {
    let mut all = BTreeMap::new();
    for task in &homework.tasks {
        let known = task.spec;
        let Some(own) = inputs.get(task.name()) else {
            continue;
        };
        let mut rng = stream(seed, &format!("demo/{attempt}/{}", known.id()));
        let chance = uniform1(&mut rng, 0.0, 1.0) - 0.15 * attempt as f64;
        let answer = if chance < skill {
            run_task(known, |known| known.reference(own)).ok()
        } else if chance < skill + 0.5 * (1.0 - skill) || skill > 0.8 {
            let mut mistaken = run_task(known, |known| known.mistaken(own)).unwrap_or_default();
            let choice = permutation(&mut rng, mistaken.len().max(1))
                .first()
                .copied()
                .unwrap_or(0);
            (choice < mistaken.len()).then(|| mistaken.swap_remove(choice))
        } else {
            None
        };
        if let Some(answer) = answer {
            all.insert(task.name().to_owned(), answer);
        }
    }
    all
}

fn flattened(answers: &BTreeMap<String, Arrays>) -> Arrays {
    let keyed = |(task, arrays): (&String, &Arrays)| {
        arrays
            .iter()
            .map(|(name, array)| (format!("{task}.{name}"), array.clone()))
            .collect::<Vec<_>>()
    };
    answers.iter().flat_map(keyed).collect()
}
