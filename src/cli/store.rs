//! The options that say where the data is; the server and the operator's chores share them.

use super::lock::{self, Held, With, hold};
use super::{clock, modes, settings};
use crate::objects::ObjectStorage;
use crate::settings::{File, NAME};
use crate::store::{Opened, Schema, Store, Target, Upkeep};
use dgm_client::cli::Voice;
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::insist;
use jiff::Timestamp;
use l10n::{Message, message};
use std::path::{Path, PathBuf};

/// The database's name in the data folder.
pub const DATABASE: &str = "dgm.sqlite";
/// The secret's name there.
pub const KEY: &str = "secret.key";
/// The name of the demo's database.
pub const DEMO: &str = "demo.sqlite";

/// The data folder where nobody says another.
const DATA: &str = "dgm-data";

/// Where the data is, as it is told.
#[derive(clap::Args)]
pub struct PlaceArgs {
    /// The config file of the server; dgm.toml in the data folder where it is left out and there is one.
    #[arg(long, global = true, value_name = "FILE", env = "DGM_CONFIG")]
    config: Option<PathBuf>,
    /// The data folder: the SQLite database and the secret; dgm-data where it is left out.
    #[arg(long, global = true, value_name = "DIR", env = "DGM_DATA")]
    data: Option<PathBuf>,
    /// A database instead of SQLite in the data folder: postgres://USER@HOST/NAME or sqlite://FILE.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "DGM_DATABASE_URL",
        hide_env_values = true
    )]
    database: Option<String>,
}

/// Where the data is: as the command line or the environment says, else as the config file does, else as usual.
pub struct Place {
    /// The data folder.
    pub data: PathBuf,
    /// The database, where it is not in the data folder.
    pub database: Option<String>,
    /// Whether the database was named for this command alone, by an option or a variable.
    pub is_named: bool,
    /// The file of the course secret.
    pub key: PathBuf,
    /// What the config file says.
    pub settings: File,
}

/// What becomes of a store that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It is made: a course may begin by this.
    Made,
    /// Nothing is made where there is nothing to read or to change: the folder is probably mistyped.
    Refused,
}

impl PlaceArgs {
    /// The config file, if there is one.
    pub fn config(&self) -> Option<PathBuf> {
        self.config.clone().or_else(|| {
            let data = self.data.as_deref().unwrap_or(Path::new(DATA));
            Some(data.join(NAME)).filter(|path| path.exists())
        })
    }

    /// Where the data is.
    pub fn find(&self) -> Result<Place> {
        let settings = match self.config() {
            Some(path) => settings::read(&path)?,
            None => File::default(),
        };
        let data = self.data.clone().or_else(|| settings.data.clone());
        let data = data.unwrap_or_else(|| DATA.into());
        let database = self.database.clone();
        Ok(Place {
            key: settings.secret_file.clone().unwrap_or(data.join(KEY)),
            is_named: database.is_some(),
            database: database.or_else(|| settings.database.clone()),
            data,
            settings,
        })
    }

    /// Does something with the store beside a server that may be running, and closes it whatever comes of that.
    pub fn with_store<T>(
        &self,
        missing: Missing,
        voice: Voice,
        work: impl AsyncFnOnce(&Store) -> Result<T>,
    ) -> Result<T> {
        tokio::runtime::Runtime::new()?.block_on(async {
            let store = self.find()?.open(missing, voice).await?;
            let done = work(&store).await;
            store.close().await;
            done
        })
    }
}

impl Place {
    /// Opens the store beside a server that may be running; an older schema is refused.
    pub async fn open(&self, missing: Missing, voice: Voice) -> Result<Store> {
        if let Some(refusal) = self.served_elsewhere() {
            return Err(refusal.into());
        }
        if self.database.is_none() && self.data.join(DEMO).exists() {
            let told = message!("store-demo-beside", folder = self.data.as_path());
            insist(&format_args!("dgm: {}", told.text(voice.lang)));
        }
        match missing {
            Missing::Made => self.insist_on_course().await?,
            Missing::Refused => self.insist_on_store().await?,
        }
        self.make_folder()?;
        let opened = self.open_as(DATABASE, Upkeep::Keep).await?;
        Ok(opened.store)
    }

    /// Opens the store to serve it: its schema is brought up to date. An SQLite database in the data folder has this name.
    pub async fn open_migrating(&self, name: &str, now: Timestamp) -> Result<Opened> {
        self.open_as(name, Upkeep::Migrate(now)).await
    }

    /// Opens the store as it is; nothing is made where it is missing.
    pub async fn look(&self) -> Result<Opened> {
        self.open_as(DATABASE, Upkeep::Look).await
    }

    async fn open_as(&self, name: &str, upkeep: Upkeep) -> Result<Opened> {
        let target = self.target(name);
        let opened = Store::open_as(&target, upkeep).await;
        let opened = match target.file() {
            Some(file) => opened.with_context(|| message!("file", file = file.as_path()))?,
            None => opened?,
        };
        // A demo is there to be thrown away, and leaves nothing elsewhere.
        let store = match self.objects().filter(|_| name != DEMO) {
            Some(objects) => opened.store.with_objects(objects),
            None => opened.store,
        };
        Ok(Opened { store, ..opened })
    }

