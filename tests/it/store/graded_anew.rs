//! A regrade as the store sees it: a job that writes these reports and is finished.

use dgm_grader::ids::VersionId;
use dgm_grader::store::{Graded, JobState, NewJob, RegradeResult, RegradeStep, ReportText, Store};
use jiff::Timestamp;

/// Writes a report for each submission, with whether it says to the letter what the one before says.
pub async fn graded_anew(
    store: &Store,
    version: VersionId,
    rows: &[Graded],
    reports: &[(ReportText, bool)],
    now: Timestamp,
) {
    let total = rows.len();
    let new = NewJob {
        params: "{}",
        version,
        homework: None,
        replaces: None,
        total,
    };
    let job = store.new_job(new, "test", now).await;
    let job = job.expect("it answers").expect("none is under way");
    let results: Vec<_> = rows
        .iter()
        .zip(reports)
        .map(|(row, (report, stays))| {
            let stays = *stays;
            (row, RegradeResult::Graded { report, stays })
        })
        .collect();
    let step = RegradeStep {
        job: job.id,
        course: version,
        actor: "test",
        done: total,
        total,
    };
    let goes_on = store.regrade(step, &results, now).await;
    assert!(goes_on.expect("nothing is refused"), "nobody has ended it");
    let done = store.finish_job(job.id, JobState::Done, "", now).await;
    done.expect("it is written");
}
