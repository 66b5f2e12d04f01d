//! Who stands where; who has not handed in; what needs my hand?
//!
//! A class of two thousand is shown page by page: sorted and filtered as a whole, averaged over all that are left.

use crate::course::Course;
use crate::report::averages::{Average, Averages};
use crate::report::gradebook::{self, StudentRow};
use crate::report::order::{Only, Order, Stands};
use crate::report::standing::HomeworkStanding;
use crate::service::gradebooks;
use crate::web::choice::{self, Choice};
use crate::web::error::AppError;
use crate::web::paging::Paging;
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Query, State};
use axum::response::Html;
use judge::points::Points;
use l10n::Lang;
use serde::{Deserialize, Serialize};

/// Rows of a page: about 90 KB of it.
const ROWS: usize = 100;

/// How the table is to be shown.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    sort: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    only: String,
    #[serde(default)]
    homework: String,
    #[serde(default)]
    stands: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    page: String,
}

impl Wanted {
    /// The address of this table, sorted otherwise or another page of it.
    fn link(&self, sort: &str, page: &str) -> String {
        let pairs = [
            ("sort", sort),
            ("q", &self.q),
            ("only", &self.only),
            ("homework", &self.homework),
            ("stands", &self.stands),
            ("group", &self.group),
            ("page", page),
        ];
        format!("/gradebook{}", query(&pairs))
    }
}

#[derive(Serialize)]
struct View {
    course: String,
    columns: Vec<Head>,
    students: Vec<Row>,
    /// The averages over all who are found, on whichever page.
    averages: Vec<AverageRow>,
    /// How many students there are, found or not.
    all: usize,
    found: usize,
    /// Whether anything is asked for that leaves some out.
    filtered: bool,
    paging: Paging,
    group: String,
    groups: Vec<String>,
    sort: String,
    q: String,
    only: &'static str,
    filters: Vec<&'static str>,
    homeworks: Vec<Choice>,
    homework: String,
    stands: &'static str,
    states: Vec<&'static str>,
}

/// The mean or the median of every column.
#[derive(Serialize)]
struct AverageRow {
    /// `mean` or `median`.
    kind: &'static str,
    /// The homeworks, the exam and the total.
    cells: Vec<Option<String>>,
}

/// The head of a column that sorts.
#[derive(Serialize)]
struct Head {
    name: String,
    /// The homework's title, where the column is one.
    title: Option<String>,
    /// Its place in the course.
    number: Option<usize>,
    max: Option<String>,
    bonus: Option<String>,
    link: String,
    /// `ascending`, `descending` or `none`.
    sorted: &'static str,
}

#[derive(Serialize)]
struct Row {
    login: String,
    name: String,
    /// Whether another student has this name.
    is_equal: bool,
    cells: Vec<Cell>,
    exam: Cell,
    total: Cell,
    grade: String,
}

#[derive(Serialize)]
struct Cell {
    homework: String,
    points: Option<String>,
    /// The step of the heat map.
    step: Option<u8>,
    excused: bool,
    given: bool,
    late: bool,
    extended: bool,
    missing: bool,
    waits: bool,
}

/// `GET /gradebook?sort=-total&q=anna&only=missing`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang, now) = (&active.course, teacher.0.lang(), app.now());
    let mut book = gradebooks::gradebook(app, &active).await?;
    let all = book.students.len();
    let groups = book.groups();
    let order = Order::read(&wanted.sort, course);
    let only = Only::named(&wanted.only);
    book.find(&wanted.q);
    if !wanted.group.is_empty() {
        book.keep_group(&wanted.group);
    }
    if let Some(only) = only {
        book.keep(only, course, now);
    }
    let homework = course.homework(&wanted.homework);
    let stands = Stands::named(&wanted.stands);
    if let Some(stands) = stands {
        // Where no homework is chosen, any may stand so.
        let homeworks = homework.map_or(course.homeworks.as_slice(), std::slice::from_ref);
        book.keep_where(homeworks, stands, now);
    }
    book.sort(&order);
    let found = book.students.len();
    let sort = order.written();
    let (shown, paging) = Paging::of(found, ROWS, &wanted.page, |page| wanted.link(&sort, page));
    let view = View {
        course: course.title.get(lang).to_owned(),
        columns: heads(course, &order, &wanted, lang),
        students: book.students[shown]
            .iter()
            .map(|student| row(student, course, now, lang))
            .collect(),
        averages: averages(&Averages::of(&book, course), lang),
        all,
        found,
        filtered: found < all || !wanted.q.trim().is_empty() || only.is_some() || stands.is_some(),
        paging,
        group: groups
            .iter()
            .find(|group| **group == wanted.group)
            .cloned()
            .unwrap_or_default(),
        groups,
        sort,
        q: wanted.q.trim().to_owned(),
        only: only.map_or("", Only::name),
        filters: Only::ALL.map(Only::name).to_vec(),
        homeworks: choice::homeworks(course, lang),
        homework: homework.map(|h| h.name().to_owned()).unwrap_or_default(),
        stands: stands.map_or("", Stands::name),
        states: Stands::ALL.map(Stands::name).to_vec(),
    };
    server.page("gradebook.html", &teacher.0.visitor, &view)
}

