//! Templates: Tera, embedded in the binary; files of a folder given at start take their place.

use l10n::{FluentValue, Lang, apart, lookup};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value, escape_html};

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// All templates, compiled.
pub struct Templates {
    tera: Tera,
}

/// Why templates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is wrong.
    #[error("template: {0}")]
    Template(#[from] tera::Error),
    /// A template file cannot be read.
    #[error("template folder: {0}")]
    Read(#[from] std::io::Error),
}

impl Templates {
    /// Compiles all templates; those in `overrides` replace the embedded ones of the same name. `asset` knows the path of a file of the
    /// pages, under which a browser may keep it: templates name it by `asset(name="…")`.
    ///
    /// # Errors
    /// The first template that is wrong, with its place.
    pub fn new(
        overrides: Option<&Path>,
        asset: fn(&str) -> Option<String>,
    ) -> Result<Self, RenderError> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".html", ".svg"]);
        tera.set_escape_fn(escape);
        tera.register_function("t", translate);
        tera.register_function(
            "asset",
            move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
                let name: String = kwargs.must_get("name")?;
                asset(&name)
                    .ok_or_else(|| tera::Error::message(format!("there is no asset {name}")))
            },
        );
        let mut sources = Vec::new();
        for name in Embedded::iter() {
            let replaced = overrides
                .map(|folder| folder.join(name.as_ref()))
                .filter(|file| file.is_file());
            let text = match replaced {
                Some(file) => std::fs::read_to_string(file)?,
                None => Embedded::get(&name)
                    .map(|f| String::from_utf8_lossy(&f.data).into_owned())
                    .unwrap_or_default(),
            };
            sources.push((name.into_owned(), text));
        }
        tera.add_raw_templates(
            sources
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str())),
        )?;
        Ok(Self { tera })
    }

    /// An HTML page, whose `lang` says in which language its messages are.
    ///
    /// # Errors
    /// When the template names something that the context has not.
    pub fn page(&self, template: &str, context: &Context) -> Result<String, RenderError> {
        Ok(apart::page(self.tera.render(template, context)?))
    }

    /// A plain text.
    ///
    /// # Errors
    /// When the template names something that the context has not.
    pub fn text(&self, template: &str, context: &Context) -> Result<String, RenderError> {
        let text = self.tera.render(template, context)?;
        Ok(apart::letter(&text))
    }
}

/// `t(id="…", name=value, …)`: the message in the page's language.
fn translate(kwargs: Kwargs, state: &State) -> TeraResult<String> {
    let lang = match state.get::<String>("lang")?.as_deref() {
        Some("ru") => Lang::Ru,
        _ => Lang::En,
    };
    let id: String = kwargs.must_get("id")?;
    let mut args = HashMap::new();
    for (key, value) in kwargs.iter() {
        let name = key.to_string();
        if name != "id" {
            args.insert(Cow::Owned(name), fluent(value));
        }
    }
    Ok(lookup(lang, &id, &args).unwrap_or(id))
}

/// Whatever a template puts into a page: text, and apart from what stands around it.
fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    escape_html(&apart::value(text), out)
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match (value.as_f64(), value.as_str()) {
        (_, Some(text)) => FluentValue::from(apart::apart(text).into_owned()),
        (Some(number), None) => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}
