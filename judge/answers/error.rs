//! What can be wrong with a file of answers.

use super::Found;
use super::damage::Damage;
use l10n::{Explain, Lang};
use std::fmt;

/// Why a file was refused. `member` is the name of the array within the file, empty for the file's only array;
/// what it says is in `explain.rs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswersError {
    /// A file of another kind altogether.
    UnsupportedFormat {
        /// What it seems to be.
        found: Found,
    },
    /// The file as sent is over the limit.
    FileTooLarge {
        /// Bytes sent.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The arrays together are over the limit.
    InflatedTooLarge {
        /// The array that did not fit any more.
        member: String,
        /// Bytes allowed.
        limit: usize,
    },
    /// More arrays than allowed.
    TooManyMembers {
        /// How many there are (or how many were seen).
        found: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// More axes than allowed.
    TooManyAxes {
        /// The array.
        member: String,
        /// Its axes.
        found: usize,
        /// Axes allowed.
        limit: usize,
    },
    /// A shape whose product is beyond all bounds.
    ShapeTooLarge {
        /// The array.
        member: String,
        /// The shape as written, `(4, 5)`.
        shape: String,
    },
    /// The file holds no array at all.
    NoArrays,
    /// Two arrays of one name.
    DuplicateName {
        /// The name.
        member: String,
    },
    /// An element type that answers cannot have.
    Dtype {
        /// The array.
        member: String,
        /// The type as the file writes it.
        dtype: String,
        /// The lengths of its axes; none is one element.
        shape: Vec<u64>,
        /// What kind of type it is.
        class: DtypeClass,
    },
    /// Fewer bytes than the shape asks for.
    ArrayTruncated {
        /// The array.
        member: String,
        /// Bytes that the shape asks for.
        expected: u64,
        /// Bytes there are.
        found: usize,
    },
    /// More bytes than the shape asks for.
    TrailingBytes {
        /// The array.
        member: String,
        /// Bytes too many.
        extra: usize,
    },
    /// The `.npy` header is damaged or not one that NumPy writes.
    NpyHeader {
        /// The array.
        member: String,
        /// The part of it: `version`, `length`, `descr`, `shape`…
        part: &'static str,
        /// What stands there.
        found: String,
    },
    /// A zip archive that is cut off, has bytes before or after it, or contradicts itself.
    BrokenArchive {
        /// What of it.
        damage: Damage,
    },
    /// A zip archive with a comment, or with bytes behind its end: two readers may see two archives in it.
    BytesBehindArchive,
    /// A member of the archive does not inflate to what the archive says.
    BrokenMember {
        /// The member.
        member: String,
        /// What of it.
        damage: Damage,
    },
    /// A member of the archive is encrypted.
    EncryptedMember {
        /// The member.
        member: String,
    },
    /// A member is compressed by a method other than deflate.
    Compression {
        /// The member.
        member: String,
        /// The method.
        method: String,
    },
    /// A member of the archive is not an array.
    NotAnArray {
        /// The member's whole file name.
        member: String,
    },
    /// The header of a safetensors file is damaged.
    SafetensorsHeader {
        /// What is wrong, in English, from the JSON reader or from us.
        detail: String,
    },
    /// A tensor's bytes are not where a safetensors file must have them.
    SafetensorsOffsets {
        /// The tensor.
        member: String,
        /// Where its bytes begin, by the header.
        begin: u64,
        /// Where they end, by the header.
        end: u64,
        /// Where they had to begin: tensors follow each other without gap or overlap.
        expected_begin: u64,
        /// Bytes of data in the file.
        data: usize,
    },
    /// Not JSON from here on.
    JsonSyntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What could have stood here; empty for the end of the file.
        expected: &'static str,
        /// The character that does.
        found: String,
    },
    /// The JSON text stops in the middle.
    JsonEnds {
        /// Line, from 1.
        line: usize,
        /// What could have followed.
        expected: &'static str,
    },
    /// The JSON text is a list or something else where an object is needed.
    JsonNotObject,
    /// A value that is not a number.
    JsonValue {
        /// The array.
        member: String,
        /// Where in it, `[3][0]`.
        place: String,
        /// What it is.
        found: JsonKind,
    },
    /// Lists within lists beyond the limit.
    JsonTooDeep {
        /// The array.
        member: String,
        /// Depth allowed.
        limit: usize,
    },
    /// Rows of different lengths.
    RaggedList {
        /// The array.
        member: String,
        /// Which list differs, `[3]`.
        place: String,
        /// Length of the lists before it.
        expected: usize,
        /// Its own length.
        found: usize,
    },
    /// Numbers and lists side by side.
    MixedList {
        /// The array.
        member: String,
        /// The first element that differs, `[3]`.
        place: String,
    },
    /// An array under a name that `np.savez` made up for it.
    NamelessArray {
        /// The name, `arr_0`.
        member: String,
    },
    /// Two keys name one output.
    SameOutputTwice {
        /// The output, `task.output`.
        output: String,
        /// The two keys.
        keys: [String; 2],
    },
    /// A single unnamed array for a homework of several outputs.
    UnnamedArray {
        /// How many outputs the homework has.
        outputs: usize,
        /// One of them, for an example.
        example: String,
    },
}

/// What kind of element type was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DtypeClass {
    /// Pickled Python objects.
    Object,
    /// A record of several fields.
    Structured,
    /// Complex numbers.
    Complex,
    /// Text.
    Text,
    /// Dates and durations.
    Datetime,
    /// Raw bytes without a meaning.
    Void,
    /// Two raw bytes: what NumPy makes of a bfloat16.
    Bfloat16,
    /// Anything else: long double, float8…
    Other,
}

/// What stands in JSON in a number's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// `null`.
    Null,
    /// A string.
    Text,
    /// An object.
    Object,
}

impl fmt::Display for AnswersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for AnswersError {}
