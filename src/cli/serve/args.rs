//! What `dgm serve` is told, and which word counts: an option beats a variable, a variable beats the config file, the file beats what is usual.
//!
//! Whatever has an option here has a variable and a key of the file too; a test walks all three.

use crate::cli::logging::Log;
use crate::cli::store::{Place, PlaceArgs};
use crate::settings::base_url::BaseUrl;
use crate::settings::limits::{MOST_CONNECTIONS, MOST_MIB, USUAL_FILE, USUAL_INFLATED, unusable};
use crate::settings::listen::Listen;
use crate::settings::network::Network;
use crate::settings::security_contact::SecurityContact;
use crate::web::address::Proxies;
use crate::web::bounds::Bounds;
use dgm_client::cli::error::Result;
use judge::answers::Limits;
use std::path::{Path, PathBuf};

/// How to serve.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub(super) place: PlaceArgs,
    /// Only looks whether the config file can be used, and shows all of its problems.
    #[arg(long)]
    pub(super) check_config: bool,
    /// The address and port to listen on, port 0 takes a free one; 127.0.0.1:8080 where it is left out.
    #[arg(long, value_name = "ADDR:PORT", env = "DGM_LISTEN")]
    listen: Option<Listen>,
    /// Where people reach the server, where that is not the address above (behind a proxy).
    #[arg(long, value_name = "URL", env = "DGM_BASE_URL")]
    base_url: Option<BaseUrl>,
    /// A proxy whose X-Forwarded-For is believed: its address or its network. May be said several times.
    #[arg(
        long,
        value_name = "CIDR",
        env = "DGM_TRUST_PROXY",
        value_delimiter = ','
    )]
    trust_proxy: Vec<Network>,
    /// Serves /metrics for Prometheus on this address and port; nowhere unless told.
    #[arg(long, value_name = "ADDR:PORT", env = "DGM_METRICS_LISTEN")]
    metrics_listen: Option<Listen>,
    /// Fills a course with students, submissions and grades, in a database of its own, and prints sign-in links.
    #[arg(long)]
    pub(super) demo: bool,
    /// Begins a new course with the secret of one whose database is gone, which is refused otherwise.
    #[arg(long, conflicts_with = "demo")]
    pub(super) new_course: bool,
    /// Publishes this grading config where none is published yet; the default course otherwise.
    #[arg(long, value_name = "FILE", env = "DGM_COURSE", conflicts_with = "demo")]
    course: Option<PathBuf>,
    /// A folder whose templates replace the built-in ones of the same name.
    #[arg(long, value_name = "DIR", env = "DGM_TEMPLATES")]
    templates: Option<PathBuf>,
    /// A folder of wheels of the student's program to hand out; client in the data folder where it is left out.
    #[arg(long, value_name = "DIR", env = "DGM_CLIENT_WHEELS")]
    client_wheels: Option<PathBuf>,
    /// To whom a hole in the server's safety is told, a mailto: or https: address for /.well-known/security.txt; nowhere unless told.
    #[arg(long, value_name = "URI", env = "DGM_SECURITY_CONTACT")]
    security_contact: Option<SecurityContact>,
    /// The largest answers file, in MiB; 16 where it is left out.
    #[arg(long, value_name = "MIB", env = "DGM_MAX_FILE", value_parser = mib())]
    max_file: Option<u32>,
    /// The most that an answers file may inflate to, in MiB; 64 where it is left out.
    #[arg(long, value_name = "MIB", env = "DGM_MAX_INFLATED", value_parser = mib())]
    max_inflated: Option<u32>,
    /// Memory for uploads under way, in MiB, and as much for downloads, of which one person may have a quarter; 128 where it is left out.
    #[arg(long, value_name = "MIB", env = "DGM_MAX_IN_FLIGHT", value_parser = mib())]
    max_in_flight: Option<u32>,
    /// Connections open at once, as far as the system lets the program open files; one address may have three quarters of them; 4096 where it is left out.
    #[arg(
        long,
        value_name = "N",
        env = "DGM_MAX_CONNECTIONS",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_CONNECTIONS))
    )]
    max_connections: Option<u32>,
    /// The course secret as 64 hexadecimal digits; made once and kept in the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    pub(super) secret_key: Option<String>,
    #[command(flatten)]
    pub(super) log: Log,
}

/// As many MiB as the config file takes: no more are shifted out of a number of bytes.
fn mib() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=i64::from(MOST_MIB))
}

/// A number that was told here, else in the file, else what is usual.
fn number(told: Option<u32>, file: Option<usize>, usual: usize) -> usize {
    let told = told.and_then(|told| usize::try_from(told).ok());
    told.or(file).unwrap_or(usual)
}

impl Args {
    /// Where to listen.
    pub(super) fn listen(&self, place: &Place) -> Listen {
        let told = self.listen.as_ref().or(place.settings.listen.as_ref());
        told.cloned().unwrap_or_default()
    }