fn averages(of: &Averages, lang: Lang) -> Vec<AverageRow> {
    let row = |kind: &'static str, number: &dyn Fn(&Average) -> Option<Points>| {
        let columns = of.homeworks.iter().chain([&of.exam, &of.total]);
        AverageRow {
            kind,
            cells: columns
                .map(|column| number(column).map(|p| p.show(lang)))
                .collect(),
        }
    };
    vec![row("mean", &|a| a.mean), row("median", &|a| a.median)]
}

/// The columns: a click sorts, first the way that is asked for more often, then the other way.
fn heads(course: &Course, order: &Order, wanted: &Wanted, lang: Lang) -> Vec<Head> {
    let head = |name: &str, title: Option<&str>, max: Option<Points>, bonus: Points| {
        let sorted = order.column.name() == name;
        let largest_first = name != "name";
        let descending = if sorted {
            !order.descending
        } else {
            largest_first
        };
        let sort = format!("{}{name}", if descending { "-" } else { "" });
        Head {
            name: name.to_owned(),
            title: title.map(ToOwned::to_owned),
            number: None,
            max: max.map(|p| p.show(lang)),
            bonus: (bonus > Points::ZERO).then(|| bonus.show(lang)),
            link: wanted.link(&sort, ""),
            sorted: match (sorted, order.descending) {
                (false, _) => "none",
                (true, false) => "ascending",
                (true, true) => "descending",
            },
        }
    };
    let mut heads = vec![head("name", None, None, Points::ZERO)];
    heads.extend(course.homeworks.iter().enumerate().map(|(at, h)| {
        let title = h.title.get(lang);
        Head {
            number: Some(at + 1),
            ..head(h.name(), Some(title), Some(h.max_points), h.bonus_points())
        }
    }));
    heads.push(head("exam", None, Some(course.exam_max), Points::ZERO));
    let bonus = course.bonus_points();
    heads.push(head("total", None, Some(course.max_points()), bonus));
    heads.push(head("grade", None, None, Points::ZERO));
    heads
}

fn row(student: &StudentRow, course: &Course, now: jiff::Timestamp, lang: Lang) -> Row {
    let standing = &student.standing;
    let plain = |points: Option<Points>, max: Points| Cell {
        homework: String::new(),
        points: points.map(|p| p.show(lang)),
        step: points.map(|p| gradebook::step(p, max)),
        excused: false,
        given: false,
        late: false,
        extended: false,
        missing: false,
        waits: false,
    };
    let cell = |(homework, h): (&crate::course::Homework, &HomeworkStanding)| Cell {
        homework: h.name.clone(),
        excused: h.excused,
        given: h.given,
        late: h.late,
        extended: h.extension.is_some(),
        missing: gradebook::is_missing(homework, h, now),
        waits: h.waits,
        ..plain(h.points, h.max)
    };
    Row {
        login: student.login.clone(),
        name: student.listed.clone(),
        is_equal: student.is_equal,
        cells: course
            .homeworks
            .iter()
            .zip(&standing.homeworks)
            .map(cell)
            .collect(),
        exam: plain(standing.exam, standing.exam_max),
        total: plain(Some(standing.total), standing.max),
        grade: standing.grade.show(lang),
    }
}
