//! A form with a table in it: a file, or text that was shown and comes back to be confirmed.

use super::error::AppError;
use crate::import::records::broken;
use crate::import::table::{Table, TableError, WRITTEN, read, read_again};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::previews::{self, Wanted};
use crate::store::User;
use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use l10n::{Explain as _, Lang, Message, message};
use std::collections::HashMap;

/// What a form may have in all: the table, and a little around it.
pub const BODY: usize = WRITTEN + 64 * 1024;
/// The longest of the other fields, in bytes.
const FIELD: usize = 4096;

/// The form.
pub struct TableForm {
    /// The table.
    pub table: Table,
    /// It again as text, to be sent back.
    pub text: String,
    /// What was pasted, as it was.
    pasted: String,
    /// The other fields.
    pub fields: HashMap<String, String>,
}

/// A form whose table cannot be used: why, and what was pasted into it.
#[derive(Debug)]
pub struct NoTable {
    why: Message,
    text: String,
}

impl NoTable {
    /// Why, in this language.
    pub fn why(&self, lang: Lang) -> String {
        self.why.text(lang)
    }

    /// What was pasted.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl TableForm {
    /// Reads the form; the table is in the field `file` or `text`.
    ///
    /// # Errors
    /// When the upload broke off, a limit is passed, or there is no table.
    pub async fn read(
        form: Result<Multipart, MultipartRejection>,
        app: &App,
    ) -> Result<Result<Self, NoTable>, AppError> {
        let sent = Sent::read(form).await?;
        app.compute(move || sent.table()).await?
    }

    /// The same on this very thread, where it keeps nobody waiting.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub async fn read_here(
        form: Result<Multipart, MultipartRejection>,
    ) -> Result<Result<Self, NoTable>, AppError> {
        Sent::read(form).await?.table()
    }

    /// Reads the form; where it has no table but names one that was shown before, in the field `kept`, it is that one.
    ///
    /// # Errors
    /// As [`read`](Self::read), or when the database fails.
    pub async fn read_kept(
        form: Result<Multipart, MultipartRejection>,
        app: &App,
        user: &User,
    ) -> Result<Result<Self, NoTable>, AppError> {
        let mut sent = Sent::read(form).await?;
        if let (None, Some(key)) = (&sent.file, sent.fields.get("kept")) {
            sent.file = match previews::kept(app, user, key).await {
                Ok(Wanted::Roster { text, .. } | Wanted::Exam { text }) => Some(text.into()),
                Ok(Wanted::Course { .. } | Wanted::Regrade { .. } | Wanted::Columns { .. })
                | Err(ServiceError::NotFound) => None,
                Err(error) => return Err(error.into()),
            };
        }
        app.compute(move || sent.table()).await?
    }

    /// A table that was shown before, by the text that was kept of it.
    ///
    /// # Errors
    /// When it cannot be read any more: a fault of ours.
    pub async fn again(app: &App, text: &str) -> Result<Table, AppError> {
        let text = text.to_owned();
        let table = app.compute(move || read_again(text.as_bytes())).await?;
        table.map_err(|_| ServiceError::Internal.into())
    }

    /// The form without its table, which lacks something.
    pub fn without_table(self, why: Message) -> NoTable {
        NoTable {
            why,
            text: self.pasted,
        }
    }

    /// A field's text; empty where it is missing.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// The parts of a form.
struct Sent {
    file: Option<Bytes>,
    pasted: Option<String>,
    fields: HashMap<String, String>,
}

impl Sent {
    async fn read(form: Result<Multipart, MultipartRejection>) -> Result<Self, AppError> {
        let mut form = form.map_err(|_| ServiceError::Form(message!("form-file-broken")))?;
        let (mut file, mut pasted, mut fields) = (None, None, HashMap::new());
        let broken = |error: axum::extract::multipart::MultipartError| {
            if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                ServiceError::invalid("CSV", &TableError::TooLarge)
            } else {
                ServiceError::Form(message!("form-file-broken"))
            }
        };
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(broken)?;
            if matches!(name.as_str(), "file" | "text") {
                // The form has both; the one left empty says nothing.
                if !bytes.is_empty() {
                    if name == "text" {
                        pasted = Some(String::from_utf8_lossy(&bytes).into_owned());
                    }
                    file = Some(bytes);
                }
            } else if bytes.len() <= FIELD && fields.len() < 32 {
                fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(Self {
            file,
            pasted,
            fields,
        })
    }

