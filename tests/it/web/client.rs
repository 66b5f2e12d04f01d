//! Wheels of the student's program: handed out to anybody, and nothing else of the folder.

use crate::support::site::{Site, application, settings};
use dgm_grader::web::state::{ServerState, Settings};
use dgm_grader::web::wheels::Wheels;

#[tokio::test]
async fn wheels_are_handed_out_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let wheels = folder.path().join("client");
    std::fs::create_dir(&wheels).expect("it is made");
    let wheel = "dgm_grader-0.2.0-cp39-abi3-musllinux_1_2_x86_64.whl";
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    std::fs::write(wheels.join(wheel), &bytes).expect("it is written");
    std::fs::write(wheels.join("secret.key"), "secret").expect("it is written");
    std::fs::create_dir(wheels.join("dgm_grader-folder.whl")).expect("it is made");
    let app = application(folder.path()).await;
    let settings = Settings {
        wheels: Wheels::of(wheels.clone()),
        ..settings()
    };
    let site = Site::of(ServerState::new(app, settings), folder);
    let nobody = site.nobody();

    let page = nobody.get("/client/").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains(&format!("href=\"/client/{wheel}\"")),
        "{text}"
    );
    let install = "pip install -r http://dgm.test/client/requirements.txt";
    assert!(text.contains(install) && !text.contains("secret"), "{text}");
    // By the address of the file: an index that knows the name too is not asked.
    let lines = nobody.get("/client/requirements.txt").await.text();
    let line = format!("dgm-grader @ http://dgm.test/client/{wheel} ; ");
    assert!(
        lines.starts_with(&line) && lines.lines().count() == 1,
        "{lines}"
    );
    let file = nobody.get(&format!("/client/{wheel}")).await;
    assert_eq!((file.status.as_u16(), file.body == bytes), (200, true));
    for other in [
        "secret.key",
        "..%2Ftest.sqlite",
        "dgm_grader-folder.whl",
        "dgm_grader-9.whl",
    ] {
        assert_eq!(
            nobody.get(&format!("/client/{other}")).await.status,
            404,
            "{other}"
        );
    }
    std::fs::remove_dir_all(wheels).expect("it is removed");
    let page = nobody.get("/client/").await.text();
    assert!(page.contains("no packages to hand out"), "{page}");
    let gone = nobody.get("/client/requirements.txt").await;
    assert_eq!(gone.status, 404);
}
