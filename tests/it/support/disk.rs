//! A small disk, to be filled.

use std::path::Path;
use std::process::Command;

/// A small file system of its own; unmounted with the value.
pub struct Disk(tempfile::TempDir);

impl Disk {
    /// One of so many MiB; nothing where this user may mount nothing.
    pub fn mounted(mib: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder is made");
        let options = format!("size={mib}m,mode=700");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(folder.path())
            .output();
        if mount.is_ok_and(|done| done.status.success()) {
            return Some(Self(folder));
        }
        assert!(
            std::env::var_os("DGM_REQUIRE_TMPFS").is_none_or(|v| v != "1"),
            "DGM_REQUIRE_TMPFS=1, and no tmpfs can be mounted"
        );
        eprintln!("skipped: no tmpfs can be mounted");
        None
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it to the last byte with a file of this name.
    pub fn fill(&self, name: &str) {
        use std::io::Write as _;
        let file = std::fs::File::create(self.path().join(name));
        let mut file = file.expect("a file is made");
        for size in [1 << 16, 1 << 12, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.path()).status());
    }
}
