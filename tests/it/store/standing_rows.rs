//! Where students stand is kept in rows; whatever happens, in whichever order, they say what the sum of everything says.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::graded_anew::graded_anew;
use crate::support::postgres::with_schema;
use dgm_grader::course::{Checked, Course, Late};
use dgm_grader::grading::{MistakeFound, OutputReport, Report, TaskReport, TaskTally, TaskVerdict};
use dgm_grader::ids::{SubmissionId, UserId};
use dgm_grader::report::statistics::homework as homework_statistics;
use dgm_grader::store::{
    ArrivalCounts, NewSubmission, NewUser, Override, ReportText, Role, Standing, Standings, Store,
    StudentHomework, StudentTally, User,
};
use jiff::{SignedDuration, Timestamp};
use judge::points::{Points, Share};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const HOMEWORKS: [&str; 2] = ["elbo", "flows"];
const STUDENTS: usize = 3;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }

    fn points(&mut self) -> Points {
        Points::from_thousandths(i64::try_from(self.below(6)).unwrap() * 2_500)
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_772_100_000).unwrap()
}

/// A report on two tasks that went as the dice say.
fn report(dice: &mut Dice, homework: &str, points: Points) -> Report {
    let task = |name: &str, dice: &mut Dice| {
        let verdict = match dice.below(5) {
            0 => TaskVerdict::Correct,
            1 => TaskVerdict::Missing,
            2 => TaskVerdict::GraderFault,
            _ => TaskVerdict::Wrong,
        };
        let mistake = (verdict == TaskVerdict::Wrong && dice.below(2) == 0).then(|| MistakeFound {
            id: format!("m{}", dice.below(3)),
            hint: String::new(),
        });
        TaskReport {
            task: format!("{homework}/{name}"),
            points: dice.points(),
            max_points: Points::whole(13),
            verdict,
            outputs: vec![OutputReport::bare("x", verdict)],
            mistake,
        }
    };
    let names: &[&str] = match dice.below(4) {
        0 => &["b"],
        1 => &["b", "a"],
        _ => &["a", "b"],
    };
    let tasks = names.iter().map(|name| task(name, dice)).collect();
    Report {
        points,
        max_points: Points::whole(13),
        ..Report::of(homework, tasks)
    }
}

/// A course whose dates are others each time.
fn course(dice: &mut Dice) -> Course {
    let mut course = Course::default_course();
    for homework in &mut course.homeworks {
        let days = i64::try_from(dice.below(6)).unwrap();
        homework.deadline = Some(now() + SignedDuration::from_hours(24 * days));
        homework.late = Late::PerDay {
            share: Share::try_from(100).unwrap(),
            most: Share::try_from(500).unwrap(),
        };
    }
    course
}

struct History<'s> {
    store: &'s Store,
    dice: Dice,
    course: Course,
    sent: u64,
    at: Timestamp,
}

