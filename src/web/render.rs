//! Templates: Tera, embedded in the binary; files of a folder given at start take their place.

use super::assets;
use super::visitor::Visitor;
use crate::store::Role;
use l10n::{FluentValue, Lang, lookup, visible};
use rust_embed::RustEmbed;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Templates;

/// All templates, compiled.
pub struct Renderer {
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

/// What every page shows around its content.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The language's code.
    pub lang: &'static str,
    /// The path, to come back to.
    pub path: String,
    /// The name of the person signed in.
    pub person: Option<String>,
    /// Whether the person may see the teacher's pages.
    pub teaches: bool,
    /// Whether the person may see the grading queue.
    pub grades: bool,
    /// Light, dark, or as the system has it.
    pub theme: &'static str,
    /// What a messenger shows of a link that somebody passes on; nothing where somebody is signed in.
    pub passed_on: Option<PassedOn>,
}

/// What is told of the course to programs that look at a link. They are never signed in, so it holds nothing of anybody's.
#[derive(Clone, Debug, Serialize)]
pub struct PassedOn {
    /// The course's name.
    pub course: String,
    /// Where the site is.
    pub site: String,
}

impl Frame {
    /// The frame for a visitor of the site at this address.
    pub fn of(visitor: &Visitor, site: &str) -> Self {
        Self {
            theme: visitor.theme.name(),
            passed_on: visitor.course.as_ref().map(|course| PassedOn {
                course: course.clone(),
                site: site.to_owned(),
            }),
            lang: visitor.lang.code(),
            path: visitor.path.clone(),
            person: visitor.user.as_ref().map(|u| u.name.clone()),
            teaches: visitor
                .user
                .as_ref()
                .is_some_and(|u| u.role >= Role::Teacher),
            grades: visitor
                .user
                .as_ref()
                .is_some_and(|u| u.role >= Role::Grader),
        }
    }
}

impl Renderer {
    /// Compiles all templates; those in `overrides` replace the embedded ones of the same name.
    ///
    /// # Errors
    /// The first template that is wrong, with its place.
    pub fn new(overrides: Option<&Path>) -> Result<Self, RenderError> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".html", ".svg"]);
        tera.register_function("t", translate);
        tera.register_function("asset", asset);
        let mut sources = Vec::new();
        for name in Templates::iter() {
            let replaced = overrides
                .map(|folder| folder.join(name.as_ref()))
                .filter(|file| file.is_file());
            let text = match replaced {
                Some(file) => std::fs::read_to_string(file)?,
                None => Templates::get(&name)
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

    /// Renders a template: `frame` around, the view's fields by name.
    ///
    /// # Errors
    /// When the template names something that the view has not.
    pub fn render(
        &self,
        template: &str,
        frame: &Frame,
        view: &impl Serialize,
    ) -> Result<String, RenderError> {
        let mut context = Context::new();
        context.insert("frame", frame);
        context.insert("lang", frame.lang);
        context.insert("view", view);
        Ok(visible::page(self.tera.render(template, &context)?))
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

/// `asset(name="…")`: the path of a file of `assets`, under which a browser may keep it.
fn asset(kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let name: String = kwargs.must_get("name")?;
    assets::path(&name).ok_or_else(|| tera::Error::message(format!("there is no asset {name}")))
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match (value.as_f64(), value.as_str()) {
        (_, Some(text)) => FluentValue::from(text.to_owned()),
        (Some(number), None) => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}
