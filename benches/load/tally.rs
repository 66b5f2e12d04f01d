//! How long each kind of request took, and which failed.

use std::collections::BTreeMap;
use std::time::Duration;

/// The requests of a kind.
#[derive(Default)]
struct Kind {
    took: Vec<Duration>,
    failed: usize,
}

/// Requests by what they are.
#[derive(Default)]
pub struct Tally(BTreeMap<&'static str, Kind>);

impl Tally {
    /// Notes one.
    pub fn note(&mut self, kind: &'static str, took: Duration, worked: bool) {
        let kind = self.0.entry(kind).or_default();
        kind.took.push(took);
        kind.failed += usize::from(!worked);
    }

    /// Takes in what another noted.
    pub fn take(&mut self, other: Self) {
        for (name, mut of) in other.0 {
            let kind = self.0.entry(name).or_default();
            kind.took.append(&mut of.took);
            kind.failed += of.failed;
        }
    }

    /// All requests, and how many failed.
    pub fn count(&self) -> (usize, usize) {
        let all = self.0.values();
        let count = |(sent, failed), kind: &Kind| (sent + kind.took.len(), failed + kind.failed);
        all.fold((0, 0), count)
    }

    /// A row a kind, in Markdown.
    pub fn print(&mut self, lasted: Duration) {
        println!("| request | number | failed | a second | mean ms | p50 | p95 | p99 |");
        println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
        let mut all = Kind::default();
        for (name, kind) in &mut self.0 {
            row(name, kind, lasted);
            all.took.extend(&kind.took);
            all.failed += kind.failed;
        }
        row("all", &mut all, lasted);
    }
}

fn row(name: &str, kind: &mut Kind, lasted: Duration) {
    kind.took.sort_unstable();
    let count = kind.took.len();
    let at = |percent: usize| {
        let place = (count * percent / 100).min(count.saturating_sub(1));
        kind.took.get(place).map_or(0.0, |d| d.as_secs_f64() * 1e3)
    };
    let sum: Duration = kind.took.iter().sum();
    let mean = sum.as_secs_f64() * 1e3 / count.max(1) as f64;
    let rate = count as f64 / lasted.as_secs_f64().max(1e-9);
    println!(
        "| {name} | {count} | {} | {rate:.0} | {mean:.1} | {:.1} | {:.1} | {:.1} |",
        kind.failed,
        at(50),
        at(95),
        at(99)
    );
}
