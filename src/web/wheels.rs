//! The wheels of the student's program that a server hands out, and its source: the files of one folder, by their own names.

mod requirements;

pub use requirements::is_source;

use std::path::{Path, PathBuf};

/// More files than this are no folder of wheels.
const MOST: usize = 100;
/// A wheel is a few MiB; a file that is larger is none of ours.
pub const MOST_BYTES: u64 = 32 << 20;

/// A folder of wheels; looked into at each request, so that a new one needs no restart.
#[derive(Clone, Debug)]
pub struct Wheels(PathBuf);

impl Wheels {
    /// The wheels of this folder, which need not be there.
    pub const fn of(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// The names of the wheels, in their order.
    pub async fn names(&self) -> Vec<String> {
        let mut found = Vec::new();
        let Ok(mut entries) = tokio::fs::read_dir(&self.0).await else {
            return found;
        };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let name = entry.file_name();
            if let Some(name) = name.to_str().filter(|name| is_package(name)) {
                found.push(name.to_owned());
            }
            if found.len() == MOST {
                break;
            }
        }
        found.sort();
        found
    }

    /// What pip installs from the server of this address; none where there is nothing that it could.
    pub async fn requirements(&self, server: &str) -> Option<String> {
        let folder = format!("{server}/client/");
        let lines = requirements::requirements(&self.names().await, &folder);
        (!lines.is_empty()).then_some(lines)
    }

    /// The line that installs the program from the server of this address, where pip can.
    pub async fn install(&self, server: &str) -> Option<String> {
        let lines = self.requirements(server).await;
        lines.map(|_| dgm_client::starter::install(server))
    }

    /// The file of one of these names and its size; no other name leads anywhere.
    pub async fn open(&self, name: &str) -> Option<(tokio::fs::File, u64)> {
        let names = self.names().await;
        let own = names.iter().find(|own| *own == name)?;
        let file = tokio::fs::File::open(self.0.join(own)).await.ok()?;
        let data = file.metadata().await.ok()?;
        let is_package = data.is_file() && data.len() <= MOST_BYTES;
        is_package.then_some((file, data.len()))
    }
}

/// `dgm_grader-0.2.0-cp39-abi3-manylinux_2_17_x86_64.whl`, or the source of all of them.
fn is_package(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
    name.len() <= 200
        && name.starts_with("dgm_grader-")
        && (Path::new(name).extension().is_some_and(|e| e == "whl") || is_source(name))
        && name.chars().all(is_plain)
}

/// The systems that wheels of these names are for, as people call them.
pub fn systems(names: &[String]) -> Vec<&'static str> {
    let known = [("linux", "Linux"), ("win", "Windows"), ("macosx", "macOS")];
    // The last of the tags, which the platform begins.
    let platforms = names.iter().filter_map(|name| name.rsplit('-').next());
    let platforms: Vec<&str> = platforms.collect();
    let has = |tag: &str| {
        let is = |platform: &&str| {
            let platform = platform
                .trim_start_matches("many")
                .trim_start_matches("musl");
            platform.starts_with(tag)
        };
        platforms.iter().any(is)
    };
    let there = known.into_iter().filter(|(tag, _)| has(tag));
    there.map(|(_, system)| system).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_are_no_packages() {
        assert!(is_package(
            "dgm_grader-0.2.0-cp39-abi3-musllinux_1_2_x86_64.whl"
        ));
        assert!(is_package("dgm_grader-0.2.0.tar.gz"));
        for other in [
            "dgm_grader-0.2.0.zip",
            "secret.key",
            "numpy-2.0.whl",
            "numpy-2.0.tar.gz",
            "dgm_grader-/../secret.whl",
            "dgm_grader-\" onclick=.whl",
            "",
        ] {
            assert!(!is_package(other), "{other}");
        }
    }

    #[test]
    fn wheels_say_for_which_systems_they_are() {
        let names = [
            "dgm_grader-0.2.0-cp39-abi3-win_amd64.whl",
            "dgm_grader-0.2.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
            "dgm_grader-0.2.0.tar.gz",
        ]
        .map(str::to_owned);
        assert_eq!(systems(&names), ["Linux", "Windows"]);
        assert_eq!(systems(&names[2..]), [""; 0]);
        let others = [
            "dgm_grader-0.2.0-cp39-abi3-macosx_11_0_arm64.whl",
            "dgm_grader-0.2.0-cp39-abi3-musllinux_1_2_x86_64.whl",
        ];
        assert_eq!(systems(&others.map(str::to_owned)), ["Linux", "macOS"]);
    }
}
