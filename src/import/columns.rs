//! Which column is which: the names that Canvas, Moodle and people give them.

/// A column that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Login,
    Email,
    Name,
    First,
    Last,
    Role,
    Points,
}

impl Column {
    /// Its names, the likeliest first; lower case, one space between words.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Login => &[
                "login",
                "username",
                "user name",
                "sis login id",
                "login id",
                "логин",
                "имя пользователя",
            ],
            Self::Email => &[
                "email",
                "e-mail",
                "email address",
                "mail",
                "почта",
                "электронная почта",
                "адрес электронной почты",
            ],
            Self::Name => &[
                "name",
                "full name",
                "fullname",
                "student",
                "student name",
                "display name",
                "фио",
                "имя и фамилия",
                "фамилия и имя",
                "студент",
            ],
            Self::First => &["first name", "firstname", "given name", "имя"],
            Self::Last => &["last name", "lastname", "surname", "family name", "фамилия"],
            Self::Role => &["role", "roles", "роль"],
            Self::Points => &[
                "points",
                "score",
                "exam",
                "oral exam",
                "баллы",
                "балл",
                "экзамен",
                "устный экзамен",
            ],
        }
    }

    /// Where it is in a head.
    pub(super) fn find(self, head: &[String]) -> Option<usize> {
        let plain = |name: &String| {
            let name = name.to_lowercase().replace('_', " ");
            name.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let head: Vec<String> = head.iter().map(plain).collect();
        self.names()
            .iter()
            .find_map(|name| head.iter().position(|column| column == name))
    }
}
