//! A storage that is away, refuses, lies or has lost something: nothing that was acknowledged depends on luck, and no attempt is spent.

use super::house::{COURSE, house, large, name, number, send, small};
use crate::support::audit::checked;
use crate::support::bucket::{Bucket, KEY, Mood, read};
use crate::support::course::proof;
use crate::support::site::{Answer, Student, Teacher, clock};
use dgm_grader::objects::{ObjectError, ObjectStorage};
use dgm_grader::service::regrade::{Enqueued, enqueue, resume};
use std::io::Read as _;

fn is_away(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), "30");
    assert!(answer.text().contains("storage-away"), "{}", answer.text());
    assert!(answer.text().contains("no attempt was spent"));
}

#[tokio::test]
async fn a_large_file_waits_for_the_storage_and_a_small_one_does_not() {
    let bucket = Bucket::start();
    let site = house(&bucket).await;
    let student = Student::of(&site).await;
    for mood in [
        Mood::Refuses(500, "InternalError"),
        Mood::Refuses(403, "AccessDenied"),
        Mood::Refuses(404, "NoSuchBucket"),
        Mood::SendsElsewhere,
    ] {
        let bucket = Bucket::start();
        let site = house(&bucket).await;
        let student = Student::of(&site).await;
        bucket.lasting(Some(mood));
        is_away(&send(&student, large(1)).await);
        assert_eq!(send(&student, small(1)).await.status, 201, "{mood:?}");
        assert!(bucket.objects().is_empty(), "{mood:?}");
    }
    bucket.lasting(Some(Mood::Refuses(503, "SlowDown")));
    is_away(&send(&student, large(1)).await);
    assert_eq!(
        bucket.count("PUT"),
        3,
        "a storage that is busy is asked again"
    );
    // Whoever comes next is told at once.
    is_away(&send(&student, large(1)).await);
    assert_eq!(bucket.count("PUT"), 3);
    // By the page the file waits in its draft; it is looked at all the same.
    let refused = student.upload("elbo", &large(2)).await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert!(refused.text().contains("Large files cannot be reached"));
    let draft = student.get("/homeworks/elbo/draft").await;
    assert_eq!(draft.status, 200, "the draft is still there");
    // None of the three attempts was spent.
    for n in 1..=3 {
        assert_eq!(send(&student, small(n)).await.status, 201);
    }
    let spent = send(&student, large(3)).await;
    assert_eq!(spent.status, 409, "it is refused before anything is put");
    assert_eq!(bucket.count("PUT"), 3);
}

