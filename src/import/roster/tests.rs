use super::*;
use crate::import::Why;
use crate::import::class::Class;
use crate::import::table::{TableError, read};
use crate::store::{Details, Role, User};
use l10n::{Explain as _, Lang};
use std::collections::HashMap;

fn user(id: i64, login: &str, name: &str, role: Role, active: bool) -> User {
    User {
        name: name.to_owned(),
        role,
        active,
        ..User::student(id, login)
    }
}

fn people() -> Vec<User> {
    vec![
        user(1, "anna", "Анна", Role::Student, true),
        user(2, "boris", "Борис", Role::Student, true),
        user(3, "vera", "Вера", Role::Student, false),
        user(4, "maria", "Мария", Role::Teacher, true),
    ]
}

fn planned(text: &str, actor: Role) -> Plan {
    let people = people();
    let class = Class::new(&people, &HashMap::new());
    let table = read(text.as_bytes()).unwrap();
    plan(&table, &class, actor, Namesakes::Ask).unwrap()
}

#[test]
fn new_changed_gone_and_the_same() {
    let plan = planned(
        "login,name\nanna,Анна\nvera,Вера\nzoya,Зоя\nMARIA,\nmaria,Маша\n",
        Role::Teacher,
    );
    let logins: Vec<_> = plan.new.iter().map(|e| e.login.as_str()).collect();
    assert_eq!(logins, ["zoya"]);
    assert_eq!(plan.changed.len(), 1, "Вера comes back");
    assert_eq!(plan.changed[0].after.login, "vera");
    assert_eq!(
        plan.gone.iter().map(|u| &u.login).collect::<Vec<_>>(),
        ["boris"]
    );
    assert_eq!((plan.same, plan.refused.len()), (2, 1), "{plan:?}");
    // A teacher may not rename a teacher.
    let plan = planned("login,name\nmaria,Маша\n", Role::Teacher);
    assert_eq!(plan.refused[0].why, Why::OwnersRole(Role::Teacher));
}

#[test]
fn rows_are_refused_with_their_line_and_reason() {
    let text = "login,name,role\nanna,A,\nAnna,B,\nno spaces,C,\n../x,D,\n=cmd,E,\nf,F,king\ng,G,teacher\nmaria,M,student\n,H,\n";
    let plan = planned(text, Role::Teacher);
    let found: Vec<_> = plan.refused.iter().map(|r| (r.line, &r.why)).collect();
    assert_eq!(
        found,
        [
            (3, &Why::Twice(2)),
            (4, &Why::BadLogin),
            (5, &Why::BadLogin),
            (6, &Why::BadLogin),
            (7, &Why::UnknownRole("king".to_owned())),
            (8, &Why::OwnersRole(Role::Teacher)),
            (9, &Why::OwnersRole(Role::Teacher)),
            (10, &Why::NoLogin),
        ]
    );
    let plan = planned("login,role\ng,teacher\nmaria,student\n", Role::Owner);
    assert!(plan.refused.is_empty());
    assert_eq!(
        (plan.new[0].role, plan.changed[0].after.role),
        (Role::Teacher, Role::Student)
    );
}

#[test]
fn exports_of_platforms_are_understood() {
    for text in [
        "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1\n    Points Possible,,,,,13\n\"Smirnova, Zoya\",17,x,zoya,A,\n",
        "First name,Last name,Email address\nZoya,Smirnova,zoya\n",
        "\u{feff}Фамилия;Имя;Логин\nSmirnova;Zoya;zoya\n",
        "Username\tFull name\nzoya\tZoya  Smirnova\n",
    ] {
        let plan = planned(text, Role::Teacher);
        let new = &plan.new[0];
        assert_eq!(plan.new.len(), 1, "{text}");
        assert_eq!(
            (new.login.as_str(), new.name.as_str()),
            ("zoya", "Zoya Smirnova"),
            "{text}"
        );
        assert!(plan.refused.is_empty(), "{text}: {:?}", plan.refused);
    }
    let table = read(b"colour,size\nred,1\n").unwrap();
    assert!(matches!(
        plan(
            &table,
            &Class::new(&[], &HashMap::new()),
            Role::Owner,
            Namesakes::Ask
        ),
        Err(TableError::Column { .. })
    ));
}

