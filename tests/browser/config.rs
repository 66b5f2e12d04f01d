//! The teacher changes the grading config in the page: refused, corrected, looked at, published, graded anew, and taken back.

use crate::accessible::violations;
use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::person::Person;
use crate::scene;

/// Puts other points at a task of `elbo` in the text.
fn set_points(teacher: &Person<'_>, task: &str, points: &str) {
    let script = format!(
        "const t = document.getElementById('toml'); const before = t.value; \
         t.value = before.replace(/(id = \"{task}\"\\npoints = )\"[0-9.]+\"/, '$1\"{points}\"'); return new RegExp('id = \"{task}\"\\\\npoints = \"{points}\"').test(t.value)"
    );
    assert!(teacher.asks::<bool>(&script), "{task} is in the text");
}

/// The rows of a table: who, where it leads, and the cells after.
fn moves(teacher: &Person<'_>) -> Vec<Vec<String>> {
    let script = "return Array.from(Array.from(document.querySelectorAll('table.moves')).pop().querySelectorAll('tbody tr'), (r) => \
        [r.querySelector('th a').getAttribute('href'), ...Array.from(r.querySelectorAll('td'), (c) => c.textContent.trim())])";
    teacher.asks(script)
}

/// A number with a real minus.
fn number(text: &str) -> f64 {
    let text = text.trim_start_matches(['↑', '↓', ' ']).replace('−', "-");
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no number"))
}

#[test]
fn a_config_is_refused_corrected_published_and_taken_back() {
    scene::teacher(|teacher, _| {
        teacher.go("/course");
        set_points(teacher, "elbo", "2");
        teacher.click("form.draft button.primary");
        refused(teacher);

        // The text is still there: one number more, and it is right.
        set_points(teacher, "ppca_posterior", "1");
        teacher.click("form.draft button.primary");
        teacher.sees("What this config would change");
        let would = looked_at(teacher);
        // Points by hand hold, and their row says so after the homework's name: such a grade does not move.
        let one = would.iter().find(|row| row[1] == "elbo");
        let one = one.expect("somebody's grade moves");
        let (student, before, after) = (one[0].clone(), one[2].clone(), one[3].clone());

        teacher.fill(
            "form[action='/course/publish'] input[name=note]",
            "The mean counts less",
        );
        teacher.click("form[action='/course/publish'] button");
        watched(teacher, 1);
        counted(teacher, &student, &after);

        teacher.go("/course/versions");
        teacher.sees("The mean counts less");
        teacher.click("a[href='/course/versions/1']");
        teacher.sees("Go back to this version");
        teacher.click("form[action='/course/preview'] button");
        teacher.sees("What this config would change");
        let back = looked_at(teacher);
        let turned = |row: &Vec<String>| (row[0].clone(), row[3].clone(), row[2].clone());
        let same = |row: &Vec<String>| (row[0].clone(), row[2].clone(), row[3].clone());
        assert_eq!(
            back.iter().map(turned).collect::<Vec<_>>(),
            would.iter().map(same).collect::<Vec<_>>(),
            "the way back undoes what was done"
        );
        teacher.click("form[action='/course/publish'] button");
        watched(teacher, 2);
        counted(teacher, &student, &before);
        teacher.go("/course/versions");
        teacher.sees("Back to version 1");
    });
}

/// The gradebook has these points for a student's first homework.
fn counted(teacher: &Person<'_>, student: &str, points: &str) {
    teacher.go("/gradebook");
    let script = format!(
        "const row = document.querySelector('main tbody th a[href=\"{student}\"]').closest('tr'); \
         return row.querySelector('td').textContent.replace(/[^0-9.]/g, '');"
    );
    assert_eq!(teacher.asks::<String>(&script), points, "{student}");
}

