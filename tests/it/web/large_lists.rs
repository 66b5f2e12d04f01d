//! Lists of a large class that come with something that was just done, or is about to be: a page of them, or the first rows, and
//! how many more there are.

use super::large::{MOST, STUDENTS, fill};
use super::world::{config, other_rubric};
use crate::support::audit::checked;
use crate::support::forms::encoded;
use crate::support::site::{Site, Teacher, clock};
use crate::support::small::open;
use dgm_grader::store::{LinkState, User};
use judge::points::Points;

/// Students with long names, each with a grade by the rubric 2 + 1.
const FILL: &str = r#"
    create temp table n as
        with recursive n (i) as (select 1 union all select i + 1 from n where i < {students}) select i from n;
    insert into users (login, drawn_as, name, role, active, created_at)
        select 'student-' || i, 'student-' || i, 'Александра Константинопольская-' || i, 'student', true, {now}
        from n;
    insert into manual_grades (user_id, homework, item, points, criteria, comment, given_by, given_at)
        select id, 'elbo', 'proof', 3000,
            '[{"criterion":"idea","points":"2","max_points":"2"},{"criterion":"rest","points":"1","max_points":"1"}]',
            '', 'teacher', {now}
        from users where login like 'student-%';"#;

/// A site with this course and a full class.
async fn class(toml: &str) -> (Site, Teacher) {
    let folder = tempfile::tempdir().expect("a folder is made");
    let file = folder.path().join("test.sqlite");
    let site = Site::within(folder).await;
    let published = site
        .app
        .store
        .publish_course(&checked(toml), "large", "test", clock())
        .await;
    published.expect("the course is published");
    let teacher = Teacher::of(&site).await;
    let sql = FILL
        .replace("{students}", &STUDENTS.to_string())
        .replace("{now}", &clock().as_microsecond().to_string());
    fill(&site, &file, sql).await;
    (site, teacher)
}

async fn students(site: &Site) -> Vec<User> {
    let mut people = site.app.store.users().await.expect("it answers");
    people.retain(|user| user.login.starts_with("student-"));
    people
}

#[tokio::test]
async fn grades_of_another_rubric_are_shown_page_by_page_and_carried_over_as_a_whole() {
    let (_site, teacher) = class(&other_rubric()).await;
    let path = "/queue/elbo/proof/rubric";
    let (mut seen, mut digest) = (0, String::new());
    for page in 1..=STUDENTS.div_ceil(200) {
        let answer = teacher.get(&format!("{path}?page={page}")).await;
        let html = answer.text();
        assert_eq!(answer.status, 200, "{html}");
        assert!(html.len() < MOST, "{page}: {} bytes", html.len());
        assert!(html.contains(&format!("{STUDENTS} grades")), "{html}");
        seen += html.matches("href=\"/students/student-").count();
        digest = answer.hidden("digest");
    }
    assert_eq!(seen, STUDENTS);
    let applied = teacher.post(path, &format!("digest={digest}")).await;
    assert_eq!(applied.location(), format!("{path}?done={STUDENTS}"));
}

#[tokio::test]
async fn a_long_list_that_is_taken_back_is_shown_in_part_and_counted_whole() {
    let (site, teacher) = class(&config()).await;
    let (store, people) = (&site.app.store, students(&site).await);
    let given: Vec<_> = people.iter().map(|user| (user, Points::whole(9))).collect();
    let entry = store.set_exams(&given, "teacher", clock()).await;
    let entry = entry.expect("it answers").expect("it is a list");
    let changed = 150;
    let since: Vec<_> = given[..changed]
        .iter()
        .map(|(user, _)| (*user, Points::whole(10)))
        .collect();
    let since = store.set_exams(&since, "teacher", clock()).await;
    since.expect("it answers");
    let path = format!("/audit/{entry}/take-back");
    let shown = teacher.post(&path, "").await;
    let html = shown.text();
    assert!(html.len() < MOST, "{} bytes", html.len());
    let undone = STUDENTS - changed;
    let answer = format!("{undone} taken back, {changed} left as they are.");
    assert!(html.contains(&answer), "{html}");
    assert_eq!(html.matches("<tr><th scope=\"row\"").count(), 200);
    for more in [undone - 100, changed - 100] {
        let more = format!(">and {more} more<");
        assert!(html.contains(&more), "{more}: {html}");
    }
    let form = format!("seen={}", shown.hidden("seen"));
    assert_eq!(teacher.post(&path, &form).await.status, 303);
    let left = store.exams().await.expect("it answers");
    assert_eq!(left.len(), changed);
}

#[tokio::test]
async fn the_first_links_of_a_long_list_are_shown_and_all_are_in_the_file() {
    let site = open(Site::empty().await, None).await;
    let teacher = Teacher::of(&site).await;
    let row =
        |n| format!("student-{n},Александра Константинопольская-{n},student-{n}@example.org\n");
    let rows: String = (0..STUDENTS).map(row).collect();
    let list = format!("login,name,email\n{rows}");
    let seen = teacher.table("/roster", &list, &[]).await.hidden("seen");
    let done = teacher.table("/roster", &list, &[("seen", &seen)]).await;
    let html = done.text();
    assert_eq!(done.status, 200, "{html}");
    assert!(html.len() < MOST, "{} bytes", html.len());
    assert_eq!(html.matches("http://dgm.test/sign-in/").count(), 100);
    let more = format!("and {} more: all of them are in the file.", STUDENTS - 100);
    assert!(html.contains(&more), "{html}");
    // A browser ends lines with two characters.
    let links = done.hidden("links").replace('\n', "\r\n");
    let file = teacher
        .post("/links.csv", &format!("links={}", encoded(&links)))
        .await;
    assert_eq!(file.status, 200, "{}", file.text());
    let mut reader = csv::Reader::from_reader(file.body.as_slice());
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), STUDENTS);
    let last = &rows[STUDENTS - 1];
    let secret = last[3].strip_prefix("http://dgm.test/sign-in/");
    let secret = secret.expect("it is a link of this server");
    let state = site.app.store.link(secret, clock()).await;
    let Ok(LinkState::Works(user)) = state else {
        panic!("{secret} does not work");
    };
    assert_eq!(
        (&user.login, &user.name),
        (&last[0].to_owned(), &last[1].to_owned())
    );
}
