//! Plots as SVG: shapes with classes that the style sheet colours, a title and a description in words.

use super::error_map::{ErrorMap, Step};
use crate::markup::escaped;
use std::fmt::Write as _;

/// The texts of a plot.
#[derive(Clone, Copy, Debug)]
pub struct Caption<'a> {
    /// An id that no other plot of the page has.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What is seen in it, in words.
    pub description: &'a str,
}

/// The width that a wide map has, in pixels.
const WIDTH: usize = 640;

/// A strip or heat map, one path a step.
pub fn error_map(map: &ErrorMap, caption: Caption<'_>) -> String {
    let (columns, rows) = (map.columns, map.rows());
    let side = (WIDTH / columns.max(1)).clamp(8, 24);
    let high = if rows == 1 { side.max(20) } else { side };
    let mut svg = opening("error-map", (columns * side, rows * high), caption);
    for step in Step::ALL {
        let mut path = String::new();
        for row in 0..rows {
            let cells = map
                .cells
                .get(row * columns..(row + 1) * columns)
                .unwrap_or_default();
            for (start, length) in runs(cells, step) {
                let (x, y, w) = (start * side, row * high, length * side);
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{w}v{high}h-{w}z");
            }
        }
        if !path.is_empty() {
            let _ = write!(svg, r#"<path class="step-{}" d="{path}"/>"#, step.number());
        }
    }
    svg.push_str("</svg>");
    svg
}

/// Where the step stands in a row: starts and lengths.
fn runs(cells: &[Step], step: Step) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (n, cell) in cells.iter().enumerate() {
        if *cell != step {
            continue;
        }
        match found.last_mut() {
            Some((start, length)) if *start + *length == n => *length += 1,
            _ => found.push((n, 1)),
        }
    }
    found
}

/// Points over the course: a line of what was reached, with a line a grade step.
#[derive(Clone, Debug)]
pub struct Progress {
    /// When in the course, from 0 to 1, and how many of all points, from 0 to 1.
    pub line: Vec<(f64, f64)>,
    /// The grade steps: their share of all points, their label, and whether they are reached.
    pub steps: Vec<(f64, String, bool)>,
    /// The labels of the beginning and the end of the line.
    pub ends: (String, String),
}

/// The line of points over the course. Values outside 0 to 1 are drawn at the edge.
pub fn progress(progress: &Progress, caption: Caption<'_>) -> String {
    const LEFT: f64 = 32.0;
    const RIGHT: f64 = 628.0;
    const TOP: f64 = 12.0;
    const BOTTOM: f64 = 196.0;
    let x = |share: f64| LEFT + (RIGHT - LEFT) * share.clamp(0.0, 1.0);
    let y = |share: f64| BOTTOM - (BOTTOM - TOP) * share.clamp(0.0, 1.0);
    let mut svg = opening("progress-plot", (640, 220), caption);
    for (share, label, reached) in &progress.steps {
        let class = if *reached { "step reached" } else { "step" };
        let at = y(*share);
        let _ = write!(
            svg,
            r#"<line class="{class}" x1="{LEFT}" x2="{RIGHT}" y1="{at:.1}" y2="{at:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
            LEFT - 6.0,
            at + 4.0,
            escaped(label)
        );
    }
    // Points stay until the next submission brings more: a staircase, not a slope.
    let mut path = String::new();
    for (n, (when, share)) in progress.line.iter().enumerate() {
        let _ = if n == 0 {
            write!(path, "M{:.1} {:.1}", x(*when), y(*share))
        } else {
            write!(path, "H{:.1}V{:.1}", x(*when), y(*share))
        };
    }
    let _ = write!(svg, r#"<path class="line" d="{path}"/>"#);
    let (first, last) = &progress.ends;
    let _ = write!(
        svg,
        r#"<text x="{LEFT}" y="214">{}</text><text x="{RIGHT}" y="214" text-anchor="end">{}</text></svg>"#,
        escaped(first),
        escaped(last)
    );
    svg
}

fn opening(class: &str, (width, height): (usize, usize), caption: Caption<'_>) -> String {
    let id = escaped(caption.id);
    format!(
        r#"<svg class="{class}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
        escaped(caption.title),
        escaped(caption.description)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{ArrayD, IxDyn};

    const CAPTION: Caption<'_> = Caption {
        id: "plot",
        title: "a < b",
        description: "\"c\" & d",
    };

    #[test]
    fn a_map_is_a_path_a_step_and_escapes_its_texts() {
        let values = vec![0.0, 0.0, 5.0, 5.0, 0.0, f64::INFINITY];
        let errors = ArrayD::from_shape_vec(IxDyn(&[2, 3]), values).unwrap();
        let svg = error_map(&ErrorMap::new(&errors).unwrap(), CAPTION);
        assert_eq!(svg.matches("<path").count(), 3, "{svg}");
        assert!(
            svg.contains(r#"<path class="step-0" d="M0 0h48v24h-48zM24 24h24v24h-24z"/>"#),
            "{svg}"
        );
        assert!(svg.contains("a &lt; b") && svg.contains("&quot;c&quot; &amp; d"));
        assert!(!svg.contains("style="), "the policy forbids inline style");
    }

    #[test]
    fn the_largest_map_stays_small() {
        let values = (0..200 * 300)
            .map(|n| [0.0, 5.0, 50.0, 500.0][n % 4])
            .collect();
        let errors = ArrayD::from_shape_vec(IxDyn(&[200, 300]), values).unwrap();
        let svg = error_map(&ErrorMap::new(&errors).unwrap(), CAPTION);
        assert!(svg.len() < 60_000, "{} bytes", svg.len());
    }

    #[test]
    fn points_climb_in_steps() {
        let svg = progress(
            &Progress {
                line: vec![(0.0, 0.0), (0.5, 0.25), (1.0, 0.25)],
                steps: vec![(0.25, "1".to_owned(), true)],
                ends: ("a".to_owned(), "b".to_owned()),
            },
            CAPTION,
        );
        assert!(
            svg.contains(r#"d="M32.0 196.0H330.0V150.0H628.0V150.0""#),
            "{svg}"
        );
    }
}
