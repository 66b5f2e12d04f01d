//! What every format does: the class in parts, and what is written of each.

use super::ExportError;
use super::class::Class;
use super::out::Out;
use crate::report::gradebook::Gradebook;

/// A format at work.
pub(super) trait Writer: Send {
    /// Adds these students: what there is to hand on of the file.
    fn rows(&mut self, part: &Gradebook) -> Result<Vec<u8>, ExportError>;

    /// What comes after the last of them, a piece at a time; nothing where it is over.
    fn end(&mut self) -> Result<Vec<u8>, ExportError>;
}

/// Writes the whole class, a part at a time.
pub(super) async fn write_all(
    class: &Class<'_>,
    mut writer: impl Writer,
    out: &mut Out<'_>,
) -> Result<usize, ExportError> {
    let mut students = 0;
    for number in 0..class.parts() {
        let part = class.part(number).await?;
        students += part.students.len();
        out.put(writer.rows(&part)?).await?;
    }
    loop {
        let piece = writer.end()?;
        if piece.is_empty() {
            return Ok(students);
        }
        out.put(piece).await?;
    }
}
