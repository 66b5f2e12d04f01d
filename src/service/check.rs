//! A check that stores nothing and costs nothing: answers to practice inputs in full, one's own by form.

use super::app::App;
use super::error::ServiceError;
use super::homework::open_to;
use super::inputs::{Owner, judging};
use super::submit::Bytes;
use crate::grading::{
    Preview, Report, Which, WhichInputs, draw_inputs, grade, in_language, sort_answers,
};
use crate::store::User;
use assignments::draw::seed;
use judge::answers;
use l10n::Lang;

/// What is told of a file.
pub enum Told {
    /// Answers to practice inputs: everything.
    Practice(Box<Report>),
    /// Whatever else: what is there, and nothing about whether it is right.
    Form(Box<Preview>),
}

/// Looks into an answers file. `practice` is the seed of practice inputs to check it on, whatever the file says; else the file
/// itself tells. Whether anything is right for the student's own inputs decides nothing here.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the file cannot be used.
pub async fn check(
    app: &App,
    user: &User,
    homework: &str,
    practice: Option<u64>,
    lang: Lang,
    file: impl Bytes,
) -> Result<Told, ServiceError> {
    let active = app.course().await?;
    let (configured, schedule) = open_to(app, &active, user, homework).await?;
    let in_time = schedule.is_in_time(app.now());
    let judging = judging(app, &active, Owner::from(user), configured, in_time).await?;
    let (homework, limits) = (configured.clone(), app.limits.clone());
    app.compute(move || {
        let read = || answers::open(file.as_ref(), &limits);
        let looked = judging.look(&homework, read()?)?;
        let of_practice = |which: &WhichInputs| {
            let is_practice = which.which == Which::Practice;
            which.seed.filter(|_| is_practice)
        };
        let Some(number) = practice.or_else(|| of_practice(&looked.said)) else {
            let report = in_language(looked.report, lang, Some(&homework));
            return Ok(Told::Form(Box::new(Preview::of(&homework, report))));
        };
        let sorted = sort_answers(read()?, &homework)?;
        let inputs = draw_inputs(&homework, seed(number));
        let report = Report {
            inputs: Some(looked.said),
            ..grade(&homework, &inputs, &sorted)
        };
        Ok(Told::Practice(Box::new(in_language(
            report,
            lang,
            Some(&homework),
        ))))
    })
    .await?
}
