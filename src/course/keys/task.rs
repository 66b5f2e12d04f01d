//! The keys of `[[homework.task]]`.

use super::{Also, Key, Keyed, Setting, Toml};
use crate::config::Value;
use crate::course::lookup;
use crate::course::model::Task;
use crate::course::show::{order_word, quoted, section, tolerance};
use crate::course::shown::Value as Shown;
use assignments::catalogue::Homework as Listed;
use assignments::task::AnyTask;
use judge::points::Points;
use judge::tolerance::Tolerance;

/// Where a task is looked for.
pub(in crate::course) struct TaskContext {
    pub(in crate::course) homework: Option<&'static Listed>,
    pub(in crate::course) catalogue: &'static [Listed],
}

/// A task as it is read.
#[derive(Default)]
pub(in crate::course) struct TaskDraft<'t> {
    pub(in crate::course) spec: Option<&'static dyn AnyTask>,
    pub(in crate::course) points: Option<Points>,
    pub(in crate::course) bonus: Option<bool>,
    pub(in crate::course) partial: Option<bool>,
    /// Rules are read when the task is known.
    pub(in crate::course) tolerance: Option<Value<'t>>,
    pub(in crate::course) tolerances: Option<Value<'t>>,
    pub(in crate::course) order: Option<Value<'t>>,
    pub(in crate::course) sizes: Option<Value<'t>>,
    pub(in crate::course) mistakes: Option<Value<'t>>,
}

/// What is said of graded tasks alone.
fn graded(task: &Task, settings: Vec<Setting>) -> Vec<Setting> {
    if task.is_graded() {
        settings
    } else {
        Vec::new()
    }
}

impl Keyed for Task {
    type Draft<'t> = TaskDraft<'t>;
    type Context = TaskContext;

    const KEYS: &'static [Key<Self>] = &[
        Key {
            name: "id",
            example: "id = \"name\"",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, context| {
                draft.spec = lookup::task(value, context.homework, context.catalogue);
            },
            settings: |task| Setting::text(quoted(task.name())),
        },
        Key {
            name: "points",
            example: "points = \"2.5\"",
            required: true,
            also: Also::Nowhere,
            change: "task",
            read: |value, draft, _| draft.points = value.positive_points(),
            settings: |task| {
                let shown = task.is_graded().then_some(Shown::Points(task.points));
                Setting::optional(Some(format!("\"{}\"", task.points)), shown)
            },
        },
        Key {
            name: "bonus",
            example: "bonus = true",
            required: false,
            also: Also::Nowhere,
            change: "bonus",
            read: |value, draft, _| draft.bonus = value.boolean(),
            settings: |task| {
                let said = Setting::said(task.bonus.to_string(), Shown::Flag(task.bonus));
                graded(task, said)
            },
        },
        Key {
            name: "partial",
            example: "partial = true",
            required: false,
            also: Also::Nowhere,
            change: "partial",
            read: |value, draft, _| draft.partial = value.boolean(),
            settings: |task| {
                let said = Setting::said(task.partial.to_string(), Shown::Flag(task.partial));
                graded(task, said)
            },
        },
        Key {
            name: "tolerance",
            example: "tolerance = { rtol = 1e-4, atol = 1e-4 }",
            required: false,
            also: Also::Nowhere,
            // It is said, and told, of every output.
            change: "",
            read: |value, draft, _| draft.tolerance = Some(value.clone()),
            settings: |_| Vec::new(),
        },
        Key {
            name: "tolerances",
            example: "tolerances.OUTPUT = { rtol = 1e-4, atol = 1e-4 }",
            required: false,
            also: Also::Nowhere,
            change: "tolerance",
            read: |value, draft, _| draft.tolerances = Some(value.clone()),
            settings: tolerances,
        },
        Key {
            name: "order",
            example: "order.OUTPUT = \"up_to_sign\"",
            required: false,
            also: Also::Nowhere,
            change: "order",
            read: |value, draft, _| draft.order = Some(value.clone()),
            settings: orders,
        },
        Key {
            name: "sizes",
            example: "sizes.SIZE = 32",
            required: false,
            also: Also::Nowhere,
            change: "size",
            read: |value, draft, _| draft.sizes = Some(value.clone()),
            settings: sizes,
        },
        Key {
            name: "mistake",
            example: "[[homework.task.mistake]]",
            required: false,
            also: Also::Nowhere,
            change: "mistakes",
            read: |value, draft, _| draft.mistakes = Some(value.clone()),
            settings: |task| {
                let mistakes = task.mistakes.iter();
                let names: Vec<_> = mistakes.clone().map(|m| m.name.clone()).collect();
                let sections = mistakes.map(|m| section("homework.task.mistake", m));
                Setting::sections(sections.collect(), &names)
            },
        },
    ];
}

fn tolerances(task: &Task) -> Vec<Setting> {
    let of = |port: &'static judge::port::Port| {
        let now = task.rule(port).tolerance;
        let toml = match task.tolerances.get(port.name) {
            Some(_) => Toml::Line(tolerance(now)),
            None if now == Tolerance::EXACT => Toml::Nothing,
            None => Toml::Comment(tolerance(now)),
        };
        Setting {
            of: port.name,
            toml,
            shown: Some(Shown::Tolerance {
                rtol: now.rtol,
                atol: now.atol,
            }),
        }
    };
    task.spec.outputs().iter().map(of).collect()
}

fn orders(task: &Task) -> Vec<Setting> {
    let of = |port: &'static judge::port::Port| {
        let word = order_word(task.rule(port).symmetry);
        Setting {
            of: port.name,
            toml: match task.orders.get(port.name) {
                Some(_) => Toml::Line(quoted(&word)),
                None => Toml::Nothing,
            },
            shown: Some(Shown::Text(word)),
        }
    };
    task.spec.outputs().iter().map(of).collect()
}

fn sizes(task: &Task) -> Vec<Setting> {
    let of = |size: &'static assignments::task::Size| {
        let set = task.sizes.get(size.name).copied();
        let now = set.unwrap_or(size.default);
        let toml = match set {
            Some(_) => Toml::Line(now.to_string()),
            None => Toml::Comment(now.to_string()),
        };
        Setting {
            of: size.name,
            toml,
            shown: Some(Shown::Count(now as u64)),
        }
    };
    task.spec.sizes().iter().map(of).collect()
}
