//! What a config may do to what a task gives out: sizes that everybody can take, and orders that mean something.

use crate::config::{Code, Diagnostics};
use crate::course::{Course, File, Order};
use std::fmt::Write as _;

/// A course of one homework with these tasks, each with a line of its own.
fn text(homework: &str, tasks: &[(&str, &str)]) -> String {
    let mut text = format!(
        "title = {{ en = \"C\", ru = \"К\" }}\ntime_zone = \"UTC\"\nfinal_grade = \"points\"\n\n[[homework]]\nid = \"{homework}\"\nmax_points = {}\n",
        tasks.len()
    );
    for (id, line) in tasks {
        let task = write!(
            text,
            "\n[[homework.task]]\nid = \"{id}\"\npoints = 1\n{line}\n"
        );
        task.expect("a text takes it");
    }
    text
}

fn found(text: &str) -> Diagnostics {
    match File::parse(text) {
        Ok((_, warnings)) => warnings,
        Err(found) => found,
    }
}

fn codes(homework: &str, tasks: &[(&str, &str)]) -> Vec<Code> {
    let found = found(&text(homework, tasks));
    found.list().iter().map(|d| d.code).collect()
}

const LARGEST: (&str, &str) = (
    "elbo",
    "sizes = { sample = 64, batch = 128, dim = 256, latent = 64 }",
);

#[test]
fn sizes_that_no_program_takes_are_refused_where_they_stand() {
    let text = text("elbo", &[("gaussian_kl", ""), LARGEST]);
    let found = found(&text);
    let [problem] = found.list() else {
        panic!("{found}");
    };
    assert_eq!(problem.code, Code::SizesTooLarge);
    assert!(text[problem.start..problem.end].starts_with("{ sample = 64"));
    assert!(problem.message.en.contains("60 MiB"), "{found}");
    assert!(problem.message.ru.contains("60 МиБ"), "{found}");
    let help = problem.help.as_ref().unwrap();
    assert!(help.en.contains("`elbo`") && help.ru.contains("`elbo`"));
    // What was published before stays in force.
    assert!(Course::parse_stored(&text).is_ok());
}

#[test]
fn sizes_of_which_each_would_do_are_refused_together() {
    let tasks = [
        (
            "discretized_logistic_mixture",
            "sizes = { batch = 64, dim = 256, component = 16 }",
        ),
        ("bernoulli_log_prob", "sizes = { batch = 256, dim = 1024 }"),
        (
            "autoregressive_nll",
            "sizes = { batch = 32, class = 64, height = 16, width = 16 }",
        ),
    ];
    for task in tasks {
        assert_eq!(codes("elbo", &[task]), []);
    }
    let text = text("elbo", &tasks);
    let found = found(&text);
    let [problem] = found.list() else {
        panic!("{found}");
    };
    assert_eq!(problem.code, Code::SizesTooLarge);
    assert!(text[problem.start..problem.end].contains("component"));
}

#[test]
fn a_sentence_of_the_statement_that_does_not_hold_is_told() {
    for (homework, task) in [
        ("ddpm", ("discretized_gaussian_nll", "sizes.batch = 1")),
        ("elbo", ("bernoulli_log_prob", "sizes.batch = 1")),
        ("elbo", ("iwae_bound", "sizes.batch = 1")),
    ] {
        let found = found(&text(homework, &[task]));
        let told = found.list().iter().find(|d| d.code == Code::PromiseBroken);
        let told = told.unwrap_or_else(|| panic!("{task:?}: {found}"));
        assert!(!found.has_errors(), "{found}");
        assert!(told.message.en.contains("of every instance"), "{found}");
        assert!(told.message.ru.contains("каждого варианта"), "{found}");
    }
    let kept = ("bernoulli_log_prob", "sizes.batch = 32");
    assert_eq!(codes("elbo", &[kept]), []);
}

#[test]
fn an_axis_that_an_output_has_twice_is_not_permuted() {
    let order = |line| codes("elbo", &[("ppca_posterior", line)]);
    let twice = "order.cov = \"up_to_permutation:latent\"";
    assert_eq!(order(twice), [Code::AxisTwice]);
    let once = "order.mean = \"up_to_permutation:latent\"";
    assert_eq!(order(once), []);
    let statistics = (
        "feature_statistics",
        "order.cov = \"up_to_permutation:dim\"",
    );
    assert_eq!(codes("fid", &[statistics]), [Code::AxisTwice]);
    // What was published before stays in force.
    let stored = Course::parse_stored(&text("elbo", &[("ppca_posterior", twice)])).unwrap();
    let task = stored.homeworks[0].task("ppca_posterior").unwrap();
    assert_eq!(
        task.orders["cov"],
        Order::UpToPermutation("latent".to_owned())
    );
}
