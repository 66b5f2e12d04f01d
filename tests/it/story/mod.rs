//! A term at the teacher's desk: two hundred students, six homeworks, a slip in the config that is put right, the exam, the grades.

mod answers;
mod book;
mod class;
mod course;
mod desk;
mod regrade;
mod stop;
mod term;

use crate::support::site::{Site, Teacher, set_clock};

/// One started day after the deadline of `elbo`.
const LATE: &str = "2026-03-11T09:00:00Z";
/// When everything is in.
const AFTER: &str = "2026-04-01T09:00:00Z";

#[tokio::test]
async fn a_term_of_two_hundred_students() {
    let site = Site::empty().await;
    let teacher = Teacher::of(&site).await;
    let links = desk::import_the_roster(&teacher).await;
    desk::publish_the_first_config(&site, &teacher).await;

    let mut sent = term::send(&site, false).await;
    term::send_proofs(&site, &links).await;
    set_clock(LATE);
    sent.extend(term::send(&site, true).await);
    set_clock(AFTER);
    desk::grade_the_proofs(&teacher).await;
    desk::give_by_hand(&teacher).await;
    book::is_right(&teacher, &sent, |s| s.slipped, |_| None).await;

    regrade::would_change_exactly_these(&teacher, &sent).await;
    book::is_right(&teacher, &sent, |s| s.slipped, |_| None).await;
    regrade::publish(&teacher).await;
    let job = regrade::watch(&teacher, &sent).await;
    regrade::changed_exactly_these(&site, &teacher, &sent, job).await;
    book::is_right(&teacher, &sent, |s| s.meant, |_| None).await;

    desk::import_the_exam(&teacher).await;
    book::is_right(&teacher, &sent, |s| s.meant, class::Person::exam).await;
}
