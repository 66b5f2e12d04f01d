//! Bars as SVG: rectangles with classes that the style sheet colours, numbers beside them, a title and a description in words.

use super::plot::Caption;
use crate::markup::escaped;
use std::fmt::Write as _;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What stands under it; may be empty where not every bar is named.
    pub label: String,
    /// What it stands for in words: shown to whoever points at it.
    pub words: String,
    /// How high it is.
    pub count: usize,
    /// Parts of it from the bottom, which add up to it; empty for one part.
    pub parts: Vec<usize>,
}

const HEIGHT: usize = 120;
const TOP: usize = 18;
const BOTTOM: usize = 20;
const WIDTH: usize = 640;
/// What a label such as −72 takes.
const LABEL: usize = 28;

/// Upright bars side by side.
pub fn bars(bars: &[Bar], caption: Caption<'_>) -> String {
    let most = bars.iter().map(|b| b.count).max().unwrap_or(0).max(1);
    let step = (WIDTH / bars.len().max(1)).clamp(4, 64);
    let wide = step.saturating_sub(if step > 8 { 4 } else { 1 }).max(1);
    // Labels wider than their bar stand out at both ends.
    let side = if step < LABEL { LABEL / 2 } else { 0 };
    let (width, height) = (step * bars.len().max(1) + 2 * side, TOP + HEIGHT + BOTTOM);
    let mut svg = String::new();
    let id = escaped(caption.id);
    // Writing into a string cannot fail.
    let _ = write!(
        svg,
        r#"<svg class="bars" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">{}</title><desc id="{id}-desc">{}</desc>"#,
        escaped(caption.title),
        escaped(caption.description)
    );
    let base = TOP + HEIGHT;
    let _ = write!(
        svg,
        r#"<line class="axis" x1="0" x2="{width}" y1="{base}" y2="{base}"/>"#
    );
    for (n, bar) in bars.iter().enumerate() {
        let x = side + n * step + (step - wide) / 2;
        let middle = side + n * step + step / 2;
        let _ = write!(svg, "<g><title>{}</title>", escaped(&bar.words));
        let whole = [bar.count];
        let parts = if bar.parts.is_empty() {
            &whole[..]
        } else {
            &bar.parts
        };
        let mut below = 0;
        for (part, count) in parts.iter().enumerate() {
            // From sums, so that the parts meet and end where the whole bar does.
            let (low, high) = (below * HEIGHT / most, (below + count) * HEIGHT / most);
            below += count;
            if high > low {
                let (y, tall) = (base - high, high - low);
                let _ = write!(
                    svg,
                    r#"<rect class="part-{part}" x="{x}" y="{y}" width="{wide}" height="{tall}"/>"#
                );
            }
        }
        if bar.count > 0 && step >= 14 {
            let y = base - bar.count * HEIGHT / most - 4;
            let _ = write!(
                svg,
                r#"<text class="count" x="{middle}" y="{y}">{}</text>"#,
                bar.count
            );
        }
        if !bar.label.is_empty() {
            let y = base + 15;
            let _ = write!(
                svg,
                r#"<text class="label" x="{middle}" y="{y}">{}</text>"#,
                escaped(&bar.label)
            );
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(count: usize, parts: &[usize]) -> Bar {
        Bar {
            label: "<1>".to_owned(),
            words: "a & b".to_owned(),
            count,
            parts: parts.to_vec(),
        }
    }

    const CAPTION: Caption<'_> = Caption {
        id: "x",
        title: "T",
        description: "D",
    };

    #[test]
    fn the_highest_bar_fills_the_height_and_parts_add_up() {
        let svg = bars(&[bar(3, &[1, 2]), bar(0, &[]), bar(1, &[])], CAPTION);
        // Parts of 1 and 2 of 3: 40 and 80 of 120.
        assert!(
            svg.contains(r#"class="part-0" x="2" y="98" width="60" height="40""#),
            "{svg}"
        );
        assert!(
            svg.contains(r#"class="part-1" x="2" y="18" width="60" height="80""#),
            "{svg}"
        );
        assert_eq!(
            svg.matches("<rect").count(),
            3,
            "a bar of none is not drawn"
        );
        assert!(svg.contains("&lt;1&gt;") && svg.contains("a &amp; b"));
    }

    #[test]
    fn labels_of_narrow_bars_are_not_cut_off() {
        let svg = bars(&vec![bar(1, &[]); 72], CAPTION);
        assert!(svg.contains(r#"viewBox="0 0 604 158""#), "{svg}");
        // The first and the last label stand 14 and more from the edges.
        assert!(svg.contains(r#"<text class="label" x="18""#), "{svg}");
        assert!(svg.contains(r#"<text class="label" x="586""#), "{svg}");
    }

    #[test]
    fn nothing_to_show_is_still_a_picture() {
        let svg = bars(&[], CAPTION);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
    }
}
