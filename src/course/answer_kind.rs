//! What an answer to an item that a person grades can be.

/// What an answer is, as told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerKind {
    /// Markdown with formulas.
    Text,
    /// A PDF document.
    Pdf,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A Jupyter notebook.
    Notebook,
    /// NumPy's archive of arrays.
    Npz,
}

impl AnswerKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Text,
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Notebook,
        Self::Npz,
    ];

    /// What is taken where a config says nothing.
    pub const USUAL: [Self; 4] = [Self::Text, Self::Pdf, Self::Png, Self::Jpeg];

    /// The word stored, written in a config, and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Notebook => "ipynb",
            Self::Npz => "npz",
        }
    }

    /// The ending of its file.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "md",
            other => other.name(),
        }
    }

    /// The content type it is served with, whatever was claimed when it was sent.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Notebook => "application/x-ipynb+json",
            Self::Npz => "application/octet-stream",
        }
    }

    /// Whether it is shown as an image.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg)
    }

    /// Whether a browser shows the file itself.
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Pdf)
    }
}
