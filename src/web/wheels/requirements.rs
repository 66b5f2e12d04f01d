//! What pip installs from a server: the package by the address of its own file, so that no package index is ever asked for its name. Whoever
//! takes that name there could otherwise hand out a program of theirs as a newer version.

use std::collections::BTreeMap;

/// A system as pip's markers tell it: `sys_platform` and `platform_machine`.
type System = (&'static str, &'static str);

/// How the platform of a wheel begins and ends, for each system that there are wheels for.
const SYSTEMS: [(&str, &str, System); 8] = [
    ("linux", "x86_64", ("linux", "x86_64")),
    ("linux", "aarch64", ("linux", "aarch64")),
    ("win", "amd64", ("win32", "AMD64")),
    ("win", "arm64", ("win32", "ARM64")),
    ("macosx", "x86_64", ("darwin", "x86_64")),
    ("macosx", "arm64", ("darwin", "arm64")),
    ("macosx", "universal2", ("darwin", "x86_64")),
    ("macosx", "universal2", ("darwin", "arm64")),
];

/// `dgm_grader-0.2.0.tar.gz`, which pip builds where no wheel fits.
pub fn is_source(name: &str) -> bool {
    name.ends_with(".tar.gz")
}

/// A line a system with its newest wheel, and one for all others with the newest source; `url` is that of the folder.
pub fn requirements(names: &[String], url: &str) -> String {
    let anywhere = |name: &&String| is_source(name) || name.ends_with("-any.whl");
    let (rest, wheels): (Vec<_>, Vec<_>) = names.iter().partition(anywhere);
    let mut newest = BTreeMap::<System, &String>::new();
    for wheel in wheels {
        for system in systems(wheel) {
            let known = newest.entry(system).or_insert(wheel);
            if version(wheel) > version(known) {
                *known = wheel;
            }
        }
    }
    let line = |name: &str, marker: &str| format!("dgm-grader @ {url}{name}{marker}\n");
    let mut lines = String::new();
    let mut others = Vec::new();
    for ((system, machine), wheel) in newest {
        let marker = format!(" ; sys_platform == '{system}' and platform_machine == '{machine}'");
        lines += &line(wheel, &marker);
        others.push(format!(
            "(sys_platform != '{system}' or platform_machine != '{machine}')"
        ));
    }
    if let Some(source) = rest.into_iter().max_by_key(|name| version(name)) {
        let others = others.join(" and ");
        let marker = if others.is_empty() {
            others
        } else {
            format!(" ; {others}")
        };
        lines += &line(source, &marker);
    }
    lines
}

/// The systems that a wheel is for.
fn systems(wheel: &str) -> Vec<System> {
    let name = wheel.trim_end_matches(".whl");
    let tags = name.rsplit('-').next().unwrap_or_default().split('.');
    let of = |tag: &str| {
        let tag = tag.trim_start_matches("many").trim_start_matches("musl");
        let fits =
            |(begin, end, _): &&(&str, &str, System)| tag.starts_with(begin) && tag.ends_with(end);
        let fitting = SYSTEMS.iter().filter(fits).map(|(_, _, system)| *system);
        fitting.collect::<Vec<_>>()
    };
    tags.flat_map(of).collect()
}

/// `0.10.1` of a file's name as numbers, so that it is newer than `0.9`.
fn version(name: &str) -> Vec<u64> {
    let version = name.trim_end_matches(".tar.gz").split('-').nth(1);
    let number = |part: &str| {
        let digits = part.split(|c: char| !c.is_ascii_digit()).next();
        digits.unwrap_or_default().parse().unwrap_or(0)
    };
    version.unwrap_or_default().split('.').map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::requirements;

    fn lines(names: &[&str]) -> String {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        requirements(&names, "https://a/client/")
    }

    #[test]
    fn each_system_has_its_newest_wheel_and_others_the_source() {
        let told = lines(&[
            "dgm_grader-0.10.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
            "dgm_grader-0.10.0-cp39-abi3-musllinux_1_2_x86_64.whl",
            "dgm_grader-0.10.0.tar.gz",
            "dgm_grader-0.9.0-cp39-abi3-manylinux_2_17_x86_64.whl",
            "dgm_grader-0.9.0-cp39-abi3-win_amd64.whl",
            "dgm_grader-0.9.0.tar.gz",
        ]);
        let expected = "\
dgm-grader @ https://a/client/dgm_grader-0.10.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl ; sys_platform == 'linux' and platform_machine == 'x86_64'
dgm-grader @ https://a/client/dgm_grader-0.9.0-cp39-abi3-win_amd64.whl ; sys_platform == 'win32' and platform_machine == 'AMD64'
dgm-grader @ https://a/client/dgm_grader-0.10.0.tar.gz ; (sys_platform != 'linux' or platform_machine != 'x86_64') and (sys_platform != 'win32' or platform_machine != 'AMD64')
";
        assert_eq!(told, expected);
    }

    #[test]
    fn a_wheel_may_be_for_two_machines_and_a_source_stand_alone() {
        let both = "dgm_grader-0.2.0-cp39-abi3-macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2.whl";
        let told = lines(&[both]);
        assert_eq!(told.matches(both).count(), 2, "{told}");
        assert!(
            told.contains("'arm64'") && told.contains("'x86_64'"),
            "{told}"
        );
        let source = "dgm_grader-0.2.0.tar.gz";
        let alone = format!("dgm-grader @ https://a/client/{source}\n");
        assert_eq!(lines(&[source]), alone);
        assert_eq!(lines(&[]), "");
    }
}