/// The page that marks what is wrong, in its place.
fn refused(teacher: &Person<'_>) {
    teacher.sees("This config cannot be used");
    teacher.sees("the points of homework elbo add up to 14, not to 13");
    assert_eq!(teacher.texts(".source mark"), ["\"13\""]);
    // The carets stand under what is marked, to the pixel.
    let script = "const mark = document.querySelector('.source mark').getBoundingClientRect(); \
        const node = document.querySelector('.source .caret code').firstChild; \
        const carets = document.createRange(); \
        carets.setStart(node, node.data.search(/\\^/)); carets.setEnd(node, node.data.length); \
        const under = carets.getBoundingClientRect(); \
        return [Math.abs(under.left - mark.left), Math.abs(under.right - mark.right), under.top - mark.bottom]";
    let off: Vec<f64> = teacher.asks(script);
    assert!(
        off[0] < 2.0 && off[1] < 2.0 && off[2].abs() < 8.0,
        "{off:?}"
    );
    // The list above leads to the line.
    teacher.click(".problems a");
    let (line, column): (String, bool) = teacher
        .asks("const line = document.querySelector(location.hash); const at = line.getBoundingClientRect(); \
            return [line.querySelector('.line-number').textContent, at.top >= 0 && at.top < innerHeight]")
        ;
    assert!(column, "line {line} is in view");
    let said = teacher.texts(".problems a");
    assert_eq!(said, [format!("line {line}, column 14:")]);
    teacher.fits("the refusal");
}

/// The table of differences: every row adds up.
fn looked_at(teacher: &Person<'_>) -> Vec<Vec<String>> {
    let rows = moves(teacher);
    assert!(!rows.is_empty(), "somebody's points change");
    for row in &rows {
        let [_, homework, before, after, difference] = &row[..] else {
            panic!("{row:?}");
        };
        assert!(homework.starts_with("elbo"), "{row:?}");
        let sum = number(before) + number(difference) - number(after);
        assert!(sum.abs() < 1e-9, "{row:?}");
        assert_eq!(difference.starts_with('↑'), number(after) > number(before));
    }
    rows
}

/// The job shows how far it is, and its result, without anybody reloading the page.
fn watched(teacher: &Person<'_>, job: usize) {
    teacher.sees(&format!("Regrade {job}"));
    assert_eq!(teacher.place(), format!("/jobs/{job}"));
    teacher.sees("✓ Done: ");
    assert!(!moves(teacher).is_empty(), "it lists what changed");
    teacher.fits("the job");
    shows_differences(teacher);
}

/// The last column of a table of differences is on the screen, also on a phone.
fn shows_differences(teacher: &Person<'_>) {
    let script = "const edge = (e) => e.getBoundingClientRect().right; \
        for (const d of document.querySelectorAll('details')) d.open = true; \
        return Array.from(document.querySelectorAll('table.moves'), (table) => \
        [edge(table.parentElement), ...Array.from(table.querySelectorAll('tr > :last-child'), edge)].map(Math.round))";
    let tables: Vec<Vec<i64>> = teacher.asks(script);
    assert!(!tables.is_empty(), "a table is there");
    for found in tables {
        assert!(found.iter().all(|cell| *cell <= found[0]), "{found:?}");
    }
}

#[test]
fn the_pages_of_the_config_fit_a_phone() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let mut found = Vec::new();
    for width in [390, 768] {
        let window = chromium.window(width);
        let teacher = Person::signed_in(&window, width, &demo.url, &demo.teacher);
        teacher.go("/course");
        teacher.fits("the config");
        violations(&window, "the config", &mut found);
        let (of_one, of_the_other) = if width == 390 { ("2", "1") } else { ("1", "2") };
        set_points(&teacher, "elbo", "2");
        set_points(&teacher, "ppca_posterior", "2");
        teacher.click("form.draft button.primary");
        refused(&teacher);
        violations(&window, "the refusal", &mut found);
        set_points(&teacher, "elbo", of_one);
        set_points(&teacher, "ppca_posterior", of_the_other);
        teacher.click("form.draft button.primary");
        teacher.sees("What this config would change");
        teacher.fits("the preview");
        shows_differences(&teacher);
        violations(&window, "the preview", &mut found);
        // At the first width a version is published and a regrade done; at the second both are there.
        if width == 390 {
            let note = "form[action='/course/publish'] input[name=note]";
            teacher.fill(note, "The mean counts less");
            teacher.click("form[action='/course/publish'] button");
            watched(&teacher, 1);
        }
        let desk = [
            "/roster",
            "/exam",
            "/queue",
            "/audit",
            "/insight",
            "/insight/elbo",
        ];
        let versions = ["/course/versions", "/course/versions/2?with=1"];
        let regrades = ["/regrade", "/regrade?dry_run=1", "/jobs/1"];
        for page in [&versions[..], &regrades, &desk].concat() {
            teacher.go(page);
            teacher.fits(page);
            violations(&window, &format!("{page} at {width}"), &mut found);
        }
        window.quit().expect("the window closes");
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
