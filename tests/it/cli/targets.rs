//! Where results go and files come from: nothing is replaced unasked, links and pipes stay what they are, and `-` is a pipe.

use super::run::{Run, Work, dgm, run, text};
use crate::support::binary::Server;
use std::io::Write as _;
use std::process::Stdio;

const MINE: &[u8] = b"MY WORK OF TWO WEEKS";

/// Runs it with this on standard input.
fn fed(arguments: &[&str], input: &[u8]) -> (Run, Vec<u8>) {
    let mut child = dgm(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut pipe = child.stdin.take().expect("its input is piped");
    let input = input.to_vec();
    // Who reads no further than a limit closes the pipe.
    let feeder = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("it was fed");
    let bytes = output.stdout.clone();
    let run = Run {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    (run, bytes)
}

/// Every verb that writes a file, without the file.
fn verbs(work: &Work) -> Vec<Vec<String>> {
    let data = work.path("data");
    drop(Server::start(&data));
    let folder = work.path("class");
    std::fs::create_dir_all(&folder).expect("a folder is made");
    std::fs::copy(work.path("answers.npz"), folder.join("anna.npz")).expect("it is copied");
    let course = work.write("course.toml", run(&["course", "show"]).out.as_bytes());
    let inputs = work.path("inputs.npz");
    let grade = [
        "grade",
        "--homework",
        "elbo",
        "--course",
        &course,
        "--submissions",
        text(&folder),
    ];
    let table = work.path("table.csv");
    let verbs: [&[&str]; 6] = [
        &["inputs", "elbo", "-o"],
        &["solve", "elbo", "--inputs", text(&inputs), "-o"],
        &["starter", "elbo", "-o"],
        &["course", "show", "-o"],
        &[&grade[..], &["-o"]].concat(),
        &["export", "gradebook", "--data", text(&data), "-o"],
    ];
    let totals = [&grade[..], &["-o", text(&table), "--totals"]].concat();
    let all = verbs.into_iter().chain([&totals[..]]);
    all.map(|verb| verb.iter().map(|s| (*s).to_owned()).collect())
        .collect()
}

#[test]
fn nothing_is_replaced_unasked() {
    let work = Work::solved("elbo");
    for verb in verbs(&work) {
        let path = work.write("mine", MINE);
        let mut arguments: Vec<&str> = verb.iter().map(String::as_str).collect();
        arguments.push(&path);
        let refused = run(&arguments);
        assert_eq!(refused.code, Some(2), "{verb:?}: {refused:?}");
        assert!(
            refused.err.contains("--force") && refused.err.contains("mine"),
            "{verb:?}: {refused:?}"
        );
        assert_eq!(std::fs::read(&path).expect("it is there"), MINE, "{verb:?}");
        let russian = run(&[&arguments[..], &["--lang", "ru"]].concat());
        assert!(russian.err.contains("уже есть"), "{russian:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::Permissions::from_mode(0o640);
            std::fs::set_permissions(&path, mode).expect("it is ours");
        }
        arguments.push("--force");
        let replaced = run(&arguments);
        assert_eq!(replaced.code, Some(0), "{verb:?}: {replaced:?}");
        assert_ne!(std::fs::read(&path).expect("it is there"), MINE, "{verb:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let found = std::fs::metadata(&path).expect("it is there").permissions();
            assert_eq!(found.mode() & 0o777, 0o640, "{verb:?}");
        }
    }
    let folder = work.path("class");
    let refused = run(&["inputs", "elbo", "--force", "-o", text(&folder)]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("is a folder"), "{refused:?}");
    let left: Vec<_> = std::fs::read_dir(work.path(""))
        .expect("it is listed")
        .map(|entry| entry.expect("it is there").file_name())
        .filter(|name| name.to_string_lossy().contains(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_stay_what_they_are() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let work = Work::solved("elbo");
    let whole = std::fs::read(work.path("inputs.npz")).expect("it is read");
    // A link to a file: the file behind it is asked about, and replaced.
    let (link, behind) = (work.path("link.npz"), work.path("behind.npz"));
    std::fs::write(&behind, MINE).expect("it is written");
    symlink("behind.npz", &link).expect("a link is made");
    let write = ["inputs", "elbo", "-o"];
    let refused = run(&[&write[..], &[text(&link)]].concat());
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert_eq!(std::fs::read(&behind).expect("it is there"), MINE);
    let done = run(&[&write[..], &[text(&link), "--force"]].concat());
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(link.is_symlink());
    assert_eq!(std::fs::read(&behind).expect("it is there"), whole);
    // A link to nothing: what it names is made.
    let (link, behind) = (work.path("new-link.npz"), work.path("new.npz"));
    symlink("new.npz", &link).expect("a link is made");
    let done = run(&[&write[..], &[text(&link)]].concat());
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(link.is_symlink());
    assert_eq!(std::fs::read(&behind).expect("it is there"), whole);
    // A pipe with a name is written, not replaced.
    let pipe = work.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("it is made").success());
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::read(pipe).expect("it is read"))
    };
    let done = run(&[&write[..], &[text(&pipe)]].concat());
    let kind = std::fs::symlink_metadata(&pipe)
        .expect("it is there")
        .file_type();
    assert!(kind.is_fifo(), "{done:?}");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(reader.join().expect("it ended"), whole);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_told_as_well_as_can_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let work = Work::solved("elbo");
    let name = work.path("").join(OsStr::from_bytes(b"caf\xe9.npz"));
    let json = |arguments: &[&str], name: &std::path::Path| {
        let mut command = dgm(arguments);
        command.arg(name).args(["--format", "json", "--force"]);
        let run: Run = command.output().expect("it runs").into();
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
        let document = serde_json::from_str::<serde_json::Value>(&run.out);
        document.unwrap_or_else(|error| panic!("{arguments:?}: {error}: {run:?}"))
    };
    for verb in verbs(&work) {
        let arguments: Vec<&str> = verb.iter().map(String::as_str).collect();
        let told = json(&arguments, &name).to_string();
        assert!(told.contains("caf\u{fffd}.npz"), "{verb:?}: {told}");
        assert!(name.is_file(), "{verb:?}");
        std::fs::remove_file(&name).expect("it was there");
    }
    let told = json(&["man"], &work.path("").join(OsStr::from_bytes(b"caf\xe9")));
    assert!(
        told["files"][0]
            .as_str()
            .is_some_and(|file| file.contains("caf\u{fffd}/"))
    );
}

#[test]
fn a_dash_is_standard_input_and_output() {
    let work = Work::solved("elbo");
    let file = |name: &str| std::fs::read(work.path(name)).expect("it is read");
    let (inputs, answers) = (file("inputs.npz"), file("answers.npz"));
    for name in ["-", "/dev/stdout"] {
        let (drawn, bytes) = fed(&["inputs", "elbo", "-o", name], b"");
        assert_eq!(
            (drawn.code, drawn.err.as_str()),
            (Some(0), ""),
            "{}",
            drawn.err
        );
        assert!(bytes == inputs, "{name}");
    }
    let (solved, bytes) = fed(&["solve", "elbo", "--inputs", "-", "-o", "-"], &inputs);
    assert_eq!((solved.code, bytes == answers), (Some(0), true));
    let json = ["inputs", "elbo", "-o", "-", "--format", "json"];
    let document: serde_json::Value =
        serde_json::from_slice(&fed(&json, b"").1).expect("one document");
    assert!(document["gaussian_kl.mu"].is_array() || document.is_object());
    let (checked, _) = fed(&["check", "elbo", "-"], &answers);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let (toml, bytes) = fed(&["course", "show", "-o", "-"], b"");
    assert_eq!(toml.code, Some(0), "{toml:?}");
    let (valid, _) = fed(&["course", "check", "-"], &bytes);
    assert_eq!(valid.code, Some(0), "{valid:?}");
    assert_eq!(valid.out, "standard input is valid.\n");
    let (russian, _) = fed(&["check", "elbo", "-", "--lang", "ru"], b"hello");
    assert_eq!(russian.code, Some(2), "{russian:?}");
    assert!(
        russian.err.starts_with("dgm: стандартный ввод: "),
        "{russian:?}"
    );
    let data = work.path("data");
    let roster = [
        "roster",
        "import",
        "--data",
        text(&data),
        "--dry-run",
        "-",
        "--format",
        "json",
    ];
    let (read, _) = fed(&roster, b"login\nanna\n");
    assert!(read.out.contains("\"new\":[\"anna\"]"), "{read:?}");

    for refused in [
        &["check", "elbo", "-", "--inputs", "-"][..],
        &["check", "elbo", "-", "--watch"],
    ] {
        let (refused, _) = fed(refused, &answers);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("standard input"), "{refused:?}");
    }
    let (large, _) = fed(&["check", "elbo", "-"], &vec![b' '; (16 << 20) + 1]);
    assert_eq!(large.code, Some(2), "{large:?}");
    assert!(large.err.contains("larger than 16 MiB"), "{large:?}");
    assert!(!work.path("-").exists() && !std::path::Path::new("-").exists());
}

