//! Sign-in links: one, those of everybody, those of whoever has never signed in.

use super::roster::{Came, page};
use crate::ids::UserId;
use crate::report::links::{Link, csv, read_kept};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::people::{changeable, invite, may_change};
use crate::store::{LINK_DAYS, MOST_LINK_DAYS, User};
use crate::web::download::attached;
use crate::web::error::AppError;
use crate::web::paging::{Paging, ROWS};
use crate::web::previewed::fingerprint;
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::{Person, Teacher};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse as _, Response};
use l10n::message;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// How many days, as typed; as usual where nothing is.
fn read_days(text: Option<&str>) -> Result<i64, ServiceError> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let days = text.map_or(Ok(LINK_DAYS), str::parse);
    let days = days.ok().filter(|days| (1..=MOST_LINK_DAYS).contains(days));
    days.ok_or(ServiceError::Form(message!("roster-days-range")))
}

/// The form of one link.
#[derive(Deserialize)]
pub struct One {
    days: Option<String>,
}

/// `POST /roster/{login}/link`: a new sign-in link, shown once.
pub async fn one(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(form): Form<One>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    // A link signs in as that person: nobody makes one for somebody above themselves.
    let user = changeable(app, &teacher.0.user, &login).await?;
    if !user.active {
        return Err(ServiceError::Form(message!("roster-link-inactive")).into());
    }
    let days = read_days(form.days.as_deref())?;
    let links = invite(
        app,
        &teacher.0.user,
        vec![user],
        days,
        &server.settings.base_url,
    )
    .await?;
    let came = Came {
        links,
        days,
        ..Came::default()
    };
    page(&server, &teacher.0, came).await
}

/// Who is to get a new link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody whom the teacher may change.
    All,
    /// Those of them who have never signed in.
    Never,
}

/// The form of many links.
#[derive(Deserialize)]
pub struct Many {
    who: Audience,
    days: Option<String>,
    /// What was shown before; nothing at first.
    #[serde(default)]
    seen: String,
    /// Which page of it is shown.
    #[serde(default)]
    page: String,
}

impl Audience {
    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Never => "never",
        }
    }
}

/// What many new links would do.
struct Plan {
    people: Vec<User>,
    /// Earlier links that end.
    ends: usize,
    days: i64,
    fingerprint: String,
}

async fn plan(app: &Arc<App>, person: &Person, form: &Many) -> Result<Plan, AppError> {
    let days = read_days(form.days.as_deref())?;
    let never = app.store.never_signed_in().await?;
    let mut people = app.store.users().await?;
    people.retain(|user| {
        user.active
            && may_change(&person.user, user)
            && (form.who == Audience::All || never.contains(&user.id))
    });
    let working = app.store.working_links(app.now()).await?;
    // Links made meanwhile change it: sending the form a second time ends nothing that was just given out.
    let concerned: Vec<_> = people.iter().map(|u| (u.id, working.get(&u.id))).collect();
    Ok(Plan {
        ends: concerned
            .iter()
            .filter_map(|(_, links)| links.map(Vec::len))
            .sum(),
        fingerprint: fingerprint(&(form.who, days, &concerned)),
        people,
        days,
    })
}

#[derive(Serialize)]
struct Preview {
    who: Audience,
    days: i64,
    seen: String,
    /// Whether something else was shown before.
    changed_since: bool,
    people: Vec<PersonRow>,
    /// How many there are, on this page or another.
    all: usize,
    paging: Paging,
    ends: usize,
}

#[derive(Serialize)]
struct PersonRow {
    login: String,
    name: String,
    role: &'static str,
}

fn show(
    server: &ServerState,
    person: &Person,
    form: &Many,
    plan: &Plan,
) -> Result<Response, AppError> {
    let row = |user: &User| PersonRow {
        role: user.role.name(),
        login: user.login.clone(),
        name: user.name.clone(),
    };
    let days = plan.days.to_string();
    let link = |page: &str| {
        let pairs = [("who", form.who.name()), ("days", &days), ("page", page)];
        format!("/links{}", query(&pairs))
    };
    let (shown, paging) = Paging::of(plan.people.len(), ROWS, &form.page, link);
    let view = Preview {
        who: form.who,
        days: plan.days,
        changed_since: !form.seen.is_empty(),
        seen: plan.fingerprint.clone(),
        all: plan.people.len(),
        people: plan.people[shown].iter().map(row).collect(),
        paging,
        ends: plan.ends,
    };
    let visitor = &person.visitor;
    let html = server.page("links_preview.html", visitor, &view)?;
    Ok(html.into_response())
}

/// `GET /links?who=never&days=30`: who would get a new link, and how many earlier ones would end.
pub async fn preview(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(form): Query<Many>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let plan = plan(app, &teacher.0, &form).await?;
    show(&server, &teacher.0, &form, &plan)
}

/// `POST /links`: makes the links that were shown and sends them as a file; anything else is shown again.
pub async fn make(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(form): Form<Many>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let plan = plan(app, &teacher.0, &form).await?;
    if plan.fingerprint != form.seen || plan.people.is_empty() {
        return show(&server, &teacher.0, &form, &plan);
    }
    let links = invite(
        app,
        &teacher.0.user,
        plan.people,
        plan.days,
        &server.settings.base_url,
    )
    .await?;
    download(&links)
}

/// The links on the page, to be had as a file.
#[derive(Deserialize)]
pub struct Shown {
    /// A line a link: the number of the person's row and the secret.
    links: String,
}

/// `POST /links.csv`: the links that the page has. They are not stored, so the page sends them.
pub async fn file(
    State(server): State<ServerState>,
    _teacher: Teacher,
    Form(shown): Form<Shown>,
) -> Result<Response, AppError> {
    let lines: Option<Vec<_>> = shown.links.lines().map(read_kept).collect();
    let lines = lines.ok_or(ServiceError::Form(message!("roster-links")))?;
    let people = server.app.store.users().await?;
    let mut people: HashMap<UserId, User> = people.into_iter().map(|u| (u.id, u)).collect();
    // Whoever is not there any more needs none.
    let links = lines.into_iter().filter_map(|(user, secret)| {
        let user = people.remove(&user)?;
        Some(Link::new(
            user,
            secret.to_owned(),
            &server.settings.base_url,
        ))
    });
    download(&links.collect::<Vec<_>>())
}

fn download(links: &[Link]) -> Result<Response, AppError> {
    let bytes = csv(links).map_err(|_| ServiceError::Internal)?;
    let headers = attached("sign-in-links.csv", "text/csv; charset=utf-8");
    Ok((headers, bytes).into_response())
}
