//! The teacher's desk: answers graded by the keyboard alone, the roster by a list, the gradebook and points by hand.

use crate::chromium::Chromium;
use crate::demo::Demo;
use crate::person::Person;
use thirtyfour::Key;

#[tokio::test]
async fn answers_are_graded_by_the_keyboard_alone() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let window = chromium.window(1280).await;
    let teacher = Person::signed_in(&window, 1280, &demo.url, &demo.teacher).await;
    teacher.go("/queue").await;
    let item = "/queue/flows/triangular_jacobian";
    teacher.tab_to(&format!("a[href=\"{item}/next\"]")).await;
    teacher.press(Key::Enter).await;
    teacher.sees("Save and next").await;
    let first = teacher.place().await;
    teacher.sees("9 wait in all").await;

    // More than the criterion gives: nothing is saved, nothing typed is lost, and the field says why.
    teacher.tab_to("[name=\"points.triangular\"]").await;
    teacher.types("9").await;
    teacher.tab_to("[name=\"points.sampling\"]").await;
    teacher.types("0,5").await;
    teacher.tab_to("#comment").await;
    teacher.types("Why is the Jacobian triangular?").await;
    teacher.tab_to("button[value=next]").await;
    teacher.press(Key::Enter).await;
    teacher.sees("Nothing was saved").await;
    teacher.sees("From 0 to the criterion’s maximum.").await;
    let kept: Vec<String> = teacher
        .asks("return Array.from(document.querySelectorAll('[name^=points], #comment'), (e) => e.value)")
        .await;
    assert_eq!(kept, ["9", "0,5", "Why is the Jacobian triangular?"]);

    teacher.tab_to("[name=\"points.triangular\"]").await;
    // The tab key selects what is in a field: typing replaces it.
    teacher.types("1").await;
    teacher.tab_to("button[value=next]").await;
    teacher.press(Key::Enter).await;
    teacher.sees("8 wait in all").await;
    let second = teacher.place().await;
    assert_ne!(second, first, "the next one is open");
    teacher.tab_to("button[value=skip]").await;
    teacher.press(Key::Enter).await;
    teacher.sees("8 wait in all").await;
    assert!(![first.clone(), second].contains(&teacher.place().await));

    teacher.go(&first).await;
    teacher.sees("1.5 of 2, given by").await;
    teacher.fits("an answer").await;
    window.quit().await.expect("the window closes");
}

#[tokio::test]
async fn a_list_of_people_is_looked_at_and_confirmed() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let window = chromium.window(1280).await;
    let teacher = Person::signed_in(&window, 1280, &demo.url, &demo.teacher).await;
    let list = data.path().join("class.csv");
    std::fs::write(
        &list,
        "login;name\nzoya;Зоя Иванова\nanna;Анна Смирнова\nboris;Boris\nzoya;Twice\n",
    )
    .expect("it is written");
    teacher.go("/roster").await;
    let field = teacher.find("input[name=file]").await;
    let path = list.to_string_lossy();
    field.send_keys(path).await.expect("a file is chosen");
    teacher.click("form[action='/roster'] button.primary").await;
    teacher
        .sees("1 new, 1 changed, 0 deactivated, 1 the same, 1 refused.")
        .await;
    teacher.fits("the preview").await;
    teacher.sees("Борис Кузнецов, student").await;
    teacher.click("form[action='/roster'] button.primary").await;
    teacher
        .sees("This is the only time these links are shown.")
        .await;
    let links = teacher.texts("code.token").await;
    assert_eq!(links.len(), 1, "one person is new: {links:?}");
    let roster = teacher.texts("table.roster tbody th").await;
    assert!(
        roster.iter().any(|row| row == "Зоя Иванова zoya"),
        "{roster:?}"
    );
    assert!(roster.iter().any(|row| row == "Boris boris"), "{roster:?}");

    // The link lets the new student in.
    teacher.sign_in(&links[0]).await;
    teacher.sees("Зоя Иванова").await;
    teacher.sees("0 of 104 points").await;
    window.quit().await.expect("the window closes");
}

#[tokio::test]
async fn the_gradebook_is_searched_sorted_and_corrected() {
    let Some(chromium) = Chromium::start() else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder is made");
    let demo = Demo::start(data.path());
    let window = chromium.window(1280).await;
    let teacher = Person::signed_in(&window, 1280, &demo.url, &demo.teacher).await;
    teacher.go("/gradebook").await;
    teacher.sees("12 students").await;
    teacher.click("thead a[href*='sort=-total']").await;
    teacher.sees("Total ▼").await;
    let totals = teacher
        .texts("table.gradebook tbody td:nth-last-child(2)")
        .await;
    let totals: Vec<f64> = totals.iter().map(|t| t.parse().expect("points")).collect();
    assert_eq!(totals.len(), 12);
    assert!(totals.is_sorted_by(|a, b| a >= b), "{totals:?}");
    teacher.fill("input[name=q]", "лебедев").await;
    teacher.press(Key::Enter).await;
    teacher.sees("1 of 12 students").await;
    let names = teacher.texts("table.gradebook tbody th").await;
    assert_eq!(names, ["Тимур Лебедев"]);
    teacher.sees("Total ▼").await;

    // A cell leads to how its points came about. The strongest may be right at once and send the same bytes twice; the weakest never is.
    let cell = "a[href='/students/timur/homeworks/elbo']";
    teacher.click(cell).await;
    teacher.sees("Best submission").await;
    let history = teacher.texts("table.history tbody tr").await;
    assert_eq!(history.len(), 2, "{history:?}");
    assert!(
        history.iter().any(|row| row.contains("counts")),
        "{history:?}"
    );

    // Without a reason nothing is given; with one it is shown first, then done.
    let give = "form[action$='/override'] button";
    teacher.fill("input[name=points]", "12,5").await;
    teacher.click(give).await;
    teacher.sees("Give a reason").await;
    teacher.go("/students/timur/homeworks/elbo").await;
    teacher.fill("input[name=points]", "12,5").await;
    teacher
        .fill(
            "form[action$='/override'] input[name=reason]",
            "Answered orally",
        )
        .await;
    teacher.click(give).await;
    teacher.sees("Does this change what you mean?").await;
    let points = teacher.texts("table.compare tbody tr:first-child td").await;
    assert_eq!(points[1], "12.5");
    teacher.click("button.primary").await;
    teacher.sees("12.5 — Answered orally").await;
    teacher.go("/gradebook?only=hand").await;
    let cell = teacher.texts(cell).await;
    assert_eq!(cell, ["12.5 ✎"]);
    teacher.go("/audit?q=orally").await;
    teacher.sees("12.5 (Answered orally)").await;
    window.quit().await.expect("the window closes");
}
