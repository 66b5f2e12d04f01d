//! The keys at the top of a course file.

use super::{Also, Key, Keyed, Setting, Shared};
use crate::config::Value;
use crate::course::expect;
use crate::course::expectation::Expect;
use crate::course::homework;
use crate::course::model::{Course, Excused, Homework};
use crate::course::policy::{EXCUSED, Policy};
use crate::course::show::{quoted, section, words};
use crate::course::shown::Value as Shown;
use crate::course::zones;
use assignments::catalogue::Homework as Listed;
use jiff::tz::TimeZone;
use judge::points::Points;
use l10n::Localized;

/// The top of a file as it is read.
#[derive(Default)]
pub(in crate::course) struct CourseDraft<'t> {
    pub(in crate::course) title: Option<Localized>,
    pub(in crate::course) zone: Option<TimeZone>,
    /// The formula is tried last: it must hold for all points that the homeworks give.
    pub(in crate::course) formula: Option<Value<'t>>,
    pub(in crate::course) exam_max: Points,
    pub(in crate::course) excused: Excused,
    pub(in crate::course) defaults: Policy,
    /// How many homeworks the file lists, also where they could not be read.
    pub(in crate::course) listed: usize,
    pub(in crate::course) homeworks: Vec<Homework>,
    pub(in crate::course) expects: Vec<Expect>,
}

impl Keyed for Course {
    type Draft<'t> = CourseDraft<'t>;
    type Context = &'static [Listed];

    const KEYS: &'static [Key<Self>] = &[
        Key {
            name: "title",
            example: "title = { en = \"…\", ru = \"…\" }",
            required: true,
            also: Also::Nowhere,
            change: "title",
            read: |value, draft, _| draft.title = value.words(),
            settings: |course| Setting::localized(words(&course.title), &course.title),
        },
        Key {
            name: "time_zone",
            example: "time_zone = \"Europe/Moscow\"",
            required: true,
            also: Also::Nowhere,
            change: "time-zone",
            read: |value, draft, _| draft.zone = zones::zone(value),
            settings: |course| {
                let name = zones::zone_name(&course.time_zone);
                Setting::said(quoted(name), Shown::Text(name.to_owned()))
            },
        },
        Key {
            name: "final_grade",
            example: "final_grade = \"floor(relu(points / 8 - 2))\"",
            required: true,
            also: Also::Nowhere,
            change: "formula",
            read: |value, draft, _| draft.formula = Some(value.clone()),
            settings: |course| {
                let text = course.grade.text();
                Setting::said(quoted(text), Shown::Text(text.to_owned()))
            },
        },
        Key {
            name: "exam",
            example: "exam = { max_points = \"26\" }",
            required: false,
            also: Also::Nowhere,
            change: "exam",
            read: |value, draft, _| draft.exam_max = exam(value).unwrap_or_default(),
            settings: |course| {
                let toml = format!("{{ max_points = \"{}\" }}", course.exam_max);
                Setting::said(toml, Shown::Points(course.exam_max))
            },
        },
        Key {
            name: "excused",
            example: "excused = \"scaled\"",
            required: false,
            also: Also::Nowhere,
            change: "excused",
            read: |value, draft, _| draft.excused = value.choice(&EXCUSED).unwrap_or_default(),
            settings: |course| {
                let named = EXCUSED.iter().find(|(_, e)| *e == course.excused);
                let name = named.map(|(name, _)| *name).unwrap_or_default();
                Setting::said(format!("\"{name}\""), Shown::Text(name.to_owned()))
            },
        },
        Key {
            name: "defaults",
            example: "defaults = { attempts = 20 }",
            required: false,
            also: Also::Nowhere,
            // They are told where they hold: in every homework.
            change: "",
            read: |value, draft, catalogue| {
                draft.defaults = homework::defaults(value, catalogue).unwrap_or_default();
            },
            settings: |_| Vec::new(),
        },
        Key {
            name: "homework",
            example: "[[homework]]",
            required: false,
            also: Also::Nowhere,
            change: "homework",
            read: |value, draft, catalogue| {
                let sections = value.sections();
                draft.listed = sections.len();
                let shared = Shared {
                    catalogue,
                    // Dates are still read under a wrong zone, for the other mistakes they may hold.
                    zone: draft.zone.clone().unwrap_or(TimeZone::UTC),
                    defaults: draft.defaults,
                };
                draft.homeworks = homework::all(sections, &shared);
            },
            settings: |_| Vec::new(),
        },
        Key {
            name: "expect",
            example: "[[expect]]",
            required: false,
            also: Also::Nowhere,
            change: "expect",
            read: |value, draft, _| draft.expects = expect::all(value, &draft.homeworks),
            settings: |course| {
                let entries = course.expects.iter().map(|e| section("expect", e));
                let number = (!course.expects.is_empty())
                    .then_some(Shown::Count(course.expects.len() as u64));
                Setting::counted(entries.collect(), number)
            },
        },
    ];
}

fn exam(value: &Value<'_>) -> Option<Points> {
    let mut section = value.section()?;
    let max = section.required("max_points", "max_points = \"26\"");
    let max = max.and_then(|v| v.points());
    section.finish();
    max
}
