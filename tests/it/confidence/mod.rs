//! Graded in confidence: somebody without a formula, who tries again and again and reads all that a report says, earns nothing.

mod search;
mod target;

use crate::support::audit::checked;
use crate::support::site::{Door, Site, clock};
use dgm_grader::store::Role;
use judge::answers::write_npz;
use judge::arrays::{Array, Arrays, Kind};
use serde_json::Value;
use target::Target;

const HOMEWORKS: [&str; 6] = ["elbo", "reparameterization", "flows", "gan", "fid", "ddpm"];
/// Attempts of the one who tries.
const ATTEMPTS: usize = 20;

/// A course of all six homeworks, each with this line.
async fn course(line: &str) -> Site {
    let site = Site::empty().await;
    let mut toml = "title = { en = \"All\", ru = \"Все\" }\ntime_zone = \"UTC\"\nfinal_grade = \"floor(relu(points / 8 - 2))\"\n\n[exam]\nmax_points = \"26\"\n".to_owned();
    for id in HOMEWORKS {
        toml.extend(["\n[[homework]]\nid = \"", id, "\"\n", line, "\n"]);
    }
    site.app
        .store
        .publish_course(&checked(&toml), "all", "test", clock())
        .await
        .expect("the course is published");
    site
}

async fn send(student: &Door, homework: &str, answers: &Arrays) -> Value {
    let path = format!("/api/v1/homeworks/{homework}/submissions");
    let sent = student.send("POST", &path, &[], write_npz(answers)).await;
    assert!(sent.status.is_success(), "{}", sent.text());
    serde_json::from_slice(&sent.body).expect("it is JSON")
}

/// The most thousandths of a point that an attacker reaches, who knows statements, shapes and tolerances and no formula.
async fn attacked(site: &Site, homework: &str) -> i64 {
    let student = site.join(homework, Role::Student).await;
    // A file without answers tells shapes and tolerances.
    let nothing = (
        "nothing".to_owned(),
        Array::float(ndarray::arr0(0.0).into_dyn()),
    );
    let first = send(&student, homework, &Arrays::from([nothing])).await;
    let mut targets = Target::graded(&first["report"]);
    assert!(!targets.is_empty(), "{first}");
    let mut best = 0;
    for _ in 1..ATTEMPTS {
        let answers = targets.iter().map(Target::guess).collect();
        let receipt = send(&student, homework, &answers).await;
        let address = format!("/submissions/{}", receipt["id"]);
        let page = student.get(&address).await.text();
        for target in &mut targets {
            target.learn(&receipt["report"], &page);
        }
        let points = receipt["points"].as_str().expect("points are text");
        let points: judge::points::Points = points.parse().expect("they are points");
        best = best.max(points.thousandths());
    }
    let hit = targets
        .iter()
        .find(|t| t.is_hit() && t.kind() == Kind::Float);
    assert!(
        hit.is_none(),
        "{homework}: {}",
        hit.map(Target::key).unwrap_or_default()
    );
    best
}

#[tokio::test(flavor = "multi_thread")]
async fn trying_again_earns_nothing() {
    let site = course("").await;
    let mut earned = Vec::new();
    for homework in HOMEWORKS {
        let best = attacked(&site, homework).await;
        println!("{homework}: {best} thousandths of a point after {ATTEMPTS} attempts");
        if best >= 500 {
            earned.push((homework, best));
        }
    }
    assert!(earned.is_empty(), "{earned:?}");
}

/// No number of a report on one's own inputs says how far off an answer is: not in the API, not in what is stored about me.
#[tokio::test]
async fn numbers_are_for_practice() {
    let site = course("").await;
    let student = site.join("anna", Role::Student).await;
    let teacher = site.join("ada", Role::Teacher).await;
    let receipt = send(&student, "fid", &target::ones("fid")).await;
    let path = format!("/api/v1/submissions/{}", receipt["id"]);
    let read = async |door: &Door| -> Value {
        serde_json::from_slice(&door.get(&path).await.body).expect("it is JSON")
    };
    let numbers = |receipt: &Value| {
        let tasks = receipt["report"]["tasks"]
            .as_array()
            .expect("tasks")
            .clone();
        let outputs = tasks
            .iter()
            .flat_map(|t| t["outputs"].as_array().expect("outputs").clone());
        let keys = [
            "within_tolerance",
            "max_abs_error",
            "max_rel_error",
            "worst_index",
            "worst_expected",
            "worst_got",
        ];
        outputs
            .flat_map(|o| keys.map(|k| o[k].clone()))
            .filter(|v| !v.is_null())
            .count()
    };
    assert_eq!(numbers(&receipt), 0, "{receipt}");
    assert_eq!(numbers(&read(&student).await), 0);
    assert!(
        numbers(&read(&teacher).await) > 0,
        "a teacher sees everything"
    );
    let data = student.get("/account/data").await.body;
    let data = String::from_utf8_lossy(&data).into_owned();
    assert!(data.contains("\"max_abs_error\": null") || data.contains("\"max_abs_error\":null"));
    assert!(!data.contains("\"max_abs_error\": 0") && !data.contains("\"max_abs_error\":0"));
    let page = student
        .get(&format!("/submissions/{}", receipt["id"]))
        .await
        .text();
    assert!(!page.contains("Largest absolute error"), "{page}");
    assert!(page.contains("These are your own inputs"), "{page}");
    let open = course("feedback = \"full\"").await;
    let student = open.join("anna", Role::Student).await;
    let receipt = send(&student, "fid", &target::ones("fid")).await;
    assert!(numbers(&receipt) > 0, "{receipt}");
    // How far off is told then, and still not the answer.
    let text = receipt.to_string();
    assert!(text.contains("\"worst_index\":["), "{text}");
    for key in ["\"worst_expected\":", "\"worst_got\":"] {
        let told = text.matches(key).count();
        assert!(
            told > 0 && told == text.matches(&format!("{key}null")).count(),
            "{text}"
        );
    }
}
