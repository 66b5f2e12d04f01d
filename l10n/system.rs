//! What the operating system says of a file or a connection, in the person's language.

use super::messages::{Arg, Message};
use crate::message;
use std::io::{Error, ErrorKind};

/// A failure of the system: what is usual in a sentence of ours, with the system's number; what is rare in the system's words.
pub fn system_error(error: &Error) -> Message {
    let code = match error.raw_os_error() {
        Some(number) => {
            let code = message!("system-code", number = number.to_string());
            Arg::List(vec!["".into(), code.into()], " ")
        }
        None => "".into(),
    };
    match error.kind() {
        ErrorKind::NotFound => message!("system-not-found", code = code),
        ErrorKind::PermissionDenied => message!("system-permission-denied", code = code),
        ErrorKind::AlreadyExists => message!("system-already-exists", code = code),
        ErrorKind::IsADirectory => message!("system-is-a-folder", code = code),
        ErrorKind::NotADirectory => message!("system-not-a-folder", code = code),
        ErrorKind::ReadOnlyFilesystem => message!("system-read-only", code = code),
        ErrorKind::StorageFull => message!("system-storage-full", code = code),
        ErrorKind::QuotaExceeded => message!("system-quota-exceeded", code = code),
        ErrorKind::AddrInUse => message!("system-address-in-use", code = code),
        ErrorKind::AddrNotAvailable => message!("system-address-not-available", code = code),
        ErrorKind::ConnectionRefused => message!("system-connection-refused", code = code),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            message!("system-connection-reset", code = code)
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            message!("system-unreachable", code = code)
        }
        ErrorKind::BrokenPipe => message!("system-broken-pipe", code = code),
        ErrorKind::TimedOut => message!("system-timed-out", code = code),
        ErrorKind::UnexpectedEof => message!("system-unexpected-end", code = code),
        ErrorKind::InvalidFilename => message!("system-invalid-name", code = code),
        ErrorKind::InvalidInput => message!("system-invalid-input", code = code),
        ErrorKind::InvalidData => message!("system-invalid-data", code = code),
        _ => message!("system-other", detail = error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn a_missing_file_is_missing_in_both_languages() {
        let error = std::fs::File::open("there is no such file").unwrap_err();
        let said = system_error(&error);
        assert_eq!(said.text(Lang::En), "no such file or folder (os error 2)");
        assert_eq!(
            said.text(Lang::Ru),
            "нет такого файла или папки (ошибка системы 2)"
        );
        let own = Error::new(ErrorKind::NotFound, "x");
        assert_eq!(system_error(&own).text(Lang::En), "no such file or folder");
    }
}
