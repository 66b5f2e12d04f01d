//! Whom a platform may mean by what it says of one person: those who bear one of its words, and nobody else is read.

use crate::ids::UserId;
use crate::store::users::SELECT;
use crate::store::{MatchBy, PlatformMember, Store, StoreError, User};
use std::collections::HashMap;

/// People, and the logins that lead to some of them as well.
pub type People = (Vec<User>, HashMap<String, UserId>);

impl Store {
    /// The people who bear what is said of one in whatever case, and what of it was once a login, or is that of somebody who was found to be
    /// the same. Which of them is meant is not decided here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_said(
        &self,
        by: MatchBy,
        member: &PlatformMember,
    ) -> Result<People, StoreError> {
        let said = match by {
            MatchBy::Email => [member.email.as_str(), ""],
            MatchBy::Login => [member.login.as_str(), &member.student_id],
        };
        // What is empty is nobody's, and PostgreSQL refuses a text that holds NUL.
        let is_key = |key: &&str| !key.is_empty() && !key.contains('\0');
        let keys: Vec<&str> = said.into_iter().filter(is_key).collect();
        let (Some(&one), Some(&other)) = (keys.first(), keys.last()) else {
            return Ok(People::default());
        };
        // SQLite knows small letters of ASCII alone.
        if !(one.is_ascii() && other.is_ascii()) {
            return Ok((self.users().await?, self.other_logins().await?));
        }
        match by {
            MatchBy::Email => {
                let of = "where lower(email) = lower($1) and merged_into is null";
                let people = self.rows([SELECT, of], (one,)).await?;
                Ok((people, HashMap::new()))
            }
            MatchBy::Login => {
                let others = r"
                    select f.login, coalesce(u.merged_into, u.id)
                    from former_logins f
                    join users u on u.id = f.user_id
                    where f.login in ($1, $2)
                    union all
                    select login, merged_into from users where login in ($1, $2) and merged_into is not null";
                let others: Vec<(String, UserId)> = self.rows(others, (one, other)).await?;
                let of = r"
                    where id in (
                        select id from users where lower(login) in (lower($1), lower($2))
                        union
                        select id from users where lower(student_id) in (lower($1), lower($2))
                        union
                        select coalesce(u.merged_into, u.id)
                        from former_logins f
                        join users u on u.id = f.user_id
                        where f.login in ($1, $2)
                        union
                        select merged_into from users where login in ($1, $2)
                    ) and merged_into is null";
                let people = self.rows([SELECT, of], (one, other)).await?;
                Ok((people, others.into_iter().collect()))
            }
        }
    }
}
