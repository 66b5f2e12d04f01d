//! Where in an output the error sits: its picture, and the elements furthest off.

use crate::report::elements::OutputElements;
use crate::report::error_map::{ErrorMap, Step, worst};
use crate::report::plot;
use l10n::{Lang, message, number};
use serde::Serialize;

/// How many of the elements furthest off are listed.
const WORST: usize = 5;

/// Where the error sits.
#[derive(Serialize)]
pub(super) struct ElementsView {
    /// The strip or heat map, where there is more than one number.
    plot: Option<String>,
    /// What a cell is, where it is not one element.
    layout: Option<String>,
    legend: Vec<LegendRow>,
    /// Whether the expected values may be seen.
    revealed: bool,
    worst: Vec<ElementRow>,
}

impl ElementsView {
    /// How much of a page it takes, about.
    pub(super) fn bytes(&self) -> usize {
        /// The markup around a picture, of a row of its legend, and of one of the list.
        const PARTS: [usize; 3] = [1200, 180, 240];
        let plot = self.plot.as_ref().map_or(0, String::len);
        plot + PARTS[0] + PARTS[1] * self.legend.len() + PARTS[2] * self.worst.len()
    }
}

#[derive(Serialize)]
struct LegendRow {
    step: usize,
    label: String,
    count: usize,
}

#[derive(Serialize)]
struct ElementRow {
    index: String,
    got: String,
    step: String,
    expected: Option<String>,
    interval: Option<String>,
}

/// How far off every element is, and the values of those furthest off.
pub(super) fn elements_view(elements: &OutputElements, revealed: bool, lang: Lang) -> ElementsView {
    let exact = elements.is_exact();
    // Of whole numbers, where they differ would tell the value of a 0 or 1.
    let guarded = elements.is_whole() && !revealed;
    let map = if guarded {
        ErrorMap::coarse(&elements.errors)
    } else {
        ErrorMap::new(&elements.errors)
    };
    let (got, expected) = (elements.got.to_float(), elements.expected.to_float());
    let sizes = &got - &expected;
    // Of whole numbers, the report names one element; a list would give the values away.
    let most = if guarded { 1 } else { WORST };
    let rows = worst(&elements.errors, &sizes.mapv(f64::abs), most);
    let row = |index: Vec<usize>| {
        let at = |array: &ndarray::ArrayD<f64>| array.get(index.as_slice()).copied();
        let reference = at(&expected).filter(|_| revealed);
        let interval = reference.filter(|b| !exact && b.is_finite()).map(|b| {
            let bound = elements.tolerance.bound(b);
            let mark = if lang == Lang::Ru { "; " } else { ", " };
            format!(
                "[{}{mark}{}]",
                number::value(b - bound, lang),
                number::value(b + bound, lang)
            )
        });
        ElementRow {
            index: number::index(&index),
            got: at(&got).map_or_else(String::new, |v| number::value(v, lang)),
            step: Step::of(at(&elements.errors).unwrap_or(f64::INFINITY))
                .message(exact)
                .text(lang),
            expected: reference.map(|b| number::value(b, lang)),
            interval,
        }
    };
    ElementsView {
        revealed,
        worst: rows.into_iter().map(row).collect(),
        ..picture(map.as_ref(), elements, lang)
    }
}

/// Which elements are off, in three classes and no numbers; nothing of small outputs and of whole numbers.
pub(super) fn classes_view(elements: &OutputElements, lang: Lang) -> Option<ElementsView> {
    let map = ErrorMap::classes(&elements.errors).filter(|_| !elements.is_whole())?;
    Some(picture(Some(&map), elements, lang))
}

/// The picture alone.
fn picture(map: Option<&ErrorMap>, elements: &OutputElements, lang: Lang) -> ElementsView {
    let exact = elements.is_exact();
    let legend: Vec<_> = map
        .into_iter()
        .flat_map(ErrorMap::present)
        .map(|(step, count)| LegendRow {
            step: step.number(),
            label: step.message(exact).text(lang),
            count,
        })
        .collect();
    let plot = map.map(|map| {
        let key = format!("{}.{}", elements.task, elements.output);
        let title = message!("error-map-title", key = key.clone()).text(lang);
        let seen: Vec<_> = legend
            .iter()
            .map(|row| format!("{}: {}", row.label, row.count))
            .collect();
        plot::error_map(
            map,
            plot::Caption {
                id: &key.replace('.', "-"),
                title: &title,
                description: &seen.join("; "),
            },
        )
    });
    ElementsView {
        plot,
        layout: map.map(|m| layout(m, elements, lang)),
        legend,
        revealed: false,
        worst: Vec::new(),
    }
}

/// What rows, columns and cells are.
fn layout(map: &ErrorMap, elements: &OutputElements, lang: Lang) -> String {
    let (down, across) = map.elements;
    let mut text = match elements.axes.split_last() {
        Some((last, rest)) if down > 1 => message!(
            "error-map-rows",
            rows = rest.join(" × "),
            down = down,
            columns = (*last).to_owned(),
            across = across
        )
        .text(lang),
        _ => message!(
            "error-map-strip",
            axis = elements.axes.join(" × "),
            across = across
        )
        .text(lang),
    };
    if map.block != (1, 1) {
        text.push(' ');
        text.push_str(&message!("error-map-block", n = map.block.0 * map.block.1).text(lang));
    }
    text
}
