//! Who is in the course, with which role?

use crate::ids::EntryId;
use crate::report::links::{Link, kept};
use crate::report::names::family_first;
use crate::report::search::{folded, matches};
use crate::service::people::{may_change, may_give};
use crate::store::{Details, LINK_DAYS, MOST_LINK_DAYS, Role, User};
use crate::web::error::AppError;
use crate::web::paging::{FIRST, First, Paging};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::table_form::NoTable;
use crate::web::visitor::{Person, Teacher};
use axum::extract::{Query, State};
use axum::response::Html;
use serde::{Deserialize, Serialize};

/// Rows of a page: three forms each.
const ROWS: usize = 50;

/// Whom to show.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    page: String,
}

impl Wanted {
    fn link(&self, page: &str) -> String {
        format!("/roster{}", query(&[("q", self.q.trim()), ("page", page)]))
    }
}

#[derive(Serialize)]
struct View {
    people: Vec<PersonRow>,
    paging: Paging,
    all: usize,
    found: usize,
    q: String,
    /// Where a form leads back to, where that is not the whole list.
    back: Option<String>,
    roles: Vec<&'static str>,
    /// Whether the visitor gives roles.
    owner: bool,
    /// Links made just now: shown once, and all of them as the form sends them back for the file.
    links: First<Link>,
    links_kept: String,
    /// How many days they work; how many unless the teacher says otherwise; how many at most.
    days: i64,
    usual_days: i64,
    most_days: i64,
    changed: Option<usize>,
    /// The entry of the audit of a list taken in just now.
    list: Option<EntryId>,
    /// Why the list that was sent is none, and what was pasted.
    refused: Option<String>,
    pasted: String,
}

#[derive(Serialize)]
struct PersonRow {
    login: String,
    name: String,
    role: &'static str,
    active: bool,
    /// Whether the person has never signed in.
    never: bool,
    /// Whether the visitor may change this person.
    may: bool,
    details: Details,
}

/// `GET /roster`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let came = Came {
        wanted,
        ..Came::default()
    };
    page(&server, &teacher.0, came).await
}

/// What the page comes with, beside the people.
pub struct Came {
    /// Links made just now, and the days that they work.
    pub links: Vec<Link>,
    /// The days.
    pub days: i64,
    /// How many people a list has changed.
    pub changed: Option<usize>,
    /// The entry of the audit of that list.
    pub list: Option<EntryId>,
    /// A form whose table cannot be used.
    pub refused: Option<NoTable>,
    /// Whom to show.
    pub wanted: Wanted,
}

impl Default for Came {
    fn default() -> Self {
        Self {
            links: Vec::new(),
            days: LINK_DAYS,
            changed: None,
            list: None,
            refused: None,
            wanted: Wanted::default(),
        }
    }
}

/// The page, with what it comes with.
///
/// # Errors
/// When the database fails.
pub async fn page(
    server: &ServerState,
    person: &Person,
    came: Came,
) -> Result<Html<String>, AppError> {
    let Came {
        links,
        days,
        changed,
        list,
        refused,
        wanted,
    } = came;
    let app = &server.app;
    let mut people = app.store.users().await?;
    let all = people.len();
    people.retain(|u| {
        matches(
            &wanted.q,
            &[
                &u.name,
                &u.login,
                &u.details.email,
                &u.details.group,
                &u.details.student_id,
            ],
        )
    });
    let listed = |u: &User| family_first(&u.name, &u.details.family_name);
    people.sort_by_cached_key(|u| (!u.active, std::cmp::Reverse(u.role), folded(&listed(u))));
    let (found, here) = (people.len(), wanted.link(&wanted.page));
    let (shown, paging) = Paging::of(found, ROWS, &wanted.page, |page| wanted.link(page));
    let never = app.store.never_signed_in().await?;
    let row = |user: User| PersonRow {
        never: never.contains(&user.id),
        may: may_change(&person.user, &user),
        role: user.role.name(),
        active: user.active,
        name: listed(&user),
        login: user.login,
        details: user.details,
    };
    let view = View {
        people: people.drain(shown).map(row).collect(),
        paging,
        all,
        found,
        q: wanted.q.trim().to_owned(),
        back: (here != "/roster").then_some(here),
        roles: Role::ALL
            .into_iter()
            .filter(|role| may_give(&person.user, *role))
            .map(Role::name)
            .collect(),
        owner: person.user.role == Role::Owner,
        links_kept: kept(&links),
        links: First::of(&links, FIRST, Link::clone),
        days,
        usual_days: LINK_DAYS,
        most_days: MOST_LINK_DAYS,
        changed,
        list,
        pasted: refused.as_ref().map_or("", NoTable::text).to_owned(),
        refused: refused.map(|refused| refused.why(person.lang())),
    };
    server.page("roster.html", &person.visitor, &view)
}
