//! Which versions were there, what did each change, and how do I get back?

use crate::ids::VersionId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{CourseVersion, FIRST_VERSION};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::{Teacher, zone_of};
use axum::extract::{Path, Query, State};
use axum::response::Html;
use jiff::tz::TimeZone;
use l10n::{date, message};
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use std::sync::Arc;
use std::time::Duration;

/// Unchanged lines shown around a change.
const AROUND: usize = 3;

#[derive(Serialize)]
struct ListView {
    versions: Vec<VersionRow>,
}

#[derive(Serialize)]
struct VersionRow {
    id: VersionId,
    at: String,
    by: String,
    note: String,
    in_force: bool,
}

/// `GET /course/versions`.
pub async fn list(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let zone = zone_of(&teacher.0.user, &app.course().await?.course);
    let versions = app.store.course_versions().await?;
    let newest = versions.first().map_or(VersionId::NONE, |v| v.id);
    let rows = versions
        .into_iter()
        .map(|v| row(app, &teacher, &zone, v, newest));
    let view = ListView {
        versions: rows.collect(),
    };
    server.page("course_versions.html", &teacher.0.visitor, &view)
}

fn row(
    app: &Arc<App>,
    teacher: &Teacher,
    zone: &TimeZone,
    version: CourseVersion,
    newest: VersionId,
) -> VersionRow {
    let lang = teacher.0.lang();
    let (mut by, mut note) = (version.published_by, version.note);
    if (note.as_str(), by.as_str()) == FIRST_VERSION {
        by = message!("version-by-server").text(lang);
        note = message!("version-first").text(lang);
    }
    VersionRow {
        id: version.id,
        at: date::instant(version.published_at, zone, app.now(), lang),
        by,
        note,
        in_force: version.id == newest,
    }
}

#[derive(Serialize)]
struct View {
    version: VersionRow,
    toml: String,
    newest: VersionId,
    with: Option<VersionId>,
    others: Vec<VersionId>,
    rows: Vec<DiffRow>,
    added: usize,
    removed: usize,
}

/// Two lines side by side, or a gap.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct DiffRow {
    gap: bool,
    left: Option<Side>,
    right: Option<Side>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Side {
    number: usize,
    text: String,
    changed: bool,
}

/// With which version to compare.
#[derive(Deserialize)]
pub struct With {
    with: Option<VersionId>,
}

/// `GET /course/versions/{id}`: the text, side by side with an earlier one (`?with=`; else the one before).
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<VersionId>,
    Query(with): Query<With>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let zone = zone_of(&teacher.0.user, &app.course().await?.course);
    let versions = app.store.course_versions().await?;
    let newest = versions.first().map_or(VersionId::NONE, |v| v.id);
    let others: Vec<VersionId> = versions.iter().map(|v| v.id).filter(|v| *v != id).collect();
    let version = versions
        .iter()
        .find(|v| v.id == id)
        .ok_or(ServiceError::NotFound)?
        .clone();
    let with = with
        .with
        .or_else(|| others.iter().copied().find(|v| *v < id));
    let rows = match with {
        None => Vec::new(),
        Some(other) => {
            let other = versions.iter().find(|v| v.id == other);
            let (left, right) = (
                other.ok_or(ServiceError::NotFound)?.toml.clone(),
                version.toml.clone(),
            );
            app.compute(move || side_by_side(&left, &right)).await?
        }
    };
    let count = |side: fn(&DiffRow) -> Option<&Side>| {
        rows.iter().filter_map(side).filter(|s| s.changed).count()
    };
    let view = View {
        removed: count(|r| r.left.as_ref()),
        added: count(|r| r.right.as_ref()),
        toml: version.toml.clone(),
        version: row(app, &teacher, &zone, version, newest),
        newest,
        with,
        others,
        rows,
    };
    server.page("course_version.html", &teacher.0.visitor, &view)
}

fn side_by_side(left: &str, right: &str) -> Vec<DiffRow> {
    // Texts made to be slow are compared more coarsely instead.
    let diff = TextDiff::configure()
        .timeout(Duration::from_millis(500))
        .diff_lines(left, right);
    let mut rows = Vec::new();
    for (index, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if index > 0 {
            rows.push(DiffRow {
                gap: true,
                left: None,
                right: None,
            });
        }
        for op in group {
            let (mut gone, mut new) = (Vec::new(), Vec::new());
            for change in diff.iter_changes(op) {
                let side = |at: Option<usize>, changed| {
                    at.map(|at| Side {
                        number: at + 1,
                        text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
                        changed,
                    })
                };
                match change.tag() {
                    ChangeTag::Equal => rows.push(DiffRow {
                        gap: false,
                        left: side(change.old_index(), false),
                        right: side(change.new_index(), false),
                    }),
                    ChangeTag::Delete => gone.push(side(change.old_index(), true)),
                    ChangeTag::Insert => new.push(side(change.new_index(), true)),
                }
            }
            for at in 0..gone.len().max(new.len()) {
                rows.push(DiffRow {
                    gap: false,
                    left: gone.get(at).cloned().flatten(),
                    right: new.get(at).cloned().flatten(),
                });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_stands_beside_what_it_was() {
        let rows = side_by_side("a\nb\nc\n", "a\nB\nc\nd\n");
        let told: Vec<_> = rows
            .iter()
            .map(|r| {
                let side =
                    |s: &Option<Side>| s.as_ref().map(|s| (s.number, s.text.clone(), s.changed));
                (side(&r.left), side(&r.right))
            })
            .collect();
        let line = |n, text: &str, changed| Some((n, text.to_owned(), changed));
        assert_eq!(
            told,
            [
                (line(1, "a", false), line(1, "a", false)),
                (line(2, "b", true), line(2, "B", true)),
                (line(3, "c", false), line(3, "c", false)),
                (None, line(4, "d", true)),
            ]
        );
        assert_eq!(side_by_side("same\n", "same\n"), []);
    }
}
