//! How a folder of answers is laid out.

/// How a folder is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Layout {
    /// DIR/LOGIN.npz, all of one homework.
    Login,
    /// DIR/LOGIN/HOMEWORK.npz (or HOMEWORK-answers.npz).
    LoginHomework,
    /// DIR/HOMEWORK/LOGIN.npz.
    HomeworkLogin,
    /// What Moodle downloads: a folder a student, or a file.
    Moodle,
    /// What Canvas downloads: files with student and number in their names.
    Canvas,
    /// What Gradescope exports: a folder a submission.
    Gradescope,
}

impl Layout {
    /// The name on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::LoginHomework => "login-homework",
            Self::HomeworkLogin => "homework-login",
            Self::Moodle => "moodle",
            Self::Canvas => "canvas",
            Self::Gradescope => "gradescope",
        }
    }

    /// Whether a platform has named the files, so that they tell whose they are wherever they lie.
    pub const fn is_of_platform(self) -> bool {
        matches!(self, Self::Moodle | Self::Canvas | Self::Gradescope)
    }

    /// What its files are called.
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Login => "LOGIN.npz",
            Self::LoginHomework => "LOGIN/HOMEWORK.npz",
            Self::HomeworkLogin => "HOMEWORK/LOGIN.npz",
            Self::Moodle => "NAME_NUMBER_assignsubmission_file/….npz",
            Self::Canvas => "NAME_NUMBER_NUMBER_….npz",
            Self::Gradescope => "submission_NUMBER/….npz",
        }
    }
}
