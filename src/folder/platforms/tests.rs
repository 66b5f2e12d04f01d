use super::*;

#[test]
fn names_of_downloads_are_told_apart() {
    for (name, layout, label, file) in [
        (
            "Anna Two_1234567_assignsubmission_file",
            Layout::Moodle,
            "Anna Two_1234567",
            None,
        ),
        (
            "Anna Two_1234567_assignsubmission_file_",
            Layout::Moodle,
            "Anna Two_1234567",
            None,
        ),
        (
            "Анна_Два_7_assignsubmission_file_elbo",
            Layout::Moodle,
            "Анна_Два_7",
            Some("elbo"),
        ),
        (
            "smirnovaanna_12_345_my_answers",
            Layout::Canvas,
            "smirnovaanna_12",
            Some("my_answers"),
        ),
        (
            "smirnovaanna_LATE_12_345_answers-2",
            Layout::Canvas,
            "smirnovaanna_12",
            Some("answers"),
        ),
    ] {
        let sender = moodle(name).or_else(|| canvas(name)).expect(name);
        assert_eq!(
            (sender.layout, sender.label.as_str(), sender.file.as_deref()),
            (layout, label, file)
        );
    }
    for other in [
        "anna",
        "anna_s",
        "anna_12",
        "anna_12_x_y",
        "ivan.petrov@x.ru",
        "submission_x",
    ] {
        assert!(
            moodle(other).is_none() && canvas(other).is_none() && gradescope(other).is_none(),
            "{other}"
        );
    }
}

#[test]
fn a_list_tells_whose_a_file_is() {
    let row = |login: &str, cells: &[&str]| {
        (
            login.to_owned(),
            cells.iter().map(ToString::to_string).collect(),
        )
    };
    let people = People::new([
        row("anna", &["Participant 1234567", "Anna", "Two", "anna"]),
        row("boris", &["Three, Boris", "17", "b@example.org"]),
        row("vera", &["Vera", "Two"]),
        row("vera2", &["Vera", "Two"]),
    ]);
    let nobody = Submitters::default();
    let login = |sender: Option<Sender>| sender.unwrap().logins(&people, &nobody).concat();
    assert_eq!(
        login(moodle("Another Name_1234567_assignsubmission_file")),
        "anna"
    );
    assert_eq!(login(moodle("Anna Two_9_assignsubmission_file")), "anna");
    assert_eq!(login(canvas("threeboris_17_5_answers")), "boris");
    assert_eq!(login(canvas("threeboris_99_5_answers")), "boris");
    assert_eq!(
        login(canvas("veratwo_99_5_answers")),
        "veratwo_99",
        "there are two"
    );
    let text = "---\nsubmission_12:\n  :submitters:\n  - :name: B. Three\n    :sid: '17'\n    :email: b@example.org\n  - :name: Anna Two\n    :email: a@example.org\n  :score: 3\nsubmission_13:\n  :submitters:\n  - :name: Zoya\n    :email: z@example.org\n";
    let submitters = Submitters::read(text);
    let logins = |name| gradescope(name).unwrap().logins(&people, &submitters);
    assert_eq!(logins("submission_12"), ["boris", "anna"], "a group");
    assert_eq!(
        logins("submission_13"),
        ["z@example.org"],
        "nobody knows her, her address does"
    );
    assert_eq!(logins("submission_14"), ["submission_14"]);
}
