//! Comments kept ready for an item: inserted into the form, kept from it, forgotten.

use super::form::{Act, Typed};
use crate::course::{Homework, Manual};
use crate::service::app::App;
use crate::service::writing::{MESSAGE, non_empty_text};
use crate::web::error::AppError;
use crate::web::visitor::Grader;
use l10n::{Message, message};
use std::collections::BTreeMap;

/// Inserts, keeps or forgets a ready comment; what to tell of it.
pub(super) async fn comment(
    app: &App,
    grader: &Grader,
    (homework, item): (&Homework, &Manual),
    typed: &mut Typed,
    wrong: &mut BTreeMap<String, Message>,
) -> Result<Option<String>, AppError> {
    let (store, lang) = (&app.store, grader.0.lang());
    if typed.act == Act::Keep {
        let text = match non_empty_text(&typed.comment, MESSAGE) {
            Ok(text) => text,
            Err(refusal) => {
                wrong.insert("comment".to_owned(), refusal);
                return Ok(None);
            }
        };
        let kept = store
            .keep_comment(homework.name(), &item.name, text.trim())
            .await?;
        let told = if kept {
            message!("ready-kept")
        } else {
            message!("ready-full")
        };
        return Ok(Some(told.text(lang)));
    }
    let Some(chosen) = typed.ready else {
        return Ok(Some(message!("ready-none-chosen").text(lang)));
    };
    if typed.act == Act::Forget {
        store
            .forget_comment(homework.name(), &item.name, chosen)
            .await?;
        return Ok(Some(message!("ready-forgotten").text(lang)));
    }
    let ready = store.ready_comments(homework.name(), &item.name).await?;
    if let Some(found) = ready.into_iter().find(|c| c.id == chosen) {
        if !typed.comment.trim().is_empty() {
            typed.comment = format!("{}\n\n", typed.comment.trim_end());
        }
        typed.comment.push_str(&found.text);
    }
    Ok(None)
}
