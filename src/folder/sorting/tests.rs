use super::*;
use crate::folder::entries::Problem;
use l10n::{Explain as _, Lang};
use std::collections::BTreeMap;
use std::fs::{create_dir_all, write};

const COURSE: &[&str] = &["elbo", "gan"];

/// A folder of empty files of these paths.
fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        create_dir_all(path.parent().unwrap()).unwrap();
        write(path, b"").unwrap();
    }
    folder
}

fn whose(found: &Found) -> Vec<(&str, &str)> {
    found
        .entries
        .iter()
        .map(|e| (e.login.as_str(), e.homework.as_str()))
        .collect()
}

fn look(files: &[&str], homeworks: &[&str]) -> Result<Found, LayoutError> {
    find(
        folder(files).path(),
        homeworks,
        None,
        &[],
        &People::default(),
    )
}

#[test]
fn three_layouts_are_told_apart() {
    let found = look(&["boris.json", "anna.npz", ".hidden.npz"], &["gan"]).unwrap();
    assert_eq!(found.layout, Layout::Login);
    assert_eq!(whose(&found), [("anna", "gan"), ("boris", "gan")]);

    let files = [
        "boris/gan.npz",
        "anna/gan.npy",
        "anna/elbo-answers.npz",
        "anna/notes.txt",
    ];
    let found = look(&files, COURSE).unwrap();
    assert_eq!(found.layout, Layout::LoginHomework);
    // In the order of the course, not of the alphabet: elbo before gan.
    assert_eq!(
        whose(&found),
        [("anna", "elbo"), ("anna", "gan"), ("boris", "gan")]
    );
    assert_eq!(found.ignored.len(), 1);

    let found = look(&["gan/anna.npz", "elbo/anna.npz", "old/anna.npz"], COURSE).unwrap();
    assert_eq!(found.layout, Layout::HomeworkLogin);
    assert_eq!(whose(&found), [("anna", "elbo"), ("anna", "gan")]);
    assert!(found.ignored.iter().all(|p| p.ends_with("old")));
}

#[test]
fn a_file_that_is_nearly_named_after_its_homework_is_somebodys() {
    let files = [
        "anna/elbo-answers.npz",
        "boris/elbo-answers (1).npz",
        "egor/elbo_answers.npz",
        "vera/my work.npz",
        "zoya/first.npz",
        "zoya/second.npz",
    ];
    let found = look(&files, &["elbo"]).unwrap();
    let logins: Vec<_> = whose(&found).iter().map(|(login, _)| *login).collect();
    assert_eq!(logins, ["anna", "boris", "egor", "vera"]);
    assert_eq!(found.ignored.len(), 2, "which of the two is meant?");
    // Of several homeworks a file has to say which it is for.
    let found = look(&files, COURSE).unwrap();
    assert_eq!(found.ignored.len(), 3);
}

#[test]
fn what_can_be_read_in_two_ways_is_asked_about() {
    let files = ["elbo/gan.npz", "elbo/anna.npz"];
    let error = look(&files, COURSE).unwrap_err();
    let LayoutError::Ambiguous { first, second, .. } = &error else {
        panic!("{error:?}");
    };
    assert_eq!(
        (first.0, second.0),
        (Layout::LoginHomework, Layout::HomeworkLogin)
    );
    assert!(error.to_string().contains("--layout homework-login"));
    let kept = folder(&files);
    let layout = Some(Layout::HomeworkLogin);
    let found = find(kept.path(), COURSE, layout, &[], &People::default()).unwrap();
    assert_eq!(whose(&found), [("anna", "elbo"), ("gan", "elbo")]);

    let both = look(&["anna.npz", "elbo/anna.npz"], COURSE).unwrap_err();
    assert!(matches!(both, LayoutError::Ambiguous { .. }));
}

#[test]
fn names_without_a_homework_ask_for_it() {
    let error = look(&["anna.npz"], COURSE).unwrap_err();
    assert!(matches!(&error, LayoutError::WhichHomework { .. }));
    assert!(error.to_string().contains("--homework"));
    let one = look(&["elbo.npz", "gan-answers.npz"], COURSE).unwrap_err();
    assert!(matches!(one, LayoutError::OnePerson { .. }));
    for nothing in [&[][..], &["anna/readme.txt"], &[".git/elbo.npz"]] {
        let error = look(nothing, COURSE).unwrap_err();
        assert!(matches!(error, LayoutError::Nothing { .. }), "{nothing:?}");
    }
}

