//! A large class: a page of a teacher is no longer than a page, however many students, answers, requests and entries there are.

use crate::support::site::{Site, Student, Teacher, clock};
use crate::support::small::open;
use dgm_grader::demo;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use std::path::Path;

/// As many as fill several pages of every list.
pub(super) const STUDENTS: usize = 700;
/// The most bytes of a page.
pub(super) const MOST: usize = 150 * 1024;

/// Students with long names in a script of two bytes a letter, with points for everything, an answer that waits and a request each.
const FILL: &str = "
    create temp table n as
        with recursive n (i) as (select 1 union all select i + 1 from n where i < {students}) select i from n;
    insert into users (login, drawn_as, name, role, active, created_at, family_name, email, student_id, study_group)
        select 'student-' || i, 'student-' || i, 'Александра Константинопольская-' || i, 'student', true, {now},
            'Константинопольская-' || i, 'student-' || i || '@example.org', 1000000 + i, 'БММ-21' || (i % 5)
        from n;
    insert into overrides (user_id, homework, points, excused, reason)
        select u.id, h.value, 12345, false, 'by hand'
        from users u, json_each('{homeworks}') h
        where u.login like 'student-%';
    insert into manual_answers (user_id, homework, item, sent_at, kind, body, sha256)
        select id, '{homework}', '{item}', {now}, 'text', x'61', login from users where login like 'student-%';
    insert into requests (user_id, homework, task, opened_at, closed_at, closed_by)
        select id, '{homework}', '{item}', {now}, case when id % 2 = 0 then {now} end, case when id % 2 = 0 then 'teacher' end
        from users where login like 'student-%';
    insert into request_messages (request_id, author_id, sent_at, text) select id, user_id, {now}, 'Почему?' from requests;
    insert into audit (at, actor, action, subject, before, after)
        select {now}, 'teacher', 'exam', 'student-' || i, '1', '2' from n;";

/// Writes rows past the store, and has it reckon where everybody stands.
pub(super) async fn fill(site: &Site, file: &Path, sql: String) {
    let options = SqliteConnectOptions::new().filename(file);
    let mut db = SqliteConnection::connect_with(&options)
        .await
        .expect("it opens");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut db)
        .await
        .expect("the rows are there");
    db.close().await.expect("it closes");
    let rebuilt = site.app.store.rebuild_standings().await;
    rebuilt.expect("they count");
}

#[tokio::test]
async fn a_page_is_as_long_as_a_page() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let file = folder.path().join("test.sqlite");
    let site = Site::within(folder).await;
    demo::fill(&site.app.store, &site.app.secret, clock())
        .await
        .expect("the demo is filled");
    let teacher = Teacher::of(&site).await;
    let active = site.app.course().await.expect("there is a course");
    let homeworks = active.course.homeworks.iter();
    let names: Vec<String> = homeworks.map(|h| format!("\"{}\"", h.name())).collect();
    let by_hand = active
        .course
        .homeworks
        .iter()
        .find(|h| !h.manual.is_empty());
    let by_hand = by_hand.expect("somebody grades something");
    let (homework, item) = (by_hand.name(), &by_hand.manual[0].name);
    let sql = FILL
        .replace("{students}", &STUDENTS.to_string())
        .replace("{now}", &clock().as_microsecond().to_string())
        .replace("{homeworks}", &format!("[{}]", names.join(",")))
        .replace("{homework}", homework)
        .replace("{item}", item);
    fill(&site, &file, sql).await;

    let queue = format!("/queue/{homework}/{item}");
    let queue_on = format!("{queue}?page=3");
    let pages = [
        "/gradebook",
        "/gradebook?page=4&sort=-total",
        "/gradebook?group=БММ-211",
        "/gradebook?only=missing",
        "/roster",
        "/roster?page=8",
        "/links?who=all&days=7",
        "/requests",
        "/requests?page=4",
        "/audit",
        "/queue",
        &queue,
        &queue_on,
        "/insight",
        "/insight/elbo",
        "/insight/elbo/live",
        "/exam",
        "/sharing",
        "/course",
        "/course/versions",
        "/regrade",
    ];
    for lang in ["en", "ru"] {
        teacher
            .post("/language", &format!("lang={lang}&back=/"))
            .await;
        for page in pages {
            let answer = teacher
                .get(&page.replace("БММ", "%D0%91%D0%9C%D0%9C"))
                .await;
            assert_eq!(answer.status, 200, "{page}: {}", answer.text());
            let bytes = answer.body.len();
            assert!(bytes < MOST, "{lang} {page}: {bytes} bytes");
        }
    }

    // Everybody is found, by whichever part of what is known of them; nobody is left out between two pages.
    let shows = async |page: &str| {
        let text = teacher.get(page).await.text();
        text.matches("href=\"/students/student-").count()
    };
    assert!(shows("/roster?q=student-700@example").await == 1);
    assert!(shows("/roster?q=1000699").await == 1);
    let mut people = 0;
    for page in 1..=20 {
        people += shows(&format!("/roster?q=student-&page={page}")).await;
        let text = teacher
            .get(&format!("/roster?q=student-&page={page}"))
            .await;
        if !text.text().contains("rel=\"next\"") {
            break;
        }
    }
    assert_eq!(people, STUDENTS);
    // The mean is over all who are found, not over the page.
    let first = teacher.get("/gradebook?q=student-").await.text();
    let last = teacher.get("/gradebook?q=student-&page=7").await.text();
    let foot = |text: &str| {
        let (_, foot) = text.split_once("<tfoot>").expect("there are averages");
        foot.split("</tfoot>").next().unwrap_or_default().to_owned()
    };
    assert_eq!(foot(&first), foot(&last));
    assert!(first.contains("Константинопольская-1 Александра"));
    let csv = teacher.get("/gradebook/export?format=csv").await.text();
    assert!(csv.lines().count() > STUDENTS);
}

