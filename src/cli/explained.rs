//! What this program's own errors and arguments say where a command ends.

use crate::config::NotText;
use crate::folder::LayoutError;
use crate::grading::{InputsFileError, TaskFailure};
use crate::import::table::TableError;
use crate::report::export::ExportError;
use crate::service::error::ServiceError;
use crate::settings::base_url::BaseUrlError;
use crate::settings::listen::NoListen;
use crate::settings::log_filter::NoFilter;
use crate::settings::network::NotANetwork;
use crate::settings::security_contact::NoContact;
use crate::store::{BackupError, MoveError, StoreError};
use dgm_client::cli::error::CliError;
use l10n::{Explain as _, Message};

dgm_client::explained!(
    BackupError,
    BaseUrlError,
    InputsFileError,
    LayoutError,
    MoveError,
    NotANetwork,
    NotText,
    ServiceError,
    StoreError,
    TableError,
    TaskFailure,
);

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        Self::unexpected(&error)
    }
}

/// Why an argument of ours was refused.
pub fn why(error: &(dyn std::error::Error + 'static)) -> Option<Message> {
    let url = error.downcast_ref::<BaseUrlError>();
    let network = || error.downcast_ref::<NotANetwork>();
    let contact = || error.downcast_ref::<NoContact>();
    let listen = || error.downcast_ref::<NoListen>();
    let filter = || error.downcast_ref::<NoFilter>();
    url.map(BaseUrlError::message)
        .or_else(|| listen().map(NoListen::message))
        .or_else(|| filter().map(NoFilter::message))
        .or_else(|| network().map(NotANetwork::message))
        .or_else(|| contact().map(NoContact::message))
}
