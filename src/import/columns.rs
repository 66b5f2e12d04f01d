//! Which column is which: the names that learning platforms and people give them.

use super::rows::TableError;

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
        self.places(head).first().copied()
    }

    /// The same where nobody has to guess which of two is meant.
    ///
    /// # Errors
    /// When a column of its name stands there twice.
    pub(super) fn only(self, head: &[String]) -> Result<Option<usize>, TableError> {
        match self.places(head).as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            [first, ..] => Err(TableError::Twice(
                head.get(*first).cloned().unwrap_or_default(),
            )),
        }
    }

    /// Where the likeliest of its names stands.
    fn places(self, head: &[String]) -> Vec<usize> {
        let plain: Vec<String> = head.iter().map(|name| plain(name)).collect();
        let named = |heads: &[&str]| {
            let places = |name: &&str| -> Vec<usize> {
                let columns = heads.iter().enumerate();
                let own = columns.filter(|(_, column)| *column == name);
                own.map(|(at, _)| at).collect()
            };
            let mut all = self.names().iter().map(places);
            all.find(|places| !places.is_empty())
        };
        let whole: Vec<&str> = plain.iter().map(String::as_str).collect();
        let bare: Vec<&str> = plain.iter().map(|name| bare(name)).collect();
        named(&whole).or_else(|| named(&bare)).unwrap_or_default()
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

    #[test]
    fn a_column_that_stands_twice_is_no_guess() {
        let head = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let twice = head(&["Login", "name", "login"]);
        assert_eq!(
            Column::Login.only(&twice),
            Err(TableError::Twice("Login".to_owned()))
        );
        let twice = head(&["Oral exam (1)", "Oral exam (2)"]);
        assert!(Column::Points.only(&twice).is_err());
        // Of two names the likelier is meant.
        let both = head(&["username", "login", "exam", "points"]);
        assert_eq!(Column::Login.only(&both), Ok(Some(1)));
        assert_eq!(Column::Points.only(&both), Ok(Some(3)));
        assert_eq!(Column::Group.only(&both), Ok(None));
    }
}
