//! The small course: one homework that is due in two days, one that is not open yet.

use super::site::{Site, clock};

const COURSE: &str = r#"
title = { en = "Small course", ru = "Малый курс" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[exam]
max_points = "26"

[[homework]]
id = "elbo"
opens = 2026-03-01
deadline = 2026-03-11
closes = 2026-03-20
late = { per_day = "10%", most = "50%" }
ATTEMPTS

[[homework]]
id = "ddpm"
opens = 2026-04-01
"#;

/// A site with the small course; `attempts` for its first homework, any number where it is `None`.
pub async fn small(attempts: Option<u32>) -> Site {
    open(Site::empty().await, attempts).await
}

/// Publishes the small course on this site.
pub async fn open(site: Site, attempts: Option<u32>) -> Site {
    let line = attempts.map_or_else(String::new, |most| format!("attempts = {most}"));
    let toml = COURSE.replace("ATTEMPTS", &line);
    if let Err(problems) = dgm_grader::course::Course::parse(&toml) {
        panic!("{problems}");
    }
    site.app
        .store
        .publish_course(&toml, "small", "test", clock())
        .await
        .expect("the course is published");
    site
}
