//! Pages: a template with the frame that every page has around its content.

use super::assets;
use super::visitor::Visitor;
use crate::store::Role;
use crate::templates::{RenderError, Templates};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use tera::Context;

/// What renders pages.
pub struct Renderer {
    templates: Arc<Templates>,
}

/// What every page shows around its content.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The language's code.
    pub lang: &'static str,
    /// The page with what it asks for, to come back to.
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
            path: visitor.page.clone(),
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
        Ok(Self::of(Arc::new(Templates::new(overrides, assets::path)?)))
    }

    /// Renders pages by these templates.
    pub const fn of(templates: Arc<Templates>) -> Self {
        Self { templates }
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
        self.templates.page(template, &context)
    }
}
