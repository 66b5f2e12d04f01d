//! What a course had before its database was brought up to date is there after.

use super::run::{json, run, text};
use super::upkeep::{copies, older, with};
use crate::support::binary::{Server, dgm, printed};
use sqlx::Executor as _;
use std::path::Path;

/// A file and a report of version 0.1.0.
const FILE: &[u8] = b"what anna sent, to the byte";
const REPORT: &str = r#"{"homework":"elbo","points":"2.5","max_points":"13","tasks":[{"task":"elbo/gaussian_kl","points":"2.5","max_points":"2.5",
"verdict":"correct","outputs":[{"output":"kl","verdict":"correct","within_tolerance":1.0,"max_abs_error":0.0,"max_rel_error":0.0,
"worst_index":[0],"expected_shape":[8],"got_shape":[8]}]}],"unknown":[]}"#;

/// What was said of it before it was graded anew.
const EARLIER: &str =
    r#"{"homework":"elbo","points":"0","max_points":"13","tasks":[],"unknown":[]}"#;

/// Puts a course, a submission that was late and graded anew once, points of the exam and an entry of the audit as version 0.1.0 did.
fn fill(file: &Path) {
    let toml = include_str!("../../fixtures/courses/head.toml").to_owned()
        + "\n[[homework]]\nid = \"elbo\"\nmax_points = \"2.5\"\n[[homework.task]]\nid = \"gaussian_kl\"\npoints = \"2.5\"\n";
    with(file, async |db| {
        let course = sqlx::query(
            "insert into courses (toml, note, published_by, published_at) values ($1, 'first', 'ada', 0)",
        );
        course
            .bind(&toml)
            .execute(&mut *db)
            .await
            .expect("it is put");
        let submission = sqlx::query(
            "insert into submissions (user_id, homework, received_at, file, sha256, course_id, release, report, points, kept, attempt)
             values (1, 'elbo', 1772366400000000, $1, $2, 1, '0.1.0', $3, 1250, 500, true)",
        );
        let submission = submission
            .bind(FILE)
            .bind(hex::encode([7; 32]))
            .bind(REPORT);
        submission.execute(&mut *db).await.expect("it is put");
        let earlier = sqlx::query(
            "insert into reports (submission_id, job_id, course_id, release, report, points, kept, replaced_at)
             values (1, 1, 1, '0.1.0', $1, 0, 500, 5)",
        );
        db.execute(
            "insert into jobs (id, kind, state, created_by, created_at, finished_at, params, done, total, result)
             values (1, 'regrade', 'done', 'ada', 0, 5, '{\"course\":1}', 1, 1, '')",
        )
        .await
        .expect("it is put");
        earlier
            .bind(EARLIER)
            .execute(&mut *db)
            .await
            .expect("it is put");
        for given in [
            "insert into exams (user_id, points, given_by, given_at) values (1, 20000, 'ada', 0)",
            "insert into audit (at, actor, action, subject, before, after) values (0, 'ada', 'exam', 'anna', 'none', '20')",
        ] {
            db.execute(given).await.expect("it is put");
        }
    });
}

#[test]
fn what_was_sent_and_given_before_is_there_after() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let file = older(&data);
    fill(&file);
    let (code, done) = json(&["migrate", "--data", text(&data)]);
    assert_eq!(code, Some(0), "{done}");

    let kept: (i64, Vec<u8>, String) = with(&file, async |db| {
        let select = "select file_bytes, file, report from submissions s
            join submission_contents c on c.submission_id = s.id
            join report_texts r on r.submission_id = s.id and r.number = s.report_number";
        sqlx::query_as(select)
            .fetch_one(db)
            .await
            .expect("it is there")
    });
    assert_eq!(kept, (27, FILE.to_vec(), REPORT.to_owned()));
    let texts: Vec<(i64, String)> = with(&file, async |db| {
        let select = "select r.number, r.report from report_texts r
            left join reports e on e.submission_id = r.submission_id and e.number = r.number
            where e.id is null = (r.number = 2)
            order by r.number";
        sqlx::query_as(select)
            .fetch_all(db)
            .await
            .expect("they are there")
    });
    assert_eq!(texts, [(1, EARLIER.to_owned()), (2, REPORT.to_owned())]);
    let book = folder.path().join("book.csv");
    printed(&data, &["export", "gradebook", "-o", text(&book)]);
    let book = std::fs::read_to_string(&book).expect("it is written");
    assert!(
        book.contains("anna") && book.contains("1.25") && book.contains("20"),
        "{book}"
    );

    // What another release said of a file is not taken for what this one says.
    let secret = "07".repeat(32);
    let regrade = ["regrade", "--dry-run", "--data", text(&data)];
    let (code, found) = json(&[&regrade[..], &["--secret-key", &secret]].concat());
    assert_eq!((code, &found["graded"]), (Some(0), &1.into()), "{found}");

    printed(&data, &["user", "add", "ada", "--role", "owner"]);
    let token = printed(&data, &["user", "token", "ada"]);
    let token = token.split_whitespace().next_back().expect("a token");
    let mut serve = dgm(
        &data,
        &["serve", "--listen", "127.0.0.1:0", "--log", "warn"],
    );
    serve.env("DGM_SECRET_KEY", secret);
    let server = Server::of(serve);
    let ask = |path: &str| {
        let url = format!("{}{path}", server.url);
        let ask = ureq::get(&url).header("authorization", &format!("Bearer {token}"));
        ask.call()
            .expect("it answers")
            .into_body()
            .read_to_vec()
            .expect("a body")
    };
    assert_eq!(ask("/api/v1/submissions/1/file"), FILE);
    let report: serde_json::Value =
        serde_json::from_slice(&ask("/api/v1/submissions/1")).expect("JSON");
    assert_eq!(report["points"], "1.25", "{report}");
    assert_eq!(
        report["report"]["tasks"][0]["verdict"], "correct",
        "{report}"
    );
}

/// A service manager starts it again and again.
#[test]
fn a_change_that_fails_leaves_no_copy_and_one_that_succeeds_leaves_one() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = folder.path().join("data");
    let file = older(&data);
    with(&file, async |db| {
        db.execute("create table letters (somebody text)")
            .await
            .expect("it is made");
    });
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", text(&data)];
    for _ in 0..2 {
        let refused = run(&serve);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.err.contains("nothing of it was changed"),
            "{refused:?}"
        );
        assert_eq!(copies(&data), Vec::<std::path::PathBuf>::new());
    }
    with(&file, async |db| {
        db.execute("drop table letters").await.expect("it is gone");
    });
    // A process that was killed while it copied.
    std::fs::write(data.join("dgm.sqlite.schema-0020.part"), "half").expect("it is written");
    let (code, done) = json(&["migrate", "--data", text(&data)]);
    assert_eq!(code, Some(0), "{done}");
    let copies = copies(&data);
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(done["copy"], text(&copies[0]), "{done}");
}
