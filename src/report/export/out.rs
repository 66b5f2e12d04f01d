//! Where a file goes while it is written: piece by piece to whoever takes it, and into an archive where it is one of several.

use super::ExportError;
use crate::report::zip_stream::ZipStream;
use tokio::sync::mpsc::Sender;
use zip::CompressionMethod;

/// A piece of a file; an error where it cannot be written to its end.
pub type Piece = std::io::Result<Vec<u8>>;

/// Where a file goes.
pub(super) struct Out<'s> {
    sender: &'s Sender<Piece>,
    zip: Option<ZipStream>,
}

impl<'s> Out<'s> {
    /// One file.
    pub fn file(sender: &'s Sender<Piece>) -> Self {
        Self { sender, zip: None }
    }

    /// An archive of several.
    pub fn archive(sender: &'s Sender<Piece>) -> Self {
        let zip = Some(ZipStream::default());
        Self { sender, zip }
    }

    /// Begins a file of an archive.
    pub fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        if let Some(zip) = &mut self.zip {
            zip.begin(name, CompressionMethod::default())?;
        }
        Ok(())
    }

    /// Writes, and waits until it was taken.
    pub async fn put(&mut self, bytes: Vec<u8>) -> Result<(), ExportError> {
        let bytes = match &mut self.zip {
            Some(zip) => zip.write(&bytes)?,
            None => bytes,
        };
        self.send(bytes).await
    }

    /// Ends the archive, where it is one.
    pub async fn end(mut self) -> Result<(), ExportError> {
        match self.zip.take() {
            Some(zip) => self.send(zip.end()?).await,
            None => Ok(()),
        }
    }

    async fn send(&self, bytes: Vec<u8>) -> Result<(), ExportError> {
        if bytes.is_empty() {
            return Ok(());
        }
        let sent = self.sender.send(Ok(bytes)).await;
        sent.map_err(|_| ExportError::NobodyTakesIt)
    }
}
