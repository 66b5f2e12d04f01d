//! Whom of the roster a platform means by what it says of a person.

use super::fault::LaunchFault;
use crate::ids::UserId;
use crate::store::{MatchBy, PlatformMember, User};
use std::collections::HashMap;

/// The roster by what people are found by.
pub(super) struct Roster<'u> {
    match_by: MatchBy,
    /// By address, or by login and student number; in small letters.
    keys: HashMap<String, Vec<&'u User>>,
    /// By logins that were theirs once, as they were written.
    former: HashMap<&'u str, &'u User>,
}

impl<'u> Roster<'u> {
    pub fn new(
        users: &'u [User],
        other_logins: &'u HashMap<String, UserId>,
        match_by: MatchBy,
    ) -> Self {
        let mut keys: HashMap<String, Vec<&User>> = HashMap::new();
        for user in users {
            let own = match match_by {
                MatchBy::Email => [&user.details.email, ""],
                MatchBy::Login => [user.login.as_str(), &user.details.student_id],
            };
            for key in own.into_iter().filter(|key| !key.is_empty()) {
                keys.entry(key.to_lowercase()).or_default().push(user);
            }
        }
        let former = match match_by {
            MatchBy::Email => HashMap::new(),
            MatchBy::Login => {
                let by_id: HashMap<UserId, &User> = users.iter().map(|u| (u.id, u)).collect();
                let others = other_logins.iter();
                others
                    .filter_map(|(login, id)| Some((login.as_str(), *by_id.get(id)?)))
                    .collect()
            }
        };
        Self {
            match_by,
            keys,
            former,
        }
    }

    /// The one person whom a platform means; nothing where there is none.
    pub fn meant(&self, member: &PlatformMember) -> Result<Option<&'u User>, LaunchFault> {
        let said = match self.match_by {
            MatchBy::Email => [&member.email, ""],
            MatchBy::Login => [member.login.as_str(), &member.student_id],
        };
        let mut meant: Option<&User> = None;
        for key in said.into_iter().filter(|key| !key.is_empty()) {
            let own = self.keys.get(&key.to_lowercase()).into_iter().flatten();
            for user in own.chain(self.former.get(key)) {
                if meant.is_some_and(|meant| meant.id != user.id) {
                    return Err(LaunchFault::Ambiguous);
                }
                meant = Some(user);
            }
        }
        Ok(meant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Details;

    fn user(id: i64, login: &str, email: &str, student_id: &str) -> User {
        User {
            details: Details {
                email: email.to_owned(),
                student_id: student_id.to_owned(),
                ..Details::default()
            },
            ..User::student(id, login)
        }
    }

    #[test]
    fn one_is_meant_or_nobody_and_nothing_is_nobodys_key() {
        let users = [
            user(1, "anna", "Anna@example.org", "17"),
            user(2, "boris", "twins@example.org", ""),
            user(3, "vera", "twins@example.org", ""),
        ];
        let others = HashMap::from([("anna.s".to_owned(), 1.into())]);
        let of = |by, email: &str, login: &str, student_id: &str| {
            let member = PlatformMember {
                subject: "1".to_owned(),
                email: email.to_owned(),
                login: login.to_owned(),
                student_id: student_id.to_owned(),
            };
            let meant = Roster::new(&users, &others, by).meant(&member);
            meant.map(|user| user.map(|user| user.id))
        };
        assert_eq!(
            of(MatchBy::Email, "anna@EXAMPLE.org", "", ""),
            Ok(Some(1.into()))
        );
        assert_eq!(of(MatchBy::Email, "", "anna", "17"), Ok(None));
        assert_eq!(
            of(MatchBy::Email, "twins@example.org", "", ""),
            Err(LaunchFault::Ambiguous)
        );
        assert_eq!(of(MatchBy::Login, "", "ANNA", ""), Ok(Some(1.into())));
        assert_eq!(of(MatchBy::Login, "", "anna.s", ""), Ok(Some(1.into())));
        assert_eq!(of(MatchBy::Login, "", "", "17"), Ok(Some(1.into())));
        assert_eq!(of(MatchBy::Login, "", "anna", "17"), Ok(Some(1.into())));
        assert_eq!(
            of(MatchBy::Login, "", "boris", "17"),
            Err(LaunchFault::Ambiguous)
        );
        assert_eq!(of(MatchBy::Login, "anna@example.org", "", ""), Ok(None));
    }
}