    /// The table, for a thread on which nobody else waits.
    fn table(self) -> Result<Result<TableForm, NoTable>, AppError> {
        let Self {
            file,
            pasted,
            fields,
        } = self;
        let Some(file) = file else {
            return Ok(Err(NoTable {
                why: message!("form-no-file"),
                text: String::new(),
            }));
        };
        // What is confirmed is the text that was kept, which may be longer than the file was.
        let confirmed = fields.get("seen").is_some_and(|seen| !seen.is_empty());
        let table = if confirmed {
            read_again(&file)
        } else {
            read(&file)
        };
        Ok(match table {
            Ok(table) => Ok(TableForm {
                text: written(&table)?,
                table,
                fields,
                pasted: pasted.unwrap_or_default(),
            }),
            Err(error) => Err(NoTable {
                why: error.message(),
                // A file has to be chosen again; what was pasted need not be pasted again.
                text: pasted.unwrap_or_default(),
            }),
        })
    }
}

/// The table as plain CSV, each row on its own line of the first file, so that lines keep their numbers.
///
/// # Errors
/// When it cannot be written: a fault of ours.
pub fn written(table: &Table) -> Result<String, AppError> {
    let mut text = String::new();
    let mut line = 1;
    let rows = table.rows.iter().map(|r| (r.line, &r.cells, r.is_broken));
    for (at, cells, is_broken) in std::iter::once((1, &table.head, false)).chain(rows) {
        while line < at {
            text.push('\n');
            line += 1;
        }
        if is_broken {
            text.push_str(&broken(cells));
            line += 1;
            continue;
        }
        let mut out = csv::WriterBuilder::new()
            .flexible(true)
            // A semicolon outside of quotes would be taken for a separator.
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        out.write_record(cells)
            .map_err(|_| ServiceError::Internal)?;
        let record = out.into_inner().map_err(|_| ServiceError::Internal)?;
        let record = String::from_utf8_lossy(&record);
        line += record.matches('\n').count() as u64;
        text.push_str(&record);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::LARGEST;

    /// Every letter takes two bytes instead of one, and every cell gets quotes.
    #[test]
    fn the_largest_table_can_be_sent_back() {
        let row = format!("анна;иванова{}\n", ";на".repeat(100));
        let row = encoding_rs::WINDOWS_1251.encode(&row).0;
        let mut file = b"login;name\r\n".to_vec();
        while file.len() + row.len() < LARGEST {
            file.extend_from_slice(&row);
        }
        let table = read(&file).unwrap();
        let text = written(&table).unwrap().replace('\n', "\r\n");
        assert!(text.len() > 2 * LARGEST, "{}", text.len());
        assert_eq!(read_again(text.as_bytes()).unwrap(), table);
    }

    #[test]
    fn a_table_sent_back_is_the_same_table() {
        for file in [
            "\u{feff}login;имя\n\nanna;\"А\nБ; \"\"в\"\"\"\n\n\nboris;Б\n",
            // Separators of other countries in the head, and lines that end as they did on old machines.
            "login\t\"a;b;c;d\"\nanna\tx\n",
            "login,name\ranna,x\r\nboris,\"y\rz\"\n\rvera,z",
            // Above the head a title, and a quote that nothing closes.
            "Group 1\n\nlogin;name\nanna;\"x, y;1\nboris;y\n;\"\n",
        ] {
            let table = read(file.as_bytes()).unwrap();
            let again = read_again(written(&table).unwrap().as_bytes());
            assert_eq!(again.unwrap(), table, "{file:?}");
        }
        let old = read(b"login\ranna\rboris").unwrap();
        assert_eq!(old.rows[1].line, 3);
    }
}
