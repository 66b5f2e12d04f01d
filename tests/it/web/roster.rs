//! The roster: what a list changes, who gives roles, and who must not.

use crate::support::site::{Site, Student, Teacher, clock};
use crate::support::small::small;
use axum::http::StatusCode;
use dgm_grader::store::{Action, AuditEntry, AuditFilter, Recorded, Role};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

async fn role(site: &Site, login: &str) -> Option<(Role, bool)> {
    let user = site.app.store.user(login).await.expect("it answers");
    user.map(|u| (u.role, u.active))
}

#[tokio::test]
async fn a_list_is_shown_then_done_and_nobody_is_gone_unasked() {
    let site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let list = "login,name\nzoya,Зоя\n";
    let shown = teacher.table("/roster", list, &[]).await;
    assert_eq!(role(&site, "zoya").await, None, "only shown");
    let done = teacher
        .table("/roster", list, &[("seen", &shown.hidden("seen"))])
        .await;
    assert_eq!(role(&site, "zoya").await, Some((Role::Student, true)));
    assert_eq!(role(&site, "anna").await, Some((Role::Student, true)));
    let html = done.text();
    // To be read; the form that makes a file of it has the secret alone.
    let shown_once = html.matches("http://dgm.test/sign-in/").count();
    assert_eq!(shown_once, 1, "{html}");
    let (_, rest) = html
        .split_once("http:&#x2F;&#x2F;dgm.test")
        .unwrap_or_else(|| html.split_once("http://dgm.test").expect("a link is shown"));
    let path = rest.split(['"', '<', '\n', '&']).next().unwrap_or_default();
    let secret = path.trim_start_matches("/sign-in/");
    site.nobody().enter(secret).await;

    // Confirming with another choice is another change: it is shown again.
    let again = teacher
        .table(
            "/roster",
            list,
            &[("seen", &shown.hidden("seen")), ("deactivate", "yes")],
        )
        .await;
    assert_eq!(role(&site, "anna").await, Some((Role::Student, true)));
    let fields = [
        ("seen", again.hidden("seen")),
        ("deactivate", "yes".to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    teacher.table("/roster", list, &fields).await;
    assert_eq!(role(&site, "anna").await, Some((Role::Student, false)));
    let book = teacher.get("/api/v1/gradebook").await.text();
    assert!(book.contains("zoya") && !book.contains("anna"), "{book}");
    assert_eq!(
        teacher.get("/students/anna").await.status,
        200,
        "nothing is deleted"
    );
}

/// A list that was wrong locks nobody out for longer than until it is taken back.
#[tokio::test]
async fn whoever_a_list_deactivates_comes_back_as_they_were() {
    let site = small(None).await;
    let (anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let lasts = jiff::SignedDuration::from_hours(1);
    let store = &site.app.store;
    let secret = store.new_link(anna.id, lasts, "teacher", clock()).await;
    let link = format!("/sign-in/{}", secret.unwrap());
    let nobody = site.nobody();
    let ways = async || {
        [
            anna.get("/account").await.status,
            anna.get("/api/v1/grade").await.status,
            nobody.get(&link).await.status,
        ]
    };
    assert_eq!(ways().await, [200, 200, 200]);
    let list = "login\nzoya\n";
    let wishes = ("deactivate", "yes");
    let shown = teacher.table("/roster", list, &[wishes]).await;
    let told = shown.text();
    assert!(told.contains("the list is taken back"), "{told}");
    let confirm = [wishes, ("seen", &shown.hidden("seen"))];
    teacher.table("/roster", list, &confirm).await;
    assert_eq!(ways().await, [401, 401, 403]);
    let filter = AuditFilter {
        only_whole: true,
        ..AuditFilter::default()
    };
    let is_list =
        |entry: &AuditEntry| matches!(entry.recorded, Recorded::Action(Action::Import { .. }));
    let entries = store.audit(&filter, 1, is_list).await.unwrap();
    let back = format!("/audit/{}/take-back", entries[0].id);
    let seen = teacher.post(&back, "").await.hidden("seen");
    let done = teacher.post(&back, &format!("seen={seen}")).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(ways().await, [200, 200, 200]);
}

/// The largest file there may be, in Windows-1251: as UTF-8 it is longer, and is confirmed all the same.
#[tokio::test]
async fn the_largest_list_in_cyrillic_is_shown_and_confirmed() {
    const LARGEST: usize = 1024 * 1024;
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let mut file = encoding_rs::WINDOWS_1251
        .encode("Логин;Имя;Заметки\r\n")
        .0
        .into_owned();
    let mut people = 0;
    while file.len() < LARGEST {
        let row = format!("s{people:03};Ёжикова, Ц.;{}\r\n", "№".repeat(3000));
        file.extend_from_slice(&encoding_rs::WINDOWS_1251.encode(&row).0);
        people += 1;
    }
    file.truncate(LARGEST - 2);
    file.extend_from_slice(b"\r\n");
    let mut body =
        b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
            .to_vec();
    body.extend_from_slice(&file);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    let shown = teacher.send("POST", "/roster", &kind, body).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let kept = shown.hidden("kept");
    let confirm = [("kept", kept.as_str()), ("seen", &shown.hidden("seen"))];
    let done = teacher.table("/roster", "", &confirm).await;
    let html = done.text();
    assert_eq!(done.status, 200, "{html}");
    let added = site.app.store.users().await.expect("it answers").len() - 1;
    assert_eq!(added, people);
    // The same text is no way round the limit of what is looked at first.
    let (text, ..) = encoding_rs::WINDOWS_1251.decode(&file);
    assert!(text.len() > 3 * LARGEST / 2, "{}", text.len());
    let refused = teacher.table("/roster", &text, &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("1024"), "{}", refused.text());
}

#[tokio::test]
async fn a_teacher_makes_graders_and_nobody_climbs() {
    let site = small(None).await;
    let (anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let owner = site.join("owner", Role::Owner).await;
    for (given, role_of) in [("grader", Role::Grader), ("student", Role::Student)] {
        let made = teacher.post("/roster/anna", &format!("role={given}")).await;
        assert_eq!(made.status, 303, "{given}");
        assert_eq!(role(&site, "anna").await, Some((role_of, true)));
    }
    let refused = teacher.post("/roster/anna", "role=teacher").await;
    assert_eq!(refused.status, 403);
    for (login, form) in [
        ("owner", "role=student"),
        ("owner", "active=no"),
        ("teacher", "role=owner"),
    ] {
        let answer = teacher.post(&format!("/roster/{login}"), form).await;
        assert_eq!(answer.status, 403, "{login} {form}");
    }
    // A link signs in as its owner.
    assert_eq!(teacher.post("/roster/owner/link", "").await.status, 403);
    assert_eq!(
        owner.post("/roster/owner", "role=student").await.status,
        403
    );
    assert_eq!(owner.post("/roster/anna", "role=king").await.status, 422);
    assert_eq!(
        owner.post("/roster/nobody", "role=grader").await.status,
        404
    );
    assert_eq!(owner.post("/roster/anna", "role=teacher").await.status, 303);
    assert_eq!(role(&site, "anna").await, Some((Role::Teacher, true)));
    assert_eq!(anna.get("/roster").await.status, 200, "at once");
    assert_eq!(
        owner
            .post("/roster/anna", "role=student&active=no")
            .await
            .status,
        303
    );
    assert_eq!(anna.get("/").await.status, 303, "no longer signed in");

    let list = "login,role\nking,owner\nowner,student\n";
    let kind = [("content-type", "text/csv")];
    let answer = teacher
        .send("POST", "/api/v1/roster", &kind, list.as_bytes().to_vec())
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(role(&site, "king").await, None);
    assert_eq!(role(&site, "owner").await, Some((Role::Owner, true)));
    let told = answer.json();
    assert_eq!(told["refused"].as_array().map(Vec::len), Some(2));
    let answer = owner
        .send(
            "POST",
            "/api/v1/roster?dry_run=true",
            &kind,
            list.as_bytes().to_vec(),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(role(&site, "king").await, None, "only told");
}

#[tokio::test]
async fn what_is_no_list_is_refused_with_the_next_step() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let kind = [("content-type", "text/csv")];
    for (body, says) in [
        (b"colour\nred\n".to_vec(), "no column by which"),
        (Vec::new(), "empty"),
        (b"PK\x03\x04".to_vec(), "Save the sheet as .xlsx or as CSV"),
        (vec![b'x'; 1024 * 1024 + 1], "larger than"),
        (vec![b'x'; 3 * 1024 * 1024], "larger than"),
    ] {
        for path in ["/api/v1/roster", "/api/v1/roster?dry_run=true"] {
            let answer = teacher.send("POST", path, &kind, body.clone()).await;
            assert!(answer.status.is_client_error(), "{}", answer.status);
            assert!(answer.text().contains(says), "{says}: {}", answer.text());
        }
    }
    let text = "x".repeat(2 * 1024 * 1024);
    let answer = teacher.table("/roster", &text, &[]).await;
    assert!(answer.text().contains("larger than"), "{}", answer.text());
    // What is no link of this server is not written into a file of its own.
    for line in ["1", "1 http://evil.test/x", "a 00ff", "1 "] {
        let answer = teacher.form("/links.csv", &[("links", line)]).await;
        assert_eq!(answer.status, 422, "{line}");
    }
    let cmd = site.join_as("a", "=cmd", Role::Student).await;
    let lines = format!("{} 00ff\r\n999999 00ff\r\n", cmd.id);
    let answer = teacher.form("/links.csv", &[("links", &lines)]).await;
    let text = answer.text();
    assert!(text.contains("a,'=cmd,,http://dgm.test/sign-in/00ff"));
    assert_eq!(text.lines().count(), 2, "nobody has the other: {text}");
}

/// A workbook may take long to be read: it waits for its turn among what is computed.
#[tokio::test]
async fn a_list_is_read_beside_everything_else() {
    let site = small(None).await;
    let teacher = Teacher::of(&site).await;
    let list = "login,name\nzoya,Зоя\n";
    let told = async || {
        let path = "/api/v1/roster?dry_run=true";
        teacher.send("POST", path, &[], list.into()).await.status
    };
    let shown = async || teacher.table("/roster", list, &[]).await.status;
    assert_eq!(
        (told().await, shown().await),
        (StatusCode::OK, StatusCode::OK)
    );
    let permits = Arc::clone(&site.app.compute_permits);
    let all = u32::try_from(permits.available_permits()).expect("there are few");
    let held = permits.acquire_many_owned(all).await.expect("it is open");
    let soon = Duration::from_millis(300);
    assert!(timeout(soon, told()).await.is_err());
    assert!(timeout(soon, shown()).await.is_err());
    drop(held);
    assert_eq!(
        (told().await, shown().await),
        (StatusCode::OK, StatusCode::OK)
    );
}
