//! A `.zip` that is sent while it is written, and is in memory nowhere.

use axum::body::Bytes;
use serde_json::Value;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::Sender;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// How much is written at once, and handed on before more is written.
const PIECE: usize = 256 * 1024;

/// Why an archive could not be made to its end.
pub struct Broken(pub String);

impl<E: std::fmt::Display> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// What was written and not handed on yet.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

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

/// An archive that is sent while it is written.
pub struct Archive {
    // In a box: it is large, and a future that holds it would be.
    zip: Box<ZipWriter<StreamWriter<Written>>>,
    written: Written,
    sender: Sender<std::io::Result<Bytes>>,
}

impl Archive {
    /// One that this receiver is sent.
    pub fn new(sender: Sender<std::io::Result<Bytes>>) -> Self {
        let written = Written::default();
        Self {
            zip: Box::new(ZipWriter::new_stream(written.clone())),
            written,
            sender,
        }
    }

    /// Begins a file.
    ///
    /// # Errors
    /// When the archive takes no more.
    pub fn begin(&mut self, name: &str) -> Result<(), Broken> {
        // An .npz is compressed already, as are PDFs and images.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        Ok(self.zip.start_file(name, options)?)
    }

    /// Writes into the file begun.
    ///
    /// # Errors
    /// When it cannot be written, or nobody takes it any more.
    pub async fn put(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        for piece in bytes.chunks(PIECE) {
            self.zip.write_all(piece)?;
            self.hand_on().await?;
        }
        Ok(())
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// When it cannot be written, or nobody takes it any more.
    pub async fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Broken> {
        self.begin(name)?;
        self.put(bytes).await
    }

    /// Writes the element of a list of this number.
    ///
    /// # Errors
    /// When it cannot be written, or nobody takes it any more.
    pub async fn element(&mut self, number: usize, value: &Value) -> Result<(), Broken> {
        let comma = if number == 0 { "\n" } else { ",\n" };
        let text = format!("{comma}{}", serde_json::to_string_pretty(value)?);
        self.put(text.as_bytes()).await
    }

    /// Ends the archive.
    ///
    /// # Errors
    /// When it cannot be written, or nobody takes it any more.
    pub async fn finish(self) -> Result<(), Broken> {
        self.zip.finish()?;
        hand_on(&self.written, &self.sender).await
    }

    async fn hand_on(&self) -> Result<(), Broken> {
        hand_on(&self.written, &self.sender).await
    }
}

/// Whoever went away is told nothing more: that ends the archive, as a failure would.
async fn hand_on(written: &Written, sender: &Sender<std::io::Result<Bytes>>) -> Result<(), Broken> {
    let bytes = written.take();
    if !bytes.is_empty() {
        sender.send(Ok(bytes.into())).await?;
    }
    Ok(())
}
