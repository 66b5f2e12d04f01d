//! The claims of a platform's message beyond those of OpenID Connect, as far as they are used.

use openidconnect::AdditionalClaims;
use openidconnect::core::{
    CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The longest id of a person or a course, as LTI has it.
pub(super) const LONGEST_ID: usize = 255;

/// A message: an ID token with these claims.
pub(super) type Message = openidconnect::IdToken<
    Claims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// All claims of a message.
pub(super) type AllClaims = openidconnect::IdTokenClaims<Claims, CoreGenderClaim>;

/// What a message says. Everything but the first three is missing from some messages.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Claims {
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/message_type")]
    pub message_type: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/version")]
    pub version: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/deployment_id")]
    pub deployment: String,
    #[serde(
        rename = "https://purl.imsglobal.org/spec/lti/claim/target_link_uri",
        default
    )]
    pub target: Option<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/roles", default)]
    pub roles: Vec<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/context", default)]
    pub context: Option<Context>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/lis", default)]
    pub lis: Option<Lis>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/custom", default)]
    pub custom: Option<Map<String, Value>>,
    /// What Moodle says beyond the specification: the login.
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/ext", default)]
    pub ext: Option<Map<String, Value>>,
    #[serde(
        rename = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint",
        default
    )]
    pub gradebook: Option<Gradebook>,
    #[serde(
        rename = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
        default
    )]
    pub members: Option<Members>,
    #[serde(
        rename = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings",
        default
    )]
    pub deep_linking: Option<DeepLinking>,
}

impl AdditionalClaims for Claims {}

/// The course that it is about.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Context {
    pub id: String,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
}

/// By what the university's records know the person.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Lis {
    #[serde(default)]
    pub person_sourcedid: Option<String>,
}

/// The services of a gradebook.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Gradebook {
    #[serde(default)]
    pub lineitems: Option<String>,
    #[serde(default)]
    pub lineitem: Option<String>,
    #[serde(default)]
    pub scope: Vec<String>,
}

/// The service of the members of a course.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Members {
    #[serde(default)]
    pub context_memberships_url: Option<String>,
}

/// What may be linked, and where to say so.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct DeepLinking {
    pub deep_link_return_url: String,
    #[serde(default)]
    pub accept_types: Vec<String>,
    #[serde(default)]
    pub accept_multiple: Option<bool>,
    #[serde(default)]
    pub accept_lineitem: Option<bool>,
    #[serde(default)]
    pub data: Option<String>,
}

/// What somebody is in a course of a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A student.
    Learner,
    /// Whoever teaches there, or runs the platform.
    Staff,
    /// Neither.
    Other,
}

impl Standing {
    /// What these roles make of somebody. Where there are roles in the course, those alone count, and whether they run the platform: whoever
    /// teaches something else there may be a student here. Whoever is both is staff: what is open to students alone asks for more care than
    /// the reverse.
    pub(super) fn of(roles: &[String]) -> Self {
        let roles: Vec<(Reach, String)> = roles.iter().map(|role| placed(role)).collect();
        let is_here = roles.iter().any(|(reach, _)| *reach == Reach::Course);
        let any = |known: &[&str]| {
            roles.iter().any(|(reach, word)| {
                let counts = !is_here || *reach != Reach::Elsewhere;
                counts && known.contains(&word.as_str())
            })
        };
        if any(&[
            "instructor",
            "teachingassistant",
            "contentdeveloper",
            "administrator",
            "sysadmin",
            "manager",
            "primaryinstructor",
            "faculty",
            "staff",
        ]) {
            Self::Staff
        } else if any(&["learner", "student"]) {
            Self::Learner
        } else {
            Self::Other
        }
    }
}

/// How far a role reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The course that the message is about.
    Course,
    /// The whole platform.
    Platform,
    /// The institution, or something else that says nothing of the course.
    Elsewhere,
}

