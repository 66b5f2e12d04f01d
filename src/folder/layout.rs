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
}

impl Layout {
    /// The name on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::LoginHomework => "login-homework",
            Self::HomeworkLogin => "homework-login",
        }
    }

    /// What its files are called.
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Login => "LOGIN.npz",
            Self::LoginHomework => "LOGIN/HOMEWORK.npz",
            Self::HomeworkLogin => "HOMEWORK/LOGIN.npz",
        }
    }
}
