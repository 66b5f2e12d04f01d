//! The OpenAPI document as a contract: what it says is whole, of one mind with the table of routes, and valid.

use super::world::{Who, World};
use crate::support::site::Site;
use crate::support::small::small;
use dgm_grader::web::error::AppError;
use dgm_grader::web::problem::PREFIX;
use dgm_grader::web::problem::kinds;
use dgm_grader::web::table::{self, Access, Body};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// An operation: method, path, and what is said of it.
type Operation = (String, String, Value);

async fn document(site: &Site) -> Value {
    site.nobody().get("/api/v1/openapi.json").await.json()
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("it has paths");
    let of_path = |(path, methods): (&String, &Value)| {
        let methods = methods.as_object().expect("a path has methods").clone();
        let path = path.clone();
        methods
            .into_iter()
            .map(move |(method, said)| (method.to_uppercase(), path.clone(), said))
    };
    paths.iter().flat_map(of_path).collect()
}

#[tokio::test]
async fn it_describes_every_route_of_the_api_and_no_other() {
    let site = small(None).await;
    let described: BTreeSet<(String, String)> = operations(&document(&site).await)
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .collect();
    let of_the_api = table::all()
        .into_iter()
        .filter(|r| r.path.starts_with(PREFIX));
    let mut routed: BTreeSet<(String, String)> =
        of_the_api.map(|r| (r.method.to_string(), r.path)).collect();
    routed.remove(&("GET".to_owned(), "/api/v1/openapi.json".to_owned()));
    assert_eq!(described, routed);
}

#[tokio::test]
async fn nothing_in_it_is_left_unsaid() {
    let site = small(None).await;
    let document = document(&site).await;
    let mut ids = BTreeMap::new();
    let mut unsaid = Vec::new();
    let is_said = |value: &Value| value.as_str().is_some_and(|text| text.len() > 3);
    for (method, path, said) in operations(&document) {
        let here = format!("{method} {path}");
        if let Some(other) = ids.insert(
            said["operationId"].as_str().unwrap_or_default().to_owned(),
            here.clone(),
        ) {
            unsaid.push(format!("{here} has the operationId of {other}"));
        }
        if !is_said(&said["summary"]) {
            unsaid.push(format!("{here}: no summary"));
        }
        if matches!(method.as_str(), "PUT" | "POST")
            && path != "/api/v1/regrade"
            && !path.ends_with("/take-back")
            && said["requestBody"]["content"].is_null()
        {
            unsaid.push(format!("{here}: no body"));
        }
        for parameter in said["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default();
            if !is_said(&parameter["description"]) {
                unsaid.push(format!("{here}: parameter {name}: no description"));
            }
            let in_path = path.contains(&format!("{{{name}}}"));
            if in_path != (parameter["in"] == "path") {
                unsaid.push(format!(
                    "{here}: parameter {name} is in {}",
                    parameter["in"]
                ));
            }
        }
        for (status, response) in said["responses"].as_object().into_iter().flatten() {
            if !is_said(&response["description"]) {
                unsaid.push(format!("{here}: {status}: no description"));
            }
            let content = response["content"].as_object();
            let schemas = content
                .into_iter()
                .flatten()
                .filter(|(_, c)| !c["schema"].is_null());
            if schemas.count() == 0 && status != "204" {
                unsaid.push(format!("{here}: {status}: no body"));
            }
        }
    }
    for (name, schema) in document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
    {
        for (field, said) in schema["properties"].as_object().into_iter().flatten() {
            // What is said of a type stands at the type.
            let refers = said.to_string().contains("$ref");
            if !refers && !is_said(&said["description"]) {
                unsaid.push(format!("{name}.{field}: no description"));
            }
        }
    }
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
    assert_eq!(document["servers"][0]["url"], "http://dgm.test");
}