    /// Where people reach the server, if anybody said so.
    pub(super) fn base_url<'a>(&'a self, place: &'a Place) -> Option<&'a BaseUrl> {
        self.base_url.as_ref().or(place.settings.base_url.as_ref())
    }

    /// Where metrics are served, if anywhere.
    pub(super) fn metrics_listen<'a>(&'a self, place: &'a Place) -> Option<&'a Listen> {
        let told = self.metrics_listen.as_ref();
        told.or(place.settings.metrics_listen.as_ref())
    }

    /// The proxies whose word is taken.
    pub(super) fn proxies(&self, place: &Place) -> Proxies {
        Proxies::new(match self.trust_proxy.as_slice() {
            [] => place.settings.trust_proxy.clone(),
            told => told.to_vec(),
        })
    }

    /// The grading config that comes first.
    pub(super) fn course<'a>(&'a self, place: &'a Place) -> Option<&'a Path> {
        self.course.as_deref().or(place.settings.course.as_deref())
    }

    /// The folder of templates that replace built-in ones.
    pub(super) fn templates<'a>(&'a self, place: &'a Place) -> Option<&'a Path> {
        let told = self.templates.as_deref();
        told.or(place.settings.templates.as_deref())
    }

    /// The folder of wheels.
    pub(super) fn client_wheels(&self, place: &Place) -> PathBuf {
        let told = self.client_wheels.as_ref();
        let told = told.or(place.settings.client_wheels.as_ref());
        told.cloned().unwrap_or_else(|| place.data.join("client"))
    }

    /// To whom a hole in the server's safety is told.
    pub(super) fn security_contact(&self, place: &Place) -> Option<SecurityContact> {
        let told = self.security_contact.as_ref();
        told.or(place.settings.security_contact.as_ref()).cloned()
    }

    /// How large an answers file may be.
    pub(super) fn limits(&self, place: &Place) -> Result<Limits> {
        let limits = place.settings.limits;
        let file = number(self.max_file, limits.max_file, USUAL_FILE);
        let inflated = number(self.max_inflated, limits.max_inflated, USUAL_INFLATED);
        if let Some(problem) = unusable(file, inflated) {
            return Err(problem.into());
        }
        Ok(Limits {
            file: file << 20,
            inflated: inflated << 20,
            ..Limits::default()
        })
    }

    /// How much is taken at once, where so many files may be open beside.
    pub(super) fn bounds(&self, place: &Place, files: usize) -> Bounds {
        let limits = place.settings.limits;
        let most = number(self.max_connections, limits.max_connections, 4096);
        Bounds {
            in_flight: number(self.max_in_flight, limits.max_in_flight, 128) << 20,
            connections: most.min(files).max(4),
            ..Bounds::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;
    use crate::settings::{Around, File};
    use clap::{Args as _, Command};
    use l10n::Lang;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// What is said of one start and not of a server: these have no key.
    const OF_ONE_START: [&str; 4] = ["check-config", "config", "demo", "new-course"];

    /// The keys that the reader of the file names where it meets one that it does not know.
    fn keys(table: &str) -> BTreeSet<String> {
        let around = Around {
            folder: Path::new("/nowhere"),
            variable: &|_| None,
        };
        let problems = File::read(&format!("{table}\nqqqqqqqqqqqq = 1\n"), around);
        let problems = problems.expect_err("an unknown key is refused");
        let mut helps = problems.list().iter().filter_map(|p| p.help.as_ref());
        let help = helps.next().expect("it helps").get(Lang::En);
        let (_, list) = help.split_once("known here: ").expect("it names the keys");
        list.split(", ").map(|key| key.trim().to_owned()).collect()
    }

    #[test]
    fn every_option_is_a_key_and_a_variable_and_every_key_an_option() {
        let command = Args::augment_args(Command::new("serve"));
        let mut keys = &keys("") | &keys("[limits]");
        let mut walked = 0;
        for argument in command.get_arguments() {
            let Some(long) = argument.get_long() else {
                continue;
            };
            if OF_ONE_START.contains(&long) {
                continue;
            }
            walked += 1;
            // The secret itself stands in no config; the file that holds it does.
            let key = match long {
                "secret-key" => "secret_file".to_owned(),
                long => long.replace('-', "_"),
            };
            assert!(keys.remove(&key), "--{long} has no key {key}");
            let variable = match long {
                "database" => "DGM_DATABASE_URL".to_owned(),
                long => format!("DGM_{}", long.replace('-', "_").to_uppercase()),
            };
            let told = argument.get_env().and_then(|name| name.to_str());
            assert_eq!(told, Some(variable.as_str()), "--{long}");
        }
        assert!(walked >= 17, "{walked}: the options are gone");
        let tables = ["limits", "mail", "object_storage", "sign_in"].map(str::to_owned);
        assert_eq!(keys, tables.into(), "keys without an option");
    }
}
