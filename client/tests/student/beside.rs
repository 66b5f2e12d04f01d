//! The verbs beside a server whose course is not the default one.

use super::run::{Machine, right};
use super::server::serve;
use dgm_client::practice::carried;
use judge::answers::Limits;
use judge::pack::{Instance, Pack, Sheet, write};
use judge::points::Points;

/// The carried pack of a homework under the rules of another course: everything gives 7 points, and nothing is near enough.
pub fn stricter(homework: &str) -> Vec<u8> {
    changed(homework, |sheet| {
        "points".clone_into(&mut sheet.final_grade);
        for task in &mut sheet.tasks {
            task.points = Points::whole(7);
            for output in &mut task.outputs {
                (output.rtol, output.atol) = (0.0, 0.0);
            }
        }
    })
}

/// The carried pack of a homework with another sheet.
pub fn changed(homework: &str, change: impl FnOnce(&mut Sheet)) -> Vec<u8> {
    use judge::key::AnswerKey as _;
    let practice = carried(homework).expect("the pack has it");
    let mut sheet = practice.pack.sheet().clone();
    change(&mut sheet);
    let instance = |task: &str, seed: u64| {
        let key = practice.pack.key(task, seed).expect("the pack has it");
        Instance {
            inputs: practice.pack.inputs(seed).expect("the pack has it")[task].clone(),
            truth: key.truth().expect("the pack has it").0.clone(),
            mistaken: key.mistaken().expect("the pack has it").into_owned(),
        }
    };
    let seeds = &sheet.seeds;
    let of_task = |task: &str| seeds.iter().map(|seed| instance(task, *seed)).collect();
    let instances: Vec<Vec<Instance>> = sheet.tasks.iter().map(|t| of_task(&t.task)).collect();
    write(&sheet, &instances)
}

#[test]
fn a_login_brings_the_practice_of_the_course() {
    let pack = stricter("elbo");
    let url = serve(vec![
        ("homeworks", b"[]".to_vec()),
        ("homeworks/elbo/practice", pack.clone()),
        (
            "homeworks/elbo/inputs",
            judge::answers::write_npz(
                &carried("elbo")
                    .expect("the pack has it")
                    .inputs(2)
                    .expect("the pack has it"),
            ),
        ),
    ]);
    let machine = Machine::new();
    let token = [("DGM_TOKEN", "dgm_token")];
    let run = machine.run_with(&token, &["login", &url]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("Practice inputs of 1 homework"), "{run:?}");

    // Numbers of float32 are right in the default course and not in this one.
    let read = Pack::read(&pack).expect("the pack has it");
    let mut answers = right(&read, 0);
    let key = answers
        .keys()
        .find(|key| key.starts_with("gaussian_kl."))
        .expect("the pack has it")
        .clone();
    let near = answers[&key].to_float().mapv(|v| v * (1.0 + 1e-9));
    answers.insert(key, judge::arrays::Array::float(near));
    machine.write("answers.npz", &answers);
    let check = ["check", "elbo", "answers.npz", "--task", "gaussian_kl"];
    let run = machine.run(&check);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.err.contains(&url) && run.out.contains("of 7"),
        "{run:?}"
    );
    // A homework that the server has no pack of is that of the default course.
    machine.write(
        "gan.npz",
        &right(&carried("gan").expect("the pack has it").pack, 0),
    );
    let run = machine.run(&["check", "gan", "gan.npz"]);
    assert!(
        run.code == Some(0) && run.err.contains("default course"),
        "{run:?}"
    );
    let (_, grade) = machine.json(&["final", "5.5"]);
    assert_eq!(grade["final_grade"], "5.5", "{grade}");

    let run = machine.run(&["inputs", "elbo", "--own", "-o", "own.npz"]);
    assert!(
        run.code == Some(0) && run.err.contains("your own inputs"),
        "{run:?}"
    );
    assert_eq!(
        machine.arrays("own.npz"),
        carried("elbo")
            .expect("the pack has it")
            .inputs(2)
            .expect("the pack has it")
    );
    // A copy that was damaged is not used, and no other course's in its place, until the server is asked again.
    let folder = machine.path("config/dgm/packs");
    let mut folders = std::fs::read_dir(folder).expect("the pack has it");
    let kept = folders
        .next()
        .expect("the pack has it")
        .expect("the pack has it")
        .path();
    std::fs::write(kept.join("elbo.zip"), b"damaged").expect("the pack has it");
    let run = machine.run(&check);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains(&format!("dgm login {url}")), "{run:?}");
    let run = machine.run(&["inputs", "elbo", "-o", "practice.npz"]);
    assert!(run.code == Some(0) && run.err.contains(&url), "{run:?}");
    let run = machine.run(&check);
    assert!(run.code == Some(1) && run.err.contains(&url), "{run:?}");
}

#[test]
fn a_pack_that_cannot_be_used_is_said_and_not_replaced() {
    let large = vec![0; Limits::given().file + 1];
    let url = serve(vec![
        ("homeworks", b"[]".to_vec()),
        ("homeworks/elbo/practice", b"<html>".to_vec()),
        ("homeworks/gan/practice", stricter("elbo")),
        ("homeworks/fid/practice", large.clone()),
        ("homeworks/fid/inputs", large),
    ]);
    let machine = Machine::new();
    let run = machine.run_with(&[("DGM_TOKEN", "dgm_token")], &["login", &url]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(!run.err.contains("Practice inputs of"), "{run:?}");
    let why = [
        ("elbo", "no practice pack"),
        ("gan", "practice inputs of elbo instead of gan"),
        ("fid", "larger than 64 MiB"),
    ];
    for (homework, why) in why {
        assert!(run.err.contains(why), "{run:?}");
        machine.write(
            "answers.npz",
            &right(&carried(homework).expect("the pack has it").pack, 0),
        );
        for verb in [
            &["check", homework, "answers.npz"][..],
            &["inputs", homework, "-o", "inputs.npz"],
            &["tasks", homework],
        ] {
            let run = machine.run(verb);
            assert!(run.code == Some(2) && run.err.contains(why), "{run:?}");
        }
    }
    // What the packs say of the course is said by one that can be used.
    assert_eq!(machine.run(&["final", "5.5"]).code, Some(0));
    // A server that was reached is not said to be away.
    let run = machine.run(&["inputs", "fid", "--own", "-o", "own.npz"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(
        run.err.contains("larger than 64 MiB") && !run.err.contains("network"),
        "{run:?}"
    );
}
