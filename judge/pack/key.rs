//! A task of a pack as the judge sees it.

use super::sheet::TaskSheet;
use super::task::Kept;
use crate::arrays::Arrays;
use crate::axes::Axes;
use crate::key::AnswerKey;
use crate::points::Points;
use crate::port::Port;
use crate::symmetry::Rule;
use l10n::Lang;
use std::borrow::Cow;

/// What a pack knows of a task for the inputs of one seed.
#[derive(Clone, Debug)]
pub struct PackKey<'a> {
    id: String,
    sheet: &'a TaskSheet,
    kept: &'a Kept,
    index: usize,
}

impl<'a> PackKey<'a> {
    pub(super) fn new(homework: &str, sheet: &'a TaskSheet, kept: &'a Kept, index: usize) -> Self {
        Self {
            id: format!("{homework}/{}", sheet.task),
            sheet,
            kept,
            index,
        }
    }
}

impl AnswerKey for PackKey<'_> {
    fn task(&self) -> &str {
        &self.id
    }
    fn points(&self) -> Points {
        self.sheet.points
    }
    fn is_partial(&self) -> bool {
        self.sheet.partial
    }
    fn outputs(&self) -> &'static [Port] {
        self.kept.outputs
    }
    fn rule(&self, port: &Port) -> Rule<'_> {
        self.sheet.rule(port.name)
    }
    fn truth(&self) -> Option<(&Arrays, &Axes)> {
        let (instance, axes) = self.kept.instances.get(self.index)?;
        Some((&instance.truth, axes))
    }
    fn mistakes(&self) -> Vec<&str> {
        self.sheet.mistakes.iter().map(|m| m.id.as_str()).collect()
    }
    fn mistaken(&self) -> Option<Cow<'_, [Arrays]>> {
        let (instance, _) = self.kept.instances.get(self.index)?;
        Some(Cow::Borrowed(&instance.mistaken))
    }
    fn hint(&self, mistake: &str, lang: Lang) -> Option<String> {
        self.sheet.hint(mistake, lang).map(ToOwned::to_owned)
    }
    fn practice(&self) -> Option<Arrays> {
        let (own, _) = self.kept.instances.get(self.index)?;
        let (practice, _) = self.kept.instances.first()?;
        (practice.inputs != own.inputs).then(|| practice.truth.clone())
    }
}