/// How far a role reaches, and its word in small letters: of a role below another one in a course it is the other one's, as
/// `membership/Instructor#Grader` is an instructor.
fn placed(role: &str) -> (Reach, String) {
    let role = role.to_ascii_lowercase();
    let (place, word) = role.rsplit_once(['#', '/']).unwrap_or(("", &role));
    let below = place.split_once("/membership/").map(|(_, above)| above);
    // A plain word is a role in the course; `urn:` is how LTI 1.1 wrote them.
    let is_here = place.ends_with("/membership") || !role.contains(':');
    let reach = if below.is_some() || is_here || role.starts_with("urn:lti:role:") {
        Reach::Course
    } else if place.ends_with("/system/person") || role.starts_with("urn:lti:sysrole:") {
        Reach::Platform
    } else {
        Reach::Elsewhere
    };
    (reach, below.unwrap_or(word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_in_all_their_spellings() {
        let of = |roles: &[&str]| {
            let roles: Vec<_> = roles.iter().map(ToString::to_string).collect();
            Standing::of(&roles)
        };
        let membership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
        assert_eq!(of(&[&format!("{membership}#Learner")]), Standing::Learner);
        assert_eq!(of(&["Learner"]), Standing::Learner);
        assert_eq!(of(&[&format!("{membership}#Instructor")]), Standing::Staff);
        assert_eq!(
            of(&[&format!("{membership}/Instructor#TeachingAssistant")]),
            Standing::Staff
        );
        assert_eq!(
            of(&[
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student",
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
            ]),
            Standing::Staff
        );
        assert_eq!(of(&[]), Standing::Other);
        assert_eq!(of(&[&format!("{membership}#Mentor")]), Standing::Other);
    }
    /// The vocabulary of LTI 1.3: core roles, others, and those below a role of the course.
    #[test]
    fn roles_in_the_course_count_before_those_elsewhere() {
        let of = |roles: &[&str]| {
            let roles: Vec<_> = roles
                .iter()
                .map(|role| format!("http://purl.imsglobal.org/vocab/lis/v2/{role}"))
                .collect();
            Standing::of(&roles)
        };
        let elsewhere = [
            "institution/person#Instructor",
            "institution/person#Faculty",
            "institution/person#Staff",
            "institution/person#Administrator",
            "system/person#User",
            "system/person#None",
        ];
        for role in elsewhere {
            assert_eq!(
                of(&[role, "membership#Learner"]),
                Standing::Learner,
                "{role}"
            );
            assert_eq!(of(&["membership#Mentor", role]), Standing::Other, "{role}");
        }
        let student = "institution/person#Student";
        assert_eq!(of(&[student, "membership#Instructor"]), Standing::Staff);
        assert_eq!(of(&[student, "membership#Mentor"]), Standing::Other);
        for admin in ["system/person#Administrator", "system/person#SysAdmin"] {
            assert_eq!(
                of(&[admin, "membership#Learner"]),
                Standing::Staff,
                "{admin}"
            );
            assert_eq!(of(&[admin]), Standing::Staff, "{admin}");
        }
        // Without a role in the course the others are all that is known.
        assert_eq!(of(&["institution/person#Instructor"]), Standing::Staff);
        assert_eq!(of(&[student, "system/person#User"]), Standing::Learner);
        for (role, expected) in [
            ("membership#Administrator", Standing::Staff),
            ("membership#ContentDeveloper", Standing::Staff),
            ("membership#Manager", Standing::Staff),
            ("membership#Member", Standing::Other),
            ("membership#Officer", Standing::Other),
            ("membership/Instructor#Grader", Standing::Staff),
            ("membership/Instructor#GuestInstructor", Standing::Staff),
            ("membership/Learner#GuestLearner", Standing::Learner),
            ("membership/Learner#Instructor", Standing::Learner),
            ("membership/Mentor#Tutor", Standing::Other),
        ] {
            assert_eq!(
                of(&[role, "institution/person#Faculty"]),
                expected,
                "{role}"
            );
        }
        let mixed = ["Learner", "urn:lti:instrole:ims/lis/Instructor"].map(str::to_owned);
        assert_eq!(Standing::of(&mixed), Standing::Learner);
    }
}
