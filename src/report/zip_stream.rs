//! A `.zip` that is handed on while it is written, and is in memory nowhere.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

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

/// An archive that is being written.
pub struct ZipStream {
    // In a box: it is large, and a future that holds it would be.
    zip: Box<ZipWriter<StreamWriter<Written>>>,
    written: Written,
}

impl Default for ZipStream {
    fn default() -> Self {
        let written = Written::default();
        Self {
            zip: Box::new(ZipWriter::new_stream(written.clone())),
            written,
        }
    }
}

impl ZipStream {
    /// Begins a file.
    ///
    /// # Errors
    /// When the archive takes no more.
    pub fn begin(&mut self, name: &str, method: CompressionMethod) -> ZipResult<()> {
        let options = SimpleFileOptions::default().compression_method(method);
        self.zip.start_file(name, options)
    }

    /// Writes into the file begun: what the archive has more by that, to be handed on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        self.zip.write_all(bytes)?;
        Ok(self.written.take())
    }

    /// Ends the archive: the rest of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(self) -> ZipResult<Vec<u8>> {
        self.zip.finish()?;
        Ok(self.written.take())
    }
}