    /// The object storage that the config names.
    pub fn objects(&self) -> Option<ObjectStorage> {
        let settings = self.settings.object_storage.clone()?;
        Some(ObjectStorage::new(settings, clock::now))
    }

    /// The database; one in the data folder has this name.
    pub fn target(&self, name: &str) -> Target {
        match &self.database {
            Some(url) => Target::Url(url.clone()),
            None => Target::File(self.data.join(name)),
        }
    }

    /// Makes the data folder for its owner alone, and sees to it that what this process writes is so too.
    pub fn make_folder(&self) -> Result<()> {
        modes::keep_private();
        std::fs::create_dir_all(&self.data)
            .with_context(|| message!("store-folder-unmade", folder = self.data.as_path()))
    }

    /// Why this command would work with another database than the server that runs on this folder, if it would: as where the server was
    /// told of it by a variable that nobody else has. What was named for this command alone is meant so.
    pub fn served_elsewhere(&self) -> Option<Message> {
        if self.is_named {
            return None;
        }
        let (lock, own) = (self.data.join(lock::NAME), self.target(DATABASE));
        let theirs = lock::noted(&lock)?.database?;
        // Asked only where it matters: asking takes the lock for a moment.
        if !Target::Url(theirs).differs(&own) {
            return None;
        }
        let holder = lock::held_by(&lock)?;
        Some(message!(
            "store-served-elsewhere",
            folder = self.data.as_path(),
            process = holder.process,
            theirs = holder.database?,
            own = own.public().unwrap_or_default()
        ))
    }

    /// Whether a course was served from here: its secret is at hand. That of a demo says nothing.
    pub fn was_served(&self) -> bool {
        self.key.exists() && !self.data.join(DEMO).exists()
    }

    /// What is said where a course was served from here, and its database is gone.
    pub fn lost(&self) -> Message {
        message!(
            "store-lost",
            database = self.target(DATABASE).public().unwrap_or_default(),
            key = self.key.as_path()
        )
    }

    /// Refuses to begin an empty course in the place of one whose database is gone. Where a course begins, its database is made before
    /// its secret, so whoever is killed in between is not taken for one that lost it.
    pub async fn insist_on_course(&self) -> Result<()> {
        if self.was_served() && !self.is_begun().await? {
            return Err(self.lost().into());
        }
        Ok(())
    }

    /// Refuses to go on where there is no database, or an empty one.
    pub async fn insist_on_store(&self) -> Result<()> {
        self.insist_on_course().await?;
        if !self.is_begun().await? {
            let database = self.target(DATABASE).public().unwrap_or_default();
            return Err(message!("store-no-course", database = database).into());
        }
        Ok(())
    }

    /// Whether there is a database, and not an empty one.
    async fn is_begun(&self) -> Result<bool> {
        let target = self.target(DATABASE);
        if let Some(file) = target.file() {
            return Ok(std::fs::metadata(file).is_ok_and(|found| found.len() > 0));
        }
        let opened = Store::open_as(&target, Upkeep::Look).await?;
        opened.store.close().await;
        Ok(opened.schema != Schema::Empty)
    }

    /// Holds the data folder and the database's file against other servers, restores and migrations.
    pub fn hold(&self) -> Result<Vec<Held>> {
        self.hold_for(None)
    }

    /// The same where nothing begins: no folder is made for a database that is not there.
    pub async fn hold_found(&self) -> Result<Vec<Held>> {
        if !self.data.exists() {
            self.insist_on_store().await?;
        }
        self.hold()
    }

    /// The same to serve the database of this name, which commands then hear of. A demo is beside the course, and told of in its own way.
    pub fn hold_to_serve(&self, name: &str) -> Result<Vec<Held>> {
        let database = self.target(DATABASE).public().filter(|_| name != DEMO);
        self.hold_for(database.as_deref())
    }

    fn hold_for(&self, database: Option<&str>) -> Result<Vec<Held>> {
        self.make_folder()?;
        let locks = self.locks().into_iter();
        locks
            .map(|(lock, with)| hold(&lock, with, database))
            .collect()
    }

    /// The lock of the data folder, and that of a database's file that lies elsewhere: it is the same one whichever folder it is served from,
    /// and by whatever name it is reached. The folder keeps but the secret then, which several may use.
    pub fn locks(&self) -> Vec<(PathBuf, With)> {
        let folder = self.data.join(lock::NAME);
        let Some(file) = self.target(DATABASE).file() else {
            return vec![(folder, With::Servers)];
        };
        let of_file = lock::of_file(&file, DATABASE);
        if lock::is_same(&of_file, &folder) {
            return vec![(folder, With::Nobody)];
        }
        vec![(folder, With::Servers), (of_file, With::Nobody)]
    }
}
