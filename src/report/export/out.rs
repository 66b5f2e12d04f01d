//! Where a file goes while it is written: piece by piece to whoever takes it, and into an archive where it is one of several.

use super::ExportError;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::Sender;
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// A piece of a file; an error where it cannot be written to its end.
pub type Piece = std::io::Result<Vec<u8>>;

/// What an archive has written and nobody took yet.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Where a file goes.
pub(super) struct Out<'s> {
    sender: &'s Sender<Piece>,
    written: Written,
    // In a box: it is large, and a future that holds it would be.
    zip: Option<Box<ZipWriter<StreamWriter<Written>>>>,
}

impl<'s> Out<'s> {
    /// One file.
    pub fn file(sender: &'s Sender<Piece>) -> Self {
        Self {
            sender,
            written: Written::default(),
            zip: None,
        }
    }

    /// An archive of several.
    pub fn archive(sender: &'s Sender<Piece>) -> Self {
        let written = Written::default();
        Self {
            sender,
            zip: Some(Box::new(ZipWriter::new_stream(written.clone()))),
            written,
        }
    }

    /// Begins a file of an archive.
    pub fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        if let Some(zip) = &mut self.zip {
            zip.start_file(name, SimpleFileOptions::default())?;
        }
        Ok(())
    }

    /// Writes, and waits until it was taken.
    pub async fn put(&mut self, bytes: Vec<u8>) -> Result<(), ExportError> {
        let bytes = match &mut self.zip {
            Some(zip) => {
                zip.write_all(&bytes)?;
                self.take()
            }
            None => bytes,
        };
        self.send(bytes).await
    }

    /// Ends the archive, where it is one.
    pub async fn end(mut self) -> Result<(), ExportError> {
        if let Some(zip) = self.zip.take() {
            zip.finish()?;
            let bytes = self.take();
            self.send(bytes).await?;
        }
        Ok(())
    }

    fn take(&self) -> Vec<u8> {
        let written = &self.written.0;
        std::mem::take(&mut written.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn send(&self, bytes: Vec<u8>) -> Result<(), ExportError> {
        if bytes.is_empty() {
            return Ok(());
        }
        let sent = self.sender.send(Ok(bytes)).await;
        sent.map_err(|_| ExportError::NobodyTakesIt)
    }
}
