//! A storage that somebody else wrote: moto, which reckons signatures by botocore and refuses what is signed otherwise.

use super::house::{COURSE, large, number, send};
use crate::support::audit::checked;
use crate::support::bucket::{config, read};
use crate::support::site::{SECRET, Site, Student, clock, settings};
use dgm_grader::objects::{ObjectError, ObjectStorage};
use dgm_grader::service::app::App;
use dgm_grader::store::Store;
use dgm_grader::web::state::ServerState;
use jiff::{SignedDuration, Timestamp};
use judge::answers::Limits;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Makes a user with a key and a bucket; prints the key.
const PREPARE: &str = r#"
import boto3, json, sys
own = dict(endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
iam = boto3.client("iam", **own)
iam.create_user(UserName="dgm")
key = iam.create_access_key(UserName="dgm")["AccessKey"]
may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="dgm", PolicyName="dgm", PolicyDocument=json.dumps(may))
boto3.client("s3", **own).create_bucket(Bucket="dgm")
print(key["AccessKeyId"], key["SecretAccessKey"])
"#;
/// The calls of that, which nobody could sign yet.
const UNSIGNED: &str = "4";

struct Moto {
    child: Child,
    url: String,
    key_id: String,
    secret: String,
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Moto {
    /// Starts it, where it is installed; it must be where `DGM_REQUIRE_PYTHON` is set.
    fn start() -> Option<Self> {
        let asked = Command::new("python3")
            .args(["-c", "import moto.server, boto3"])
            .output();
        if !asked.is_ok_and(|asked| asked.status.success()) {
            assert!(
                std::env::var_os("DGM_REQUIRE_PYTHON").is_none(),
                "DGM_REQUIRE_PYTHON is set, and moto[server] is not installed"
            );
            eprintln!("skipped: moto[server] is not installed");
            return None;
        }
        // A port that is free now; nobody else asks for it in the moment until it is taken.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
        let port = free.expect("a port").port();
        let child = Command::new("python3")
            .args(["-m", "moto.server", "-p", &port.to_string()])
            .env("INITIAL_NO_AUTH_ACTION_COUNT", UNSIGNED)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut moto = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            key_id: String::new(),
            secret: String::new(),
        };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = moto.child.try_wait().expect("it is asked");
            assert!(ended.is_none(), "moto ended: {ended:?}");
            std::thread::sleep(Duration::from_millis(100));
        }
        let prepared = Command::new("python3")
            .args(["-c", PREPARE, &moto.url])
            .output()
            .expect("it runs");
        assert!(prepared.status.success(), "{prepared:?}");
        let said = String::from_utf8(prepared.stdout).expect("text");
        let (key_id, secret) = said.trim().split_once(' ').expect("a key");
        (moto.key_id, moto.secret) = (key_id.to_owned(), secret.to_owned());
        Some(moto)
    }

    fn storage(&self, bucket: &str, secret: &str) -> ObjectStorage {
        #[expect(clippy::disallowed_methods, reason = "moto looks at its own clock")]
        fn now() -> Timestamp {
            Timestamp::now()
        }
        let text = config(&self.url, bucket, "course/2026");
        let text = text.replace(crate::support::bucket::KEY.0, &self.key_id);
        ObjectStorage::new(read(&text, secret), now)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_others_takes_gives_and_sweeps() {
    let Some(moto) = tokio::task::spawn_blocking(Moto::start)
        .await
        .expect("it starts")
    else {
        return;
    };
    let storage = moto.storage("dgm", &moto.secret);
    storage
        .probe(b"probe")
        .await
        .expect("it takes, gives and deletes");

    let folder = tempfile::tempdir().expect("a folder is made");
    let store = Store::open_file(&folder.path().join("test.sqlite")).await;
    let store = store
        .expect("the store opens")
        .with_objects(storage.clone());
    let app = App::new(store, SECRET, Limits::default(), clock);
    let course = checked(COURSE);
    let published = app.store.publish_course(&course, "first", "test", clock());
    published.await.expect("it is published");
    let site = Site::of(ServerState::new(app, settings()), folder);
    let student = Student::of(&site).await;
    // Larger than what is sent in one piece.
    let mut file = large(1);
    file.resize(3 << 20, b' ');
    let sent = send(&student, file.clone()).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let store = &site.app.store;
    assert_eq!(store.outside().await.expect("ok").bytes, file.len() as u64);
    let path = format!("/api/v1/submissions/{}/file", number(&sent, "id"));
    assert_eq!(student.get(&path).await.body, file);

    // Moved back and swept: there it is missing then, by its own word.
    let files = store.files_outside().await.expect("ok");
    assert!(store.move_in(&files[0]).await.expect("it is moved"));
    let later = storage.now() + SignedDuration::from_hours(25);
    assert_eq!(store.sweep_objects(later).await.expect("it is swept"), 1);
    let name = files[0].sha256.clone();
    let gone = storage.get(&name, files[0].bytes).await;
    assert_eq!(gone, Err(ObjectError::Missing(name)));
    assert_eq!(student.get(&path).await.body, file);

    // It does look at signatures, and a bucket that is not there is no lost object.
    let why = |answer: Result<(), ObjectError>| answer.expect_err("it is refused").to_string();
    let wrong = moto.storage("dgm", "wrong").probe(b"x").await;
    assert!(why(wrong).contains("403 SignatureDoesNotMatch"));
    let elsewhere = moto.storage("nothing", &moto.secret);
    let read = elsewhere.get(&files[0].sha256, 1).await.map(drop);
    assert_eq!(read, Err(ObjectError::Away("404 NoSuchBucket".to_owned())));
}
