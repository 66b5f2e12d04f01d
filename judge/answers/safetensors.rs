//! Hugging Face's safetensors: 8 bytes of length, a JSON header of that length, the raw little-endian bytes of every tensor.

use super::elements::{Layout, decode};
use super::limits::Budget;
use super::{AnswersError, DtypeClass, Opened};
use crate::arrays::Dtype;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// Longest header that is read; a tensor takes about 100 bytes of it.
const LONGEST: u64 = 1 << 20;

/// Reads a whole `.safetensors`.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Opened, AnswersError> {
    let broken = |detail: String| AnswersError::SafetensorsHeader { detail };
    let (length, rest) = bytes
        .split_first_chunk()
        .ok_or_else(|| broken("fewer than 8 bytes".to_owned()))?;
    let length = u64::from_le_bytes(*length);
    if length > LONGEST {
        return Err(broken(format!(
            "a header of {length} bytes, {LONGEST} are allowed"
        )));
    }
    let (header, data) = usize::try_from(length)
        .ok()
        .and_then(|length| rest.split_at_checked(length))
        .ok_or_else(|| {
            broken(format!(
                "a header of {length} bytes, only {} are there",
                rest.len()
            ))
        })?;
    let Header(mut tensors) =
        serde_json::from_slice(header).map_err(|error| broken(error.to_string()))?;
    budget.check_members(tensors.len())?;
    tensors.sort_by_key(|(_, tensor)| tensor.data_offsets);

    let mut opened = Opened::default();
    let mut next = 0;
    for (name, tensor) in tensors {
        let (begin, end) = tensor.data_offsets;
        let misplaced = || AnswersError::SafetensorsOffsets {
            member: name.clone(),
            begin,
            end,
            expected_begin: next,
            data: data.len(),
        };
        let raw = usize::try_from(begin)
            .ok()
            .zip(usize::try_from(end).ok())
            .filter(|_| begin == next)
            .and_then(|(begin, end)| data.get(begin..end))
            .ok_or_else(misplaced)?;
        next = end;
        let read = tensor
            .layout(&name)
            .and_then(|layout| decode(&name, &layout, raw, budget));
        opened.take(name, read)?;
    }
    let extra = data.len() as u64 - next;
    if extra > 0 {
        return Err(broken(format!("{extra} bytes after the last tensor")));
    }
    Ok(opened)
}

/// The tensors in the order of the header, with repetitions: a map would hide them.
struct Header(Vec<(String, Tensor)>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tensor {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: (u64, u64),
}

impl Tensor {
    fn layout(&self, name: &str) -> Result<Layout, AnswersError> {
        let dtype = match self.dtype.as_str() {
            "F16" => Dtype::F16,
            "BF16" => Dtype::Bf16,
            "F32" => Dtype::F32,
            "F64" => Dtype::F64,
            "I8" => Dtype::I8,
            "I16" => Dtype::I16,
            "I32" => Dtype::I32,
            "I64" => Dtype::I64,
            "U8" => Dtype::U8,
            "U16" => Dtype::U16,
            "U32" => Dtype::U32,
            "U64" => Dtype::U64,
            "BOOL" => Dtype::Bool,
            other => {
                return Err(AnswersError::Dtype {
                    member: name.to_owned(),
                    dtype: other.to_owned(),
                    shape: self.shape.clone(),
                    class: if other.starts_with('C') {
                        DtypeClass::Complex
                    } else {
                        DtypeClass::Other
                    },
                });
            }
        };
        Ok(Layout {
            dtype,
            big_endian: false,
            fortran: false,
            shape: self.shape.clone(),
        })
    }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeaderVisitor)
    }
}

struct HeaderVisitor;

