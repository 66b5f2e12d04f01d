//! The object storage of a config.

use super::read_beside;
use std::path::Path;

#[test]
fn a_storage_is_addressed_as_it_is_written() {
    let told = [("DGM_OBJECT_STORAGE_SECRET", "k")];
    for (endpoint, prefix, address) in [
        (
            "https://s3.example.org:443",
            "",
            "https://s3.example.org/dgm/0a",
        ),
        ("http://127.0.0.1:80/", "a/", "http://127.0.0.1/dgm/a/0a"),
        ("http://[::1]:9000", "a/b", "http://[::1]:9000/dgm/a/b/0a"),
    ] {
        let prefix = match prefix {
            "" => String::new(),
            prefix => format!("prefix = \"{prefix}\"\n"),
        };
        let text = format!(
            "[object_storage]\nendpoint = \"{endpoint}\"\nbucket = \"dgm\"\nkey_id = \"GK\"\n{prefix}"
        );
        let (file, _) = read_beside(Path::new("/nowhere"), &text, &told).expect("it is right");
        let storage = file.object_storage.expect("it is there");
        assert_eq!(storage.address("0a"), address);
        assert_eq!((storage.larger_than, storage.sweep), (1 << 20, true));
        assert_eq!(storage.region, "us-east-1");
    }
}
