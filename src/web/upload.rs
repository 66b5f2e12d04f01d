//! The file of an upload form, read no further than its limit.

use super::fault::Fault;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;

/// The first file in `field` that is not empty; an empty one where only such came, and `None` where the field is missing.
///
/// # Errors
/// When the file has more than `most` bytes, or the upload broke off.
pub async fn file(
    parts: &mut Multipart,
    field: &str,
    most: usize,
) -> Result<Option<Vec<u8>>, Fault> {
    let mut empty = None;
    while let Some(mut part) = parts.next_field().await.map_err(refused)? {
        if part.name() != Some(field) {
            continue;
        }
        let mut file = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(refused)? {
            if file.len() + chunk.len() > most {
                return Err(Fault::TooLarge);
            }
            file.extend_from_slice(&chunk);
        }
        if !file.is_empty() {
            return Ok(Some(file));
        }
        empty = Some(file);
    }
    Ok(empty)
}

fn refused(error: MultipartError) -> Fault {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Fault::TooLarge
    } else {
        Fault::Form("form-file-broken")
    }
}
