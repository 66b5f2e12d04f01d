//! Columns of a platform's gradebook: found or made, and scores put into them.

use super::access::{COLUMNS, Refused, SCORE, call};
use super::line_item::{LineItem, number};
use super::targets;
use crate::service::app::App;
use crate::store::{ColumnState, PassFault, Platform, PlatformColumn, PlatformCourse};
use jiff::Timestamp;
use judge::points::Points;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ureq::http::{Request, header};

const COLUMN: &str = "application/vnd.ims.lis.v2.lineitem+json";
const CONTAINER: &str = "application/vnd.ims.lis.v2.lineitemcontainer+json";
const SCORES: &str = "application/vnd.ims.lis.v1.score+json";

/// A column as a platform tells it.
#[derive(Deserialize)]
struct Found {
    id: String,
    #[serde(default, rename = "resourceId")]
    homework: Option<String>,
}

/// A score. One without points takes back those that stand there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent<'a> {
    user_id: &'a str,
    timestamp: String,
    #[serde(rename = "scoreGiven", skip_serializing_if = "Option::is_none")]
    points: Option<Box<RawValue>>,
    #[serde(rename = "scoreMaximum", skip_serializing_if = "Option::is_none")]
    maximum: Option<Box<RawValue>>,
    activity_progress: &'a str,
    grading_progress: &'a str,
}

fn unreadable<E>(_: E) -> Refused {
    Refused::of(PassFault::Unreadable)
}

/// Where the column of a homework is: known, or found there by the homework's name, or made. Finding before making, a column whose
/// making was not acknowledged is not made twice. None is made to be emptied: then it is nowhere.
pub(super) async fn address(
    app: &App,
    platform: &Platform,
    course: &PlatformCourse,
    column: &PlatformColumn,
    (label, maximum): (&str, Points),
) -> Result<Option<String>, Refused> {
    if !column.url.is_empty() {
        return Ok(Some(column.url.clone()));
    }
    let home = &course.told.columns_url;
    if home.is_empty() {
        return Err(Refused::of(PassFault::NoGradebook));
    }
    let mut search = targets::asked(home).ok_or_else(|| unreadable(()))?;
    search
        .query_pairs_mut()
        .append_pair("resource_id", &column.homework);
    let head = || Request::get(search.as_str()).header(header::ACCEPT, CONTAINER);
    let answer = call(app, platform, COLUMNS, (head, b"")).await?;
    let found: Vec<Found> = serde_json::from_slice(answer.body()).map_err(unreadable)?;
    let is_own = |found: &Found| found.homework.as_deref() == Some(column.homework.as_str());
    if let Some(found) = found.into_iter().find(is_own) {
        return Ok(Some(found.id));
    }
    if column.state == ColumnState::Back {
        return Ok(None);
    }
    let new = LineItem::new(&column.homework, label, maximum).map_err(unreadable)?;
    let body = serde_json::to_vec(&new).map_err(unreadable)?;
    let head = || {
        Request::post(home.as_str())
            .header(header::CONTENT_TYPE, COLUMN)
            .header(header::ACCEPT, COLUMN)
    };
    let answer = call(app, platform, COLUMNS, (head, &body)).await?;
    let made: Found = serde_json::from_slice(answer.body()).map_err(unreadable)?;
    Ok(Some(made.id))
}

/// Whether a column is there no more. A score for which nothing is found says it not yet: it may be the person whom the platform does not
/// know. Without leave to manage columns they can be neither looked at nor made anew.
pub(super) async fn is_gone(
    app: &App,
    platform: &Platform,
    course: &PlatformCourse,
    column: &str,
) -> bool {
    let address = targets::asked(column).filter(|_| !course.told.columns_url.is_empty());
    let Some(address) = address else {
        return false;
    };
    let head = || Request::get(address.as_str()).header(header::ACCEPT, COLUMN);
    let answer = call(app, platform, COLUMNS, (head, b"")).await;
    answer.is_err_and(|refused| refused.is_missing())
}

/// Puts a score into a column.
pub(super) async fn put_score(
    app: &App,
    platform: &Platform,
    column: &str,
    (subject, stamped): (&str, Timestamp),
    points: Option<Points>,
    maximum: Points,
) -> Result<(), Refused> {
    let mut address = targets::asked(column).ok_or_else(|| unreadable(()))?;
    // What stands behind the path stays there: Moodle has its own words in it.
    let path = format!("{}/scores", address.path().trim_end_matches('/'));
    address.set_path(&path);
    let score = Sent {
        user_id: subject,
        timestamp: format!("{stamped:.3}"),
        points: points.map(number).transpose().map_err(unreadable)?,
        maximum: match points {
            Some(_) => Some(number(maximum).map_err(unreadable)?),
            None => None,
        },
        // Moodle takes points of what is fully graded alone, and of anything else it empties the cell.
        activity_progress: if points.is_some() {
            "Completed"
        } else {
            "Initialized"
        },
        grading_progress: if points.is_some() {
            "FullyGraded"
        } else {
            "NotReady"
        },
    };
    let body = serde_json::to_vec(&score).map_err(unreadable)?;
    let head = || Request::post(address.as_str()).header(header::CONTENT_TYPE, SCORES);
    call(app, platform, SCORE, (head, &body)).await?;
    Ok(())
}
