use super::*;
use crate::grading::{
    MistakeFound, OutputReport, Report, TaskReport, TaskVerdict, add_outcomes, outcomes_of,
};
use crate::ids::{SubmissionId, UserId};
use jiff::SignedDuration;

fn report(task: &str, verdict: TaskVerdict, mistake: Option<&str>) -> Report {
    let task = TaskReport {
        task: format!("elbo/{task}"),
        points: Points::ZERO,
        max_points: Points::whole(1),
        verdict,
        outputs: vec![OutputReport::bare("x", verdict)],
        mistake: mistake.map(|id| MistakeFound {
            id: id.to_owned(),
            hint: String::new(),
        }),
    };
    Report::of("elbo", vec![task])
}

fn sent(user: i64, at: Timestamp, report: Report) -> (UserId, Timestamp, Report) {
    (user.into(), at, report)
}

/// What the store keeps and counts of submissions, oldest first.
fn kept(
    all: &[(UserId, Timestamp, Report)],
    deadline: Timestamp,
) -> (Vec<StudentTally>, ArrivalCounts) {
    let mut students: BTreeMap<UserId, Vec<TaskTally>> = BTreeMap::new();
    let mut hours: BTreeMap<i64, usize> = BTreeMap::new();
    for (id, (user, at, report)) in (1..).zip(all) {
        let id = SubmissionId::from(id);
        add_outcomes(students.entry(*user).or_default(), id, &outcomes_of(report));
        let seconds = deadline.duration_since(*at).as_secs();
        let hour = if seconds <= 0 {
            -1
        } else {
            (seconds - 1) / 3600
        };
        *hours.entry(hour).or_default() += 1;
    }
    let student = |(user, tasks)| StudentTally { user, tasks };
    let arrived = ArrivalCounts {
        all: all.len(),
        hours: hours.into_iter().collect(),
    };
    (students.into_iter().map(student).collect(), arrived)
}

#[test]
fn attempts_mistakes_and_hours_are_counted_by_student() {
    let deadline: Timestamp = "2026-10-06T21:00:00Z".parse().unwrap();
    let mut homework = Course::default_course().homework("elbo").unwrap().clone();
    homework.deadline = Some(deadline);
    let name = homework.tasks[0].name();
    let before = |minutes: i64| {
        deadline
            .checked_sub(SignedDuration::from_mins(minutes))
            .unwrap()
    };
    let wrong = |mistake| report(name, TaskVerdict::Wrong, mistake);
    let right = || report(name, TaskVerdict::Correct, None);
    let all = [
        // 1: twice the same mistake, then right, then right again.
        sent(1, before(60 * 80), wrong(Some("half"))),
        sent(1, before(61), wrong(Some("half"))),
        sent(1, before(60), right()),
        sent(1, before(1), right()),
        // 2: right at once, after the deadline.
        sent(2, deadline, right()),
        // 3: wrong in a way that nobody knows; a fault of ours does not count.
        sent(3, before(30), wrong(None)),
        sent(3, before(20), report(name, TaskVerdict::GraderFault, None)),
        // 4: nothing for this task.
        sent(4, before(10), report(name, TaskVerdict::Missing, None)),
    ];
    let (students, arrived) = kept(&all, deadline);
    let found = super::homework(&homework, &students, &arrived);
    assert_eq!((found.students, found.submissions), (4, 8));
    let task = &found.tasks[0];
    assert_eq!((task.tried, task.solved, task.unknown), (3, 2, 1));
    assert_eq!(task.at_attempt, [1, 0, 1, 0, 0]);
    assert_eq!(task.mistakes, [("half".to_owned(), 1)]);
    assert_eq!(found.tasks[1].tried, 0, "another task was not tried");
    assert_eq!(found.hours.len(), HOURS);
    assert_eq!((found.hours[0], found.hours[1]), (5, 1));
    assert_eq!((found.earlier, found.later), (1, 1));
    let in_hours: usize = found.hours.iter().sum();
    assert_eq!(in_hours + found.earlier + found.later, found.submissions);
}

#[test]
fn points_fall_into_bins_of_one_point() {
    let points = ["0", "0.999", "1", "12.5", "13", "15"];
    let points = points.iter().map(|p| p.parse().unwrap());
    let bins = points_histogram(points, Points::whole(13));
    assert_eq!(bins.len(), 14);
    assert_eq!((bins[0], bins[1], bins[12], bins[13]), (2, 1, 1, 2));
}
