//! Who is in a platform's course: a list of people like any other, which the roster shows before it takes it in.

use super::access::{MEMBERS, Refused, call};
use super::claims::{LONGEST_ID, Standing};
use super::fault::told;
use super::people::{Told, listed};
use super::targets;
use crate::ids::{PlatformCourseId, UserId};
use crate::import::table::Table;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{PassFault, Platform, PlatformCourse, PlatformMember, PlatformState};
use l10n::message;
use serde::Deserialize;
use std::collections::HashMap;
use ureq::http::{HeaderMap, Request, header};

/// The most pages of a list, and the most people on them: more than a list may have rows.
const PAGES: usize = 200;
const PEOPLE: usize = 5000;

const KIND: &str = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    members: Vec<Member>,
}

/// A member as a platform tells it. Everything but the first may be missing.
#[derive(Deserialize)]
struct Member {
    user_id: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    given_name: Option<String>,
    #[serde(default)]
    family_name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    lis_person_sourcedid: Option<String>,
    #[serde(default)]
    ext_user_username: Option<String>,
}

/// The students of a course, as a table that the roster reads.
#[derive(Debug)]
pub struct Fetched {
    /// The table.
    pub table: Table,
    /// How many others there are, who are left out.
    pub others: usize,
}

/// The course of this number and its platform, if that counts.
///
/// # Errors
/// When there is no such course, its platform does not count, or the database fails.
pub async fn course(
    app: &App,
    id: PlatformCourseId,
) -> Result<(Platform, PlatformCourse), ServiceError> {
    let course = app.store.platform_course(id).await?;
    let course = course.ok_or(ServiceError::NotFound)?;
    let platform = app.store.platform(course.told.platform).await?;
    let platform = platform.ok_or(ServiceError::NotFound)?;
    Ok((platform, course))
}

/// Asks a platform who is in a course.
///
/// # Errors
/// When the platform does not count, tells nobody who is in it, or does not answer rightly; or the database fails.
pub async fn fetch(app: &App, id: PlatformCourseId) -> Result<Fetched, ServiceError> {
    let (platform, course) = course(app, id).await?;
    if platform.settings.state != PlatformState::On {
        return Err(ServiceError::Platform(message!("lti-platform-off")));
    }
    let first = course.told.members_url.as_str();
    if first.is_empty() {
        return Err(ServiceError::Platform(message!("lti-no-members")));
    }
    let members = all(app, &platform, first)
        .await
        .map_err(|refused| ServiceError::Platform(told(&refused.fault)))?;
    let number = members.len();
    let students: Vec<Told> = members.into_iter().filter_map(student).collect();
    let others = number - students.len();
    let known: Vec<PlatformMember> = students.iter().map(|told| told.member.clone()).collect();
    app.store.set_platform_members(id, &known).await?;
    // Whoever is linked is that person, whatever the platform says of them now.
    let people = app.store.users().await?.into_iter();
    let logins: HashMap<UserId, String> = people.map(|user| (user.id, user.login)).collect();
    let linked = app.store.platform_people(platform.id).await?.into_iter();
    let linked: HashMap<String, UserId> = linked.map(|p| (p.subject, p.user)).collect();
    let students: Vec<Told> = students
        .into_iter()
        .map(|mut told| {
            let user = linked.get(&told.member.subject);
            if let Some(login) = user.and_then(|user| logins.get(user)) {
                told.member.login.clone_from(login);
            }
            told
        })
        .collect();
    Ok(Fetched {
        table: listed(&students),
        others,
    })
}

