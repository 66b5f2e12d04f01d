//! Why an export was not written.

/// Why a gradebook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The CSV writer failed.
    #[error("the table could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// The workbook could not be made.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The archive could not be made.
    #[error("the archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// Memory, or a temporary file, could not be written to.
    #[error("the file could not be written: {0}")]
    Memory(#[from] std::io::Error),
    /// The class could not be read.
    #[error("the class could not be read: {0}")]
    Store(#[from] crate::store::StoreError),
    /// Whoever asked for it went away.
    #[error("nobody takes it any more")]
    NobodyTakesIt,
    /// The JSON could not be made.
    #[error("the JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
}
