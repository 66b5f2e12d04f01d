//! What every student did in the tasks of a homework, a row each, kept with the outcomes that it is made of. Statistics of a class
//! read these rows and no submission: they cost the same however often students send.

use super::codec::{FromRow, Json, Row, Value, json, of_json};
use super::db::{Many, Tx};
use super::enrolled::IN_CLASS;
use super::outcomes::Told;
use super::{Store, StoreError};
use crate::grading::{TallyReader, TaskOutcome, TaskTally, add_outcomes, place_of};
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// How many students' rows are made at once where an earlier release kept none.
const BATCH: usize = 200;

/// What a student did in the tasks of a homework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentTally {
    /// Whose.
    pub user: UserId,
    /// A task each, as far as reports tell of any.
    pub tasks: Vec<TaskTally>,
}

impl StudentTally {
    /// What was done in the task of this name, which is most likely in this place.
    pub fn task(&self, place: usize, name: &str) -> Option<&TaskTally> {
        let at = place_of(&self.tasks, place, |own| *own.task == *name);
        at.and_then(|at| self.tasks.get(at))
    }
}

/// How many submissions arrived when, of active students.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArrivalCounts {
    /// All of them.
    pub all: usize,
    /// Hours before the deadline, the last one with number 0, and how many arrived in each; those after it have number −1.
    pub hours: Vec<(i64, usize)>,
}

/// What some students sent for some homeworks, which stand between the two.
const OF_STUDENTS: [&str; 2] = [
    "with k (user_id, homework) as (values",
    ") select s.user_id, s.homework, s.id, o.tasks, r.report
    from k
    join submissions s on s.user_id = k.user_id and s.homework = k.homework
    left join outcomes o on o.submission_id = s.id
    left join report_texts r on r.submission_id = s.id and r.number = s.report_number and o.tasks is null
    order by s.id",
];
/// What is kept of them.
const KEPT: [&str; 2] = [
    "with k (user_id, homework) as (values",
    ") select t.user_id, t.homework, t.tasks
    from k
    join tallies t on t.homework = k.homework and t.user_id = k.user_id",
];
const PUT: &str = "insert into tallies (homework, user_id, tasks) values";
const ANEW: &str = "on conflict (homework, user_id) do update set tasks = excluded.tasks";

/// What a submission did, with whose it is.
struct ToldOf {
    user: UserId,
    homework: String,
    told: Told,
}

impl FromRow for ToldOf {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            homework: row.get("homework")?,
            told: Told::from_row(row)?,
        })
    }
}

/// What each student's submissions for each homework did.
fn by_student(all: Vec<ToldOf>) -> HashMap<(UserId, String), Vec<Told>> {
    let mut told: HashMap<_, Vec<Told>> = HashMap::new();
    for one in all {
        let own = told.entry((one.user, one.homework)).or_default();
        own.push(one.told);
    }
    told
}

fn tallied(told: &[Told]) -> Vec<TaskTally> {
    let mut tallies = Vec::new();
    for one in told {
        add_outcomes(&mut tallies, one.id, &one.tasks);
    }
    tallies
}

impl Tx {
    /// Adds what this submission did to what is kept of so many earlier ones.
    pub(super) async fn add_to_tally(
        &mut self,
        (user, homework): (UserId, &str),
        (kept, earlier): (Option<&str>, i64),
        submission: SubmissionId,
        outcomes: &[TaskOutcome],
    ) -> Result<(), StoreError> {
        let mut tallies: Vec<TaskTally> = match kept {
            Some(kept) => of_json(kept)?,
            None if earlier == 0 => Vec::new(),
            None => return self.retally_each(&[(user, homework)]).await,
        };
        add_outcomes(&mut tallies, submission, outcomes);
        let put = [PUT, "($1, $2, $3)", ANEW];
        self.execute(put, (homework, user, json(&tallies)?)).await?;
        Ok(())
    }

    /// Reckons anew what students did in the tasks of homeworks.
    pub(super) async fn retally_each(&mut self, all: &[(UserId, &str)]) -> Result<(), StoreError> {
        if all.is_empty() {
            return Ok(());
        }
        debug_assert!(
            self.holds(all.iter().map(|(user, _)| *user)),
            "nothing of theirs is stored meanwhile"
        );
        let (select, pairs) = Many::of_pairs(OF_STUDENTS, all);
        let mut told = by_student(self.rows(select, pairs).await?);
        let mut values: Vec<Value<'_>> = Vec::with_capacity(all.len() * 3);
        for (user, homework) in all {
            let told = told.remove(&(*user, (*homework).to_owned()));
            let tallies = json(&tallied(&told.unwrap_or_default()))?;
            values.extend([Value::from(*homework), (*user).into(), tallies.into()]);
        }
        let put = Many {
            head: PUT,
            before: 0,
            rows: all.len(),
            width: 3,
            tail: ANEW,
        };
        self.execute(put, values).await?;
        Ok(())
    }

    /// Reckons anew what a student did in every homework.
    pub(super) async fn retally_student(&mut self, user: UserId) -> Result<(), StoreError> {
        let homeworks = "select distinct homework from submissions where user_id = $1";
        let homeworks: Vec<String> = self.rows(homeworks, (user,)).await?;
        self.execute("delete from tallies where user_id = $1", (user,))
            .await?;
        let all = homeworks.iter().map(|homework| (user, homework.as_str()));
        self.retally_each(&all.collect::<Vec<_>>()).await
    }
}

