//! The server and the token that `dgm login` keeps.

use crate::cli::error::{Context as _, Result};
use crate::cli::target::replace_private;
use etcetera::{BaseStrategy as _, choose_base_strategy};
use l10n::message;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The config file of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The server that the token is for.
    pub server: String,
    /// The token.
    pub token: String,
}

/// `~/.config/dgm/config.toml`, or where `XDG_CONFIG_HOME` says; on Windows `%APPDATA%\dgm\config.toml`.
pub fn config_path() -> Result<PathBuf> {
    let folders = choose_base_strategy()
        .ok()
        .with_context(|| message!("remote-no-home"))?;
    Ok(folders.config_dir().join("dgm").join("config.toml"))
}

/// Reads the config file, if there is one. One that others can read is refused: whoever has the token can send in one's name.
pub fn read_config(path: &Path) -> Result<Option<Config>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| message!("file-unreadable", file = path));
        }
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(message!(
                "remote-config-open",
                file = path,
                mode = format!("{:04o}", mode & 0o7777)
            )
            .into());
        }
    }
    // What is wrong is told without the text: it holds the token.
    let config: Config =
        toml::from_str(&text).map_err(|_| message!("remote-config-broken", file = path))?;
    Ok(Some(config))
}

/// Writes the config file so that its owner alone can read it, whole or not at all.
pub fn write_config(path: &Path, config: &Config) -> Result<()> {
    let fault = || message!("file-unwritable", file = path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(fault)?;
    }
    replace_private(path, toml::to_string(config)?.as_bytes()).with_context(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_config_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dgm/config.toml");
        assert_eq!(read_config(&path).unwrap(), None);
        let config = Config {
            server: "https://dgm.example.org".to_owned(),
            token: "dgm_secret".to_owned(),
        };
        write_config(&path, &config).unwrap();
        write_config(&path, &config).unwrap();
        assert_eq!(read_config(&path).unwrap(), Some(config));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            let error = read_config(&path).unwrap_err().to_string();
            assert!(
                error.contains("0640") && error.contains("chmod 600"),
                "{error}"
            );
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        std::fs::write(&path, "token = \"dgm_secret\"\nserver = 3").unwrap();
        let error = read_config(&path).unwrap_err().to_string();
        assert!(!error.contains("dgm_secret"), "{error}");
    }
}
