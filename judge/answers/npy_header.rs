//! The header of a `.npy`: a Python dict literal, `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
//!
//! NumPy evaluates it as Python; here it is read by a parser that knows these three keys and nothing else.

use super::elements::Layout;
use super::{AnswersError, DtypeClass};
use crate::arrays::Dtype;

/// The first bytes of every `.npy`.
pub(super) const MAGIC: &[u8] = b"\x93NUMPY";

/// Longest header that is read. NumPy itself needs 118 bytes for any array that is not structured.
const LONGEST: usize = 64 << 10;

/// Reads the header; returns the layout it declares and the bytes that follow it.
pub(super) fn read<'a>(member: &str, bytes: &'a [u8]) -> Result<(Layout, &'a [u8]), AnswersError> {
    let broken = |part: &'static str, found: &[u8]| AnswersError::NpyHeader {
        member: member.to_owned(),
        part,
        found: String::from_utf8_lossy(found.get(..100).unwrap_or(found)).into_owned(),
    };
    let rest = bytes
        .strip_prefix(MAGIC)
        .ok_or_else(|| broken("magic", bytes))?;
    let (version, rest) = rest
        .split_first_chunk::<2>()
        .ok_or_else(|| broken("version", b""))?;
    let (length, rest) = match version {
        [1, 0] => rest
            .split_first_chunk()
            .map(|(n, rest)| (usize::from(u16::from_le_bytes(*n)), rest)),
        // Version 3 differs from 2 in the encoding of field names, which no array here has.
        [2 | 3, 0] => rest.split_first_chunk().map(|(n, rest)| {
            (
                usize::try_from(u32::from_le_bytes(*n)).unwrap_or(usize::MAX),
                rest,
            )
        }),
        [major, minor] => return Err(broken("version", format!("{major}.{minor}").as_bytes())),
    }
    .ok_or_else(|| broken("length", b""))?;
    if length > LONGEST {
        return Err(broken("length", length.to_string().as_bytes()));
    }
    let (header, data) = rest
        .split_at_checked(length)
        .ok_or_else(|| broken("length", format!("{length} > {}", rest.len()).as_bytes()))?;
    let text = std::str::from_utf8(header).map_err(|_| broken("encoding", header))?;
    let layout = Literal { member, rest: text }.layout()?;
    Ok((layout, data))
}

/// An element type with its byte order, or what is written there instead and what kind of type it is.
type Descr<'a> = Result<(Dtype, bool), (&'a str, DtypeClass)>;

/// What is left to read of the literal.
struct Literal<'a> {
    member: &'a str,
    rest: &'a str,
}

impl<'a> Literal<'a> {
    fn layout(mut self) -> Result<Layout, AnswersError> {
        let (mut descr, mut fortran, mut shape) = (None, None, None);
        self.expect('{', "dict")?;
        while !self.take('}') {
            let key = self.string("key")?;
            self.expect(':', "dict")?;
            match key {
                "descr" if descr.is_none() => descr = Some(self.descr()?),
                "fortran_order" if fortran.is_none() => fortran = Some(self.boolean()?),
                "shape" if shape.is_none() => shape = Some(self.shape()?),
                _ => return Err(self.broken("key", key)),
            }
            if !self.take(',') {
                self.expect('}', "dict")?;
                break;
            }
        }
        if !self.rest.trim_ascii().is_empty() {
            return Err(self.broken("dict", self.rest));
        }
        let descr = descr.ok_or_else(|| self.broken("descr", ""))?;
        let fortran = fortran.ok_or_else(|| self.broken("fortran_order", ""))?;
        let shape = shape.ok_or_else(|| self.broken("shape", ""))?;
        match descr {
            Ok((dtype, big_endian)) => Ok(Layout {
                dtype,
                big_endian,
                fortran,
                shape,
            }),
            // The shape tells what kind of objects they are.
            Err((dtype, class)) => Err(AnswersError::Dtype {
                member: self.member.to_owned(),
                dtype: dtype.chars().take(100).collect(),
                shape,
                class,
            }),
        }
    }

