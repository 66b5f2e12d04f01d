use super::*;
use crate::import::table::read;

fn user(id: i64, login: &str, name: &str, role: Role, active: bool) -> User {
    User {
        id,
        login: login.to_owned(),
        name: name.to_owned(),
        role,
        lang: None,
        time_zone: None,
        active,
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
    plan(&read(text.as_bytes()).unwrap(), &people(), actor).unwrap()
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
        let expected = Entry {
            login: "zoya".to_owned(),
            name: "Zoya Smirnova".to_owned(),
            role: Role::Student,
        };
        assert_eq!(plan.new, [expected], "{text}");
        assert!(plan.refused.is_empty(), "{text}: {:?}", plan.refused);
    }
    let table = read(b"colour,size\nred,1\n").unwrap();
    assert!(matches!(
        plan(&table, &[], Role::Owner),
        Err(TableError::Column { .. })
    ));
}

#[test]
fn whose_row_is_refused_is_not_gone() {
    let plan = planned("login,role\nanna,king\nboris,\n", Role::Teacher);
    assert!(plan.gone.is_empty(), "{plan:?}");
}