/// The one submission that there is, sent as often as anybody may.
const REPEAT: &str = "
    create temp table n as
        with recursive n (i) as (select 2 union all select i + 1 from n where i <= 1000) select i from n;
    insert into submissions (id, user_id, homework, received_at, sha256, course_id, release, points, late_factor, attempt, faulty,
            inputs_release, file_bytes)
        select n.i, user_id, homework, received_at, n.i, course_id, release, points, late_factor, attempt, faulty, inputs_release, file_bytes
        from submissions, n;
    insert into submission_contents (submission_id, file) select n.i, file from submission_contents, n;
    insert into report_texts (submission_id, number, report) select n.i, number, report from report_texts, n;
    insert into outcomes (submission_id, tasks) select n.i, tasks from outcomes, n;";

#[tokio::test]
async fn whoever_sends_a_thousand_times_has_pages_as_long_as_others() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let file = folder.path().join("test.sqlite");
    let site = open(Site::within(folder).await, None).await;
    let student = Student::of(&site).await;
    assert_eq!(
        student
            .upload("elbo", b"{\"gaussian_kl.kl\": 1}")
            .await
            .status,
        303
    );
    fill(&site, &file, REPEAT.to_owned()).await;
    let teacher = Teacher::of(&site).await;
    let row = site.app.store.user_by_id(student.id).await;
    let row = row.expect("it answers").expect("it is there");
    let of_student = format!("/students/{}", row.login);
    let (given, seen) = (
        format!("{of_student}/homeworks/elbo"),
        format!("{of_student}/homeworks/elbo/page"),
    );
    let teachers = [&of_student, &given, &seen].map(|page| (&*teacher, page.clone()));
    let own = (&*student, "/homeworks/elbo".to_owned());
    for (door, page) in teachers.into_iter().chain([own]) {
        let answer = door.get(&page).await;
        let text = answer.text();
        assert_eq!(answer.status, 200, "{page}: {text}");
        assert!(text.len() < MOST, "{page}: {} bytes", text.len());
        assert!(text.contains("1 to 50 of"), "{page}: {text}");
        // The first counts, since all are equal, and stands on the last page and on this one.
        assert_eq!(text.matches("href=\"/submissions/1\"").count(), 1, "{page}");
        let (_, next) = text
            .split_once("?page=2#history\" rel=\"next\"")
            .expect("there are more");
        assert!(next.contains("next"), "{page}: {next}");
    }
    let last = student.get("/homeworks/elbo?page=21").await.text();
    assert!(last.contains("1001 to 1001 of"), "{last}");
    assert_eq!(last.matches("href=\"/submissions/").count(), 1);
}
