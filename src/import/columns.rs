//! Which column is which: the names that learning platforms and people give them.

/// A column that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Login,
    Email,
    StudentId,
    Name,
    First,
    Last,
    Group,
    Role,
    Points,
}

/// Columns by which a person is known: a table without any of them is no list of people.
pub(super) const KEYS: [Column; 3] = [Column::Login, Column::Email, Column::StudentId];

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
                // GitHub Classroom: what the teacher knows the student by, then what GitHub does.
                "identifier",
                "github username",
            ],
            Self::Email => &[
                "email",
                "e-mail",
                "email address",
                "e-mail address",
                "mail",
                "почта",
                "электронная почта",
                "корпоративная почта",
                "адрес электронной почты",
                "адрес почты",
                "эл. почта",
            ],
            Self::StudentId => &[
                "student id",
                "student number",
                "sis user id",
                "sis id",
                "id number",
                "orgdefinedid",
                "sid",
                "matriculation number",
                "номер студенческого билета",
                "студенческий билет",
                "номер зачётной книжки",
                "номер зачетной книжки",
                "зачётная книжка",
                "индивидуальный номер",
                "табельный номер",
            ],
            Self::Name => &[
                "name",
                "full name",
                "fullname",
                "student",
                "student name",
                "display name",
                "фио",
                "ф.и.о.",
                "ф. и. о.",
                "ваше фио",
                "имя и фамилия",
                "имя фамилия",
                "фамилия имя",
                "фамилия, имя",
                "фамилия и имя",
                "фамилия имя отчество",
                "фамилия, имя, отчество",
                "студент",
            ],
            Self::First => &["first name", "firstname", "given name", "имя"],
            Self::Last => &["last name", "lastname", "surname", "family name", "фамилия"],
            Self::Group => &[
                "group",
                "groups",
                "section",
                "sections",
                "section name",
                "группа",
                "группы",
                "учебная группа",
                "номер группы",
            ],
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
        let plain: Vec<String> = head.iter().map(|name| plain(name)).collect();
        let named = |heads: &[String]| {
            let mut names = self.names().iter();
            names.find_map(|name| heads.iter().position(|column| column == name))
        };
        named(&plain).or_else(|| {
            let bare: Vec<String> = plain.iter().map(|name| bare(name).to_owned()).collect();
            named(&bare)
        })
    }
}

fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace('_', " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name without what platforms add to it: `oral exam (12345)` of Canvas, `quiz: oral exam (real)` of Moodle,
/// `oral exam points grade <numeric maxpoints:26>` of Brightspace.
fn bare(name: &str) -> &str {
    let name = name.split(['(', '<']).next().unwrap_or_default().trim_end();
    let name = name.strip_suffix("points grade").unwrap_or(name);
    let kinds = ["assignment:", "quiz:", "задание:", "тест:"];
    let kind = kinds.iter().find_map(|kind| name.strip_prefix(kind));
    kind.unwrap_or(name).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_platforms_add_to_a_name_is_passed_over() {
        for (column, name) in [
            (Column::Points, "Oral exam (12345)"),
            (Column::Points, "Quiz: Oral exam (Real)"),
            (Column::Points, "Задание: Экзамен (Значение)"),
            (
                Column::Points,
                "Oral exam Points Grade <Numeric MaxPoints:26>",
            ),
            (Column::Login, "github_username"),
            (Column::Email, " Корпоративная  почта"),
            (Column::StudentId, "OrgDefinedId"),
        ] {
            let head = ["x".to_owned(), name.to_owned()];
            assert_eq!(column.find(&head), Some(1), "{name}");
        }
        // The plain name goes before the one with something added.
        let head = ["Points (old)".to_owned(), "points".to_owned()];
        assert_eq!(Column::Points.find(&head), Some(1));
    }
}
