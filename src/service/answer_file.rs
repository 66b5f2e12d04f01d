//! A file sent as an answer: what it is, and of an item that a person grades whether that takes it, and whether it can be read.

use super::{document, notebook};
use crate::course::AnswerKind;
use judge::answers::{self, Limits, Opened};
use l10n::{Arg, Explain as _, Message, message};

/// The kind of a file that is one of those taken.
///
/// # Errors
/// Where it is none of them, or damaged.
pub fn kind(bytes: &[u8], taken: &[AnswerKind], limits: &Limits) -> Result<AnswerKind, Message> {
    let kind = if notebook::may_be(bytes) {
        AnswerKind::Notebook
    } else if bytes.starts_with(b"PK") {
        AnswerKind::Npz
    } else {
        document::kind(bytes)?
    };
    if !taken.contains(&kind) {
        return Err(message!("document-not-taken", kinds = names(taken)));
    }
    match kind {
        AnswerKind::Notebook => {
            let read = notebook::read(bytes);
            read.map_err(|_| message!("document-no-notebook"))?;
        }
        AnswerKind::Npz => {
            let opened = answers::open(bytes, limits).and_then(Opened::usable);
            opened.map_err(|error| error.message())?;
        }
        _ => {}
    }
    Ok(kind)
}

/// The name under which somebody keeps a file: with the ending that its content asks for, whatever it was called when it was sent.
pub fn named(stem: &str, bytes: &[u8]) -> String {
    let ending = match answers::ending(bytes) {
        Some("json") if notebook::is_one(bytes) => Some("ipynb"),
        ending => ending,
    };
    match ending {
        Some(ending) => format!("{stem}.{ending}"),
        None => stem.to_owned(),
    }
}

/// The kinds of files in words.
pub fn names(kinds: &[AnswerKind]) -> Arg {
    let files = kinds.iter().filter(|kind| **kind != AnswerKind::Text);
    let named = files.map(|kind| match kind {
        AnswerKind::Text | AnswerKind::Pdf => message!("file-pdf"),
        AnswerKind::Png => message!("file-png"),
        AnswerKind::Jpeg => message!("file-jpeg"),
        AnswerKind::Notebook => message!("file-ipynb"),
        AnswerKind::Npz => message!("file-npz"),
    });
    Arg::List(named.map(Into::into).collect(), ", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::arrays::{Array, Arrays};
    use l10n::Lang;

    #[test]
    fn a_name_ends_as_the_content_does() {
        let array = || Array::float(ndarray::arr1(&[1.0]).into_dyn());
        let arrays = Arrays::from([("x".to_owned(), array())]);
        for (file, name) in [
            (answers::write_npz(&arrays), "elbo-7.npz"),
            (answers::write_npy(&array()), "elbo-7.npy"),
            (answers::write_safetensors(&arrays), "elbo-7.safetensors"),
            (answers::write_json(&arrays).into(), "elbo-7.json"),
            (b"{\"cells\": 1}".to_vec(), "elbo-7.json"),
            (
                b" {\"nbformat\": 4, \"cells\": []}".to_vec(),
                "elbo-7.ipynb",
            ),
            (b"<html>".to_vec(), "elbo-7"),
            (Vec::new(), "elbo-7"),
        ] {
            assert_eq!(named("elbo-7", &file), name);
        }
    }

    #[test]
    fn only_what_the_item_takes_is_taken() {
        let limits = Limits::default();
        let notebook = b"{\"nbformat\": 4, \"cells\": []}";
        let arrays = Arrays::from([("x".to_owned(), Array::float(ndarray::arr0(1.0).into_dyn()))]);
        let npz = answers::write_npz(&arrays);
        let all = AnswerKind::ALL;
        assert_eq!(kind(notebook, &all, &limits), Ok(AnswerKind::Notebook));
        assert_eq!(kind(&npz, &all, &limits), Ok(AnswerKind::Npz));
        assert_eq!(kind(b"%PDF-1.7", &all, &limits), Ok(AnswerKind::Pdf));
        for file in [&notebook[..], &npz] {
            let refused = kind(file, &AnswerKind::USUAL, &limits).unwrap_err();
            let text = refused.text(Lang::En);
            assert!(text.contains("PDF, PNG, JPEG"), "{text}");
        }
        assert_eq!(
            kind(b"{\"cells\": 1}", &all, &limits),
            Err(message!("document-no-notebook"))
        );
        assert!(kind(&npz[..npz.len() - 3], &all, &limits).is_err());
        assert!(kind(b"PK\x03\x04", &all, &limits).is_err());
        assert_eq!(kind(b"", &all, &limits), Err(message!("form-no-file")));
        assert_eq!(
            kind(b"<html>", &all, &limits),
            Err(message!("document-unknown"))
        );
    }
}
