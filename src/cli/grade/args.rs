//! What `dgm grade` is told.

use crate::folder::Layout;
use dgm_client::cli::target::Force;
use std::path::PathBuf;

/// What to grade against what. Points are those of the answers alone: dates, attempts and late penalties are the server's.
#[derive(clap::Args)]
pub struct Args {
    /// The grading config; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub(super) course: PathBuf,
    /// The folder: LOGIN.npz, LOGIN/HOMEWORK.npz or HOMEWORK/LOGIN.npz, or what Moodle, Canvas or Gradescope downloads; .npy,
    /// .safetensors and .json as well.
    #[arg(long, value_name = "DIR")]
    pub(super) submissions: PathBuf,
    /// The table to write, a row a file; - is standard output.
    #[arg(short, long, value_name = "FILE.csv")]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) force: Force,
    /// Grades only this homework; needed where files are named after logins alone and the course has several.
    #[arg(long, value_name = "NAME")]
    pub(super) homework: Option<String>,
    /// How the folder is laid out, where it can be read in two ways.
    #[arg(long, value_enum)]
    pub(super) layout: Option<Layout>,
    /// A list of people (CSV or .xlsx) that tells whose the files of a platform's download are: the login, and in the same row what
    /// the platform calls the person: name, number, address, or the name of the file.
    #[arg(long, value_name = "FILE.csv")]
    pub(super) people: Option<PathBuf>,
    /// The seed of the inputs that everybody's answers were computed from (0 where nothing is given).
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// The inputs file that everybody's answers were computed from; for one homework.
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    pub(super) inputs: Option<PathBuf>,
    /// The course secret (64 hexadecimal digits, the server's secret.key): everybody had inputs of their own.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "inputs"])]
    pub(super) secret_file: Option<PathBuf>,
    /// A second table, a row a person: points by homework, their sum, and the grade without an exam.
    #[arg(long, value_name = "FILE.csv")]
    pub(super) totals: Option<PathBuf>,
}
