//! What people may do.

use super::codec::{Column, choice};
use l10n::{Message, message};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a person may do; each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees and sends one's own.
    Student,
    /// Grades manual items.
    Grader,
    /// Runs the course.
    Teacher,
    /// Gives roles.
    Owner,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Student, Self::Grader, Self::Teacher, Self::Owner];

    /// The word stored, typed and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Grader => "grader",
            Self::Teacher => "teacher",
            Self::Owner => "owner",
        }
    }
}

impl Role {
    /// What it is called.
    pub fn message(self) -> Message {
        match self {
            Self::Student => message!("role-student"),
            Self::Grader => message!("role-grader"),
            Self::Teacher => message!("role-teacher"),
            Self::Owner => message!("role-owner"),
        }
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|r| r.name() == text)
            .ok_or_else(|| format!("{text} is no role: write student, grader, teacher or owner"))
    }
}

impl Column for Role {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}
