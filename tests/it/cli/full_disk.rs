//! A disk that is full leaves nothing half done behind: no secret, no backup, no copies.

use super::run::{Run, dgm, run, text};
use super::upkeep::{older, with};
use crate::support::binary::{Server, printed};
use crate::support::disk::Disk;
use sqlx::Executor as _;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it is read");
    let names = entries.map(|e| e.expect("an entry").file_name().into_string());
    let mut names: Vec<_> = names.map(|name| name.expect("it is text")).collect();
    names.sort();
    names
}

#[test]
fn a_secret_for_which_there_is_no_room_is_made_by_the_next_start() {
    let Some(disk) = Disk::mounted(1) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder is made");
    let (data, key) = (folder.path().join("data"), disk.path().join("secret.key"));
    std::fs::create_dir(&data).expect("it is made");
    let config = format!("secret_file = \"{}\"\n", text(&key));
    std::fs::write(data.join("dgm.toml"), config).expect("it is written");
    disk.fill("ballast");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", text(&data)];
    let refused = run(&serve);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains(text(&key)), "{refused:?}");
    assert_eq!(names(disk.path()), ["ballast"]);
    std::fs::remove_file(disk.path().join("ballast")).expect("there is room again");
    drop(Server::start(&data));
    assert_eq!(std::fs::read(&key).expect("it is there").len(), 64);
}

#[test]
fn a_backup_for_which_there_is_no_room_says_so_and_is_gone() {
    let Some(disk) = Disk::mounted(1) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    printed(&data, &["user", "add", "anna"]);
    let file = disk.path().join("x.backup");
    std::fs::write(disk.path().join("ballast"), vec![1; 900_000]).expect("it is written");
    for (lang, said) in [("en", "no space is left"), ("ru", "нет места")] {
        let refused = run(&["backup", text(&file), "--data", text(&data), "--lang", lang]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        for said in [text(&file), said] {
            assert!(refused.err.contains(said), "{refused:?}");
        }
        assert_eq!(names(disk.path()), ["ballast"]);
    }
}

#[test]
fn starts_that_find_no_room_to_bring_a_database_up_to_date_leave_no_copies() {
    let Some(disk) = Disk::mounted(12) else {
        return;
    };
    let data = disk.path().join("data");
    let file = older(&data);
    with(&file, async |db| {
        let course = "insert into courses (toml, note, published_by, published_at) values ('', 'first', 'ada', 0)";
        db.execute(course).await.expect("it is put");
        for number in 0..40_i64 {
            let insert = sqlx::query(
                "insert into submissions (user_id, homework, received_at, file, sha256, course_id, release, report, points, kept, attempt)
                 values (1, 'elbo', $1, randomblob(100000), $1, 1, '0.1.0', '{}', 0, 0, true)",
            );
            insert
                .bind(number)
                .execute(&mut *db)
                .await
                .expect("it is put");
        }
    });
    std::fs::write(disk.path().join("ballast"), vec![1; 3 << 20]).expect("it is written");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", text(&data)];
    for _ in 0..4 {
        let mut command = dgm(&serve);
        let refused: Run = command.output().expect("it runs").into();
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("full"), "{refused:?}");
        let left = names(&data);
        assert!(
            !left.iter().any(|name| name.contains(".schema-")),
            "{left:?}"
        );
    }
}