#[test]
fn whose_row_is_refused_is_not_gone() {
    let plan = planned("login,role\nanna,king\nboris,\n", Role::Teacher);
    assert!(plan.gone.is_empty(), "{plan:?}");
}

#[test]
fn what_lists_bring_is_kept_and_a_blank_takes_nothing() {
    let text = "Surname,First name,Email address,ID number,Groups\nSmirnova,Zoya,Zoya.S+dgm@example.org,B-17,101\n";
    let first = planned(text, Role::Teacher);
    let expected = Entry {
        login: "Zoya.S-dgm@example.org".to_owned(),
        name: "Zoya Smirnova".to_owned(),
        role: Role::Student,
        details: Details {
            family_name: "Smirnova".to_owned(),
            email: "Zoya.S+dgm@example.org".to_owned(),
            student_id: "B-17".to_owned(),
            group: "101".to_owned(),
        },
    };
    assert_eq!(first.new, [expected]);
    let mut anna = user(1, "anna", "Анна", Role::Student, true);
    anna.details.email = "anna@example.org".to_owned();
    anna.details.group = "101".to_owned();
    let people = [anna];
    let class = Class::new(&people, &HashMap::new());
    let table = read(
        "Адрес электронной почты;Номер зачётной книжки;Группа\nAnna@example.org;B1;\n".as_bytes(),
    )
    .unwrap();
    let found = plan(&table, &class, Role::Teacher, Namesakes::Ask).unwrap();
    let after = &found.changed[0].after;
    assert_eq!(after.login, "anna");
    assert_eq!(
        (
            after.details.student_id.as_str(),
            after.details.group.as_str()
        ),
        ("B1", "101")
    );
}

#[test]
fn the_same_people_by_another_key_are_not_added_again() {
    let mut people = people();
    people[0].details.email = "anna@example.org".to_owned();
    people[1].name = "Борис Ёлкин".to_owned();
    let class = Class::new(&people, &HashMap::new());
    let list = "login,email,name\nasmirnova,anna@example.org,Анна\n,b@example.org,Елкин Борис\n,z@example.org,Зоя\n";
    let table = read(list.as_bytes()).unwrap();
    let planned = |namesakes| plan(&table, &class, Role::Teacher, namesakes).unwrap();
    let ask = planned(Namesakes::Ask);
    let other = OtherLogin {
        listed: "asmirnova".to_owned(),
        kept: "anna".to_owned(),
    };
    assert_eq!(ask.other_logins, [other]);
    assert_eq!(
        (ask.new.len(), ask.namesakes, ask.gone.len()),
        (1, 1, 0),
        "{ask:?}"
    );
    assert_eq!(ask.refused[0].why, Why::Namesake("boris".to_owned()));
    let same = planned(Namesakes::Same);
    let logins: Vec<_> = same
        .changed
        .iter()
        .map(|c| c.after.login.as_str())
        .collect();
    assert_eq!((logins, same.new.len()), (vec!["boris"], 1));
    assert_eq!(same.changed[0].after.details.email, "b@example.org");
    let new = planned(Namesakes::New);
    assert_eq!(
        (new.new.len(), new.gone.len()),
        (2, 1),
        "Борис is gone: {new:?}"
    );
}

#[test]
fn two_bearers_of_a_name_are_never_taken_for_one() {
    let people = [user(1, "anna", "Анна С", Role::Student, true)];
    let class = Class::new(&people, &HashMap::new());
    let table =
        read("email,name\na1@example.org,Анна С\na2@example.org,С Анна\n".as_bytes()).unwrap();
    let found = plan(&table, &class, Role::Teacher, Namesakes::Same).unwrap();
    assert_eq!(
        (found.refused.len(), found.changed.len()),
        (2, 0),
        "{found:?}"
    );
}

