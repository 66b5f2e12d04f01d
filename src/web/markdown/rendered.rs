//! What was rendered is kept for as long as there is room: every look at a homework shows the same statements, and rendering them takes
//! more than the rest of the page.

use moka::sync::Cache;
use std::sync::{Arc, LazyLock};

/// How many bytes of texts and of their HTML are kept, about.
const ROOM: u64 = 16 << 20;
/// A longer text is rendered each time: a few of them would drive all others out.
const LONGEST: usize = 64 << 10;

static RENDERED: LazyLock<Cache<Arc<str>, Arc<str>>> = LazyLock::new(|| {
    let weigh = |text: &Arc<str>, html: &Arc<str>| {
        u32::try_from(text.len() + html.len()).unwrap_or(u32::MAX)
    };
    Cache::builder().max_capacity(ROOM).weigher(weigh).build()
});

/// The HTML of a text that was rendered not long ago.
pub(super) fn known(text: &str) -> Option<String> {
    RENDERED.get(text).map(|html| html.to_string())
}

/// The HTML of a text by `render`, which gives the same for the same text.
pub(super) fn rendered(text: &str, render: impl Fn(&str) -> String) -> String {
    if text.len() > LONGEST {
        return render(text);
    }
    if let Some(html) = known(text) {
        return html;
    }
    let html = render(text);
    RENDERED.insert(text.into(), html.as_str().into());
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_text_is_rendered_once_and_a_long_one_each_time() {
        let times = Cell::new(0);
        let render = |text: &str| {
            times.set(times.get() + 1);
            format!("<p>{}</p>", text.len())
        };
        let text = "a text of no other test";
        assert_eq!(rendered(text, render), rendered(text, render));
        assert_eq!(times.get(), 1);
        assert_eq!(known(text).as_deref(), Some("<p>23</p>"));
        assert_eq!(
            rendered("a text of no other test, longer", render),
            "<p>31</p>"
        );
        assert_eq!(times.get(), 2);
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(rendered(&long, render), rendered(&long, render));
        assert_eq!(times.get(), 4);
    }
}