    fn descr(&mut self) -> Result<Descr<'a>, AnswersError> {
        self.skip_spaces();
        if self.rest.starts_with('[') {
            // A list of fields; what they are does not matter any more, and fields may have fields.
            let mut depth = 0_usize;
            let end = self.rest.find(|c| {
                depth += usize::from(c == '[');
                depth -= usize::from(c == ']');
                depth == 0
            });
            let (fields, rest) = self
                .rest
                .split_at_checked(end.map_or(self.rest.len(), |at| at + 1))
                .unwrap_or_default();
            self.rest = rest;
            return Ok(Err((fields, DtypeClass::Structured)));
        }
        let descr = self.string("descr")?;
        Ok(dtype(descr).map_err(|class| (descr, class)))
    }

    fn boolean(&mut self) -> Result<bool, AnswersError> {
        self.skip_spaces();
        for (word, value) in [("True", true), ("False", false)] {
            if let Some(rest) = self.rest.strip_prefix(word) {
                self.rest = rest;
                return Ok(value);
            }
        }
        Err(self.broken("fortran_order", self.rest))
    }

    /// `()`, `(3,)`, `(3, 4)`; the number of axes is bounded by the length of the header.
    fn shape(&mut self) -> Result<Vec<u64>, AnswersError> {
        self.expect('(', "shape")?;
        let mut axes = Vec::new();
        while !self.take(')') {
            axes.push(self.integer()?);
            if !self.take(',') {
                // Python reads `(3)` as a number.
                if axes.len() == 1 {
                    return Err(self.broken("shape", self.rest));
                }
                self.expect(')', "shape")?;
                break;
            }
        }
        Ok(axes)
    }

    fn integer(&mut self) -> Result<u64, AnswersError> {
        self.skip_spaces();
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        let axis = digits
            .parse()
            .map_err(|_| self.broken("shape", self.rest))?;
        // Python 2 wrote long integers so.
        self.rest = rest.strip_prefix('L').unwrap_or(rest);
        Ok(axis)
    }

    /// A string in either quotes. NumPy writes no escapes here, so a backslash is an ordinary character.
    fn string(&mut self, part: &'static str) -> Result<&'a str, AnswersError> {
        self.skip_spaces();
        // As Python 2 marks a text that is none of bytes.
        let marked = self.rest.strip_prefix('u').unwrap_or(self.rest);
        let quoted = ['\'', '"'].into_iter().find_map(|quote| {
            marked
                .strip_prefix(quote)
                .and_then(|rest| rest.split_once(quote))
        });
        let (text, rest) = quoted.ok_or_else(|| self.broken(part, self.rest))?;
        self.rest = rest;
        Ok(text)
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip_spaces();
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, wanted: char, part: &'static str) -> Result<(), AnswersError> {
        if self.take(wanted) {
            Ok(())
        } else {
            Err(self.broken(part, self.rest))
        }
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    fn broken(&self, part: &'static str, found: &str) -> AnswersError {
        AnswersError::NpyHeader {
            member: self.member.to_owned(),
            part,
            found: found.trim_ascii_end().chars().take(100).collect(),
        }
    }
}

/// NumPy's `dtype.str` → the element type, and whether its bytes are in big-endian order. Other programs write whatever else `np.dtype` takes:
/// the type's name, its one letter, `=` or `|`, which `np.load` takes for the byte order of the machine (little-endian wherever courses are
/// taken). What C calls long is read with 64 bits, as it has everywhere but on Windows.
fn dtype(descr: &str) -> Result<(Dtype, bool), DtypeClass> {
    let big_endian = descr.starts_with('>');
    let code = descr.strip_prefix(['<', '>', '|', '=']).unwrap_or(descr);
    let dtype = match code {
        "f2" | "float16" | "half" | "e" => Dtype::F16,
        "f4" | "float32" | "single" | "f" => Dtype::F32,
        "f8" | "float64" | "double" | "float" | "d" => Dtype::F64,
        "i1" | "int8" | "byte" | "b" => Dtype::I8,
        "i2" | "int16" | "short" | "h" => Dtype::I16,
        "i4" | "int32" | "intc" | "i" => Dtype::I32,
        "i8" | "int64" | "int" | "int_" | "intp" | "long" | "longlong" | "l" | "q" | "p" => {
            Dtype::I64
        }
        "u1" | "uint8" | "ubyte" | "B" => Dtype::U8,
        "u2" | "uint16" | "ushort" | "H" => Dtype::U16,
        "u4" | "uint32" | "uintc" | "I" => Dtype::U32,
        "u8" | "uint64" | "uint" | "uintp" | "ulong" | "ulonglong" | "L" | "Q" | "P" => Dtype::U64,
        "b1" | "bool" | "bool_" | "?" => Dtype::Bool,
        "V2" => return Err(DtypeClass::Bfloat16),
        _ => {
            return Err(match code.as_bytes().first() {
                Some(b'O') => DtypeClass::Object,
                Some(b'c') => DtypeClass::Complex,
                Some(b'U' | b'S' | b'a' | b'T') => DtypeClass::Text,
                Some(b'M' | b'm') => DtypeClass::Datetime,
                Some(b'V') => DtypeClass::Void,
                _ => DtypeClass::Other,
            });
        }
    };
    Ok((dtype, big_endian))
}

#[cfg(test)]
mod tests;
