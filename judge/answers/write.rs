//! The same files, written: inputs for students, answers for tests. The bytes depend on the arrays alone.

use crate::arrays::{Array, Arrays, Kind, Values};
use ndarray::ArrayD;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// One array as NumPy's `np.save` writes it: float64 or int64 by its kind, little endian, C order.
pub fn write_npy(array: &Array) -> Vec<u8> {
    /// The magic, the version and the length of the header.
    const BEFORE: usize = 10;
    let descr = match array.kind() {
        Kind::Float => "<f8",
        Kind::Int => "<i8",
    };
    let shape: Vec<u64> = array.shape().iter().map(|n| *n as u64).collect();
    let shape = super::elements::tuple(&shape);
    let mut header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    // NumPy aligns the elements to 64 bytes; the header ends in a line break.
    let padded = (BEFORE + header.len() + 1).next_multiple_of(64) - BEFORE;
    header.extend(std::iter::repeat_n(' ', padded - header.len() - 1));
    header.push('\n');

    let mut bytes = Vec::with_capacity(BEFORE + header.len() + array.len() * 8);
    bytes.extend_from_slice(super::npy_header::MAGIC);
    bytes.extend_from_slice(&[1, 0]);
    // ndarray allows so few axes in memory that 64 KiB of header are never reached.
    bytes.extend_from_slice(
        &u16::try_from(header.len())
            .unwrap_or(u16::MAX)
            .to_le_bytes(),
    );
    bytes.extend_from_slice(header.as_bytes());
    elements(array, &mut bytes);
    bytes
}

/// All elements in C order, little endian.
fn elements(array: &Array, bytes: &mut Vec<u8>) {
    match &array.values {
        Values::Float(values) => bytes.extend(values.iter().flat_map(|v| v.to_le_bytes())),
        Values::Int(values) => bytes.extend(values.iter().flat_map(|v| v.to_le_bytes())),
    }
}

/// Arrays as `np.savez` writes them, in the order of their names and with a fixed date.
///
/// Stored, not deflated: random doubles hardly shrink, and the bytes stay the same whatever the compressor's version.
///
/// # Panics
/// Where a name is longer than 64 KiB: names of tasks and outputs are not.
pub fn write_npz(named: &Arrays) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let written = named.iter().try_for_each(|(name, array)| {
        writer.start_file(format!("{name}.npy"), options)?;
        writer
            .write_all(&write_npy(array))
            .map_err(zip::result::ZipError::from)
    });
    written
        .and_then(|()| writer.finish())
        .expect("a zip of arrays is written to memory")
        .into_inner()
}

/// Arrays as Python's `json.dumps` writes nested lists, with `NaN`, `Infinity` and `-Infinity`.
pub fn write_json(named: &Arrays) -> String {
    let members: Vec<String> = named
        .iter()
        .map(|(name, array)| {
            let mut text = serde_json::Value::from(name.as_str()).to_string();
            text.push_str(": ");
            match &array.values {
                Values::Float(values) => nested(values, &mut text, |v, text| float(*v, text)),
                Values::Int(values) => nested(values, &mut text, |v, text| {
                    // Writing to a string does not fail.
                    let _ = write!(text, "{v}");
                }),
            }
            text
        })
        .collect();
    format!("{{{}}}\n", members.join(",\n "))
}

/// The shortest text that reads back as the same number; Debug keeps the `.0` that says it is real.
fn float(value: f64, text: &mut String) {
    let _ = match value {
        v if v.is_nan() => write!(text, "NaN"),
        f64::INFINITY => write!(text, "Infinity"),
        f64::NEG_INFINITY => write!(text, "-Infinity"),
        v => write!(text, "{v:?}"),
    };
}

