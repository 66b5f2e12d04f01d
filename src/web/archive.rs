//! A `.zip` that is sent while it is written, and is in memory nowhere.

use crate::report::zip_stream::ZipStream;
use axum::body::Bytes;
use serde_json::Value;
use tokio::sync::mpsc::Sender;
use zip::CompressionMethod;

/// How much is written at once, and handed on before more is written.
const PIECE: usize = 256 * 1024;

/// Why an archive could not be made to its end.
pub struct Broken(pub String);

impl<E: std::fmt::Display> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// An archive that is sent while it is written.
pub struct Archive {
    zip: ZipStream,
    sender: Sender<std::io::Result<Bytes>>,
}

impl Archive {
    /// One that this receiver is sent.
    pub fn new(sender: Sender<std::io::Result<Bytes>>) -> Self {
        let zip = ZipStream::default();
        Self { zip, sender }
    }

    /// Begins a file.
    ///
    /// # Errors
    /// When the archive takes no more.
    pub fn begin(&mut self, name: &str) -> Result<(), Broken> {
        // An .npz is compressed already, as are PDFs and images.
        Ok(self.zip.begin(name, CompressionMethod::Stored)?)
    }

    /// Writes into the file begun.
    ///
    /// # Errors
    /// When it cannot be written, or nobody takes it any more.
    pub async fn put(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        for piece in bytes.chunks(PIECE) {
            let bytes = self.zip.write(piece)?;
            hand_on(bytes, &self.sender).await?;
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
        hand_on(self.zip.end()?, &self.sender).await
    }
}

/// Whoever went away is told nothing more: that ends the archive, as a failure would.
async fn hand_on(bytes: Vec<u8>, sender: &Sender<std::io::Result<Bytes>>) -> Result<(), Broken> {
    if !bytes.is_empty() {
        sender.send(Ok(bytes.into())).await?;
    }
    Ok(())
}
