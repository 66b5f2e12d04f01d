//! A class before a deadline: half by session, half by token.

use crate::answers::{Known, course};
use crate::client::{Answer, Client};
use crate::keys::{DUE, SECRET, Student, kept};
use crate::tally::Tally;
use anyhow::Context as _;
use dgm_grader::grading::{draw_inputs, student_seed};
use rayon::prelude::*;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Whom to play, and against what.
#[derive(clap::Args)]
pub struct Args {
    /// The folder that was seeded.
    #[arg(long)]
    data: PathBuf,
    /// The servers on this machine; several share the class.
    #[arg(long, required = true)]
    server: Vec<SocketAddr>,
    #[arg(long, default_value_t = 2000)]
    students: usize,
    /// How many are at it at once.
    #[arg(long, default_value_t = 64)]
    at_once: usize,
    /// Nothing but submissions by token, as the bare handler takes them too.
    #[arg(long, conflicts_with = "tokens")]
    submissions: bool,
    /// Everybody comes by token, from a program of theirs: no page is asked for.
    #[arg(long)]
    tokens: bool,
    /// Submissions of each student.
    #[arg(long, default_value_t = 3)]
    times: usize,
    /// The attempts that were seeded already: files go on from there.
    #[arg(long, default_value_t = 20)]
    from: usize,
    /// The process whose memory is told.
    #[arg(long)]
    process: Option<u32>,
}

/// A student with what they will send.
struct Sender {
    student: Student,
    files: Vec<Vec<u8>>,
}

/// Plays it.
///
/// # Errors
/// When nothing was seeded, or an address is not of this machine.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    let mut students = kept(&args.data)?;
    students.truncate(args.students);
    let course = course(1);
    let homework = course.homework(DUE).context("it is in the course")?;
    // Before the clock runs: the class does its homework on its own machines.
    let prepared = |student: Student| {
        let inputs = draw_inputs(homework, student_seed(&SECRET, &student.login, DUE));
        let known = Known::new(homework, &inputs);
        let files = (0..args.times).map(|n| known.file(args.from + n)).collect();
        Sender { student, files }
    };
    let senders: Vec<Sender> = students.into_par_iter().map(prepared).collect();
    let bytes: usize = senders.iter().flat_map(|s| &s.files).map(Vec::len).sum();
    let files = (senders.len() * args.times).max(1);
    println!(
        "{} students, files of {} bytes",
        senders.len(),
        bytes / files
    );
    let (senders, next) = (Arc::new(senders), Arc::new(AtomicUsize::new(0)));
    let begun = Instant::now();
    let mut playing = JoinSet::new();
    for worker in 0..args.at_once {
        let client = Client::new(args.server[worker % args.server.len()])?;
        let mut player = Player {
            client,
            tally: Tally::default(),
        };
        let (senders, next) = (Arc::clone(&senders), Arc::clone(&next));
        let (submissions, tokens) = (args.submissions, args.tokens);
        playing.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(sender) = senders.get(number) else {
                    return player.tally;
                };
                if submissions {
                    player.submissions(sender).await;
                } else if tokens || number % 2 == 0 {
                    player.by_token(sender).await;
                } else {
                    player.by_session(sender).await;
                }
            }
        });
    }
    let mut tally = Tally::default();
    while let Some(played) = playing.join_next().await {
        tally.take(played?);
    }
    let lasted = begun.elapsed();
    tally.print(lasted);
    let (sent, failed) = tally.count();
    let rate = sent as f64 / lasted.as_secs_f64();
    println!(
        "{sent} requests in {:.1} s, {rate:.0} a second, {failed} failed",
        lasted.as_secs_f64()
    );
    if let Some(process) = args.process {
        println!("memory: {}", memory(process).unwrap_or_default());
    }
    Ok(())
}

/// The most memory that a process has had, as Linux tells it.
fn memory(process: u32) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

struct Player {
    client: Client,
    tally: Tally,
}

impl Player {
    async fn ask(
        &mut self,
        kind: &'static str,
        call: (&str, &str),
        key: &str,
        body: Option<(&str, &[u8])>,
    ) -> Option<Answer> {
        let begun = Instant::now();
        let answer = self.client.ask(call.0, call.1, key, body).await;
        let took: Duration = begun.elapsed();
        let answer = answer.ok();
        let worked = answer.as_ref().is_some_and(|a| a.status < 400);
        if !worked {
            let told = answer
                .as_ref()
                .map(|a| String::from_utf8_lossy(&a.body).into_owned());
            eprintln!(
                "{kind}: {}",
                told.unwrap_or_default()
                    .chars()
                    .take(300)
                    .collect::<String>()
            );
        }
        self.tally.note(kind, took, worked);
        answer.filter(|_| worked)
    }

    async fn submissions(&mut self, sender: &Sender) {
        let key = format!("authorization: Bearer {}", sender.student.token);
        let path = format!("/api/v1/homeworks/{DUE}/submissions");
        for file in &sender.files {
            let body = Some(("application/octet-stream", file.as_slice()));
            self.ask("submission", ("POST", &path), &key, body).await;
        }
    }

    async fn by_token(&mut self, sender: &Sender) {
        let key = format!("authorization: Bearer {}", sender.student.token);
        self.ask("list", ("GET", "/api/v1/homeworks"), &key, None)
            .await;
        let inputs = format!("/api/v1/homeworks/{DUE}/inputs");
        self.ask("inputs", ("GET", &inputs), &key, None).await;
        self.submissions(sender).await;
        self.ask("grade", ("GET", "/api/v1/grade"), &key, None)
            .await;
    }

    async fn by_session(&mut self, sender: &Sender) {
        const EDGE: &str = "----a-form-of-a-browser";
        let key = format!("cookie: dgm_session={}", sender.student.session);
        let home = format!("/homeworks/{DUE}");
        self.ask("statement page", ("GET", &home), &key, None).await;
        self.ask(
            "inputs by page",
            ("GET", &format!("{home}/inputs.npz")),
            &key,
            None,
        )
        .await;
        for file in &sender.files {
            let mut form = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"answers\"; filename=\"a.npz\"\r\n\r\n"
            )
            .into_bytes();
            form.extend(file);
            form.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
            let kind = format!("multipart/form-data; boundary={EDGE}");
            let draft = format!("{home}/draft");
            self.ask("upload", ("POST", &draft), &key, Some((&kind, &form)))
                .await;
            let Some(page) = self.ask("preview page", ("GET", &draft), &key, None).await else {
                continue;
            };
            let Some(sha256) = hidden(&page.body, "sha256") else {
                continue;
            };
            let confirmed = format!("sha256={sha256}");
            let body = Some(("application/x-www-form-urlencoded", confirmed.as_bytes()));
            let sent = format!("{home}/submissions");
            let sent = self
                .ask("submission by page", ("POST", &sent), &key, body)
                .await;
            if let Some(report) = sent.as_ref().and_then(|a| a.header("location")) {
                self.ask("report page", ("GET", report), &key, None).await;
            }
        }
        self.ask("what-if", ("GET", "/?flows=10&exam=20"), &key, None)
            .await;
    }
}

/// The value of a hidden field of a page.
fn hidden(page: &[u8], name: &str) -> Option<String> {
    let page = String::from_utf8_lossy(page);
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field)?;
    rest.split('"').next().map(ToOwned::to_owned)
}
