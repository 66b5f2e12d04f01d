//! The packs that the program carries.

use super::pack::{Origin, Practice};
use crate::cli::error::{Context as _, Result};
use judge::pack::Pack;
use l10n::{Arg, message, nearest};

/// The homeworks of the default course in its order, each with its pack.
const CARRIED: [(&str, &[u8]); 6] = [
    ("elbo", include_bytes!("../packs/elbo.zip")),
    (
        "reparameterization",
        include_bytes!("../packs/reparameterization.zip"),
    ),
    ("flows", include_bytes!("../packs/flows.zip")),
    ("gan", include_bytes!("../packs/gan.zip")),
    ("fid", include_bytes!("../packs/fid.zip")),
    ("ddpm", include_bytes!("../packs/ddpm.zip")),
];

/// The names of the homeworks of the default course.
pub fn homeworks() -> impl Iterator<Item = &'static str> {
    CARRIED.iter().map(|(name, _)| *name)
}

/// A homework of this name, or what was probably meant.
///
/// # Errors
/// When there is none.
pub fn homework(name: &str) -> Result<&'static str> {
    let known = || Arg::list(homeworks());
    homeworks()
        .find(|known| *known == name)
        .with_context(|| match nearest(name, homeworks()) {
            Some(near) => message!(
                "no-homework-near",
                name = name,
                near = near,
                known = known()
            ),
            None => message!("no-homework", name = name, known = known()),
        })
}

/// The pack of a homework that the program carries.
///
/// # Errors
/// When there is no such homework.
pub fn carried(name: &str) -> Result<Practice> {
    let name = homework(name)?;
    let (_, bytes) = CARRIED
        .iter()
        .find(|(known, _)| *known == name)
        .with_context(|| message!("cli-unexpected", error = name))?;
    Ok(Practice {
        pack: Pack::read(bytes)?,
        origin: Origin::Carried,
    })
}
