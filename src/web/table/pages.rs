//! The pages, in five groups. A person is known by the session.

use super::access::Access::{Anyone, Grader, Own, OwnOrGrader, Owner, Person, Teacher};
use super::body::Body::{Answers, Config, Document, List};
use super::counted::Counted::{Choice, Refusal};
use super::route::{Route, get, post};
use crate::web::routes::{
    account, account_data, account_letters, account_sessions, audit, client, course, device, draft,
    exam, exam_points, export, gradebook, help, homework, inputs, insight, item, job, language,
    links, lti, mail, overview, person, person_merge, preview, queue, receipt, reference, regrade,
    request, roster, sharing, sign_in, sign_in_header, sign_in_letter, sign_in_provider, starter,
    student, student_homework, submission, theme, unsubscribe,
};

/// The way in and one's own account.
#[rustfmt::skip]
pub fn account() -> Vec<Route> {
    vec![
        get("/", Anyone, overview::show),
        get("/sign-in", Anyone, sign_in::ask),
        get("/sign-in/letter", Anyone, sign_in_letter::asked),
        post("/sign-in/letter", Anyone, sign_in_letter::ask).counts(Refusal),
        get("/sign-in/with/{provider}", Anyone, sign_in_provider::go),
        get("/sign-in/with/{provider}/back", Anyone, sign_in_provider::back),
        post("/sign-in/header", Anyone, sign_in_header::enter).counts(Refusal),
        get("/sign-in/{secret}", Anyone, sign_in::look),
        post("/sign-in/{secret}", Anyone, sign_in::enter).counts(Refusal),
        post("/sign-out", Anyone, sign_in::leave),
        get("/signed-out", Anyone, sign_in_header::done),
        post("/language", Anyone, language::set).counts(Choice),
        get("/unsubscribe/{token}", Anyone, unsubscribe::show),
        post("/unsubscribe/{token}", Anyone, unsubscribe::act),
        post("/theme", Anyone, theme::set).counts(Choice),
        get("/help", Anyone, help::start),
        get("/help/{chapter}", Anyone, help::show),
        get("/client/", Anyone, client::show),
        get("/client/requirements.txt", Anyone, client::requirements),
        get("/client/{file}", Anyone, client::file),
        get("/device", Person, device::show),
        post("/device", Person, device::decide),
        get("/account", Person, account::show),
        post("/account/letters", Person, account_letters::switch),
        get("/account/data", Person, account_data::download),
        post("/account/preferences", Person, account::set_preferences),
        post("/account/sessions/revoke", Person, account_sessions::revoke_others),
        post("/account/sessions/{id}/revoke", Own, account_sessions::revoke),
        post("/account/tokens", Person, account::make_token),
        post("/account/tokens/{id}/revoke", Own, account::revoke_token),
        #[cfg(debug_assertions)]
        get("/styleguide", Anyone, crate::web::routes::styleguide::show),
    ]
}

/// Homeworks, what is sent for them, and what came of it.
#[rustfmt::skip]
pub fn homework() -> Vec<Route> {
    vec![
        get("/homeworks/{homework}", Person, homework::show),
        get("/homeworks/{homework}/inputs.npz", Person, inputs::npz),
        get("/homeworks/{homework}/inputs.json", Person, inputs::json),
        get("/homeworks/{homework}/inputs/{number}", Person, inputs::earlier),
        get("/homeworks/{homework}/starter.ipynb", Person, starter::notebook),
        get("/homeworks/{homework}/draft", Person, draft::show),
        post("/homeworks/{homework}/draft", Person, draft::upload).of(Answers),
        post("/homeworks/{homework}/numbers", Person, draft::typed),
        post("/homeworks/{homework}/submissions", Person, draft::send),
        get("/homeworks/{homework}/items/{item}", Person, item::show),
        post("/homeworks/{homework}/items/{item}/text", Person, item::write),
        post("/homeworks/{homework}/items/{item}/file", Person, item::upload).of(Document),
        post("/homeworks/{homework}/requests", Person, request::ask),
        get("/answers/{id}/file", OwnOrGrader, item::file),
        get("/answers/{id}/view", OwnOrGrader, item::view),
        get("/answers/{id}/pictures/{number}", OwnOrGrader, item::picture),
        get("/submissions/{id}", OwnOrGrader, submission::show),
        get("/submissions/{id}/file", OwnOrGrader, submission::file),
        get("/submissions/{id}/reports/{number}", OwnOrGrader, submission::show_earlier),
        get("/submissions/{id}/receipt.txt", OwnOrGrader, receipt::text),
        get("/submissions/{id}/receipt.json", OwnOrGrader, receipt::json),
        get("/submissions/{id}/reference.npz", OwnOrGrader, reference::npz),
        get("/requests/{id}", OwnOrGrader, request::show),
    ]
}

/// What people grade.
#[rustfmt::skip]
pub fn desk() -> Vec<Route> {
    vec![
        get("/queue", Grader, queue::list::show),
        get("/queue/{homework}/{item}", Grader, queue::item::show),
        get("/queue/{homework}/{item}/next", Grader, queue::answer::next),
        get("/queue/{homework}/{item}/answers/{id}", Grader, queue::answer::show),
        post("/queue/{homework}/{item}/answers/{id}", Grader, queue::answer::act),
        get("/queue/{homework}/{item}/rubric", Teacher, queue::rubric::show),
        post("/queue/{homework}/{item}/rubric", Teacher, queue::rubric::apply),
        get("/requests", Grader, request::list),
        post("/requests/{id}", Grader, request::reply),
    ]
}

