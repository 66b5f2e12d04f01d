//! A change whose entry cannot be written does not happen: an audit that refuses shows what would be changed without it.

use dgm_grader::course::AnswerKind;
use dgm_grader::course::{Checked, Course, Homework, Manual};
use dgm_grader::grading::by_hand::parts;
use dgm_grader::grading::lateness::Dates;
use dgm_grader::ids::SessionId;
use dgm_grader::store::{
    Accepted, Carry, NewAnswer, NewGrade, NewJob, NewUser, NewVersion, Override, RegradeResult,
    RegradeStep, ReportText, Role, Sent, Sessions, Store, StoreError, StudentHomework,
    UnwantedGrade, User, keys,
};
use jiff::{SignedDuration, Timestamp};
use judge::points::{Points, Share};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use std::collections::BTreeMap;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

fn now() -> Timestamp {
    Timestamp::from_second(1_772_300_000).expect("it is an instant")
}

fn person<'a>(login: &'a str, name: &'a str) -> NewUser<'a> {
    NewUser {
        login,
        name,
        role: Role::Student,
    }
}

/// Everything that may not change without an entry.
async fn state(store: &Store, student: &User) -> String {
    let users = store.users().await.expect("it answers");
    let exams: BTreeMap<_, _> = store
        .exams()
        .await
        .expect("it answers")
        .into_iter()
        .collect();
    let overrides = store.overrides().await.expect("it answers");
    let overrides: BTreeMap<_, _> = overrides.into_iter().collect();
    let extensions = store.extensions().await.expect("it answers");
    let extensions: BTreeMap<_, _> = extensions.into_iter().collect();
    let grades = store.manual_grades("elbo").await.expect("it answers");
    let sent = store
        .submissions(student.id, "elbo")
        .await
        .expect("it answers");
    let courses = store.course_versions().await.expect("it answers");
    let links = store.working_links(now()).await.expect("it answers");
    let tokens = store.tokens(student.id).await.expect("it answers");
    let sessions = store.sessions(student.id, now()).await;
    let sessions = sessions.expect("it answers");
    let never = store.never_signed_in().await.expect("it answers");
    format!(
        "{links:#?}{tokens:#?}{sessions:#?}{never:#?}{users:#?}{exams:#?}{overrides:#?}{extensions:#?}{grades:#?}{sent:#?}{courses:#?}"
    )
}

/// A session that is about to begin.
fn session(user: &User, id: i128) -> Record {
    Record {
        id: Id(id),
        data: [(keys::USER.to_owned(), user.id.number().into())].into(),
        expiry_date: time::OffsetDateTime::UNIX_EPOCH,
    }
}

