//! Every way to write a key, and what is said of the others.

use super::*;
use ndarray::arr0;

const TASKS: &[(&str, &[&str])] = &[
    ("gaussian_kl", &["kl"]),
    ("elbo", &["elbo", "gap"]),
    ("iwae", &["bound"]),
];

fn file(keys: &[&str]) -> Opened {
    let arrays: Arrays = keys
        .iter()
        .enumerate()
        .map(|(n, key)| {
            (
                (*key).to_owned(),
                Array::int(arr0(i64::try_from(n).unwrap()).into_dyn()),
            )
        })
        .collect();
    arrays.into()
}

#[test]
fn a_fault_stands_where_its_output_would() {
    let fault = AnswersError::NotAnArray {
        member: "a".to_owned(),
    };
    let mut opened = file(&["iwae.bound"]);
    for key in ["elbo.gap", "author"] {
        opened.faults.insert(key.to_owned(), fault.clone());
    }
    let sorted = sort(opened, "elbo", TASKS).unwrap();
    assert_eq!(sorted.faults["elbo"]["gap"], fault);
    assert!(sorted.by_task.contains_key("iwae"));
    let unknown = sorted.unknown.first().unwrap();
    assert_eq!(
        (unknown.key.as_str(), &unknown.fault),
        ("author", &Some(fault))
    );
}

#[test]
fn a_file_of_faults_alone_is_judged_where_one_is_of_an_output() {
    let faulty = |keys: &[&str]| {
        let fault = |key: &&str| {
            let member = (*key).to_owned();
            (member.clone(), AnswersError::NotAnArray { member })
        };
        let faults = keys.iter().map(fault).collect();
        let opened = Opened {
            faults,
            ..Opened::default()
        };
        sort(opened, "elbo", TASKS)
    };
    let sorted = faulty(&["author", "elbo.gap"]).unwrap();
    assert_eq!(sorted.faults["elbo"]["gap"].code(), "not_an_array");
    assert_eq!(sorted.unknown[0].key, "author");
    let refused = faulty(&["author", "title"]).unwrap_err();
    assert!(matches!(refused, AnswersError::NotAnArray { member } if member == "author"));
}

#[test]
fn the_folder_around_everything_is_passed_over() {
    for keys in [
        &["answers/elbo.elbo", "answers/elbo.gap"][..],
        &["./elbo.elbo", "./elbo.gap"],
        &["answers\\elbo.elbo", "answers\\elbo.gap"],
    ] {
        let sorted = sort(file(keys), "elbo", TASKS).unwrap();
        assert_eq!(sorted.by_task["elbo"].len(), 2, "{keys:?}");
    }
    let sorted = sort(file(&["a/elbo.elbo", "b/elbo.gap"]), "elbo", TASKS).unwrap();
    assert_eq!(sorted.unknown.len(), 2, "two folders are no common one");
}

fn meant_by(key: &str) -> Option<String> {
    let sorted = sort(file(&[key]), "elbo", TASKS).unwrap();
    let (task, outputs) = sorted.by_task.first_key_value()?;
    outputs
        .keys()
        .next()
        .map(|output| format!("{task}.{output}"))
}

fn nearest_to(key: &str) -> Option<String> {
    let sorted = sort(file(&[key]), "elbo", TASKS).unwrap();
    assert!(sorted.by_task.is_empty(), "{key} was understood");
    assert_eq!(sorted.unknown.len(), 1);
    sorted.unknown.into_iter().next().unwrap().nearest
}

#[test]
fn every_way_to_write_a_key_is_understood() {
    for key in [
        "gaussian_kl.kl",
        "gaussian_kl",
        "elbo/gaussian_kl.kl",
        "elbo.gaussian_kl.kl",
        "elbo/gaussian_kl",
    ] {
        assert_eq!(meant_by(key).as_deref(), Some("gaussian_kl.kl"), "{key}");
    }
    for key in ["elbo.elbo", "elbo/elbo.elbo", "elbo.elbo.elbo"] {
        assert_eq!(meant_by(key).as_deref(), Some("elbo.elbo"), "{key}");
    }
}

