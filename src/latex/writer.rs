//! What is written for the renderer, and what its numbers stand for.

/// What the renderer is given a number for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it is read.
    Text(String),
    /// An operator's name.
    Name(String),
    /// An operator that is a formula itself, rewritten.
    Formula(String),
}

/// The number of the first piece: the renderer treats one digit otherwise than several.
pub const FIRST: usize = 1_000;

/// What is written so far.
#[derive(Debug, Default)]
pub struct Writer {
    /// The LaTeX for the renderer.
    pub out: String,
    /// What its numbers stand for.
    pub pieces: Vec<Piece>,
}

impl Writer {
    /// Keeps a piece; its number.
    pub fn piece(&mut self, piece: Piece) -> usize {
        self.pieces.push(piece);
        FIRST + self.pieces.len() - 1
    }
}
