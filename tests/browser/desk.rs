//! The teacher's desk: answers graded by the keyboard alone, the roster by a list, the gradebook and points by hand.

use crate::scene;
use crate::window::Key;

#[test]
fn answers_are_graded_by_the_keyboard_alone() {
    scene::teacher(|teacher, _| {
        teacher.go("/queue");
        let item = "/queue/flows/triangular_jacobian";
        teacher.tab_to(&format!("a[href=\"{item}/next\"]"));
        teacher.press(Key::Enter);
        teacher.sees("Save and next");
        let first = teacher.place();
        teacher.sees("9 wait in all");

        // More than the criterion gives: nothing is saved, nothing typed is lost, and the field says why.
        teacher.tab_to("[name=\"points.triangular\"]");
        teacher.types("9");
        teacher.tab_to("[name=\"points.sampling\"]");
        teacher.types("0,5");
        teacher.tab_to("#comment");
        teacher.types("Why is the Jacobian triangular?");
        teacher.tab_to("button[value=next]");
        teacher.press(Key::Enter);
        teacher.sees("Nothing was saved");
        teacher.sees("From 0 to the criterion’s maximum.");
        let kept: Vec<String> = teacher.asks(
            "return Array.from(document.querySelectorAll('[name^=points], #comment'), (e) => e.value)",
        );
        assert_eq!(kept, ["9", "0,5", "Why is the Jacobian triangular?"]);

        teacher.tab_to("[name=\"points.triangular\"]");
        // The tab key selects what is in a field: typing replaces it.
        teacher.types("1");
        teacher.tab_to("button[value=next]");
        teacher.press(Key::Enter);
        teacher.sees("8 wait in all");
        let second = teacher.place();
        assert_ne!(second, first, "the next one is open");
        teacher.tab_to("button[value=skip]");
        teacher.press(Key::Enter);
        teacher.sees("8 wait in all");
        assert!(![first.clone(), second].contains(&teacher.place()));

        teacher.go(&first);
        teacher.sees("1.5 of 2, given by");
        teacher.fits("an answer");
    });
}

#[test]
fn a_list_of_people_is_looked_at_and_confirmed() {
    scene::teacher(|teacher, data| {
        let list = data.join("class.csv");
        std::fs::write(
            &list,
            "login;name\nzoya;Зоя Иванова\nanna;Анна Смирнова\nboris;Boris\nzoya;Twice\n",
        )
        .expect("it is written");
        teacher.go("/roster");
        let field = teacher.find("input[name=file]");
        let path = list.to_string_lossy();
        field.types(&path).expect("a file is chosen");
        teacher.click("form[action='/roster'] button.primary");
        teacher.sees("1 new, 1 changed, 0 deactivated, 1 the same, 1 refused.");
        teacher.fits("the preview");
        teacher.sees("Борис Кузнецов, student");
        teacher.click("form[action='/roster'] button.primary");
        teacher.sees("This is the only time these links are shown.");
        let links = teacher.texts("code.token");
        assert_eq!(links.len(), 1, "one person is new: {links:?}");
        let roster = teacher.texts("table.roster tbody th");
        assert!(
            roster.iter().any(|row| row.starts_with("Зоя Иванова zoya")),
            "{roster:?}"
        );
        assert!(
            roster.iter().any(|row| row.starts_with("Boris boris")),
            "{roster:?}"
        );

        // The link lets the new student in.
        teacher.sign_in(&links[0]);
        teacher.sees("Зоя Иванова");
        teacher.sees("0 of 104 points");
    });
}

#[test]
fn the_gradebook_is_searched_sorted_and_corrected() {
    scene::teacher(|teacher, _| {
        teacher.go("/gradebook");
        teacher.sees("12 students");
        teacher.click("thead a[href*='sort=-total']");
        teacher.sees("Total ▼");
        let totals = teacher.texts("table.gradebook tbody td:nth-last-child(2)");
        let totals: Vec<f64> = totals.iter().map(|t| t.parse().expect("points")).collect();
        assert_eq!(totals.len(), 12);
        assert!(totals.is_sorted_by(|a, b| a >= b), "{totals:?}");
        teacher.fill("input[name=q]", "лебедев");
        teacher.press(Key::Enter);
        teacher.sees("1 of 12 students");
        let names = teacher.texts("table.gradebook tbody th");
        assert_eq!(names, ["Тимур Лебедев"]);
        teacher.sees("Total ▼");

        // A cell leads to how its points came about. The strongest may be right at once and send the same bytes twice; the weakest never is.
        let cell = "a[href='/students/timur/homeworks/elbo']";
        teacher.click(cell);
        teacher.sees("Best submission");
        let history = teacher.texts("table.history tbody tr");
        assert_eq!(history.len(), 2, "{history:?}");
        assert!(
            history.iter().any(|row| row.contains("counts")),
            "{history:?}"
        );

        // Without a reason nothing is given; with one it is shown first, then done.
        let give = "form[action$='/override'] button";
        teacher.fill("input[name=points]", "12,5");
        teacher.click(give);
        teacher.sees("Give a reason");
        teacher.go("/students/timur/homeworks/elbo");
        teacher.fill("input[name=points]", "12,5");
        teacher.fill(
            "form[action$='/override'] input[name=reason]",
            "Answered orally",
        );
        teacher.click(give);
        teacher.sees("Does this change what you mean?");
        let points = teacher.texts("table.compare tbody tr:first-child td");
        assert_eq!(points[1], "12.5");
        teacher.click("button.primary");
        teacher.sees("12.5 — Answered orally");
        teacher.go("/gradebook?only=hand");
        let cell = teacher.texts(&format!("td:has({cell})"));
        assert_eq!(cell, ["12.5✎"]);
        teacher.go("/audit?q=orally");
        teacher.sees("12.5 (Answered orally)");
    });
}