#[test]
fn two_files_of_one_person_are_no_guess() {
    let found = look(&["anna.npz", "anna.json", "boris.npz"], &["gan"]).unwrap();
    let files = vec!["anna.json".to_owned(), "anna.npz".to_owned()];
    assert_eq!(found.entries[0].problem, Some(Problem::Several(files)));
    assert_eq!(found.entries[1].problem, None);
    // A notebook beside the answers is none; alone it is what was handed in.
    let found = look(&["anna.npz", "anna.ipynb", "boris.ipynb"], &["gan"]).unwrap();
    assert_eq!(whose(&found), [("anna", "gan"), ("boris", "gan")]);
    assert!(found.entries[0].path.ends_with("anna.npz"));
    assert!(found.ignored[0].ends_with("anna.ipynb"));
    assert!(found.entries.iter().all(|e| e.problem.is_none()));
}

#[test]
fn a_folder_that_cannot_be_read_does_not_stop_the_others() {
    let look = |files: &[&str], closed: &str| {
        let folder = folder(files);
        let unreadable = |path: &Path| LayoutError::Unreadable {
            folder: path.to_owned(),
            reason: l10n::system_error(&std::io::ErrorKind::PermissionDenied.into()),
        };
        let list = |path: &Path| {
            if path.ends_with(closed) {
                return Err(unreadable(path));
            }
            list(path, &[])
        };
        find_by(&list, folder.path(), COURSE, None, &People::default())
    };
    let found = look(
        &["anna/gan.npz", "boris/elbo.npz", "vera/elbo.npz"],
        "boris",
    )
    .unwrap();
    let rows = [
        ("anna", "gan"),
        ("boris", "elbo"),
        ("boris", "gan"),
        ("vera", "elbo"),
    ];
    assert_eq!(whose(&found), rows);
    let problem = |at: usize| {
        found.entries[at]
            .problem
            .as_ref()
            .map(|p| p.explain(Lang::En))
    };
    assert_eq!((problem(0), problem(3)), (None, None));
    assert!(
        problem(1).unwrap().contains("boris cannot be read"),
        "{:?}",
        problem(1)
    );
    let moodle = [
        "Anna Two_12_assignsubmission_file_elbo-answers.npz",
        "Boris Three_13_assignsubmission_file_gan/answers.npz",
    ];
    let found = look(&moodle, "Boris Three_13_assignsubmission_file_gan").unwrap();
    assert_eq!(
        whose(&found),
        [("Anna Two_12", "elbo"), ("Boris Three_13", "gan")]
    );
    // Of a homework's folder nobody can say whose rows are missing.
    let files = ["elbo/anna.npz", "gan/anna.npz", "old/anna.npz"];
    assert!(matches!(
        look(&files, "gan"),
        Err(LayoutError::Unreadable { .. })
    ));
    assert_eq!(look(&files, "old").unwrap().entries.len(), 2);
    // Nothing else is there to look at.
    let alone = look(&["anna/gan.npz"], "anna");
    assert!(matches!(alone, Err(LayoutError::Unreadable { .. })));
}

