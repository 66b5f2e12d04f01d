//! The pages of the documentation, and what stands in them.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::path::{Path, PathBuf};

/// One page.
pub struct Page {
    /// Its path from the root of the repository.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A fenced block of code.
pub struct Block {
    /// What stands after the fence.
    pub kind: String,
    /// The code.
    pub code: String,
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The README, the changelog, the guide for contributors, the word on safety, everything in `docs`, and the book in both languages.
pub fn pages() -> Vec<Page> {
    let mut paths = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
    ]
    .map(|n| root().join(n))
    .to_vec();
    for folder in ["docs", "docs/book/en", "docs/book/ru"] {
        paths.extend(texts(folder));
    }
    paths.iter().map(|path| page(path)).collect()
}

/// The texts of a folder, in order.
fn texts(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    paths.sort();
    paths
}

fn page(path: &Path) -> Page {
    let name = path.strip_prefix(root()).expect("it is in the repository");
    Page {
        name: name.to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).expect("it is text"),
    }
}

impl Page {
    /// One page by its path from the root.
    pub fn named(name: &str) -> Self {
        page(&root().join(name))
    }

    /// What the page consists of.
    pub fn events(&self) -> impl Iterator<Item = Event<'_>> {
        let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
        Parser::new_ext(&self.text, options)
    }

    /// Its fenced blocks.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for event in self.events() {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                    open = Some(Block {
                        kind: kind.into_string(),
                        code: String::new(),
                    });
                }
                Event::Text(text) => {
                    if let Some(block) = &mut open {
                        block.code.push_str(&text);
                    }
                }
                Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
                _ => {}
            }
        }
        blocks
    }

    /// The code within its sentences.
    pub fn spans(&self) -> Vec<String> {
        let code = self.events().filter_map(|event| match event {
            Event::Code(text) => Some(text.into_string()),
            _ => None,
        });
        code.collect()
    }

    /// The commands that it tells people to type.
    pub fn shell_lines(&self) -> Vec<String> {
        let blocks = self.blocks();
        let shell = blocks
            .iter()
            .filter(|b| matches!(b.kind.as_str(), "sh" | "console"));
        shell.flat_map(|b| lines(&b.code)).collect()
    }
}

/// The commands of a block.
pub fn lines(code: &str) -> Vec<String> {
    let lines = code.lines();
    let lines = lines.map(|line| line.trim_start_matches("$ ").trim());
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(ToOwned::to_owned).collect()
}
