//! A site that keeps everything but the smallest files outside, and people who send to it.

use crate::support::audit::checked;
use crate::support::bucket::Bucket;
use crate::support::site::{Answer, Door, SECRET, Site, clock, settings};
use dgm_grader::ids::AnswerId;
use dgm_grader::service::app::App;
use dgm_grader::store::{NewAnswer, NewUser, Role, Sent, Store, User};
use dgm_grader::web::state::ServerState;
use judge::answers::Limits;
use sha2::{Digest as _, Sha256};

/// What a file must be larger than to lie outside.
pub const LARGER_THAN: u64 = 300;

/// A course whose only task says what it is in a few bytes, or in as many as are wanted.
pub const COURSE: &str = concat!(
    include_str!("../../fixtures/courses/head.toml"),
    r#"
[[homework]]
id = "elbo"
max_points = "2.5"
attempts = 3

[[homework.task]]
id = "gaussian_kl"
points = "2.5"
tolerance = { rtol = 1e-14, atol = 1e-14 }
"#
);

/// The site.
pub async fn house(bucket: &Bucket) -> Site {
    let folder = tempfile::tempdir().expect("a folder is made");
    let store = Store::open_file(&folder.path().join("test.sqlite")).await;
    let store = store.expect("the store opens");
    let store = store.with_objects(bucket.storage(LARGER_THAN, clock));
    let app = App::new(store, SECRET, Limits::default(), clock);
    app.store
        .publish_course(&checked(COURSE), "first", "test", clock())
        .await
        .expect("the course is published");
    Site::of(ServerState::new(app, settings()), folder)
}

/// An answers file that is wrong in its own way, and larger than what stays inside.
pub fn large(number: u32) -> Vec<u8> {
    let mut file = small(number);
    file.resize(file.len() + 400, b' ');
    file
}

/// The same in a few bytes. Its shape is right, so that a report says of its elements which are wrong.
pub fn small(number: u32) -> Vec<u8> {
    let elements = vec![format!("{number}.5"); 16].join(",");
    format!("{{\"gaussian_kl\": [{elements}]}}").into_bytes()
}

/// Sends a file as a program does.
pub async fn send(door: &Door, file: Vec<u8>) -> Answer {
    let path = "/api/v1/homeworks/elbo/submissions";
    door.send("POST", path, &[], file).await
}

/// A number of an answer's document.
pub fn number(answer: &Answer, key: &str) -> i64 {
    let document = answer.json();
    document[key]
        .as_i64()
        .unwrap_or_else(|| panic!("{key}: {document}"))
}

/// The name of a file in the bucket.
pub fn name(file: &[u8]) -> String {
    format!("course/{}", sha256(file))
}

pub fn sha256(file: &[u8]) -> String {
    hex::encode(Sha256::digest(file))
}

/// Somebody who sends answers to the store itself.
pub async fn somebody(store: &Store) -> User {
    let new = NewUser {
        login: "anna",
        name: "Anna",
        role: Role::Student,
    };
    let put = store.put_user(new, "test", clock()).await;
    put.expect("a user is put").0
}

/// Sends an answer to the store itself.
pub async fn answer(
    store: &Store,
    user: &User,
    item: &str,
    body: &[u8],
) -> Result<Sent, dgm_grader::store::StoreError> {
    let new = NewAnswer {
        user: user.id,
        homework: "elbo",
        item,
        sent_at: clock(),
        kind: dgm_grader::course::AnswerKind::Pdf,
        body,
        sha256: &sha256(body),
    };
    store.send_answer(new, u64::MAX).await
}

/// The number under which it was stored.
pub fn stored(sent: Result<Sent, dgm_grader::store::StoreError>) -> AnswerId {
    match sent.expect("it is stored") {
        Sent::Stored(id) => id,
        other => panic!("{other:?}"),
    }
}
