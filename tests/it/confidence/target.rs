//! One output that somebody without a formula tries to hit.

use super::search::{Class, Search};
use assignments::catalogue;
use judge::arrays::{Array, Arrays, Kind};
use ndarray::{ArrayD, IxDyn};
use serde_json::Value;

/// An output, and what is known of it.
pub struct Target {
    task: String,
    output: String,
    kind: Kind,
    shape: Vec<usize>,
    /// A search an element, where reports tell each; else one for all of them.
    searches: Vec<Search>,
    /// Files sent so far.
    sent: u32,
    /// A value that was told to be right but for its rounding, and how many decimals it has.
    rounded: Option<(f64, i32)>,
    right: Option<Array>,
}

impl Target {
    /// Every output that earns points.
    pub fn graded(report: &Value) -> Vec<Self> {
        let tasks = report["tasks"].as_array().expect("there are tasks");
        let graded = tasks.iter().filter(|t| t["max_points"] != "0");
        graded.flat_map(Self::of).collect()
    }

    fn of(task: &Value) -> Vec<Self> {
        let id = task["task"].as_str().expect("it is text");
        let known = catalogue::task(id).expect("it is in the catalogue");
        let target = |output: &Value| {
            let name = output["output"].as_str().expect("it is text");
            let port = known.outputs().iter().find(|p| p.name == name);
            let shape = output["expected_shape"].as_array().expect("it is a shape");
            let shape: Vec<usize> = shape
                .iter()
                .map(|n| usize::try_from(n.as_u64().expect("a length")).expect("it is small"))
                .collect();
            let tolerance = |key: &str| output[key].as_f64().expect("it is a number");
            let search = Search::new(tolerance("atol"), tolerance("rtol"));
            Self {
                task: id.rsplit('/').next().expect("it has a name").to_owned(),
                output: name.to_owned(),
                kind: port.expect("the catalogue has it").kind,
                searches: vec![search; shape.iter().product()],
                shape,
                sent: 0,
                rounded: None,
                right: None,
            }
        };
        let outputs = task["outputs"].as_array().expect("there are outputs");
        outputs.iter().map(target).collect()
    }

    /// Whether it was hit.
    pub fn is_hit(&self) -> bool {
        self.right.is_some()
    }

    /// Whether it is of real or of whole numbers.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    pub fn key(&self) -> String {
        format!("{}.{}", self.task, self.output)
    }

    /// Whether a report tells each element.
    fn is_classed(&self) -> bool {
        self.kind == Kind::Float && self.searches.len() >= 8
    }

    /// What is sent next.
    pub fn guess(&self) -> (String, Array) {
        let array = match (&self.right, self.kind) {
            (Some(right), _) => right.clone(),
            // 0, 1, −1, 2, …
            (None, Kind::Int) => {
                let step = i64::from(self.sent.div_ceil(2));
                let value = if self.sent % 2 == 1 { step } else { -step };
                Array::int(ArrayD::from_elem(IxDyn(&self.shape), value))
            }
            (None, Kind::Float) if self.is_classed() => {
                let values = self.searches.iter().map(Search::guess).collect();
                let values = ArrayD::from_shape_vec(IxDyn(&self.shape), values);
                Array::float(values.expect("a guess an element"))
            }
            (None, Kind::Float) => {
                Array::float(ArrayD::from_elem(IxDyn(&self.shape), self.value()))
            }
        };
        (self.key(), array)
    }

    /// The next value for all elements: whole numbers, until one is told to be a rounding; then its next digit.
    fn value(&self) -> f64 {
        let (base, decimals) = self.rounded.unwrap_or((0.0, -1));
        let step = f64::from(self.sent.div_ceil(2)) * 10_f64.powi(-decimals - 1);
        if self.sent % 2 == 1 {
            base + step
        } else {
            base - step
        }
    }

    /// Takes all that the report and its page say.
    pub fn learn(&mut self, report: &Value, page: &str) {
        let of = |list: &Value, key: &str, name: &str| {
            let mut all = list.as_array().expect("it is a list").iter();
            all.find(|v| {
                v[key]
                    .as_str()
                    .is_some_and(|v| v.rsplit('/').next() == Some(name))
            })
            .cloned()
        };
        let task = of(&report["tasks"], "task", &self.task).expect("it is reported");
        let output = of(&task["outputs"], "output", &self.output).expect("it is reported");
        if output["verdict"] == "correct" {
            self.right = Some(self.guess().1);
            return;
        }
        let cells = self.cells(page);
        for (search, class) in self.searches.iter_mut().zip(cells) {
            search.learn(class);
        }
        let found = output["recognised"].as_array().expect("it is a list");
        let decimals = found.iter().find_map(|f| {
            let detail = f["details"][0].as_str()?.strip_prefix("decimals:")?;
            detail.parse().ok()
        });
        self.sent += 1;
        if let Some(decimals) = decimals
            && self.rounded.is_none_or(|(_, before)| decimals > before)
        {
            self.sent -= 1;
            self.rounded = Some((self.value(), decimals));
            self.sent = 1;
        }
    }

    /// The class of every element as the picture of the page shows it.
    fn cells(&self, page: &str) -> Vec<Class> {
        let id = format!("aria-labelledby=\"{}-t ", self.key().replace('.', "-"));
        let Some((before, rest)) = page.split_once(&id) else {
            return vec![Class::Beyond; self.searches.len()];
        };
        let head = before
            .rsplit("viewBox=\"0 0 ")
            .next()
            .expect("it has a size");
        let wide: usize = head
            .split(' ')
            .next()
            .and_then(|n| n.parse().ok())
            .expect("a width");
        let last = self.shape.last().copied().unwrap_or(1);
        // A column is drawn as a strip.
        let columns = if last == 1 { self.searches.len() } else { last };
        let (rows, side) = (self.searches.len() / columns, wide / columns);
        if columns > 64 || rows > 32 || side == 0 {
            return vec![Class::Beyond; self.searches.len()];
        }
        let high = if rows == 1 { side.max(20) } else { side };
        let mut cells = vec![Class::Right; self.searches.len()];
        let drawn = rest.split("</svg>").next().unwrap_or_default();
        for path in drawn.split("<path class=\"step-").skip(1) {
            let class = match path.split('"').next() {
                Some("0") => Class::Right,
                Some("1") => Class::Ten,
                Some("3") => Class::Thousand,
                _ => Class::Beyond,
            };
            let runs = path.split('"').nth(2).unwrap_or_default();
            for run in runs.split('M').skip(1) {
                let numbers: Vec<usize> = run
                    .split(|c: char| !c.is_ascii_digit())
                    .filter_map(|n| n.parse().ok())
                    .collect();
                let (x, y, w) = (numbers[0] / side, numbers[1] / high, numbers[2] / side);
                for cell in x..x + w {
                    cells[y * columns + cell] = class;
                }
            }
        }
        cells
    }
}

/// An answers file of ones, for every output of a homework at its default sizes.
pub fn ones(homework: &str) -> Arrays {
    let listed = catalogue::homework(homework).expect("it is in the catalogue");
    let course = dgm_grader::course::Course::default_course();
    let own = course.homework(listed.name).expect("the course has it");
    let mut all = Arrays::new();
    for task in &own.tasks {
        let inputs = dgm_grader::grading::draw_task_inputs(task, assignments::draw::seed(0));
        let truths = task.spec.reference(&inputs).expect("it can be solved");
        for (name, truth) in truths {
            let ones = ArrayD::from_elem(IxDyn(truth.shape()), 1.5);
            all.insert(format!("{}.{name}", task.name()), Array::float(ones));
        }
    }
    all
}
