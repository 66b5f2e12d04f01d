//! Databases of earlier, later and other programs; several processes at once; backups and what is none.

use super::run::{json, run, text};
use crate::support::binary::{Server, dgm, printed};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Does something with an SQLite file, made where it is missing.
pub(super) fn with<T>(file: &Path, work: impl AsyncFnOnce(&mut SqliteConnection) -> T) -> T {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&options)
            .await
            .expect("it opens");
        let done = work(&mut connection).await;
        connection.close().await.expect("it closes");
        done
    })
}

/// The steps of the schema as SQLite takes them.
fn steps_of_sqlite() -> Migrator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let files = std::fs::read_dir(folder).expect("it is read");
    let mut steps: Vec<Migration> = files
        .map(|file| {
            let path = file.expect("it is read").path();
            let name = path.file_stem().and_then(|name| name.to_str());
            let (number, name) = name
                .and_then(|n| n.split_once('_'))
                .expect("it has a number");
            let sql = std::fs::read_to_string(&path).expect("it is read");
            let sql = sql
                .replace("{id}", "integer primary key autoincrement")
                .replace("{blob}", "blob")
                .replace(
                    "{session_of_user}",
                    "json_extract(s.data, '$.user') = users.id",
                );
            Migration::new(
                number.parse().expect("it is a number"),
                name.to_owned().into(),
                MigrationType::Simple,
                AssertSqlSafe(sql).into_sql_str(),
                false,
            )
        })
        .collect();
    steps.sort();
    Migrator::with_migrations(steps)
}

/// Makes a course's database as version 0.1.0 did but for its newest step.
pub(super) fn older(data: &Path) -> PathBuf {
    std::fs::create_dir_all(data).expect("it is made");
    let file = data.join("dgm.sqlite");
    with(&file, async |db| {
        steps_of_sqlite()
            .run_to(20, &mut *db)
            .await
            .expect("they are done");
        db.execute("insert into users (login, name, role, active, created_at) values ('anna', 'Anna', 'student', true, 0)")
            .await
            .expect("she is put");
    });
    file
}

fn schema(file: &Path) -> i64 {
    with(file, async |db| {
        let row: (i64,) = sqlx::query_as("select max(version) from _sqlx_migrations")
            .fetch_one(db)
            .await
            .expect("it answers");
        row.0
    })
}

/// As before fingerprints were kept.
pub fn forget_fingerprint(file: &Path) {
    with(file, async |db| {
        let gone = db
            .execute("delete from settings where name = 'secret-fingerprint'")
            .await;
        assert_eq!(gone.expect("it answers").rows_affected(), 1);
    });
}

/// The copies that were made before the schema changed, whole or not.
pub(super) fn copies(data: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(data).expect("it is read");
    let paths = entries.map(|e| e.expect("an entry").path());
    paths.filter(|p| text(p).contains(".schema-")).collect()
}

#[test]
fn an_older_database_is_changed_by_serve_and_migrate_alone() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let file = older(&data);
    let book = folder.path().join("book.csv");
    for verb in [
        &["user", "add", "boris"][..],
        &["export", "gradebook", "-o", text(&book)],
        &["regrade", "--dry-run"],
    ] {
        let refused = run(&[verb, &["--data", text(&data)]].concat());
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("dgm migrate"), "{refused:?}");
    }
    // The cron job of a new version beside an old server copies and changes nothing.
    let backup = folder.path().join("course.backup");
    printed(&data, &["backup", text(&backup)]);
    assert_eq!((schema(&file), schema(&backup)), (20, 20));
    let (code, looked) = json(&["doctor", "--data", text(&data)]);
    assert_eq!(code, Some(0), "an older schema is a warning: {looked}");
    assert_eq!(schema(&file), 20);

    let (code, done) = json(&["migrate", "--data", text(&data)]);
    assert_eq!((code, &done["from"]), (Some(0), &20.into()), "{done}");
    let newest = schema(&file);
    assert!(newest > 20 && done["to"] == newest, "{done}");
    let copy = &copies(&data)[0];
    assert_eq!(done["copy"], text(copy), "{done}");
    assert_eq!(schema(copy), 20, "the copy is as it was");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(copy)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    printed(&data, &["user", "link", "anna"]);
    let again = run(&["migrate", "--data", text(&data)]);
    assert!(again.out.contains("already"), "{again:?}");
    assert_eq!(copies(&data).len(), 1);

    // A backup of before is restored as what it is, and the next server brings it up to date.
    let new = folder.path().join("new");
    printed(&new, &["restore", text(&backup)]);
    assert_eq!(schema(&new.join("dgm.sqlite")), 20);
    drop(Server::start(&new));
    assert_eq!(schema(&new.join("dgm.sqlite")), newest);
    assert_eq!(copies(&new).len(), 1);
}