/// One list for every axis.
fn nested<T>(values: &ArrayD<T>, text: &mut String, write: impl Fn(&T, &mut String)) {
    fn list<T>(
        view: ndarray::ArrayViewD<'_, T>,
        text: &mut String,
        write: &impl Fn(&T, &mut String),
    ) {
        if view.ndim() == 0 {
            if let Some(value) = view.first() {
                write(value, text);
            }
            return;
        }
        text.push('[');
        for (index, part) in view.outer_iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            list(part, text, write);
        }
        text.push(']');
    }
    list(values.view(), text, &write);
}

/// Arrays as safetensors writes them: `F64` or `I64` by kind.
pub fn write_safetensors(named: &Arrays) -> Vec<u8> {
    let mut data = Vec::new();
    let mut header = serde_json::Map::new();
    for (name, array) in named {
        let begin = data.len();
        elements(array, &mut data);
        let dtype = match array.kind() {
            Kind::Float => "F64",
            Kind::Int => "I64",
        };
        let tensor = serde_json::json!({"dtype": dtype, "shape": array.shape(), "data_offsets": [begin, data.len()]});
        header.insert(name.clone(), tensor);
    }
    let mut header = serde_json::Value::Object(header).to_string();
    header.extend(std::iter::repeat_n(
        ' ',
        header.len().next_multiple_of(8) - header.len(),
    ));
    [
        &(header.len() as u64).to_le_bytes()[..],
        header.as_bytes(),
        &data,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, read};
    use super::*;
    use ndarray::{arr0, arr1, arr2};

    fn sample() -> Arrays {
        Arrays::from([
            ("a.scalar".to_owned(), Array::float(arr0(-0.1).into_dyn())),
            (
                "a.odd".to_owned(),
                Array::float(
                    arr1(&[f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e300, 5e-324]).into_dyn(),
                ),
            ),
            (
                "b.labels".to_owned(),
                Array::int(arr2(&[[1, -2, i64::MAX], [i64::MIN, 5, 6]]).into_dyn()),
            ),
            (
                "b.empty".to_owned(),
                Array::float(ArrayD::zeros(vec![3, 0])),
            ),
            (
                "c.transposed".to_owned(),
                Array::float(
                    arr2(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
                        .reversed_axes()
                        .into_dyn(),
                ),
            ),
        ])
    }

    #[test]
    fn what_is_written_is_read_back() {
        let named = sample();
        assert_eq!(read(&write_npz(&named), &Limits::default()).unwrap(), named);
        assert_eq!(
            read(&write_safetensors(&named), &Limits::default()).unwrap(),
            named
        );
        assert_eq!(
            read(write_json(&named).as_bytes(), &Limits::default()).unwrap(),
            named
        );
        for array in named.values() {
            let one = read(&write_npy(array), &Limits::default()).unwrap();
            assert_eq!(one.get(""), Some(array));
        }
    }

    #[test]
    fn nan_survives_every_format() {
        let named = Arrays::from([(
            "a".to_owned(),
            Array::float(arr1(&[f64::NAN, 1.0]).into_dyn()),
        )]);
        for bytes in [
            write_npz(&named),
            write_safetensors(&named),
            write_json(&named).into_bytes(),
        ] {
            let back = read(&bytes, &Limits::default()).unwrap();
            let array = back.get("a").unwrap().to_float();
            assert!(array.iter().next().unwrap().is_nan(), "{bytes:?}");
        }
    }

    #[test]
    fn the_bytes_depend_on_the_arrays_alone() {
        assert_eq!(write_npz(&sample()), write_npz(&sample()));
        let json = write_json(&Arrays::from([(
            "a.\"b".to_owned(),
            Array::float(arr1(&[1.0, f64::NAN]).into_dyn()),
        )]));
        assert_eq!(json, "{\"a.\\\"b\": [1.0, NaN]}\n");
    }

    /// `np.save` of `np.arange(3.)`.
    #[test]
    fn a_npy_is_the_one_that_numpy_writes() {
        let bytes = write_npy(&Array::float(arr1(&[0.0, 1.0, 2.0]).into_dyn()));
        assert_eq!(
            bytes,
            include_bytes!("../../tests/fixtures/answers/arange3.npy")
        );
    }
}