#[test]
fn unknown_keys_are_named_with_the_nearest_right_one() {
    for (key, nearest) in [
        ("gausian_kl.kl", Some("gaussian_kl.kl")),
        ("Gaussian-KL.kl", Some("gaussian_kl.kl")),
        ("gaussian_kl.value", Some("gaussian_kl.kl")),
        ("gaussian_k", Some("gaussian_kl.kl")),
        ("elbo/gaussian_kl/kl", Some("gaussian_kl.kl")),
        ("kl", Some("gaussian_kl.kl")),
        ("elbo.gpa", Some("elbo.gap")),
        ("gap", Some("elbo.gap")),
        ("elbo", Some("elbo.elbo")),
        ("iwea.bound", Some("iwae.bound")),
        ("arr_0", None),
        ("something else", None),
        ("x", None),
    ] {
        assert_eq!(nearest_to(key).as_deref(), nearest, "{key}");
    }
    assert_eq!(nearest_to(&"gaussian_kl".repeat(1000)), None);
    // What all keys begin with is no folder around everything where it is a task.
    assert_eq!(nearest_to("elbo/gap").as_deref(), Some("elbo.gap"));
    let ambiguous: &[(&str, &[&str])] = &[("gaussian_kl", &["kl"]), ("other_kl", &["kl"])];
    let sorted = sort(file(&["gaussian_kl/kl"]), "elbo", ambiguous).unwrap();
    let nearest = sorted.unknown[0].nearest.as_deref();
    assert_eq!(nearest, Some("gaussian_kl.kl"));
}

#[test]
fn long_names_are_cut_and_many_are_counted() {
    // Letters of two bytes: what is cut is counted in letters, and never in the middle of one.
    let sorted = sort(file(&[&"я".repeat(200), &"ю".repeat(201)]), "elbo", TASKS).unwrap();
    let keys: Vec<_> = sorted.unknown.iter().map(|u| u.key.as_str()).collect();
    assert_eq!(keys, [format!("{}…", "ю".repeat(200)), "я".repeat(200)]);
    let long = "x".repeat(201);
    let sorted = sort(file(&[&long]), "fid", &[(&long, &["fid"])]).unwrap();
    assert!(sorted.by_task.is_empty(), "too long to name anything");

    let many: Vec<_> = (0..1024).map(|n| format!("{n:04}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    let sorted = sort(file(&many), "elbo", TASKS).unwrap();
    assert_eq!((sorted.unknown.len(), sorted.unknown_more), (100, 924));
}

#[test]
fn two_keys_for_one_output_are_a_conflict() {
    for keys in [
        ["gaussian_kl", "gaussian_kl.kl"],
        ["elbo/gaussian_kl.kl", "gaussian_kl.kl"],
    ] {
        let error = sort(file(&keys), "elbo", TASKS).unwrap_err();
        assert_eq!(
            (error.code(), error.class().status()),
            ("same_output_twice", 422)
        );
    }
}

#[test]
fn a_single_array_is_for_a_single_output() {
    let sorted = sort(file(&[""]), "fid", &[("fid", &["fid"])]).unwrap();
    assert!(sorted.by_task["fid"].contains_key("fid"));
    let error = sort(file(&[""]), "elbo", TASKS).unwrap_err();
    assert_eq!(
        error,
        AnswersError::UnnamedArray {
            outputs: 4,
            example: "gaussian_kl.kl".to_owned(),
        }
    );
    // Beside others it is one that nobody asked for, and costs nothing.
    let sorted = sort(file(&["", "gaussian_kl.kl"]), "elbo", TASKS).unwrap();
    assert!(sorted.by_task["gaussian_kl"].contains_key("kl"));
    assert_eq!(sorted.unknown.len(), 1);
    let sorted = sort(file(&["", "else"]), "fid", &[("fid", &["fid"])]).unwrap();
    assert!(sorted.by_task["fid"].contains_key("fid"));
}
