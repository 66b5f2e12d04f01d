//! The term of the students: their files arrive, from many at once.

use super::answers::sending;
use super::class::{Habit, Person, class};
use super::course::slipped;
use crate::support::site::{SECRET, Site};
use axum::http::{StatusCode, header};
use dgm_grader::course::Course;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::task::{JoinSet, spawn_blocking};

/// A file that was received, with what it is worth in thousandths after lateness.
#[derive(Clone, Debug)]
pub struct Sent {
    pub who: Person,
    pub homework: &'static str,
    /// The submission.
    pub id: i64,
    pub slipped: i64,
    pub meant: i64,
}

/// Everybody sends what is due: first those in time, then those who send `elbo` late.
pub async fn send(site: &Site, late: bool) -> Vec<Sent> {
    let course = Arc::new(Course::parse(&slipped()).expect("it is a course"));
    let mut under_way = JoinSet::new();
    for who in class() {
        let user = site.app.store.user(&who.login()).await.expect("it answers");
        let user = user.expect("the roster has everybody");
        let now = site.app.now();
        let (store, login) = (&site.app.store, who.login());
        let token = store.new_token(user.id, "notebook", &login, now).await;
        let token = token.expect("it answers").expect("a token is made");
        let bearer = format!("Bearer {token}");
        for homework in who.sends() {
            if late != (who.is_late() && homework == "elbo") {
                continue;
            }
            let (door, course, bearer) = (site.nobody(), Arc::clone(&course), bearer.clone());
            under_way.spawn(async move {
                let mut sent = Vec::new();
                for habit in who.attempts() {
                    sent.push(one(&door, &course, &bearer, (who, *habit, homework, late)).await);
                }
                sent
            });
        }
    }
    under_way.join_all().await.concat()
}

async fn one(
    door: &crate::support::site::Door,
    course: &Arc<Course>,
    bearer: &str,
    (who, habit, homework, late): (Person, Habit, &'static str, bool),
) -> Sent {
    let course = Arc::clone(course);
    let made = spawn_blocking(move || sending(&course, &SECRET, who, habit, homework));
    let made = made.await.expect("it is computed");
    let path = format!("/api/v1/homeworks/{homework}/submissions");
    let headers = [("authorization", bearer)];
    let answer = door.send("POST", &path, &headers, made.file).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let receipt = answer.json();
    // Nine tenths are kept after one started day, rounded once to a thousandth.
    let kept = |points: i64| if late { (9 * points + 5) / 10 } else { points };
    Sent {
        who,
        homework,
        id: receipt["id"].as_i64().expect("it has a number"),
        slipped: kept(made.slipped),
        meant: kept(made.meant),
    }
}

/// Some write a proof on the page of `elbo`, signed in by the link that the teacher gave them.
pub async fn send_proofs(site: &Site, links: &HashMap<String, String>) {
    for who in class().filter(|who| who.proof().is_some()) {
        let door = site.nobody();
        let link = links[&who.login()].trim_start_matches("http://dgm.test");
        let entered = door.post(link, "").await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{link}");
        let cookie = entered.header(header::SET_COOKIE.as_str());
        let cookie = cookie.split(';').next().expect("a cookie is set");
        let headers = [
            ("cookie", cookie),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let body = format!("text=A+proof+of+{}&do=send", who.login());
        let path = "/homeworks/elbo/items/proof/text";
        let sent = door.send("POST", path, &headers, body.into_bytes()).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
}
