//! MathML of a formula, by the renderer, from events in which every text is ours.

use super::tokens::tokens;
use super::tree::tree;
use super::writer::{FIRST, Piece, Writer};
use super::{Macros, Unreadable};
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Dimension, DimensionUnit, Event, Grouping};
use pulldown_latex::{Parser, Storage, mathml::push_mathml};
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of one formula.
const LONGEST: usize = 16_000;

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In a line of text.
    Inline,
    /// In a line of its own.
    Display,
}

/// The MathML of a formula; empty where it only defines.
///
/// # Errors
/// When it cannot be rendered as what it means.
pub fn render(tex: &str, mode: Mode, macros: &mut Macros) -> Result<String, Unreadable> {
    if tex.len() > LONGEST {
        return Err(Unreadable);
    }
    let tree = tree(macros.expand(tokens(tex))?)?;
    let mut writer = Writer::default();
    writer.block(&tree)?;
    if writer.out.is_empty() {
        return Ok(String::new());
    }
    // The renderer is somebody else's: a formula on which it panics is shown as its source, and the page stays whole.
    let written = catch_unwind(AssertUnwindSafe(|| written(&writer, mode)));
    written.unwrap_or(Err(Unreadable))
}

fn written(writer: &Writer, mode: Mode) -> Result<String, Unreadable> {
    let storage = Storage::new();
    let mut events = Vec::new();
    read(&writer.out, &writer.pieces, &storage, &mut events)?;
    let config = RenderConfig {
        display_mode: match mode {
            Mode::Inline => DisplayMode::Inline,
            Mode::Display => DisplayMode::Block,
        },
        ..RenderConfig::default()
    };
    let mut out = String::new();
    let events = events.into_iter().map(Ok::<_, Infallible>);
    push_mathml(&mut out, events, config).map_err(|_| Unreadable)?;
    Ok(without_styles(&out))
}

/// Reads `tex` into `events`, with the pieces that its numbers stand for.
fn read<'a>(
    tex: &'a str,
    pieces: &'a [Piece],
    storage: &'a Storage,
    events: &mut Vec<Event<'a>>,
) -> Result<(), Unreadable> {
    for event in Parser::new(tex, storage) {
        match event.map_err(|_| Unreadable)? {
            Event::Content(Content::Text(place)) => match piece(pieces, place) {
                Some(Piece::Text(text)) => events.push(Event::Content(Content::Text(text))),
                _ => return Err(Unreadable),
            },
            Event::Content(Content::Function(place)) => match piece(pieces, place) {
                Some(Piece::Name(name)) => events.push(Event::Content(Content::Function(name))),
                Some(Piece::Formula(tex)) => {
                    events.push(Event::Begin(Grouping::Normal));
                    read(tex, pieces, storage, events)?;
                    events.push(Event::End);
                }
                // The names that the renderer knows itself.
                None if place.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') => {
                    events.push(Event::Content(Content::Function(place)));
                }
                _ => return Err(Unreadable),
            },
            // Without a width the renderer writes half an element.
            Event::Space {
                width: None,
                height,
                depth,
            } => events.push(Event::Space {
                width: Some(Dimension::new(0.0, DimensionUnit::Em)),
                height,
                depth,
            }),
            event => events.push(event),
        }
    }
    Ok(())
}

fn piece<'a>(pieces: &'a [Piece], place: &str) -> Option<&'a Piece> {
    let place: usize = place.parse().ok()?;
    pieces.get(place.checked_sub(FIRST)?)
}

/// The policy of our pages takes no styles in attributes: colours become MathML's own, and spaces backwards a class.
fn without_styles(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    for (i, piece) in mathml.split('<').enumerate() {
        if i > 0 {
            out.push('<');
        }
        let (tag, text) = piece.split_at(piece.find('>').unwrap_or(0));
        match tag
            .split_once(" style=\"")
            .and_then(|(before, rest)| Some((before, rest.split_once('"')?)))
        {
            Some((before, (style, after))) => {
                out.push_str(before);
                for rule in style.split("; ") {
                    out.push_str(&attribute(rule));
                }
                out.push_str(after);
            }
            None => out.push_str(tag),
        }
        out.push_str(text);
    }
    out
}

/// The attribute that does what the rule of a style does; nothing where there is none.
fn attribute(rule: &str) -> String {
    let Some((property, value)) = rule.split_once(": ") else {
        return String::new();
    };
    let colour = || -> Option<String> {
        let inside = value.strip_prefix("rgb(")?.strip_suffix(')')?;
        let parts: Result<Vec<u8>, _> = inside.split(' ').map(str::parse::<u8>).collect();
        let [r, g, b] = parts.ok()?[..] else {
            return None;
        };
        Some(format!("#{r:02x}{g:02x}{b:02x}"))
    };
    match (property, colour()) {
        ("color", Some(colour)) => format!(" mathcolor=\"{colour}\""),
        ("background-color", Some(colour)) => format!(" mathbackground=\"{colour}\""),
        ("border", _) => " class=\"framed\"".to_owned(),
        ("margin-left", _) => " class=\"back\"".to_owned(),
        _ => String::new(),
    }
}