/// A homework that is a day past its deadline, with one item that a person grades.
fn homework(points: i64) -> Homework {
    let course = Course::default_course();
    let mut homework = course.homework("elbo").expect("it is there").clone();
    homework.deadline = Some(now() - SignedDuration::from_hours(1));
    homework.late = dgm_grader::course::Late::PerDay {
        share: Share::percent(10),
        most: Share::percent(50),
    };
    homework.manual = vec![Manual {
        name: "proof".to_owned(),
        title: homework.title.clone(),
        statement: homework.title.clone(),
        points: Points::whole(points),
        bonus: false,
        rubric: Vec::new(),
        accept: vec![AnswerKind::Text],
    }];
    homework
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "every change there is, one after another"
)]
async fn nothing_changes_without_its_entry() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let file = folder.path().join("noted.sqlite");
    let store = Store::open_file(&file).await.expect("the store opens");
    let mut course = Course::default_course();
    for own in &mut course.homeworks {
        if own.name() == "elbo" {
            own.manual = homework(4).manual;
            own.max_points += Points::whole(4);
        }
    }
    let course = Checked::from(course);
    let version = store
        .publish_course(&course, "", "t", now())
        .await
        .expect("published")
        .id;
    let (anna, _) = store
        .put_user(person("anna", "Anna"), "t", now())
        .await
        .expect("put");
    let elbo = homework(2);
    let Accepted::Stored(_) = super::story::submit(&store, &anna, b"file", 5, None).await else {
        panic!("it is stored");
    };
    let row = store.graded(None).await.expect("it answers").remove(0);
    let answer = NewAnswer {
        user: anna.id,
        homework: "elbo",
        item: "proof",
        sent_at: now(),
        kind: AnswerKind::Text,
        body: b"text",
        sha256: "text",
    };
    let Sent::Stored(answer) = store
        .send_answer(answer, u64::MAX)
        .await
        .expect("it answers")
    else {
        panic!("it is stored");
    };
    let answer = store
        .manual_answer(answer)
        .await
        .expect("it answers")
        .expect("it is there");
    let mut given = parts(&elbo.manual[0]);
    given[0].points = Points::whole(1);
    let grade = NewGrade {
        answer: &answer,
        homework: &elbo,
        login: "anna",
        parts: &given,
        comment: "",
        seen: None,
    };
    store
        .grade_answer(grade, &anna, now())
        .await
        .expect("graded");
    let seen = store.manual_grades("elbo").await.expect("it answers")[0].given_at;
    let job = NewJob {
        params: "{}",
        version,
        homework: None,
        replaces: None,
        total: 1,
    };
    let job = store
        .new_job(job, "t", now())
        .await
        .expect("it answers")
        .expect("it is noted");
    let heavier = homework(4);
    let (_, digest) = store
        .preview_rubric(&heavier, &heavier.manual[0], Carry::Over)
        .await
        .expect("it answers");

    let lasts = SignedDuration::from_hours(1);
    let link = store.new_link(anna.id, lasts, "t", now()).await;
    link.expect("a link is made");
    let token = store.new_token(anna.id, "x", "t", now()).await;
    token.expect("it answers").expect("a token is made");
    let token = store.tokens(anna.id).await.expect("it answers")[0].id;
    let sessions = Sessions {
        store: store.clone(),
        clock: now,
    };
    let (mut here, mut another) = (session(&anna, 1), session(&anna, 2));
    sessions.create(&mut here).await.expect("it is made");
    let begun = here.data[keys::ROW].as_i64().expect("it has a row");

    let options = SqliteConnectOptions::new().filename(&file);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .expect("it opens");
    let full = "create trigger full before insert on audit begin select raise(abort, 'the audit is full'); end";
    sqlx::raw_sql(full)
        .execute(&mut connection)
        .await
        .expect("the trigger is made");

    let before = state(&store, &anna).await;
    let of = StudentHomework {
        user: anna.id,
        login: "anna",
        homework: "elbo",
    };
    let points = Override {
        points: Some(Points::whole(3)),
        reason: "ill".to_owned(),
    };
    let later = Some(now() + SignedDuration::from_hours(24));
    let report = super::story::report();
    let dates = Dates {
        before: Some(&course.course),
        after: &course.course,
    };
    let reckoned = store.lateness_under(dates).await.expect("it answers");
    let new = NewVersion {
        base: version,
        before: &course.course,
        course: &course,
        note: "",
        reckoned: &reckoned,
        new_inputs: &[],
    };
    let anew = ReportText::of(report.clone()).unwrap();
    let verdict = RegradeResult::Graded {
        report: &anew,
        stays: false,
    };
    let regrade = NewGrade {
        seen: Some(seen),
        comment: "another",
        ..grade
    };
    let unwanted = UnwantedGrade {
        answer: &answer,
        homework: &elbo,
        login: "anna",
        seen: Some(seen),
    };
    let nobody = [person("boris", "Boris")];
    let gone = [anna.clone()];
    let examined = [(&anna, Points::whole(7))];
    let signing_in = sessions.create(&mut another).await;
    let signing_in = signing_in.map_err(|e| StoreError::Corrupt(e.to_string()));
    let step = RegradeStep {
        job: job.id,
        course: version,
        actor: "t",
        done: 1,
        total: 1,
    };
    let done: [(&str, Result<(), StoreError>); 21] = [
        (
            "new user",
            store
                .put_user(nobody[0].clone(), "t", now())
                .await
                .map(drop),
        ),
        (
            "user",
            store
                .put_user(person("anna", "Anne"), "t", now())
                .await
                .map(drop),
        ),
        (
            "roster",
            store
                .put_roster(&[nobody[0].clone().into()], &[], "t", now())
                .await
                .map(drop),
        ),
        (
            "gone",
            store.put_roster(&[], &gone, "t", now()).await.map(drop),
        ),
        (
            "role",
            store
                .set_person("anna", Role::Owner, true, "t", now())
                .await
                .map(drop),
        ),
        ("signing in", signing_in),
        (
            "link",
            store.new_link(anna.id, lasts, "t", now()).await.map(drop),
        ),
        (
            "token",
            store.new_token(anna.id, "y", "t", now()).await.map(drop),
        ),
        (
            "revoked",
            store
                .revoke_token(anna.id, token, "t", now())
                .await
                .map(drop),
        ),
        (
            "session",
            store
                .end_session(&anna, begun.into(), now())
                .await
                .map(drop),
        ),
        (
            "sessions",
            store
                .end_other_sessions(&anna, SessionId::NONE, now())
                .await
                .map(drop),
        ),
        (
            "exam",
            store
                .set_exam(anna.id, "anna", Some(Points::whole(7)), "t", now())
                .await,
        ),
        (
            "exams",
            store.set_exams(&examined, "t", now()).await.map(drop),
        ),
        (
            "override",
            store.set_override(of, Some(&points), "t", now()).await,
        ),
        (
            "extension",
            store
                .set_extension(&anna, &elbo, later, "ill", "t", now())
                .await,
        ),
        (
            "course",
            store
                .publish_course(&course, "", "t", now())
                .await
                .map(drop),
        ),
        (
            "course over",
            store.publish_course_over(new, "t", now()).await.map(drop),
        ),
        (
            "grade",
            store.grade_answer(regrade, &anna, now()).await.map(drop),
        ),
        (
            "grade away",
            store
                .take_grade_away(unwanted, &anna, now())
                .await
                .map(drop),
        ),
        (
            "rubric",
            store
                .apply_rubric(
                    &heavier,
                    &heavier.manual[0],
                    Carry::Over,
                    &digest,
                    "t",
                    now(),
                )
                .await
                .map(drop),
        ),
        (
            "regrade",
            store
                .regrade(step, &[(&row, verdict)], now())
                .await
                .map(drop),
        ),
    ];
    for (what, done) in done {
        let error = done.expect_err(what).to_string();
        assert!(error.contains("the audit is full"), "{what}: {error}");
    }
    assert_eq!(state(&store, &anna).await, before);
    // And with an audit that takes entries the same goes through: the test has not refused for another reason.
    sqlx::raw_sql("drop trigger full")
        .execute(&mut connection)
        .await
        .expect("it is dropped");
    let kept = store
        .set_extension(&anna, &elbo, later, "ill", "t", now())
        .await;
    kept.expect("the extension is kept");
    assert_eq!(
        store.manual_grades("elbo").await.expect("it answers")[0].late_factor,
        Share::ALL
    );
}