/// The members on all pages of a list.
async fn all(app: &App, platform: &Platform, first: &str) -> Result<Vec<Member>, Refused> {
    let home = targets::origin(first).ok_or_else(|| Refused::of(PassFault::Unreadable))?;
    let mut members = Vec::new();
    let mut next = Some(first.to_owned());
    for _ in 0..PAGES {
        let Some(address) = next.take() else {
            return Ok(members);
        };
        // What gives access to the one is not told to another.
        if targets::origin(&address).as_ref() != Some(&home) {
            return Err(Refused::of(PassFault::Unreadable));
        }
        let head = || Request::get(address.as_str()).header(header::ACCEPT, KIND);
        let answer = call(app, platform, MEMBERS, (head, b"")).await?;
        let page: Page = serde_json::from_slice(answer.body()).map_err(|error| {
            tracing::warn!(
                platform = platform.id.number(),
                line = error.line(),
                column = error.column(),
                "a list of members cannot be read"
            );
            Refused::of(PassFault::Unreadable)
        })?;
        members.extend(page.members);
        if members.len() > PEOPLE {
            return Err(Refused::of(PassFault::Unreadable));
        }
        next = next_page(answer.headers());
    }
    Err(Refused::of(PassFault::Unreadable))
}

/// The address of the page after this one.
fn next_page(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::LINK).into_iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    for line in lines {
        for link in line.split('<').skip(1) {
            let (address, parameters) = link.split_once('>')?;
            let is_next = parameters.split(';').any(|parameter| {
                let (name, value) = parameter.split_once('=').unwrap_or_default();
                let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
                name.trim().eq_ignore_ascii_case("rel") && value.split(' ').any(|rel| rel == "next")
            });
            if is_next {
                return Some(address.to_owned());
            }
        }
    }
    None
}

/// A student who is in the course now.
fn student(member: Member) -> Option<Told> {
    let status = member.status.as_deref().unwrap_or("Active");
    let is_id = !member.user_id.is_empty() && member.user_id.len() <= LONGEST_ID;
    let standing = Standing::of(&member.roles);
    if standing != Standing::Learner || !status.eq_ignore_ascii_case("active") || !is_id {
        return None;
    }
    let (given, family) = (
        member.given_name.unwrap_or_default(),
        member.family_name.unwrap_or_default(),
    );
    let name = member.name.filter(|name| !name.trim().is_empty());
    let told = Told {
        member: PlatformMember {
            subject: member.user_id,
            email: member.email.unwrap_or_default(),
            login: member.ext_user_username.unwrap_or_default(),
            student_id: member.lis_person_sourcedid.unwrap_or_default(),
        },
        name: name.unwrap_or_else(|| format!("{given} {family}").trim().to_owned()),
        family_name: family,
        standing,
    };
    Some(told.bounded())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::http::HeaderValue;

    #[test]
    fn the_next_page_is_found_among_other_links() {
        let of = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::LINK, HeaderValue::from_static(line));
            }
            next_page(&headers)
        };
        let next = Some("https://p.example/m?page=2,3".to_owned());
        assert_eq!(of(&["<https://p.example/m?page=2,3>; rel=\"next\""]), next);
        assert_eq!(
            of(&[
                "<https://p.example/d>; rel=\"differences\", <https://p.example/m?page=2,3>; rel=next"
            ]),
            next
        );
        assert_eq!(
            of(&[
                "<https://p.example/d>; rel=\"first\"",
                "<https://p.example/m?page=2,3>; title=\"x\"; REL=\"prefetch next\""
            ]),
            next
        );
        for none in ["", "<https://p.example/d>; rel=\"last\"", "<<<", "rel=next"] {
            assert_eq!(of(&[none]), None, "{none}");
        }
    }

    #[test]
    fn only_students_who_are_there_are_taken() {
        let read = |json: &str| student(serde_json::from_str(json).unwrap());
        let anna = read(
            r#"{"user_id": "7", "roles": ["Learner"], "given_name": "Anna", "family_name": "Smirnova"}"#,
        );
        assert_eq!(anna.unwrap().name, "Anna Smirnova");
        for left_out in [
            r#"{"user_id": "7", "roles": ["Learner"], "status": "Inactive"}"#,
            r#"{"user_id": "7", "roles": ["Learner", "Instructor"]}"#,
            r#"{"user_id": "7"}"#,
            r#"{"user_id": "", "roles": ["Learner"]}"#,
        ] {
            assert!(read(left_out).is_none(), "{left_out}");
        }
    }
}