impl Store {
    /// What active students who sent something did in the tasks of a homework, by their numbers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tallies(&self, homework: &str) -> Result<Vec<StudentTally>, StoreError> {
        let select = r"
            select t.user_id, t.tasks
            from tallies t
            join users on users.id = t.user_id
            where t.homework = $1 and";
        let kept = [select, IN_CLASS, "order by t.user_id"];
        let kept: Vec<(UserId, String)> = self.rows(kept, (homework,)).await?;
        let mut reader = TallyReader::default();
        let mut all = Vec::with_capacity(kept.len());
        for (user, tasks) in kept {
            let tasks = reader.read(&tasks);
            let tasks = tasks.map_err(|e| StoreError::Corrupt(format!("tallies: {e}")))?;
            all.push(StudentTally { user, tasks });
        }
        // Until they are filled in, those are missing who sent to an earlier release.
        let missing = r"
            select st.user_id
            from standings st
            join users on users.id = st.user_id
            where st.homework = $1 and st.sent > 0
              and not exists (select 1 from tallies t where t.homework = $1 and t.user_id = st.user_id)
              and";
        let missing: Vec<UserId> = self.rows([missing, IN_CLASS], (homework,)).await?;
        for user in &missing {
            all.push(StudentTally {
                tasks: self.tallied_anew(*user, homework).await?,
                user: *user,
            });
        }
        if !missing.is_empty() {
            all.sort_by_key(|student| student.user);
        }
        Ok(all)
    }

    /// What one student did in the tasks of a homework, reckoned from the submissions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tallied_anew(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Vec<TaskTally>, StoreError> {
        let (select, pair) = Many::of_pairs(OF_STUDENTS, &[(user, homework)]);
        let told: Vec<Told> = self.rows(select, pair).await?;
        Ok(tallied(&told))
    }

    /// How many submissions of active students arrived in which hour before a deadline.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn arrival_counts(
        &self,
        homework: &str,
        deadline: Option<Timestamp>,
    ) -> Result<ArrivalCounts, StoreError> {
        // The last hour has number 0: what arrives exactly an hour before still belongs to it. All are counted, and then those taken off
        // who are no active students: there are few of them, and nobody is looked up for each submission.
        let count = |[head, whom, tail]: [&'static str; 3]| {
            [
                "select case when ($2 - s.received_at) / 1000000 <= 0 then -1
                    else (($2 - s.received_at) / 1000000 - 1) / 3600 end as hour, count(*)
                from submissions s
                where s.homework = $1",
                head,
                whom,
                tail,
                "group by 1",
            ]
        };
        let at = deadline.unwrap_or_default();
        let all: Vec<(i64, usize)> = self.rows(count([""; 3]), (homework, at)).await?;
        let others = [
            "and s.user_id in (select id from users where not (",
            IN_CLASS,
            "))",
        ];
        let others: Vec<(i64, usize)> = self.rows(count(others), (homework, at)).await?;
        let mut hours: BTreeMap<i64, usize> = all.into_iter().collect();
        for (hour, number) in others {
            // Somebody may have been deactivated in between.
            let left = hours.entry(hour).or_default();
            *left = left.saturating_sub(number);
        }
        hours.retain(|_, number| *number > 0);
        Ok(ArrivalCounts {
            all: hours.values().sum(),
            hours: if deadline.is_some() {
                hours.into_iter().collect()
            } else {
                Vec::new()
            },
        })
    }

    /// How many rows say something else than the submissions say, or are missing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrong_tallies(&self) -> Result<usize, StoreError> {
        let sent = "select /* everything */ distinct user_id, homework from submissions";
        let sent: Vec<(UserId, String)> = self.rows(sent, ()).await?;
        let kept = "select /* everything */ count(*) from tallies";
        let kept: usize = self.one(kept, ()).await?;
        let mut right = 0;
        for some in sent.chunks(BATCH) {
            let some: Vec<(UserId, &str)> = some.iter().map(|(u, h)| (*u, &**h)).collect();
            let (select, pairs) = Many::of_pairs(OF_STUDENTS, &some);
            let told = by_student(self.rows(select, pairs).await?);
            let (select, pairs) = Many::of_pairs(KEPT, &some);
            let kept: Vec<(UserId, String, Json<Vec<TaskTally>>)> =
                self.rows(select, pairs).await?;
            let same = kept.into_iter().filter(|(user, homework, kept)| {
                let told = told.get(&(*user, homework.clone()));
                told.is_some_and(|told| tallied(told) == kept.0)
            });
            right += same.count();
        }
        Ok(kept.max(sent.len()) - right)
    }

    /// Reckons anew what everybody did.
    ///
    /// # Errors
    /// When the database fails; what was made until then stays.
    pub async fn rebuild_tallies(&self) -> Result<(), StoreError> {
        self.execute("delete from tallies", ()).await?;
        self.fill_outcomes().await
    }

    /// Makes the rows that earlier releases did not keep, a few hundred at a time.
    pub(super) async fn fill_tallies(&self) -> Result<(), StoreError> {
        let is_missing = "select (select count(*) from standings where sent > 0) > (select count(*) from tallies)";
        if !self.one(is_missing, ()).await? {
            return Ok(());
        }
        let select = r"
            select distinct s.user_id, s.homework
            from submissions s
            where s.user_id >= $1
              and not exists (select 1 from tallies t where t.homework = s.homework and t.user_id = s.user_id)
            order by s.user_id, s.homework
            limit $2";
        let mut from = UserId::NONE;
        loop {
            let missing: Vec<(UserId, String)> = self.rows(select, (from, BATCH)).await?;
            let Some((last, _)) = missing.last() else {
                return Ok(());
            };
            from = *last;
            let mut tx = self.transaction().await?;
            let missing: Vec<(UserId, &str)> = missing.iter().map(|(u, h)| (*u, &**h)).collect();
            tx.lock_each(missing.iter().map(|(user, _)| *user)).await?;
            tx.retally_each(&missing).await?;
            tx.commit().await?;
        }
    }
}