#[test]
fn a_later_database_and_another_programs_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let file = data.join("dgm.sqlite");
    printed(&data, &["user", "add", "anna"]);
    with(&file, async |db| {
        db.execute("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, x'00', 0)")
            .await
            .expect("it is noted");
    });
    let add = ["user", "add", "boris", "--data", text(&data)];
    let refused = run(&add);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.err.contains("9999 of a later version"),
        "{refused:?}"
    );
    for suffix in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(
            data.join(format!("dgm.sqlite{suffix}")),
        ));
    }
    with(&file, async |db| {
        db.execute("create table photos (id integer)")
            .await
            .expect("it is made");
    });
    let before = std::fs::read(&file).expect("it is read");
    for arguments in [
        &add[..],
        &["migrate", "--data", text(&data)],
        &["serve", "--data", text(&data)],
    ] {
        let refused = run(arguments);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("no database of dgm"), "{refused:?}");
    }
    assert!(
        std::fs::read(&file).expect("it is read") == before,
        "not a byte was changed"
    );
    let text_file = "this is no database at all, but a letter to the dean";
    std::fs::write(&file, text_file).expect("it is written");
    let refused = run(&add);
    assert!(refused.err.contains("no database of dgm"), "{refused:?}");
    assert_eq!(
        std::fs::read_to_string(&file).expect("it is read"),
        text_file
    );
}

#[test]
fn several_processes_open_a_new_or_old_database_at_once() {
    let folder = tempfile::tempdir().expect("a folder is made");
    for round in 0..10 {
        let data = folder.path().join(round.to_string());
        let logins = ["anna", "boris", "clara"];
        let started: Vec<_> = logins
            .iter()
            .map(|login| {
                let mut command = dgm(&data, &["user", "add", login]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("it starts")
            })
            .collect();
        for child in started {
            let ended = child.wait_with_output().expect("it ends");
            assert!(ended.status.success(), "round {round}: {ended:?}");
        }
        for login in logins {
            printed(&data, &["user", "link", login]);
        }
    }
    // One brings it up to date; the others are refused or wait, and none finds half of it.
    for round in 0..3 {
        let data = folder.path().join(format!("old-{round}"));
        let file = older(&data);
        let started: Vec<_> = (0..3)
            .map(|_| {
                let mut command = dgm(&data, &["migrate"]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("it starts")
            })
            .collect();
        let mut done = 0;
        for child in started {
            let ended = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            done += usize::from(ended.status.success());
            assert!(
                ended.status.success() || said.contains("in use by another dgm"),
                "{said}"
            );
        }
        assert!(done >= 1);
        assert!(schema(&file) > 20);
        printed(&data, &["user", "link", "anna"]);
    }
}

#[test]
fn what_is_no_backup_is_refused_and_what_is_one_is_told() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (data, new) = (folder.path().join("data"), folder.path().join("new"));
    let foreign = folder.path().join("foreign.sqlite");
    with(&foreign, async |db| {
        db.execute("create table x (y)").await.expect("it is made");
    });
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "").expect("it is written");
    let cut = folder.path().join("cut");
    printed(&data, &["user", "add", "anna"]);
    let backup = folder.path().join("course.backup");
    printed(&data, &["backup", text(&backup)]);
    let bytes = std::fs::read(&backup).expect("it is read");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).expect("it is written");
    for file in [&foreign, &empty, &cut] {
        let refused = run(&["restore", text(file), "--data", text(&new)]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.err.contains("is no backup of a course"),
            "{refused:?}"
        );
        assert!(!new.join("dgm.sqlite").exists());
    }
    let told = run(&["restore", text(&backup), "--data", text(&new)]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(told.out.contains("one person, 0 submissions"), "{told:?}");
    let russian = [
        "restore",
        text(&backup),
        "--data",
        text(&new),
        "--lang",
        "ru",
    ];
    let refused = run(&russian);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    // What is in the backup, and what would be replaced.
    assert_eq!(
        refused.err.matches("1 человек, 0 работ").count(),
        2,
        "{refused:?}"
    );
    assert!(refused.err.contains("--force"), "{refused:?}");
}
