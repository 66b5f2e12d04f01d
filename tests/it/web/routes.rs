//! Who may do what: every row of the table of routes with every role, by the session and by the token.

use super::calls::{Call, call};
use super::world::{Who, World};
use crate::support::site::{Answer, Door};
use dgm_grader::store::Role;
use dgm_grader::web::problem::PREFIX;
use dgm_grader::web::table::{self, Access, Route};
use std::collections::BTreeSet;

/// What the table promises a caller: to be let in, or this status.
fn promised(access: Access, who: Who) -> Result<(), u16> {
    let Some(role) = who.role() else {
        return if access == Access::Anyone {
            Ok(())
        } else {
            Err(401)
        };
    };
    let theirs = who == Who::Anna;
    match access {
        Access::Anyone | Access::Person => Ok(()),
        Access::Own if theirs => Ok(()),
        Access::OwnOrGrader if theirs || role >= Role::Grader => Ok(()),
        Access::Own | Access::OwnOrGrader => Err(404),
        Access::Grader if role >= Role::Grader => Ok(()),
        Access::Teacher if role >= Role::Teacher => Ok(()),
        Access::Owner if role >= Role::Owner => Ok(()),
        Access::Grader | Access::Teacher | Access::Owner => Err(403),
    }
}

async fn ask(door: &Door, route: &Route, call: Call) -> Answer {
    let mut kind = vec![("content-type", call.kind)];
    if !call.cookie.is_empty() {
        kind.push(("cookie", &call.cookie));
    }
    door.send(route.method.as_str(), &call.address, &kind, call.body)
        .await
}

/// What is wrong with an answer; nothing where it is as promised.
fn fault(route: &Route, answer: &Answer, promised: Result<(), u16>) -> Option<String> {
    let status = answer.status.as_u16();
    let right = match promised {
        Ok(()) => (200..400).contains(&status),
        Err(refusal) => status == refusal,
    };
    if !right {
        let text = answer.text();
        let text = text.split("<main").last().unwrap_or_default();
        return Some(format!("{status} instead of {promised:?}: {text}"));
    }
    let problem = answer.header("content-type") == "application/problem+json";
    let of_the_api = route.path.starts_with(PREFIX);
    (status >= 400 && problem != of_the_api).then(|| format!("{status} with the wrong face"))
}

/// Calls a row as everybody, with the right key and with the other face's.
async fn try_row(world: &World, route: &Route) -> Vec<String> {
    let mut wrong = Vec::new();
    for who in Who::ALL {
        let row = format!("{} {}", route.method, route.path);
        let door = world.door(who);
        let mut swapped = door.clone();
        swapped.swapped = true;
        // What a wrong key opens is what is open to nobody.
        for (how, door, who) in [("wrong key of ", &swapped, Who::Nobody), ("", door, who)] {
            let Some(call) = call(world, route, who).await else {
                return vec![format!(
                    "{row}: tests/it/web/calls.rs has no request for it"
                )];
            };
            let answer = ask(door, route, call).await;
            let found = fault(route, &answer, promised(route.access, who));
            wrong.extend(found.map(|what| format!("{row} as {how}{who:?}: {what}")));
        }
    }
    wrong
}

/// Whether a call leaves everything as it was.
fn only_reads(route: &Route) -> bool {
    route.method.is_safe()
}

#[tokio::test]
async fn every_route_that_reads_lets_in_whom_the_table_names() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for route in table::all().iter().filter(|r| only_reads(r)) {
        wrong.extend(try_row(&world, route).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_route_that_changes_lets_in_whom_the_table_names() {
    let mut wrong = Vec::new();
    for route in table::all().iter().filter(|r| !only_reads(r)) {
        wrong.extend(try_row(&World::new().await, route).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_row_is_there_once() {
    let mut seen = BTreeSet::new();
    for route in table::all() {
        let row = format!("{} {}", route.method, route.path);
        assert!(seen.insert(row.clone()), "{row}");
    }
    assert!(seen.len() > 80, "{}", seen.len());
}
