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
