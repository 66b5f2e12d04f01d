//! Courses of platforms, and the students in them.

use crate::ids::{PlatformCourseId, PlatformId};
use crate::store::codec::{FromRow, Row};
use crate::store::{Store, StoreError};

/// A course of a platform as one of its messages told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlatformCourse {
    /// The platform.
    pub platform: PlatformId,
    /// The deployment.
    pub deployment: String,
    /// The platform's id of the course.
    pub context: String,
    /// Its title there.
    pub title: String,
    /// Where its gradebook's columns are; empty where the platform does not let this server at them.
    pub columns_url: String,
    /// Where its members are; empty likewise.
    pub members_url: String,
}

/// A course of a platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformCourse {
    /// Its number here.
    pub id: PlatformCourseId,
    /// What the platform told.
    pub told: NewPlatformCourse,
}

impl FromRow for PlatformCourse {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            told: NewPlatformCourse {
                platform: row.get("platform_id")?,
                deployment: row.get("deployment")?,
                context: row.get("context")?,
                title: row.get("title")?,
                columns_url: row.get("columns_url")?,
                members_url: row.get("members_url")?,
            },
        })
    }
}

/// A student of such a course as the platform knows them; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlatformMember {
    /// The platform's id of the person.
    pub subject: String,
    /// The e-mail address.
    pub email: String,
    /// The login.
    pub login: String,
    /// The number by which the university knows the person.
    pub student_id: String,
}

impl FromRow for PlatformMember {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            subject: row.get("subject")?,
            email: row.get("email")?,
            login: row.get("login")?,
            student_id: row.get("student_id")?,
        })
    }
}

const SELECT: &str = "
    select id, platform_id, deployment, context, title, columns_url, members_url
    from lti_courses";

const PUT_MEMBER: &str = "
    insert into lti_members (course_id, subject, email, login, student_id)
    values ($1, $2, $3, $4, $5)
    on conflict (course_id, subject) do update
    set email = excluded.email, login = excluded.login, student_id = excluded.student_id";

impl Store {
    /// All courses of platforms, by platform and title.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platform_courses(&self) -> Result<Vec<PlatformCourse>, StoreError> {
        self.rows([SELECT, "order by platform_id, title, id"], ())
            .await
    }

    /// The course of this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platform_course(
        &self,
        id: PlatformCourseId,
    ) -> Result<Option<PlatformCourse>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// Remembers what a platform told of a course. Nothing is written where it is known so already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_platform_course(
        &self,
        told: &NewPlatformCourse,
    ) -> Result<PlatformCourse, StoreError> {
        let of = "where platform_id = $1 and deployment = $2 and context = $3";
        let key = (told.platform, &told.deployment, &told.context);
        let known: Option<PlatformCourse> = self.first([SELECT, of], key).await?;
        if let Some(known) = known.filter(|known| known.told == *told) {
            return Ok(known);
        }
        let put = r"
            insert into lti_courses (platform_id, deployment, context, title, columns_url, members_url)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (platform_id, deployment, context) do update
            set title = excluded.title, columns_url = excluded.columns_url, members_url = excluded.members_url
            returning id, platform_id, deployment, context, title, columns_url, members_url";
        let values = (
            told.platform,
            &told.deployment,
            &told.context,
            &told.title,
            &told.columns_url,
            &told.members_url,
        );
        let mut tx = self.transaction().await?;
        let course = tx.one(put, values).await?;
        tx.commit().await?;
        Ok(course)
    }

    /// The students of a course.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platform_members(
        &self,
        course: PlatformCourseId,
    ) -> Result<Vec<PlatformMember>, StoreError> {
        let select = r"
            select subject, email, login, student_id
            from lti_members
            where course_id = $1
            order by subject";
        self.rows(select, (course,)).await
    }

    /// Remembers a student of a course, who came from there. Nothing is written where that is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_platform_member(
        &self,
        course: PlatformCourseId,
        member: &PlatformMember,
    ) -> Result<(), StoreError> {
        let select = r"
            select subject, email, login, student_id
            from lti_members
            where course_id = $1 and subject = $2";
        let known: Option<PlatformMember> = self.first(select, (course, &member.subject)).await?;
        if known.as_ref() != Some(member) {
            let values = (
                course,
                &member.subject,
                &member.email,
                &member.login,
                &member.student_id,
            );
            self.execute(PUT_MEMBER, values).await?;
        }
        Ok(())
    }

    /// The students of a course are these and no others.
    ///
    /// # Errors
    /// When the database fails; then they are who they were.
    pub async fn set_platform_members(
        &self,
        course: PlatformCourseId,
        members: &[PlatformMember],
    ) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        tx.execute("delete from lti_members where course_id = $1", (course,))
            .await?;
        for member in members {
            let values = (
                course,
                &member.subject,
                &member.email,
                &member.login,
                &member.student_id,
            );
            tx.execute(PUT_MEMBER, values).await?;
        }
        tx.commit().await
    }
}
