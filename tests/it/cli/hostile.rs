//! Names in other people's files that would do something to the terminal they are shown on.

use super::run::{Run, Work, dgm, run, text};
use l10n::visible::is_obeyed;
use std::io::Write as _;

/// Titles of windows, cleared screens, hidden text, turned order, marks and ends of lines, and endless names.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "\u{1b}]0;pwn\u{7}\u{1b}[2Jx",
        "\u{1b}[8mhidden",
        "\u{9b}2Jx",
        "\u{9d}0;pwn\u{9c}",
        "gaussian\u{202e}lk.lk",
        "\u{2066}a\u{2069}\u{200f}\u{200e}\u{61c}",
        "\u{feff}gaussian_kl.kl",
        "a\u{2028}b\u{2029}c",
        "a\rgaussian_kl: correct",
        "a\u{8}\u{8}b\u{7f}",
        "a\u{e0041}b",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    names.push("x".repeat(1 << 20));
    names.push("\u{9b}".repeat(5000));
    names
}

/// Nothing of it is obeyed by a terminal, and no line of it is endless.
fn is_harmless(run: &Run, what: &str) {
    for text in [&run.out, &run.err] {
        let obeyed = text
            .chars()
            .find(|c| is_obeyed(*c) && !matches!(c, '\n' | '\t'));
        assert_eq!(obeyed, None, "{what:?}: {text}");
        // A document of JSON is one line, whatever is in it.
        let people = text.lines().filter(|line| !line.starts_with('{'));
        let longest = people.map(|line| line.chars().count()).max();
        assert!(
            longest.unwrap_or_default() <= 2_001,
            "{what:.80}: {longest:?}"
        );
    }
    assert!(!run.err.contains("panicked"), "{run:?}");
}

fn archive(name: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default();
    let array = std::fs::read("tests/fixtures/answers/arange3.npy").expect("it is read");
    for name in [&format!("{name}.npy"), "readme"] {
        archive.start_file(name, stored).expect("a member is begun");
        archive.write_all(&array).expect("it is written");
    }
    archive.finish().expect("the archive ends").into_inner()
}

#[test]
fn names_of_arrays_are_shown_not_obeyed() {
    let work = Work::solved("elbo");
    for name in names() {
        let quoted = serde_json::to_string(&name).expect("it is text");
        // A known wrong answer, an unknown key; twice the key; a list that is none; broken after the name.
        let files = [
            format!("{{\"gaussian_kl.kl\": 1, {quoted}: 1}}"),
            format!("{{{quoted}: 1, {quoted}: 2}}"),
            format!("{{{quoted}: [1, [2]]}}"),
            format!("{{{quoted}: {quoted}}}"),
            format!("{{{quoted} 1}}"),
        ];
        let mut files: Vec<Vec<u8>> = files.map(String::into_bytes).to_vec();
        if name.len() < 60_000 {
            files.push(archive(&name));
        }
        let mut header = format!("{{{quoted}:{{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}},\"b\":{{\"dtype\":{quoted},\"shape\":[1],\"data_offsets\":[0,8]}}}}").into_bytes();
        let mut safetensors = (header.len() as u64).to_le_bytes().to_vec();
        safetensors.append(&mut header);
        safetensors.extend([0; 8]);
        files.push(safetensors);
        for file in files {
            let path = work.write("hostile", &file);
            for format in ["text", "json"] {
                let run = run(&["check", "elbo", &path, "--format", format]);
                if format == "text" || name.len() < 60_000 {
                    is_harmless(&run, &format!("{name:.40} {format}"));
                }
                if format == "json" {
                    serde_json::from_str::<serde_json::Value>(&run.out).expect("one document");
                }
            }
        }
    }
}

#[test]
fn lists_and_configs_are_shown_not_obeyed() {
    let work = Work::solved("elbo");
    let data = work.path("data");
    for name in names() {
        let list = format!("login,name,role\n{name},{name},student\nanna,{name},{name}\n");
        let path = work.write("list.csv", list.as_bytes());
        for import in [
            &["roster", "import", &path, "--data", text(&data)][..],
            &[
                "roster",
                "import",
                &path,
                "--data",
                text(&data),
                "--dry-run",
            ],
        ] {
            is_harmless(&run(import), &format!("{name:.40}"));
        }
        let column = work.write("column.csv", format!("{name},b\n1,2\n").as_bytes());
        is_harmless(
            &run(&["roster", "import", &column, "--data", text(&data)]),
            &format!("{name:.40}"),
        );
        let plain = toml::Value::String(name.clone()).to_string();
        for config in [
            format!("title = {plain}\n{plain} = 1\n"),
            format!("title = \"{name}\"\n"),
            format!("final_grade = {plain}\n[[homework]]\nid = {plain}\n"),
            name.clone(),
        ] {
            let path = work.write("course.toml", config.as_bytes());
            for format in ["text", "json"] {
                let run = run(&["course", "check", &path, "--format", format]);
                if format == "text" || name.len() < 60_000 {
                    is_harmless(&run, &format!("{name:.40} {format}"));
                }
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_are_shown_not_obeyed() {
    use std::ffi::OsStr;
    let work = Work::solved("elbo");
    let course = work.write("course.toml", run(&["course", "show"]).out.as_bytes());
    let table = work.path("table.csv");
    let hostile = names()
        .into_iter()
        .filter(|n| n.len() < 200 && !n.contains('/'));
    for name in hostile {
        let folder = work.path("class");
        std::fs::create_dir_all(&folder).expect("a folder is made");
        for ending in [".json", ".txt"] {
            std::fs::write(folder.join(format!("{name}{ending}")), b"{\"=1;=2\": 1}")
                .expect("it is written");
        }
        let path = folder.join(format!("{name}.json"));
        let graded = run(&[
            "grade",
            "--homework",
            "elbo",
            "--course",
            &course,
            "--submissions",
            text(&folder),
            "-o",
            text(&table),
            "--force",
        ]);
        is_harmless(&graded, &name);
        if let Ok(table) = std::fs::read_to_string(&table) {
            let obeyed = table.chars().find(|c| is_obeyed(*c) && *c != '\n');
            assert_eq!(obeyed, None, "{table}");
            assert!(!table.contains(";=") && !table.contains(",="), "{table}");
        }
        is_harmless(&run(&["check", "elbo", text(&path)]), &name);
        is_harmless(&run(&["check", text(&path), text(&path)]), &name);
        is_harmless(&run(&["check", "elbo", "x", "y", text(&path)]), &name);
        is_harmless(&run(&["course", "check", text(&path)]), &name);
        is_harmless(&run(&["inputs", "elbo", "-o", text(&path)]), &name);
        std::fs::remove_dir_all(&folder).expect("it is ours");
    }
    // A name that is no text at all.
    let mut command = dgm(&["check", "elbo"]);
    command.arg(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(
        b"\xff\x9b",
    ));
    is_harmless(&command.output().expect("it runs").into(), "bytes");
}
