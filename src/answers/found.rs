//! What a file that is none of ours seems to be.

/// What a refused file seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Found {
    /// No bytes at all.
    Empty,
    /// `pickle.dump`, or a PyTorch file of before 1.6.
    Pickle,
    /// `torch.save`.
    PyTorch,
    /// HDF5, as Keras and h5py write.
    Hdf5,
    /// MATLAB's `.mat`.
    Matlab,
    /// A Jupyter notebook.
    Notebook,
    /// A spreadsheet or a document of an office suite.
    Office,
    /// A PDF.
    Pdf,
    /// A picture.
    Image,
    /// Apache Parquet.
    Parquet,
    /// gzip, tar, 7z, rar, xz, bzip2.
    Archive,
    /// Numbers separated by commas, semicolons or tabs.
    Csv,
    /// A web page.
    Html,
    /// Some other text.
    Text,
    /// Text in UTF-16, as some Windows programs save it.
    Utf16,
    /// Anything else.
    Unknown,
}

impl Found {
    /// A short name that does not change.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "found_empty",
            Self::Pickle => "found_pickle",
            Self::PyTorch => "found_pytorch",
            Self::Hdf5 => "found_hdf5",
            Self::Matlab => "found_matlab",
            Self::Notebook => "found_notebook",
            Self::Office => "found_office",
            Self::Pdf => "found_pdf",
            Self::Image => "found_image",
            Self::Parquet => "found_parquet",
            Self::Archive => "found_archive",
            Self::Csv => "found_csv",
            Self::Html => "found_html",
            Self::Text => "found_text",
            Self::Utf16 => "found_utf16",
            Self::Unknown => "found_unknown",
        }
    }
}