#[test]
fn a_table_on_standard_output_is_alone_there() {
    let work = Work::solved("elbo");
    let folder = work.path("class");
    std::fs::create_dir_all(&folder).expect("a folder is made");
    std::fs::copy(work.path("answers.npz"), folder.join("anna.npz")).expect("it is copied");
    let course = work.write("course.toml", run(&["course", "show"]).out.as_bytes());
    let grade = [
        "grade",
        "--homework",
        "elbo",
        "--course",
        &course,
        "--submissions",
        text(&folder),
        "-o",
        "-",
    ];
    let graded = run(&grade);
    assert_eq!(graded.code, Some(0), "{graded:?}");
    assert_eq!(graded.out.lines().count(), 2, "{graded:?}");
    assert!(graded.out.contains("\nanna,elbo,13,13,"), "{graded:?}");
    assert!(graded.err.contains("elbo"), "{graded:?}");
    // Two tables are no table.
    let twice = run(&[&grade[..], &["--totals", "/dev/stdout"]].concat());
    assert_eq!((twice.code, twice.out.as_str()), (Some(2), ""), "{twice:?}");
    assert!(twice.err.contains("both tables"), "{twice:?}");
    let name = work.path("x.csv");
    let again = folder.join("../x.csv");
    let twice = [
        &grade[..7],
        &["-o", text(&name), "--totals", text(&again), "--force"],
    ]
    .concat();
    for _ in 0..2 {
        let twice = run(&twice);
        assert!(
            twice.code == Some(2) && twice.err.contains("both tables"),
            "{twice:?}"
        );
        // The second time there is a file to be replaced.
        std::fs::write(&name, MINE).expect("it is written");
    }
    assert_eq!(std::fs::read(&name).expect("it is there"), MINE);
    let both = run(&[&grade[..], &["--format", "json"]].concat());
    assert_eq!(both.code, Some(2), "{both:?}");
    assert!(both.out.contains("--format json"), "{both:?}");
}