/// The class and the course.
#[rustfmt::skip]
pub fn course() -> Vec<Route> {
    vec![
        get("/gradebook", Teacher, gradebook::show),
        get("/gradebook/export", Teacher, export::file),
        get("/export", Teacher, export::show),
        post("/export/canvas", Teacher, export::canvas).of(List),
        post("/export/canvas/columns", Teacher, export::columns),
        post("/export/canvas/forget", Teacher, export::forget),
        get("/exam", Teacher, exam::show),
        post("/exam", Teacher, exam::import).of(List),
        get("/insight", Teacher, insight::show),
        get("/insight/{homework}", Teacher, insight::homework),
        get("/insight/{homework}/live", Teacher, insight::live::show),
        get("/insight/{homework}/live/events", Teacher, insight::live::events),
        get("/insight/{homework}/{task}", Teacher, insight::task),
        post("/insight/{homework}/{task}/mistake", Teacher, insight::name),
        get("/sharing", Teacher, sharing::show),
        post("/sharing", Teacher, sharing::look),
        get("/sharing/{homework}/{sha256}", Teacher, sharing::file),
        get("/audit", Teacher, audit::show),
        get("/audit.csv", Teacher, audit::file),
        get("/audit/{id}", Teacher, audit::list::show),
        post("/audit/{id}/take-back", Teacher, audit::list::back),
        get("/roster", Teacher, roster::show),
        post("/roster", Teacher, roster::import).of(List),
        get("/roster/{login}", Teacher, person::show),
        post("/roster/{login}", Teacher, roster::change),
        post("/roster/{login}/rename", Teacher, person::change),
        post("/roster/{login}/merge", Teacher, person_merge::merge),
        post("/roster/{login}/part", Teacher, person_merge::part),
        post("/roster/{login}/unlink", Teacher, lti::people::unlink),
        post("/roster/{login}/link", Teacher, links::one),
        get("/mail", Teacher, mail::show),
        post("/mail/test", Teacher, mail::test),
        post("/mail/again", Teacher, mail::again),
        get("/links", Teacher, links::preview),
        post("/links", Teacher, links::make),
        post("/links.csv", Teacher, links::file),
        get("/students/{login}", Teacher, student::show),
        get("/students/{login}/homeworks/{homework}", Teacher, student_homework::show),
        get("/students/{login}/homeworks/{homework}/page", Teacher, homework::show_of_student),
        get("/students/{login}/homeworks/{homework}/inputs.npz", Teacher, inputs::of_student),
        get("/students/{login}/homeworks/{homework}/reference.npz", Teacher, reference::of_student),
        post("/students/{login}/homeworks/{homework}/override", Teacher, student_homework::set_override),
        post("/students/{login}/homeworks/{homework}/extension", Teacher, student_homework::set_extension),
        post("/students/{login}/exam", Teacher, exam_points::set),
        get("/course", Teacher, course::show),
        post("/course/check", Teacher, course::check::check),
        get("/course/defaults", Teacher, course::defaults::show),
        post("/course/defaults", Teacher, course::defaults::change),
        get("/course/homeworks/{homework}", Teacher, course::form::show),
        post("/course/homeworks/{homework}", Teacher, course::form::change),
        post("/course/preview", Teacher, course::preview).of(Config),
        post("/course/publish", Teacher, course::publish),
        get("/course/versions", Teacher, course::versions::list),
        get("/course/versions/{id}", Teacher, course::versions::show),
        get("/regrade", Teacher, regrade::show),
        post("/regrade", Teacher, regrade::start),
        get("/previews/{key}", Teacher, preview::show),
        get("/previews/{key}/events", Teacher, preview::events),
        get("/jobs/{id}", Teacher, job::show),
        get("/jobs/{id}/events", Teacher, job::events),
    ]
}

/// Learning platforms: what is agreed on with them, what they send, what is sent to them.
#[rustfmt::skip]
pub fn lti() -> Vec<Route> {
    vec![
        get("/lti", Teacher, lti::page::show),
        get("/lti/jwks.json", Anyone, lti::keys::show),
        get("/lti/login", Anyone, lti::login::by_link).counts(Refusal),
        post("/lti/login", Anyone, lti::login::by_form).from_elsewhere().counts(Refusal),
        post("/lti/launch", Anyone, lti::launch::land).from_elsewhere().counts(Refusal),
        post("/lti/deep-linking", Anyone, lti::linking::choose).counts(Refusal),
        post("/lti/tickets", Owner, lti::page::ticket),
        get("/lti/register/{ticket}", Anyone, lti::register::ask),
        post("/lti/register/{ticket}", Anyone, lti::register::register).counts(Refusal),
        post("/lti/platforms", Owner, lti::platform::add),
        get("/lti/platforms/{id}", Owner, lti::platform::show),
        post("/lti/platforms/{id}", Owner, lti::platform::change),
        post("/lti/platforms/{id}/state", Owner, lti::platform::switch),
        get("/lti/courses/{id}", Teacher, lti::course::show),
        post("/lti/courses/{id}", Teacher, lti::switch::switch),
        post("/lti/courses/{id}/roster", Teacher, lti::roster::fetch),
        post("/lti/courses/{id}/again", Teacher, lti::course::again),
    ]
}