impl<'de> Visitor<'de> for HeaderVisitor {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tensors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Header, A::Error> {
        let mut tensors = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "__metadata__" {
                map.next_value::<IgnoredAny>()?;
            } else {
                tensors.push((name, map.next_value()?));
            }
        }
        Ok(Header(tensors))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AnswersError, Limits, read};
    use crate::arrays::Dtype;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        [
            &(header.len() as u64).to_le_bytes(),
            header.as_bytes(),
            data,
        ]
        .concat()
    }

    fn code(header: &str, data: &[u8]) -> &'static str {
        read(&file(header, data), &Limits::default())
            .unwrap_err()
            .code()
    }

    #[test]
    fn bfloat16_and_metadata_are_read() {
        let header = r#"{"__metadata__":{"format":"pt"},"a.b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"#;
        let named = read(&file(header, &[0xc0, 0xbf, 0x80, 0x7f]), &Limits::default()).unwrap();
        let array = named.get("a.b").unwrap();
        assert_eq!(array.dtype, Dtype::Bf16);
        assert_eq!(
            array.to_float(),
            ndarray::arr1(&[-1.5, f64::INFINITY]).into_dyn()
        );
    }

    #[test]
    fn types_that_are_no_numbers_are_refused_by_name() {
        for (dtype, expected) in [("C64", "complex_array"), ("F8_E4M3", "unsupported_dtype")] {
            let header =
                format!(r#"{{"a":{{"dtype":"{dtype}","shape":[1],"data_offsets":[0,8]}}}}"#);
            assert_eq!(code(&header, &[0; 8]), expected);
        }
    }

    #[test]
    fn tensors_must_follow_each_other() {
        let two = |first: &str, second: &str| {
            format!(
                r#"{{"a":{{"dtype":"F32","shape":[1],"data_offsets":{first}}},"b":{{"dtype":"F32","shape":[1],"data_offsets":{second}}}}}"#
            )
        };
        assert!(read(&file(&two("[4,8]", "[0,4]"), &[0; 8]), &Limits::default()).is_ok());
        for (first, second) in [
            ("[0,4]", "[0,4]"),
            ("[0,4]", "[2,6]"),
            ("[0,4]", "[5,9]"),
            ("[0,4]", "[4,12]"),
            ("[4,0]", "[4,8]"),
            ("[0,4]", "[4,18446744073709551615]"),
        ] {
            assert_eq!(
                code(&two(first, second), &[0; 8]),
                "safetensors_offsets",
                "{first} {second}"
            );
        }
        assert_eq!(code(&two("[0,4]", "[4,8]"), &[0; 9]), "safetensors_header");
        assert_eq!(code(&two("[0,2]", "[2,8]"), &[0; 8]), "array_truncated");
    }

    #[test]
    fn a_header_that_lies_is_refused() {
        let one = r#"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#;
        assert_eq!(
            code(&format!(r#"{{"a":{one},"a":{one}}}"#), &[0; 4]),
            "safetensors_offsets"
        );
        let empty = r#"{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#;
        assert_eq!(
            code(&format!(r#"{{"a":{empty},"a":{empty}}}"#), &[]),
            "duplicate_name"
        );
        for header in [
            r#"{"a":1}"#,
            r#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
            r#"{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}"#,
            r#"{"a":{"dtype":"F32","shape":[1]}}"#,
            r#"{"a""#,
        ] {
            assert_eq!(code(header, &[0; 4]), "safetensors_header", "{header}");
        }
        assert_eq!(
            code(
                r#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#,
                &[0; 4]
            ),
            "shape_too_large"
        );
        assert_eq!(code("{}", &[]), "no_arrays");
        let mut long = file("{}", &[]);
        long.splice(..8, 3_u64.to_le_bytes());
        assert_eq!(
            read(&long, &Limits::default()).unwrap_err().code(),
            "safetensors_header"
        );
        long.splice(..8, 0xffff_ffff_u64.to_le_bytes());
        let error = read(&long, &Limits::default()).unwrap_err();
        assert!(matches!(error, AnswersError::SafetensorsHeader { .. }));
    }
}