#[test]
fn our_own_files_are_skipped() {
    let folder = folder(&["anna.npz", "grades.json"]);
    let skip = [folder.path().join("grades.json")];
    let found = find(folder.path(), &["gan"], None, &skip, &People::default()).unwrap();
    assert_eq!(whose(&found), [("anna", "gan")]);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_not_opened() {
    use std::os::unix::fs::symlink;
    let folder = folder(&["anna.npz", "target.npz"]);
    symlink("target.npz", folder.path().join("boris.npz")).unwrap();
    symlink("/", folder.path().join("elbo")).unwrap();
    let socket = folder.path().join("pipe.npz");
    let _open = std::os::unix::net::UnixListener::bind(socket).unwrap();
    let found = find(folder.path(), &["elbo"], None, &[], &People::default()).unwrap();
    let problems: BTreeMap<_, _> = found
        .entries
        .iter()
        .map(|e| (e.login.as_str(), e.problem.clone()))
        .collect();
    assert_eq!(problems["anna"], None);
    assert_eq!(problems["boris"], Some(Problem::Link));
    assert_eq!(problems["elbo"], Some(Problem::Link));
    assert_eq!(problems["pipe"], Some(Problem::NoFile));
}

#[test]
fn downloads_of_platforms_are_read_as_they_are() {
    let moodle = [
        "Anna Two_1234567_assignsubmission_file/answers.npz",
        "Anna Two_1234567_assignsubmission_file/work.ipynb",
        "Boris Three_1234568_assignsubmission_file/answers.npz",
        "Boris Three_1234568_assignsubmission_onlinetext/onlinetext.html",
    ];
    let canvas = [
        "twoanna_12_100_answers.npz",
        "threeboris_LATE_17_101_answers-1.npz",
        "threeboris_LATE_17_102_work.ipynb",
    ];
    let gradescope = ["submission_1/answers.npz", "submission_2/answers.npz"];
    for (files, layout, logins) in [
        (
            &moodle[..],
            Layout::Moodle,
            ["Anna Two_1234567", "Boris Three_1234568"],
        ),
        (&canvas[..], Layout::Canvas, ["threeboris_17", "twoanna_12"]),
        (
            &gradescope[..],
            Layout::Gradescope,
            ["submission_1", "submission_2"],
        ),
    ] {
        let found = look(files, &["elbo"]).unwrap();
        assert_eq!(found.layout, layout);
        assert_eq!(whose(&found), logins.map(|login| (login, "elbo")));
        assert!(found.entries.iter().all(|entry| entry.problem.is_none()));
        // A course of several homeworks: the file says which, or the command has to.
        let unclear = look(files, COURSE).unwrap_err();
        assert!(matches!(unclear, LayoutError::WhichHomework { .. }));
    }
    let kept = folder(&gradescope);
    let group = "submission_2:\n  :submitters:\n  - :name: B\n    :email: b@x.org\n  - :name: C\n    :email: c@x.org\n";
    write(kept.path().join("submission_metadata.yml"), group).unwrap();
    let found = find(kept.path(), &["elbo"], None, &[], &People::default()).unwrap();
    let logins: Vec<_> = whose(&found).iter().map(|(login, _)| *login).collect();
    assert_eq!(logins, ["b@x.org", "c@x.org", "submission_1"]);
    let named = [
        "Anna Two_1_assignsubmission_file/elbo-answers.npz",
        "Anna Two_1_assignsubmission_file/gan-answers.npz",
    ];
    let found = look(&named, COURSE).unwrap();
    assert_eq!(
        whose(&found),
        [("Anna Two_1", "elbo"), ("Anna Two_1", "gan")]
    );
    let row = |login: &str, cells: [&str; 2]| (login.to_owned(), cells.map(str::to_owned).to_vec());
    let people = People::new([
        row("anna", ["Participant 1234567", "1234567"]),
        row("boris", ["Three, Boris", "x"]),
    ]);
    for files in [
        &moodle[..],
        &["twoanna_1234567_100_answers.npz", canvas[1]][..],
    ] {
        let kept = folder(files);
        let found = find(kept.path(), &["elbo"], None, &[], &people).unwrap();
        assert_eq!(whose(&found), [("anna", "elbo"), ("boris", "elbo")]);
    }
}

#[test]
fn downloads_are_found_wherever_they_were_unpacked() {
    let sent = "Anna Two_1_assignsubmission_file";
    for file in [
        format!("all/{sent}/answers.npz"),
        format!("a/b/{sent}/answers.npz"),
        format!("elbo/{sent}/answers.npz"),
        format!("all/elbo/{sent}_elbo-answers.npz"),
        format!("{sent}/work/final/answers.npz"),
        format!("elbo/{sent}/work/answers.npz"),
    ] {
        for homeworks in [&["elbo"][..], COURSE] {
            let found = look(&[&file, "readme.txt"], homeworks);
            if homeworks == COURSE && !file.contains("elbo") {
                assert!(matches!(found, Err(LayoutError::WhichHomework { .. })));
                continue;
            }
            let found = found.unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(found.layout, Layout::Moodle, "{file}");
            assert_eq!(whose(&found), [("Anna Two_1", "elbo")], "{file}");
            assert_eq!(found.entries[0].problem, None, "{file}");
        }
    }
    let files = [
        "elbo/twoanna_12_100_answers.npz",
        "gan/twoanna_12_101_answers.npz",
        "gan/threeboris_LATE_17_101_answers.npz",
        "gan/stray.npy.txt",
    ];
    let found = look(&files, COURSE).unwrap();
    assert_eq!(found.layout, Layout::Canvas);
    let rows = [
        ("threeboris_17", "gan"),
        ("twoanna_12", "elbo"),
        ("twoanna_12", "gan"),
    ];
    assert_eq!(whose(&found), rows);
    assert_eq!(found.ignored.len(), 1);
    // Without the name that a platform gives, a folder more would change whose a file is.
    for other in ["all/anna.npz", "anna/work/answers.npz", "a/elbo/anna.npz"] {
        let found = look(&[other], &["elbo"]);
        assert!(matches!(found, Err(LayoutError::Nothing { .. })), "{other}");
    }
    let kept = folder(&["all.zip"]);
    let zip = kept.path().join("all.zip");
    let error = find(&zip, COURSE, None, &[], &People::default()).unwrap_err();
    assert!(error.to_string().contains("unpack it first"), "{error}");
}