impl History<'_> {
    async fn people(&self) -> Vec<User> {
        let users = self.store.users().await.unwrap();
        users
            .into_iter()
            .filter(|u| u.role == Role::Student)
            .collect()
    }

    async fn publish(&mut self) {
        self.course = course(&mut self.dice);
        let checked = Checked::from(self.course.clone());
        let published = self.store.publish_course(&checked, "", "test", self.at);
        published.await.unwrap();
    }

    /// Something happens.
    async fn step(&mut self) {
        self.at += SignedDuration::from_mins(90);
        let people = self.people().await;
        let number = |n: u64| usize::try_from(n).unwrap();
        let student = &people[number(self.dice.below(people.len() as u64))];
        let homework = HOMEWORKS[number(self.dice.below(2))];
        let of = StudentHomework {
            user: student.id,
            login: &student.login,
            homework,
        };
        match self.dice.below(12) {
            0..4 => self.send(student, homework).await,
            4 => {
                let points = (self.dice.below(2) == 0).then(|| self.dice.points());
                let given = Override {
                    points,
                    reason: "because".to_owned(),
                };
                let set = self.store.set_override(of, Some(&given), "test", self.at);
                set.await.unwrap();
            }
            5 => {
                let set = self.store.set_override(of, None, "test", self.at);
                set.await.unwrap();
            }
            6 | 7 => {
                let hours = i64::try_from(self.dice.below(200)).unwrap();
                let later =
                    (self.dice.below(3) > 0).then(|| now() + SignedDuration::from_hours(hours));
                let configured = self.course.homework(homework).unwrap();
                let set = self
                    .store
                    .set_extension(student, configured, later, "ill", "test", self.at);
                set.await.unwrap();
            }
            8 => self.publish().await,
            9 => self.regrade(homework).await,
            10 => {
                let into = &people[number(self.dice.below(people.len() as u64))];
                if into.id != student.id {
                    let seen = self
                        .store
                        .preview_merge(student, into, self.at)
                        .await
                        .unwrap();
                    let merged = self.store.merge(student, into, &seen, "test", self.at);
                    // Whoever has parts is no part.
                    assert_eq!(merged.await.unwrap(), seen.parts.is_empty());
                }
            }
            _ => {
                for from in self.store.merged_into(student.id).await.unwrap() {
                    let seen = self.store.preview_part(&from.login, self.at).await;
                    let seen = seen.unwrap().unwrap();
                    let parted = self.store.part(&from.login, &seen, "test", self.at);
                    assert!(parted.await.unwrap());
                }
            }
        }
    }

    async fn send(&mut self, student: &User, homework: &str) {
        let points = self.dice.points();
        let report = report(&mut self.dice, homework, points);
        let own = self.store.extension(student.id, homework).await.unwrap();
        let late = self
            .course
            .homework(homework)
            .unwrap()
            .late_factor(self.at, own);
        self.sent += 1;
        let sha256 = self.sent.to_string();
        let version = self.store.course_id().await.unwrap().unwrap();
        let new = NewSubmission {
            user: student.id,
            homework,
            received_at: self.at,
            file: b"file",
            sha256: &sha256,
            course: version,
            inputs_release: Some(1),
            report: &report,
            points: late.of(points),
            late_factor: late,
        };
        self.store.submit(new, Some(5)).await.unwrap();
    }

    async fn regrade(&mut self, homework: &str) {
        let rows = self.store.graded(Some(homework)).await.unwrap();
        let version = self.store.course_id().await.unwrap().unwrap();
        let mut reports: Vec<(ReportText, bool)> = Vec::new();
        for row in &rows {
            let kept = self.store.submission(row.id).await.unwrap().unwrap().report;
            // Some say to the letter what was said before.
            let stays = self.dice.below(3) == 0;
            let points = self.dice.points();
            let anew = report(&mut self.dice, homework, points);
            let report = if stays { kept } else { anew };
            reports.push((ReportText::of(report).unwrap(), stays));
        }
        graded_anew(self.store, version, &rows, &reports, self.at).await;
    }

    /// The rows say what everything together says.
    async fn holds(&self) {
        assert_eq!(self.store.wrong_standings().await.unwrap(), 0);
        let rows = self.store.standings(&self.course).await.unwrap();
        let sums = self.sums().await;
        for (user, own) in &sums {
            let one = self.store.standings_of(*user, &self.course).await.unwrap();
            assert_eq!(&one, own);
        }
        assert_eq!(rows, sums);
        let users: Vec<UserId> = sums.keys().copied().collect();
        let among = self.store.standings_among(&users, &self.course).await;
        assert_eq!(among.unwrap(), sums);
        self.tallies_hold().await;
    }

    /// What statistics of a class read says what all reports together say.
    async fn tallies_hold(&self) {
        assert_eq!(self.store.wrong_tallies().await.unwrap(), 0);
        let deadline = now() + SignedDuration::from_hours(30);
        let students: Vec<UserId> = self
            .people()
            .await
            .iter()
            .filter(|user| user.active)
            .map(|user| user.id)
            .collect();
        for homework in HOMEWORKS {
            let mut anew: BTreeMap<UserId, Told> = BTreeMap::new();
            let mut hours: BTreeMap<i64, usize> = BTreeMap::new();
            for row in self.store.graded(Some(homework)).await.unwrap() {
                if !students.contains(&row.user) {
                    continue;
                }
                let own = anew.entry(row.user).or_default();
                let submission = self.store.submission(row.id).await.unwrap().unwrap();
                for task in &submission.report.tasks {
                    own.add(row.id, task);
                }
                let before = deadline.duration_since(row.received_at).as_secs();
                let hour = if before <= 0 { -1 } else { (before - 1) / 3600 };
                *hours.entry(hour).or_default() += 1;
            }
            let kept = self.store.tallies(homework).await.unwrap();
            self.statistics_hold(homework, &kept).await;
            let kept = kept.into_iter().map(|own| (own.user, Told::of(&own.tasks)));
            assert_eq!(kept.collect::<BTreeMap<_, _>>(), anew);
            let counts = self
                .store
                .arrival_counts(homework, Some(deadline))
                .await
                .unwrap();
            assert_eq!(counts.all, hours.values().sum::<usize>());
            assert_eq!(counts.hours, hours.into_iter().collect::<Vec<_>>());
        }
    }

    /// What the page of a homework shows is what everybody's outcomes say, reckoned anew.
    async fn statistics_hold(&self, homework: &str, kept: &[StudentTally]) {
        let mut anew = Vec::new();
        for own in kept {
            let tasks = self.store.tallied_anew(own.user, homework).await;
            anew.push(StudentTally {
                user: own.user,
                tasks: tasks.unwrap(),
            });
        }
        let configured = self.course.homework(homework).unwrap();
        let arrived = ArrivalCounts::default();
        let [shown, expected] =
            [kept, &anew].map(|all| homework_statistics(configured, all, &arrived));
        assert_eq!(shown, expected);
        assert_eq!(shown.students, kept.len());
    }

    async fn sums(&self) -> HashMap<UserId, Standings> {
        let mut all: HashMap<UserId, Standings> = HashMap::new();
        for homework in HOMEWORKS {
            // Merged people are not listed, and something may still hang on them.
            for row in self.store.graded(Some(homework)).await.unwrap() {
                let counts = self
                    .store
                    .submission(row.id)
                    .await
                    .unwrap()
                    .unwrap()
                    .attempt;
                let standing = entry(&mut all, row.user, homework);
                standing.attempts += u32::from(counts);
                if standing.computed.is_none_or(|most| row.points > most) {
                    standing.computed = Some(row.points);
                    standing.arrived = Some(row.received_at);
                }
            }
        }
        for ((user, homework), given) in self.store.overrides().await.unwrap() {
            let standing = entry(&mut all, user, &homework);
            standing.excused = given.points.is_none();
            standing.given = given.points;
            standing.reason = Some(given.reason);
        }
        for ((user, homework), deadline) in self.store.extensions().await.unwrap() {
            entry(&mut all, user, &homework).extension = Some(deadline);
        }
        all
    }
}

