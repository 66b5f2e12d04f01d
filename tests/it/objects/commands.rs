//! What operators do: move files there and back, look whether they are whole, back up and restore.

use super::house::{COURSE, answer, large, name, small, somebody, stored};
use crate::cli::run::{Run, text};
use crate::support::audit::checked;
use crate::support::binary::dgm;
use crate::support::bucket::{Bucket, KEY, Mood};
use crate::support::postgres::with_schema;
use crate::support::site::clock;
use dgm_grader::ids::AnswerId;
use dgm_grader::store::Store;
use serde_json::Value;
use std::path::{Path, PathBuf};

struct Desk {
    folder: tempfile::TempDir,
    bucket: Bucket,
    /// Answers with their files.
    sent: Vec<(AnswerId, Vec<u8>)>,
}

impl Desk {
    /// A course whose files are all in the database, and a storage that its config names.
    async fn with_files() -> Self {
        let folder = tempfile::tempdir().expect("a folder is made");
        let bucket = Bucket::start();
        let mut desk = Self {
            folder,
            bucket,
            sent: Vec::new(),
        };
        let data = desk.data();
        std::fs::create_dir(&data).expect("it is made");
        desk.configure(&desk.bucket.config());
        let store = Store::open_file(&data.join("dgm.sqlite"))
            .await
            .expect("ok");
        let course = checked(COURSE);
        let published = store.publish_course(&course, "first", "test", clock());
        published.await.expect("it is published");
        let anna = somebody(&store).await;
        for (item, file) in [("a", large(1)), ("b", large(2)), ("c", small(3))] {
            let id = stored(answer(&store, &anna, item, &file).await);
            desk.sent.push((id, file));
        }
        store.close().await;
        desk
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn configure(&self, text: &str) {
        std::fs::write(self.data().join("dgm.toml"), text).expect("it is written");
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(KEY.1, arguments)
    }

    fn run_with(&self, secret: &str, arguments: &[&str]) -> Run {
        let mut command = dgm(&self.data(), arguments);
        command.env("DGM_OBJECT_STORAGE_SECRET", secret);
        let run = Run::from(command.output().expect("it runs"));
        let shown = format!("{}{}", run.out, run.err);
        assert!(
            !shown.contains(KEY.1) && !shown.contains("Signature="),
            "{shown}"
        );
        run
    }

    fn json(&self, code: i32, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(run.code, Some(code), "{arguments:?}: {run:?}");
        serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{run:?}"))
    }

    /// What doctor says of the storage, and whether all is well with it.
    fn doctor(&self, secret: &str) -> (String, String) {
        let run = self.run_with(secret, &["doctor", "--format", "json"]);
        let said: Value = serde_json::from_str(&run.out).expect("JSON");
        let checks = said["checks"].as_array().expect("a list");
        let check = checks.iter().find(|c| c["check"] == "storage");
        let check = check.expect("it is looked at");
        let word = |key: &str| check[key].as_str().expect("text").to_owned();
        (word("state"), word("message"))
    }

    /// Whether every file is there, by a store without a storage.
    async fn all_inside(&self, data: &Path) {
        let store = Store::open_file(&data.join("dgm.sqlite"))
            .await
            .expect("ok");
        for (id, file) in &self.sent {
            let body = store.answer_body(*id).await.expect("it is inside");
            assert_eq!(body.as_ref(), Some(file));
        }
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_moved_there_and_back() {
    let desk = Desk::with_files().await;
    let there = ["storage", "move", "--to", "object-storage"];
    // Broken off after the first: what was moved stays moved, and the rest follows.
    desk.bucket
        .next(&[Mood::Works, Mood::Refuses(403, "AccessDenied")]);
    let broken = desk.run(&there);
    assert_eq!(broken.code, Some(2), "{broken:?}");
    assert!(broken.err.contains("403 AccessDenied"), "{broken:?}");
    assert_eq!(desk.bucket.objects().len(), 1);
    let rest = desk.json(0, &there);
    assert_eq!(rest["files"], 2, "{rest}");
    assert_eq!(desk.json(0, &there)["files"], 0);
    for (_, file) in &desk.sent {
        assert_eq!(desk.bucket.objects().get(&name(file)), Some(file));
    }
    let whole = desk.json(0, &["storage", "check"]);
    assert_eq!(
        (&whole["files"], &whole["lost"]),
        (&3.into(), &serde_json::json!([]))
    );
    let (state, said) = desk.doctor(KEY.1);
    assert_eq!(state, "ok", "{said}");
    assert!(said.contains("3 files"), "{said}");
    assert_eq!(desk.bucket.objects().len(), 3, "the probe is gone");

    // Without the config nothing is served: what lies there would be missed one by one.
    let config = desk.bucket.config();
    desk.configure("");
    let refused = desk.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.err.contains("dgm storage move --to database"),
        "{refused:?}"
    );
    assert_eq!(desk.doctor(KEY.1).0, "fail");
    let none = desk.run(&there);
    assert!(none.err.contains("names no object storage"), "{none:?}");
    let backup = desk.folder.path().join("none.sqlite");
    let none = desk.run(&["backup", text(&backup)]);
    assert_eq!(none.code, Some(2), "{none:?}");
    assert!(
        !backup.exists() && none.err.contains("[object_storage]"),
        "{none:?}"
    );
    desk.configure(&config);
    let (state, said) = desk.doctor("another");
    assert_eq!(state, "fail");
    assert!(said.contains("403 SignatureDoesNotMatch"), "{said}");

    // One is lost: it is told of, and the others come back.
    let (id, file) = &desk.sent[1];
    desk.bucket
        .change(|objects| drop(objects.remove(&name(file))));
    let check = desk.json(1, &["storage", "check"]);
    assert_eq!(check["lost"][0]["answer"], id.number(), "{check}");
    assert_eq!(check["files"], 2);
    let back = ["storage", "move", "--to", "database"];
    let told = desk.run(&back);
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(
        told.out.contains(&format!("LOST: answer {id}, ")),
        "{told:?}"
    );
    desk.bucket
        .change(|objects| drop(objects.insert(name(file), file.clone())));
    assert_eq!(desk.json(0, &back)["files"], 1);
    desk.all_inside(&desk.data()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_what_lies_outside() {
    let desk = Desk::with_files().await;
    desk.json(0, &["storage", "move", "--to", "object-storage"]);
    let place = |name: &str| desk.folder.path().join(name);
    let (whole, torn) = (place("whole.sqlite"), place("torn.sqlite"));
    let made = desk.json(0, &["backup", text(&whole)]);
    assert_eq!(made["fetched"], 3, "{made}");
    assert_eq!(desk.bucket.objects().len(), 3, "the storage keeps them");
    let away = place("away.sqlite");
    desk.bucket
        .lasting(Some(Mood::Refuses(403, "AccessDenied")));
    let refused = desk.run(&["backup", text(&away)]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(!away.exists(), "half a backup is none");
    desk.bucket.lasting(None);
    let (id, file) = &desk.sent[0];
    desk.bucket
        .change(|objects| drop(objects.remove(&name(file))));
    let made = desk.json(1, &["backup", text(&torn)]);
    assert_eq!(
        (&made["fetched"], &made["lost"][0]["answer"]),
        (&2.into(), &id.number().into())
    );

    // Restored where no storage is named: all is there, and nothing is known of the storage.
    let there = place("there");
    let restored = desk.run(&["restore", text(&whole), "--data", text(&there)]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert!(!restored.err.contains("lost"), "{restored:?}");
    desk.all_inside(&there).await;
    let torn_there = place("torn");
    let restored = desk.run(&["restore", text(&torn), "--data", text(&torn_there)]);
    assert!(restored.err.contains("1 file was lost"), "{restored:?}");
    // The copy has its own storage swept without touching what the original names.
    let store = Store::open_file(&there.join("dgm.sqlite"))
        .await
        .expect("ok");
    let store = store.with_objects(desk.bucket.storage(0, clock));
    let swept = store.sweep_objects(clock() + jiff::SignedDuration::from_hours(999));
    assert_eq!(swept.await.expect("ok"), 0);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_moves_to_postgresql_and_its_files_stay_where_they_are() {
    with_schema("outside", |own| async move {
        let desk = Desk::with_files().await;
        desk.json(0, &["storage", "move", "--to", "object-storage"]);
        let asked = desk.bucket.count("GET") + desk.bucket.count("PUT");
        desk.json(0, &["move", "--to", &own]);
        assert_eq!(desk.bucket.count("GET") + desk.bucket.count("PUT"), asked);
        let check = desk.json(0, &["storage", "check", "--database", &own]);
        assert_eq!(check["files"], 3, "{check}");
    })
    .await;
}

#[test]
fn a_wrong_table_is_shown_line_by_line_without_the_key() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path();
    let secret = data.join("storage-key");
    std::fs::write(&secret, KEY.1).expect("it is written");
    let check = |text: &str| {
        std::fs::write(data.join("dgm.toml"), text).expect("it is written");
        let run = dgm(data, &["serve", "--check-config"]).output();
        let run = Run::from(run.expect("it runs"));
        assert!(!run.out.contains(KEY.1), "{run:?}");
        run
    };
    let right = "[object_storage]\nendpoint = \"https://s3.example.org\"\nbucket = \"dgm\"\nprefix = \"a/b\"\nkey_id = \"GK1\"\nsecret_file = \"storage-key\"\n";
    assert_eq!(check(right).code, Some(0), "{:?}", check(right));
    for (line, wrong, says) in [
        (
            "https://s3.example.org",
            "http://s3.example.org",
            "by https only",
        ),
        (
            "https://s3.example.org",
            "https://s3.example.org/dgm",
            "the server alone",
        ),
        (
            "bucket = \"dgm\"",
            "bucket = \"Dgm_1\"",
            "3 to 63 small letters",
        ),
        (
            "prefix = \"a/b\"",
            "prefix = \"../b\"",
            "such as course-2026/",
        ),
        (
            "prefix = \"a/b\"",
            "prefix = \"a b\"",
            "such as course-2026/",
        ),
        ("key_id = \"GK1\"", "key_id = \"GK 1\"", "one word"),
        (
            "secret_file = \"storage-key\"\n",
            "",
            "DGM_OBJECT_STORAGE_SECRET",
        ),
        ("storage-key", "nofile", "cannot be read"),
        (
            "key_id",
            "region = \"no place\"\nkey_id",
            "such as us-east-1",
        ),
        ("key_id", "larger_than = -1\nkey_id", "larger_than"),
        (
            "https://s3.example.org\"",
            "https://[::1]\"\npath_style = false",
            "before no number",
        ),
        ("bucket = \"dgm\"\n", "", "bucket"),
        ("key_id", "key_idd", "key_id"),
    ] {
        let text = right.replacen(line, wrong, 1);
        assert_ne!(text, right, "{line}");
        let shown = check(&text);
        assert_eq!(shown.code, Some(1), "{wrong}: {shown:?}");
        assert!(
            shown.out.contains(says) && shown.out.contains('^'),
            "{wrong}: {shown:?}"
        );
    }
}
