//! For whom an entry is put into words, and what has more than one word.

use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::audit::{Extension, Grade, PassBack, Person};
use crate::store::{Details, Override, PlatformSettings, audit};
use crate::web::visitor::Teacher;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::points::Points;
use l10n::{Lang, Message, date, message, number};

/// For whom it is put into words.
pub(in crate::web::routes) struct Reader {
    /// The language.
    pub lang: Lang,
    /// The time zone.
    pub zone: TimeZone,
    /// The instant of reading: the year is left out where it is the same.
    pub now: Timestamp,
}

impl Reader {
    /// How a teacher reads it.
    ///
    /// # Errors
    /// When there is no course, or the database fails.
    pub async fn of(app: &App, teacher: &Teacher) -> Result<Self, ServiceError> {
        let active = app.course().await?;
        Ok(Self {
            lang: teacher.0.lang(),
            zone: teacher.0.zone(&active.course),
            now: app.now(),
        })
    }

    /// The words for a kind of change; the kind itself where an earlier release knew another.
    pub fn kind(&self, kind: &str) -> String {
        let known = Message::new(format!("audit-did-{kind}"), Vec::new());
        if known.exists() {
            known.text(self.lang)
        } else {
            kind.to_owned()
        }
    }

    pub fn person(&self, person: &Person) -> String {
        let role = person.role.message().text(self.lang);
        let active = if person.active { "yes" } else { "no" };
        let told = message!(
            "audit-person",
            name = person.name.clone(),
            role = role,
            active = active
        )
        .text(self.lang);
        let Details {
            family_name: _,
            email,
            student_id,
            group,
        } = &person.details;
        let known = [&told, email, student_id, group].into_iter();
        let known = known.filter(|part| !part.is_empty()).map(String::as_str);
        known.collect::<Vec<_>>().join(" · ")
    }

    pub fn platform(&self, settings: &PlatformSettings) -> String {
        let state = Message::new(format!("lti-state-{}", settings.state.name()), Vec::new());
        let known = [
            settings.name.clone(),
            state.text(self.lang),
            settings.issuer.clone(),
            settings.client_id.clone(),
            settings.deployments.join(", "),
            settings.auth_url.clone(),
            settings.token_url.clone(),
            settings.jwks_url.clone(),
            settings.audience.clone(),
            Message::new(
                format!("lti-match-{}", settings.match_by.name()),
                Vec::new(),
            )
            .text(self.lang),
            if settings.creates {
                message!("lti-creates-short").text(self.lang)
            } else {
                String::new()
            },
        ];
        let known: Vec<_> = known.into_iter().filter(|word| !word.is_empty()).collect();
        known.join(" · ")
    }

    pub fn passed(&self, passed: &PassBack) -> String {
        let none = || "—".to_owned();
        let list = |homeworks: &[String]| match homeworks {
            [] => none(),
            some => some.join(", "),
        };
        let sent = message!(
            "audit-passed",
            course = passed.course.clone(),
            homeworks = list(&passed.sent)
        )
        .text(self.lang);
        if passed.taken_back.is_empty() {
            return sent;
        }
        let back = message!("audit-passed-back", homeworks = list(&passed.taken_back));
        format!("{sent}; {}", back.text(self.lang))
    }

    pub fn version(&self, version: &audit::Version) -> String {
        let number =
            message!("audit-version", version = version.version.to_string()).text(self.lang);
        let noted = self.with_reason(number, &version.note);
        if version.new_inputs.is_empty() {
            return noted;
        }
        let homeworks = version.new_inputs.join(", ");
        let inputs = message!("audit-new-inputs", homeworks = homeworks).text(self.lang);
        format!("{noted}; {inputs}")
    }

    pub fn given(&self, given: &Override) -> String {
        let what = given.points.map_or_else(
            || message!("audit-excused").text(self.lang),
            |points: Points| points.show(self.lang),
        );
        self.with_reason(what, &given.reason)
    }

    pub fn extension(&self, extension: &Extension) -> String {
        let deadline = date::deadline(extension.deadline, &self.zone, self.now, self.lang);
        self.with_reason(deadline, &extension.reason)
    }

    pub fn grade(&self, grade: &Grade) -> String {
        let mut parts: Vec<String> = Vec::new();
        for part in &grade.parts {
            let (given, most) = (part.points.show(self.lang), part.max_points.show(self.lang));
            let part = format!("{} {given}/{most}", part.criterion);
            parts.push(part.trim_start().to_owned());
        }
        if let Some(left) = number::late_percent(grade.late_factor, self.lang) {
            parts.push(message!("audit-late-left", left = left).text(self.lang));
        }
        let points = grade.points.show(self.lang);
        let points = if parts.is_empty() {
            points
        } else {
            // A semicolon: in Russian a comma stands in numbers.
            message!(
                "audit-points-of-parts",
                points = points,
                parts = parts.join("; ")
            )
            .text(self.lang)
        };
        if grade.comment.is_empty() {
            points
        } else {
            format!("{points} «{}»", grade.comment)
        }
    }

    fn with_reason(&self, what: String, reason: &str) -> String {
        if reason.is_empty() {
            return what;
        }
        message!("audit-reason", what = what, reason = reason.to_owned()).text(self.lang)
    }
}