#[test]
fn rows_of_platforms_are_nobody() {
    for text in [
        "Student,ID,SIS User ID,SIS Login ID,Section\n,,,,,Manual Posting\n    Points Possible,,,,\n\"Smirnova, Zoya\",1,,zoya,A\n\"Student, Test\",2,,5a1b,A\n",
        "OrgDefinedId,Username,Last Name,First Name,End-of-Line Indicator\n#B1,#zoya,Smirnova,Zoya,#\n",
        "identifier,github_username,github_id,name\nzoya,zoyahub,7,Zoya Smirnova\n",
        "Last Name,First Name,Email Address,Exam\nDate,,,\nPoints,,,26\nClass Average,,,1\nSmirnova,Zoya,zoya,\n",
        "Группа БПМИ-201\n\nЛогин;ФИО\nzoya;Smirnova Zoya\n",
    ] {
        let plan = planned(text, Role::Teacher);
        let logins: Vec<_> = plan.new.iter().map(|e| e.login.as_str()).collect();
        assert_eq!((logins, plan.refused.len()), (vec!["zoya"], 0), "{text}");
        let family = if text.contains("github") {
            ""
        } else {
            "Smirnova"
        };
        assert_eq!(plan.new[0].details.family_name, family, "{text}");
    }
}

#[test]
fn a_login_that_an_address_does_not_give_is_asked_for_and_whose_it_is_is_told() {
    let mut people = people();
    people[0].login = "a-b@x.org".to_owned();
    let class = Class::new(&people, &HashMap::new());
    let list = "email,name\nиван@почта.рф,Иван\na+b@x.org,Aaron\nc+d@x.org,Carl\nc-d@x.org,Cid\n";
    let table = read(list.as_bytes()).unwrap();
    let found = plan(&table, &class, Role::Teacher, Namesakes::Ask).unwrap();
    let why: Vec<_> = found.refused.iter().map(|r| (r.line, &r.why)).collect();
    let taken = Why::LoginTaken {
        login: "a-b@x.org".to_owned(),
        by: "a-b@x.org".to_owned(),
    };
    let given = Why::LoginGiven {
        login: "c-d@x.org".to_owned(),
        line: 4,
    };
    assert_eq!(why, [(2, &Why::BadLogin), (3, &taken), (5, &given)]);
    for (_, why) in why {
        assert!(why.explain(Lang::En).contains("dd a column of logins"));
        assert!(why.explain(Lang::Ru).contains("столбец с логинами"));
    }
    // And who has that address is not the one whose login was made of another.
    people[0].details.email = "a+b@x.org".to_owned();
    let class = Class::new(&people, &HashMap::new());
    let table = read(b"email,name\na-b@x.org,Minus\na+b@x.org,Plus\n").unwrap();
    let found = plan(&table, &class, Role::Teacher, Namesakes::Ask).unwrap();
    let why: Vec<_> = found.refused.iter().map(|r| (r.line, &r.why)).collect();
    assert_eq!(why, [(2, &taken)]);
    assert_eq!(found.changed[0].after.name, "Plus");
    let table = read(b"login,name\na-b@x.org,Aaron\n").unwrap();
    let found = plan(&table, &class, Role::Teacher, Namesakes::Ask).unwrap();
    assert_eq!(found.changed[0].after.name, "Aaron", "a login is a login");
}

#[test]
fn an_unclosed_quote_refuses_its_row_and_nobody_after_it() {
    let plan = planned(
        "login,name\nanna,Анна\nboris,\"Борис\nzoya,Зоя\n",
        Role::Teacher,
    );
    let refused: Vec<_> = plan
        .refused
        .iter()
        .map(|r| (r.line, r.login.as_str(), &r.why))
        .collect();
    assert_eq!(refused, [(3, "boris", &Why::Quote)]);
    assert_eq!(
        (plan.new.len(), plan.gone.len(), plan.same),
        (1, 0, 1),
        "{plan:?}"
    );
}

#[test]
fn a_number_that_a_spreadsheet_has_rounded_is_none() {
    let text = "login;Ф.И.О.;номер студенческого билета\nivan;Иванов Иван;1,23457E+11\noleg;Орлов Олег;123456789012\n";
    let plan = planned(text, Role::Teacher);
    assert_eq!(plan.refused.len(), 1, "{plan:?}");
    assert_eq!(
        plan.refused[0].why,
        Why::RoundedNumber("1,23457E+11".to_owned())
    );
    let new = &plan.new[0];
    assert_eq!(
        (new.login.as_str(), new.name.as_str()),
        ("oleg", "Орлов Олег")
    );
    assert_eq!(new.details.family_name, "Орлов");
}
