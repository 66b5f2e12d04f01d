//! A pack, written. Its bytes depend on what it says alone.

use super::instance::Instance;
use super::layout::{member, stacked};
use super::sheet::{Sheet, TaskSheet};
use crate::answers::write_npy;
use crate::arrays::{Array, Arrays};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The member that is no array.
pub(super) const SHEET: &str = "pack.json";

/// The file of a homework: its sheet and, for every task in its order, an instance a seed. A task without instances cannot be checked.
///
/// # Panics
/// Never: a sheet is JSON, and a zip is written to memory.
pub fn write(sheet: &Sheet, instances: &[Vec<Instance>]) -> Vec<u8> {
    let mut arrays = Arrays::new();
    for (task, instances) in sheet.tasks.iter().zip(instances) {
        arrays.extend(of_task(task, instances));
    }
    let mut json = serde_json::to_string_pretty(sheet).expect("a sheet is JSON");
    json.push('\n');
    archive(&json, &arrays).expect("a zip is written to memory")
}

fn of_task(task: &TaskSheet, instances: &[Instance]) -> Arrays {
    let mut named = Arrays::new();
    let inputs = task.inputs.iter().map(|port| ("inputs", &port.name));
    let outputs = task.outputs.iter().map(|o| ("outputs", &o.port.name));
    for (part, name) in inputs.chain(outputs) {
        let of_seed = |instance: &'_ Instance| {
            let arrays = if part == "inputs" {
                instance.inputs.get(name)
            } else {
                instance.truth.get(name)
            };
            arrays.cloned()
        };
        let seeds: Vec<Array> = instances.iter().filter_map(of_seed).collect();
        put(&mut named, &member(&task.task, part, name), &seeds);
    }
    for output in &task.outputs {
        let name = &output.port.name;
        let key = member(&task.task, "mistakes", name);
        let of_seed = |instance: &'_ Instance| -> Vec<Array> {
            let answers = instance.mistaken.iter();
            answers.filter_map(|a| a.get(name)).cloned().collect()
        };
        let seeds: Vec<Vec<Array>> = instances.iter().map(of_seed).collect();
        if seeds.iter().all(Vec::is_empty) {
            continue;
        }
        let whole: Option<Vec<Array>> = seeds.iter().map(|seed| stacked(&borrowed(seed))).collect();
        match whole.and_then(|seeds| stacked(&borrowed(&seeds))) {
            Some(array) => drop(named.insert(key, array)),
            None => {
                for (seed, answers) in seeds.iter().enumerate() {
                    put_each(&mut named, &format!("{key}.{seed}"), answers);
                }
            }
        }
    }
    named
}

fn borrowed(arrays: &[Array]) -> Vec<&Array> {
    arrays.iter().collect()
}

/// Arrays of one shape as one member, others as one each.
fn put(named: &mut Arrays, key: &str, arrays: &[Array]) {
    match stacked(&borrowed(arrays)) {
        Some(array) => drop(named.insert(key.to_owned(), array)),
        None => put_each(named, key, arrays),
    }
}

fn put_each(named: &mut Arrays, key: &str, arrays: &[Array]) {
    for (number, array) in arrays.iter().enumerate() {
        named.insert(format!("{key}.{number}"), array.clone());
    }
}

fn archive(sheet: &str, arrays: &Arrays) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    // What many mistakes leave as it is stands there many times, and shrinks.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    writer.start_file(SHEET, options)?;
    writer.write_all(sheet.as_bytes())?;
    for (name, array) in arrays {
        writer.start_file(format!("{name}.npy"), options)?;
        writer.write_all(&write_npy(array))?;
    }
    Ok(writer.finish()?.into_inner())
}