#[tokio::test]
async fn every_refusal_it_describes_is_a_fault_that_the_route_has() {
    let site = small(None).await;
    let document = document(&site).await;
    let known: BTreeSet<&str> = kinds().iter().map(AppError::code).collect();
    for route in table::programs() {
        for code in route.refusals {
            assert!(known.contains(code), "{}: {code}", route.path);
        }
        if route.path == "/openapi.json" {
            continue;
        }
        let path = format!("{PREFIX}{}", route.path);
        let said = &document["paths"][&path][route.method.as_str().to_lowercase()];
        let described: BTreeSet<&str> = said["responses"]
            .as_object()
            .expect("it answers")
            .keys()
            .filter(|status| status.as_str() >= "400")
            .map(String::as_str)
            .collect();
        let faults = table::refusals(&route);
        let statuses: BTreeSet<String> = faults
            .iter()
            .map(|f| f.status().as_u16().to_string())
            .collect();
        let extra: Vec<_> = described
            .iter()
            .filter(|s| !statuses.contains(**s))
            .collect();
        // A config that cannot be used is told by its handler.
        let own: &[&&str] = if path.ends_with("/course") && route.method == "PUT" {
            &[&"422"]
        } else {
            &[]
        };
        assert_eq!(extra, own, "{path}");
        for status in &statuses {
            let response = &said["responses"][status];
            assert!(
                response["content"]["application/problem+json"]["schema"].is_object(),
                "{path} {status}"
            );
        }
        for promised in [
            (route.access != Access::Anyone).then_some("401"),
            (route.access == Access::Teacher).then_some("403"),
            (route.body != Body::Nothing).then_some("413"),
            Some("500"),
            Some("503"),
        ] {
            assert!(
                promised.is_none_or(|status| described.contains(status)),
                "{path} {promised:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_problem_leads_to_what_it_means() {
    let site = small(None).await;
    let problem = site.nobody().get("/api/v1/grade").await.json();
    let kind = problem["type"].as_str().expect("it has a type");
    let path = kind.strip_prefix("http://dgm.test").expect("it is here");
    assert_eq!(path, "/api/v1/problems/sign-in");
    let meaning = site.nobody().get(path).await.json();
    assert_eq!(meaning["code"], "sign-in");
    assert_eq!(meaning["title"], problem["title"]);
    for fault in kinds() {
        let path = format!("/api/v1/problems/{}", fault.code());
        let russian = [("accept-language", "ru")];
        let answer = site.nobody().send("GET", &path, &russian, Vec::new()).await;
        let status = u64::from(fault.status().as_u16());
        let statuses = answer.json()["statuses"].clone();
        assert!(
            statuses
                .as_array()
                .is_some_and(|s| s.contains(&status.into())),
            "{path}: {statuses}"
        );
        assert!(
            answer
                .text()
                .chars()
                .any(|c| c.is_alphabetic() && !c.is_ascii()),
            "{}",
            answer.text()
        );
    }
    let config = site.nobody().get("/api/v1/problems/course").await;
    assert_eq!(config.json()["statuses"], serde_json::json!([422]));
    assert_eq!(site.nobody().get("/api/v1/problems/none").await.status, 404);
}

#[tokio::test]
async fn a_wrong_query_is_told_and_changes_nothing() {
    let world = World::new().await;
    let teacher = world.door(Who::Teacher);
    let version = world.site.app.course().await.expect("a course").version;
    let course = format!("{}# changed\n", super::world::config());
    let roster = "login\nzoya\n";
    for (method, path, kind, body) in [
        (
            "PUT",
            "/api/v1/course?dry_run=",
            "application/toml",
            course.as_str(),
        ),
        (
            "PUT",
            "/api/v1/course?dry_run=yes",
            "application/toml",
            &course,
        ),
        (
            "PUT",
            "/api/v1/course?dry-run=true",
            "application/toml",
            &course,
        ),
        ("POST", "/api/v1/roster?dry_run=", "text/csv", roster),
        ("POST", "/api/v1/roster?dryrun=true", "text/csv", roster),
        ("POST", "/api/v1/regrade?dry_run=1", "text/plain", ""),
        ("POST", "/api/v1/regrade?homeworks=elbo", "text/plain", ""),
        ("GET", "/api/v1/gradebook?format=pdf", "text/plain", ""),
        ("GET", "/api/v1/gradebook?fromat=csv", "text/plain", ""),
        (
            "PUT",
            "/api/v1/students/anna/exam?dry_run=true",
            "application/json",
            "{\"points\": \"1\"}",
        ),
        (
            "POST",
            "/api/v1/regrade",
            "application/json",
            "{\"homework\": \"elbo\"}",
        ),
        (
            "POST",
            "/api/v1/regrade?dry_run=true",
            "application/json",
            "[\"elbo\"]",
        ),
    ] {
        let kind = [("content-type", kind)];
        let answer = teacher.send(method, path, &kind, body.into()).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.text());
        assert_eq!(answer.json()["code"], "form", "{path}");
    }
    let app = &world.site.app;
    assert_eq!(app.course().await.expect("a course").version, version);
    assert!(app.store.user("zoya").await.expect("it is asked").is_none());
}

#[tokio::test]
async fn inputs_come_under_a_name() {
    let world = World::new().await;
    let anna = world.door(Who::Anna);
    let path = "/api/v1/homeworks/elbo/inputs";
    let npz = anna.get(path).await;
    assert_eq!(
        npz.header("content-disposition"),
        "attachment; filename=\"elbo-inputs.npz\""
    );
    let accept = [("accept", "application/json")];
    let json = anna.send("GET", path, &accept, Vec::new()).await;
    assert_eq!(
        json.header("content-disposition"),
        "attachment; filename=\"elbo-inputs.json\""
    );
    assert_eq!(json.header("content-type"), "application/json");
}

#[tokio::test]
async fn a_config_that_was_edited_meanwhile_is_not_overwritten() {
    let world = World::new().await;
    let teacher = world.door(Who::Teacher);
    let tag = teacher
        .get("/api/v1/course")
        .await
        .header("etag")
        .to_owned();
    let put = async |tag: &str, words: &str| {
        let headers = [("if-match", tag), ("content-type", "application/toml")];
        let toml = format!("{}# {words}\n", super::world::config());
        teacher
            .send("PUT", "/api/v1/course", &headers, toml.into_bytes())
            .await
    };
    let first = put(&tag, "first").await;
    assert_eq!(first.status, 200, "{}", first.text());
    let second = put(&tag, "second").await;
    assert_eq!(
        (second.status.as_u16(), &second.json()["code"]),
        (409, &Value::from("course-moved"))
    );
    let weak = format!("W/{}", first.header("etag"));
    assert_eq!(
        put(&weak, "third").await.status,
        200,
        "a proxy that compresses makes tags weak"
    );
}

/// Whether this Python can import the package; whoever requires Python requires it.
fn has(package: &str) -> bool {
    let mut python = Command::new("python3");
    let found = python.args(["-c", &format!("import {package}")]).output();
    let found = found.is_ok_and(|output| output.status.success());
    assert!(
        found || std::env::var_os("DGM_REQUIRE_PYTHON").is_none(),
        "python3 with {package} is required here"
    );
    found
}

#[tokio::test]
async fn it_is_valid() {
    if !has("openapi_spec_validator") {
        return;
    }
    let site = small(None).await;
    let folder = tempfile::tempdir().expect("a folder is made");
    let path = folder.path().join("openapi.json");
    std::fs::write(&path, document(&site).await.to_string()).expect("it is written");
    let validator = ["-m", "openapi_spec_validator", "--validation-errors", "all"];
    let output = Command::new("python3").args(validator).arg(&path).output();
    let output = output.expect("it runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
