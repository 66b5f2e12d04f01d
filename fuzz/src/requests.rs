//! Parts of requests that are read before anybody is known.

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart};
use axum::http::{HeaderMap, HeaderValue, Request, header};
use dgm_grader::web::preferred::language;
use dgm_grader::web::{bounds::Bounds, intake::Intake, table_form::TableForm, upload};
use l10n::Lang;

/// The boundary of the corpus.
const BOUNDARY: &str = "X";
/// The most of a file that is taken.
const MOST: usize = 4096;

/// A form with a file in it, and one with a table.
pub fn multipart(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime is made");
    runtime.block_on(async {
        let intake = Intake::new(&Bounds::default());
        let room = intake.promise(1.into(), MOST).await;
        let room = room.expect("there is room");
        if let Ok(mut parts) = form(bytes).await
            && let Ok(Some(file)) = upload::file(&mut parts, "file", MOST, &room).await
        {
            assert!(file.len() <= MOST && file.len() <= bytes.len());
        }
        // What was shown comes back to be confirmed, and says the same.
        if let Ok(Ok(form)) = TableForm::read_here(form(bytes).await).await {
            super::plans(&form.table);
            let again = dgm_grader::import::table::read_again(form.text.as_bytes());
            assert_eq!(again.as_ref(), Ok(&form.table), "{}", form.text);
        }
    });
}

async fn form(bytes: &[u8]) -> Result<Multipart, axum::extract::multipart::MultipartRejection> {
    let request = Request::builder()
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .body(Body::from(bytes.to_vec()))
        .expect("it is a request");
    Multipart::from_request(request, &()).await
}

/// The header that says which languages somebody reads.
pub fn accept_language(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else {
        return;
    };
    let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, value)]);
    let lang = language(&headers);
    assert!(lang == Lang::En || bytes.windows(2).any(|two| two.eq_ignore_ascii_case(b"ru")));
}