/// What a student did in tasks, by hand: submissions that tried it, the first that solved it, the most points, mistakes, whether one is
/// unknown, and the last that tried it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told(BTreeMap<String, Done>);

/// See [`Told`].
type Done = (
    usize,
    Option<usize>,
    Points,
    BTreeSet<String>,
    bool,
    Option<SubmissionId>,
);

impl Told {
    fn add(&mut self, id: SubmissionId, task: &TaskReport) {
        let own = self.0.entry(task.name().to_owned()).or_default();
        own.2 = own.2.max(task.points);
        if task.verdict == TaskVerdict::Missing {
            return;
        }
        own.5 = Some(id);
        if task.verdict == TaskVerdict::GraderFault {
            return;
        }
        own.0 += 1;
        match (&task.mistake, task.verdict) {
            (_, TaskVerdict::Correct) => own.1 = own.1.or(Some(own.0)),
            (Some(mistake), _) => drop(own.3.insert(mistake.id.clone())),
            (None, _) => own.4 = true,
        }
    }

    fn of(tallies: &[TaskTally]) -> Self {
        let one = |own: &TaskTally| {
            let tries = usize::try_from(own.tries).unwrap();
            let solved = own.solved_at.map(|at| usize::try_from(at).unwrap());
            let mistakes = own.mistakes.iter().map(ToString::to_string).collect();
            let told = (tries, solved, own.best, mistakes, own.is_unknown, own.last);
            (own.task.to_string(), told)
        };
        Self(tallies.iter().map(one).collect())
    }
}

fn entry<'a>(
    all: &'a mut HashMap<UserId, Standings>,
    user: UserId,
    homework: &str,
) -> &'a mut Standing {
    let own = all.entry(user).or_default();
    own.entry(homework.to_owned()).or_default()
}

async fn tell(store: &Store, seed: u64, steps: usize) {
    for number in 0..STUDENTS {
        let login = format!("s{number}");
        let new = NewUser {
            login: &login,
            name: &login,
            role: Role::Student,
        };
        store.put_user(new, "test", now()).await.unwrap();
    }
    let mut history = History {
        store,
        dice: Dice(seed),
        course: Course::default_course(),
        sent: 0,
        at: now(),
    };
    history.publish().await;
    for _ in 0..steps {
        history.step().await;
        history.holds().await;
    }
    // Whatever became of the rows, they can be made again.
    store.rebuild_standings().await.unwrap();
    store.rebuild_tallies().await.unwrap();
    history.holds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_say_what_the_sum_says_on_sqlite() {
    for seed in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_file(&folder.path().join("t.sqlite"))
            .await
            .unwrap();
        tell(&store, seed, 60).await;
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_say_what_the_sum_says_on_postgresql() {
    with_schema("standing_rows", |own| async move {
        let store = Store::open(&own).await.unwrap();
        tell(&store, 6, 60).await;
        store.close().await;
    })
    .await;
}