#[tokio::test]
async fn a_storage_that_is_busy_for_a_moment_is_asked_again() {
    let bucket = Bucket::start();
    let site = house(&bucket).await;
    let student = Student::of(&site).await;
    bucket.next(&[
        Mood::Refuses(503, "SlowDown"),
        Mood::Refuses(500, "InternalError"),
    ]);
    let sent = send(&student, large(1)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let path = format!("/api/v1/submissions/{}/file", number(&sent, "id"));
    // A line that is cut says nothing of the object either.
    bucket.next(&[Mood::Cuts]);
    let file = student.get(&path).await;
    assert_eq!((file.status.as_u16(), &file.body), (200, &large(1)));
    bucket.next(&[Mood::Refuses(404, "NoSuchBucket")]);
    is_away(&student.get(&path).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_hangs_holds_up_nobody_else() {
    let bucket = Bucket::start();
    let site = house(&bucket).await;
    let student = Student::of(&site).await;
    bucket.lasting(Some(Mood::Hangs));
    let waiting = tokio::spawn({
        let student = (*student).clone();
        async move { send(&student, large(1)).await }
    });
    let asked = bucket.clone();
    let asked = tokio::task::spawn_blocking(move || asked.wait_for("PUT"));
    asked.await.expect("it was asked");
    let sent = send(&student, small(1)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    assert!(!waiting.is_finished(), "the large one still waits");
    is_away(&waiting.await.expect("it ends"));
}

#[tokio::test]
async fn what_is_lost_is_named_and_the_rest_goes_on() {
    let bucket = Bucket::start();
    let site = house(&bucket).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let mut sent = Vec::new();
    for n in 1..=3 {
        let answer = send(&student, large(n)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        sent.push(number(&answer, "id"));
    }
    assert_eq!(bucket.objects().len(), 3);
    bucket.change(|objects| {
        objects.remove(&name(&large(1)));
        objects.insert(name(&large(2)), large(3));
    });
    for (id, is_lost) in [(sent[0], true), (sent[1], true), (sent[2], false)] {
        let file = student.get(&format!("/api/v1/submissions/{id}/file")).await;
        let page = student.get(&format!("/submissions/{id}")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let says = page
            .text()
            .contains("A stored file cannot be found any more");
        assert_eq!(says, is_lost, "the report of {id}: {}", page.text());
        if is_lost {
            assert_eq!(file.status, 500);
            assert!(file.text().contains("file-lost"), "{}", file.text());
        } else {
            assert_eq!(file.body, large(3));
        }
    }

    // Everything about a person, without what is lost.
    let data = student.get("/account/data").await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(data.body)).expect("a zip");
    let names: Vec<String> = (0..archive.len())
        .map(|n| {
            archive
                .by_index(n)
                .expect("an entry")
                .name()
                .expect("text")
                .to_string()
        })
        .collect();
    let place = |id: i64| format!("submissions/elbo-{id}.json");
    assert!(
        names.contains(&place(sent[2])) && !names.contains(&place(sent[0])),
        "{names:?}"
    );
    let mut said = String::new();
    let mut about = archive.by_name("data.json").expect("it is there");
    about.read_to_string(&mut said).expect("it is text");
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let listed = said["submissions"].as_array().expect("a list");
    let of = |id: i64| listed.iter().find(|s| s["id"] == id).expect("it is listed");
    assert!(of(sent[0])["file"].is_null() && of(sent[0])["bytes"].as_u64() > Some(300));
    assert_eq!(of(sent[2])["file"], place(sent[2]));

    // A regrade tells which, and grades what there is.
    let other = checked(&COURSE.replace("1e-14", "1e-3"));
    let store = &site.app.store;
    let published = store.publish_course(&other, "other", "test", clock());
    published.await.expect("it is published");
    let Enqueued::Job(job) = enqueue(&site.app, None, "test").await.expect("it is noted") else {
        panic!("there is something to grade");
    };
    resume(&site.app, &job).await.expect("it ends");
    let done = store.regraded_ids(job.id).await.expect("it answers");
    assert_eq!(done.len(), 3);
    let told = store.regraded(job.id).await.expect("it answers");
    let mut told: Vec<i64> = told.iter().map(|one| one.submission.number()).collect();
    told.sort_unstable();
    assert_eq!(told, sent[..2], "the lost ones are told of");
    let job = teacher.get(&format!("/jobs/{}", job.id)).await;
    assert_eq!(job.status, 200);
}

#[tokio::test]
async fn what_is_altered_on_the_way_is_not_taken_for_what_was_sent() {
    let bucket = Bucket::start();
    let storage = bucket.storage(0, clock);
    let name = hex::encode([7; 32]);
    bucket.change(|objects| drop(objects.insert(format!("course/{name}"), vec![1; 8])));
    for bytes in [8, 7, 9] {
        let read = storage.get(&name, bytes).await;
        assert_eq!(read, Err(ObjectError::Altered(name.clone())), "{bytes}");
    }
    let file = large(1);
    let sum = super::house::sha256(&file);
    storage.put(&sum, &file).await.expect("it is put");
    assert_eq!(storage.get(&sum, file.len() as u64).await, Ok(file.clone()));
    bucket.next(&[Mood::Alters]);
    let read = storage.get(&sum, file.len() as u64).await;
    assert_eq!(read, Err(ObjectError::Altered(sum)));
    // What is not of its name no storage takes: the signature is over the bytes.
    let lied = storage.put(&name, &file).await;
    let refused = ObjectError::Away("403 XAmzContentSHA256Mismatch".to_owned());
    assert_eq!(lied, Err(refused));
}

#[tokio::test]
async fn a_wrong_key_is_told_by_name_and_shown_nowhere() {
    let bucket = Bucket::start();
    let settings = read(&bucket.config(), "another");
    let storage = ObjectStorage::new(settings, clock);
    let refused = storage.put(&super::house::sha256(b"x"), b"x").await;
    let refused = refused.expect_err("it is refused").to_string();
    assert!(refused.contains("403 SignatureDoesNotMatch"), "{refused}");
    for shown in [refused, format!("{storage:?}")] {
        assert!(
            !shown.contains("another") && !shown.contains(KEY.1),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn what_is_lost_is_there_again_once_it_is_sent_again() {
    let bucket = Bucket::start();
    let site = house(&bucket).await;
    let student = Student::of(&site).await;
    let sent = send(&student, large(1)).await;
    let file = format!("/api/v1/submissions/{}/file", number(&sent, "id"));
    let lose = || bucket.change(|objects| drop(objects.remove(&name(&large(1)))));
    lose();
    assert_eq!(student.get(&file).await.status, 500);
    assert_eq!(send(&student, large(1)).await.status, 200);
    assert_eq!(student.get(&file).await.body, large(1));
    // What lies there in its place is replaced; what is whole is left alone.
    bucket.change(|objects| drop(objects.insert(name(&large(1)), large(2))));
    let uploaded = student.upload("elbo", &large(1)).await;
    assert_eq!(uploaded.status, 303, "{}", uploaded.text());
    assert_eq!(student.get(&file).await.body, large(1));
    let put = bucket.count("PUT");
    assert_eq!(send(&student, large(1)).await.status, 200);
    assert_eq!(bucket.count("PUT"), put);
    // What nobody stored is put nowhere.
    for n in [2, 3] {
        assert_eq!(send(&student, large(n)).await.status, 201);
    }
    assert_eq!(send(&student, large(4)).await.status, 409);
    assert!(!bucket.objects().contains_key(&name(&large(4))));
    assert_eq!(site.app.store.outside().await.expect("ok").files, 3);
    // While nothing can be put, it is the submission that it was all the same.
    lose();
    bucket.lasting(Some(Mood::Refuses(403, "AccessDenied")));
    assert_eq!(send(&student, large(1)).await.status, 200);
    assert!(!bucket.objects().contains_key(&name(&large(1))));
}

#[tokio::test]
async fn pages_of_those_who_teach_do_without_what_is_lost() {
    let bucket = Bucket::start();
    let site = house(&bucket).await;
    let with_item = checked(&format!("{COURSE}{}", proof("1", "2")));
    let store = &site.app.store;
    let published = store.publish_course(&with_item, "item", "test", clock());
    published.await.expect("it is published");
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let sent = send(&student, large(1)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let pdf = [b"%PDF-1.7\n", &[b' '; 400][..]].concat();
    let head =
        "--edge\r\nContent-Disposition: form-data; name=\"document\"; filename=\"p\"\r\n\r\n";
    let body = [head.as_bytes(), &pdf, b"\r\n--edge--\r\n"].concat();
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    let file = "/homeworks/elbo/items/proof/file";
    let item = student.send("POST", file, &kind, body).await;
    assert_eq!(item.status, 303, "{}", item.text());
    let text = format!("text={}", "why+".repeat(120));
    let item = student
        .post("/homeworks/elbo/items/proof/text", &text)
        .await;
    assert_eq!(item.status, 303, "{}", item.text());
    assert_eq!(bucket.objects().len(), 3);
    bucket.change(std::collections::BTreeMap::clear);

    // The grader sees that what was sent is lost, and gives points all the same.
    for (id, counts) in [(1, false), (2, true)] {
        let page = teacher
            .get(&format!("/queue/elbo/proof/answers/{id}"))
            .await;
        assert_eq!(page.status, 200, "{}", page.text());
        let html = page.text();
        assert_eq!(html.contains("points.idea"), counts, "{id}: {html}");
        // A PDF is fetched only by whoever looks at it.
        let says = html.contains("A stored file cannot be found any more");
        assert_eq!(says, counts, "{id}: {html}");
    }
    assert_eq!(teacher.get("/answers/1/file").await.status, 500);
    let grade = "points.idea=1&points.rest=2&comment=&do=save";
    let graded = teacher.post("/queue/elbo/proof/answers/2", grade).await;
    assert_eq!(graded.status, 303, "{}", graded.text());
    let own = student.get("/homeworks/elbo").await;
    assert_eq!(own.status, 200, "{}", own.text());
    let says = "A stored file cannot be found any more";
    assert!(own.text().contains(says), "{}", own.text());

    // Insight and the comparison with others do without it.
    for page in ["/insight/elbo", "/insight/elbo/gaussian_kl", "/gradebook"] {
        let shown = teacher.get(page).await;
        assert_eq!(shown.status, 200, "{page}: {}", shown.text());
    }
    assert_eq!(teacher.post("/sharing", "").await.status, 303);
    let shared = teacher.get("/sharing").await.text();
    assert!(shared.contains("All submissions are compared."), "{shared}");
}
