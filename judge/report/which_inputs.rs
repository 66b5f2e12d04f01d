//! Which inputs a file of answers is for, as a report says it.

use l10n::{Lang, Message, message};
use serde::{Deserialize, Serialize};

/// Which inputs they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WhichInputsKind)]
pub enum Which {
    /// Those that the answers are judged by.
    Own,
    /// Those that the student had before new ones were given out.
    Earlier,
    /// Practice inputs.
    Practice,
    /// None: it is a file of inputs and not of answers.
    InputsFile,
    /// Those of another homework.
    OtherHomework,
    /// Others: the mark is of none that are known here.
    Other,
    /// It cannot be told.
    #[default]
    Unknown,
}

/// Which inputs a file of answers is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WhichInputs {
    /// Which.
    pub which: Which,
    /// The homework that the file is of, where it is another one or a file of inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<String>,
    /// The seed of practice inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Whether the file's `dgm.inputs` says so; else its content does.
    #[serde(default)]
    pub by_mark: bool,
    /// Whether `dgm.inputs` is there and is no mark; then it is as if it were not there.
    #[serde(default)]
    pub unusable_mark: bool,
    /// The sentence that helps; empty where nothing is to be said.
    #[serde(default)]
    pub told: String,
}

impl WhichInputs {
    /// Without anything more to say of them.
    pub fn of(which: Which) -> Self {
        Self {
            which,
            ..Self::default()
        }
    }

    /// Of another homework, or a file of inputs.
    pub fn of_homework(which: Which, homework: &str) -> Self {
        Self {
            homework: Some(homework.to_owned()),
            ..Self::of(which)
        }
    }

    /// Practice inputs.
    pub fn practice(seed: u64) -> Self {
        Self {
            seed: Some(seed),
            ..Self::of(Which::Practice)
        }
    }

    /// Answers found to be right for the inputs that they are judged by, whatever was said of them before.
    #[must_use]
    pub fn proven(self) -> Self {
        let mut proven = Self {
            unusable_mark: self.unusable_mark,
            ..Self::of(Which::Own)
        };
        proven.translate(Lang::En);
        proven
    }

    /// Answers that are judged by inputs that the student had before.
    #[must_use]
    pub fn earlier(self) -> Self {
        let mut earlier = Self {
            by_mark: self.by_mark && self.which == Which::Earlier,
            unusable_mark: self.unusable_mark,
            ..Self::of(Which::Earlier)
        };
        earlier.translate(Lang::En);
        earlier
    }

    /// Whether the file is for something else than what it would be judged by, so that sending it would waste an attempt.
    pub fn is_beside(&self) -> bool {
        match self.which {
            Which::Practice | Which::InputsFile => true,
            // With its own names and the mark of another homework it may be right all the same.
            Which::OtherHomework => !self.by_mark,
            Which::Own | Which::Earlier | Which::Other | Which::Unknown => false,
        }
    }

    /// Whether its names are of something else: then which of them are unknown is no news.
    pub fn is_another_file(&self) -> bool {
        !self.by_mark && matches!(self.which, Which::InputsFile | Which::OtherHomework)
    }

    /// What is told of it; nothing where there is nothing to tell.
    pub fn message(&self) -> Option<Message> {
        let homework = || self.homework.clone().unwrap_or_default();
        let told = match self.which {
            Which::Own | Which::Unknown => None,
            Which::Earlier => Some(message!("which-earlier")),
            Which::Practice => Some(message!("which-practice", seed = self.seed.unwrap_or(0))),
            Which::InputsFile => Some(message!("which-inputs-file", homework = homework())),
            Which::OtherHomework => Some(message!("which-other-homework", homework = homework())),
            Which::Other => Some(message!("which-other")),
        };
        told.or_else(|| self.unusable_mark.then(|| message!("which-unusable")))
    }

    /// The same with its sentence in another language.
    pub fn translate(&mut self, lang: Lang) {
        self.told = self.message().map_or_else(String::new, |m| m.text(lang));
    }
}
