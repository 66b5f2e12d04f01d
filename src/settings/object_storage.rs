//! `[object_storage]`: where files lie that are too large for the database.

use super::around::Around;
use super::endpoint::endpoint;
use super::secret::{Secret, secret};
use crate::config::{Section, Value};
use axum::http::Uri;
use l10n::message;
use std::net::IpAddr;

/// The variables of the environment that hold the id of the key and the key, in place of the config and the file.
const KEY_ID: &str = "DGM_OBJECT_STORAGE_KEY_ID";
const SECRET: &str = "DGM_OBJECT_STORAGE_SECRET";
const SECRET_FILE: &str = "secret_file";

/// The largest file that the database keeps, in MiB, where nothing is said, and what nobody means.
const LARGER_THAN: u32 = 1;
const MOST_MIB: u32 = 1 << 20;
/// The longest prefix and id of a key.
const LONGEST: usize = 200;

/// A storage that speaks S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectStorage {
    /// Its address without the bucket, `https://s3.example.org`.
    endpoint: String,
    /// Where it says it is.
    pub region: String,
    /// The bucket.
    bucket: String,
    /// What the name of every object begins with: nothing, or something that ends with a slash.
    prefix: String,
    /// Whether the bucket stands in the path of an address, or before the host.
    path_style: bool,
    /// The id of the key that requests are signed with.
    pub key_id: String,
    /// The key.
    pub secret: Secret,
    /// The largest file that the database keeps itself, in bytes.
    pub larger_than: u64,
    /// Whether what nobody names any more is deleted.
    pub sweep: bool,
}

impl ObjectStorage {
    pub(super) fn read(mut section: Section<'_>, around: Around<'_>) -> Option<Self> {
        let named = section.required("endpoint", "endpoint = \"https://s3.example.org\"");
        let endpoint = named.as_ref().and_then(base);
        let region = section.optional("region", "region = \"us-east-1\"");
        let region = region.map_or_else(
            || Some("us-east-1".to_owned()),
            |value| {
                let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
                refined(&value, plain, message!("settings-storage-region"))
            },
        );
        let bucket = section.required("bucket", "bucket = \"dgm\"");
        let bucket = bucket.and_then(|value| bucket_name(&value));
        let prefix = section.optional("prefix", "prefix = \"course-2026/\"");
        let prefix = prefix.map_or_else(|| Some(String::new()), |value| prefix_of(&value));
        let path_style = section.optional("path_style", "path_style = true");
        let path_style = path_style.map_or(Some(true), |value| {
            let is_path = value.boolean()?;
            let host = endpoint.as_deref().and_then(host);
            // A bucket can stand before a name, and before no number.
            if !is_path && host.is_some_and(|host| host.parse::<IpAddr>().is_ok()) {
                value.refuse(message!("settings-storage-virtual"));
                return None;
            }
            Some(is_path)
        });
        let key_id = key_id(&mut section, named.as_ref(), around);
        let has_file = section.has(SECRET_FILE);
        let file = (SECRET_FILE, "secret_file = \"object-storage-secret\"");
        let secret = secret(&mut section, file, SECRET, around);
        let larger_than = section.optional("larger_than", "larger_than = 1");
        let larger_than = larger_than.map_or(Some(LARGER_THAN), |v| v.whole(0, MOST_MIB));
        let sweep = section.optional("sweep", "sweep = true");
        let sweep = sweep.map_or(Some(true), |value| value.boolean());
        section.finish();
        if let (Some(named), None, false) = (&named, &secret, has_file) {
            named.refuse(message!("settings-storage-secret", variable = SECRET));
        }
        Some(Self {
            endpoint: endpoint?,
            region: region?,
            bucket: bucket?,
            prefix: prefix?,
            path_style: path_style?,
            key_id: key_id?,
            secret: secret?,
            larger_than: u64::from(larger_than?) << 20,
            sweep: sweep?,
        })
    }

    /// The address of the object of this name. Nothing in it needs to be escaped.
    pub fn address(&self, name: &str) -> String {
        let Self {
            endpoint,
            bucket,
            prefix,
            ..
        } = self;
        if self.path_style {
            return format!("{endpoint}/{bucket}/{prefix}{name}");
        }
        match endpoint.split_once("://") {
            Some((scheme, host)) => format!("{scheme}://{bucket}.{host}/{prefix}{name}"),
            None => format!("{endpoint}/{prefix}{name}"),
        }
    }
}

fn host(endpoint: &str) -> Option<String> {
    let uri = endpoint.parse::<Uri>().ok()?;
    Some(uri.host()?.trim_matches(['[', ']']).to_owned())
}

/// Scheme, host and port, as a request names them: a port that goes without saying is left out.
fn base(value: &Value<'_>) -> Option<String> {
    let uri = endpoint(value)?.parse::<Uri>().ok()?;
    let (scheme, host) = (uri.scheme_str()?, uri.host()?);
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
        value.refuse(message!("settings-storage-endpoint"));
        return None;
    }
    let usual = if scheme == "https" { 443 } else { 80 };
    let host = host.to_ascii_lowercase();
    Some(match uri.port_u16().filter(|port| *port != usual) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// What is written, if it is made of these characters alone.
fn refined(
    value: &Value<'_>,
    allowed: impl Fn(char) -> bool,
    otherwise: l10n::Message,
) -> Option<String> {
    let written = value.filled()?;
    if written.len() <= LONGEST && written.chars().all(allowed) {
        return Some(written);
    }
    value.refuse(otherwise);
    None
}

fn bucket_name(value: &Value<'_>) -> Option<String> {
    let written = value.filled()?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = (3..=63).contains(&written.len())
        && written.chars().all(|c| plain(c) || matches!(c, '.' | '-'))
        && written.starts_with(plain)
        && written.ends_with(plain)
        && !written.contains("..");
    if fits {
        return Some(written);
    }
    value.refuse(message!("settings-storage-bucket"));
    None
}

/// `course-2026/`; the slash at its end goes without saying.
fn prefix_of(value: &Value<'_>) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    let told = || message!("settings-storage-prefix");
    let written = refined(value, plain, told())?;
    let mut parts = written.trim_end_matches('/').split('/');
    if parts.any(|part| matches!(part, "" | "." | "..")) {
        value.refuse(told());
        return None;
    }
    Some(format!("{}/", written.trim_end_matches('/')))
}

/// The id of the key, from the environment or else the config.
fn key_id(
    section: &mut Section<'_>,
    endpoint: Option<&Value<'_>>,
    around: Around<'_>,
) -> Option<String> {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, ',' | '/' | '=');
    let told = (around.variable)(KEY_ID).map(|text| text.trim().to_owned());
    let example = "key_id = \"GK31c2f218a2e44f485b94239e\"";
    let Some(told) = told.filter(|text| !text.is_empty()) else {
        let written = section.required("key_id", example)?;
        return refined(&written, plain, message!("settings-storage-key-id"));
    };
    section.optional("key_id", example);
    if told.len() <= LONGEST && told.chars().all(plain) {
        return Some(told);
    }
    endpoint?.refuse(message!("settings-storage-key-id-told", variable = KEY_ID));
    None
}
