//! What is in an answers file, before it is sent: which keys are there and fit, and nothing about whether the numbers are right.

use super::weigh::weighed;
use crate::course::Homework;
use judge::points::Points;
use judge::report::{
    Cause, Found, OutputReport, Reason, Report, TaskReport, TaskVerdict, Unknown, WhichInputs,
};

/// What was found in a file. It holds neither points nor errors, so that looking at a file tells no more than its own content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// One entry an output of every task, in the order of the homework.
    pub outputs: Vec<PreviewOutput>,
    /// Keys that no task asks for; the first hundred.
    pub unknown: Vec<Unknown>,
    /// How many more there were.
    pub unknown_more: usize,
    /// Which inputs the file is for.
    pub inputs: WhichInputs,
    /// The most points that it could earn, if everything that fits were right.
    pub most: Points,
}

/// One output as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewOutput {
    /// The task.
    pub task: String,
    /// The output.
    pub output: String,
    /// Whether the task counts.
    pub graded: bool,
    /// What is there.
    pub found: Found,
    /// The shape asked for.
    pub expected_shape: Vec<usize>,
    /// The shape found.
    pub shape: Option<Vec<usize>>,
    /// The dtype found.
    pub dtype: Option<String>,
    /// Why the shape is wrong, where it can be told.
    pub cause: Option<Cause>,
    /// Why it is no array of numbers.
    pub reason: Option<Reason>,
}

impl Preview {
    /// What a report on this homework says about the file itself; everything else is left out here and not in a template.
    pub fn of(homework: &Homework, report: Report) -> Self {
        let mut outputs = Vec::new();
        let mut most = Points::ZERO;
        for task in report.tasks {
            let (name, graded) = (task.name().to_owned(), task.max_points > Points::ZERO);
            if let Some(asked) = homework.task(&name) {
                most += weighed(asked, at_best(task.clone())).points;
            }
            for output in task.outputs {
                outputs.push(PreviewOutput {
                    task: name.clone(),
                    found: output.verdict.into(),
                    graded,
                    expected_shape: output.expected_shape,
                    shape: output.got_shape,
                    dtype: output.got_dtype,
                    cause: output.shape_cause,
                    reason: output.reason,
                    output: output.output,
                });
            }
        }
        Self {
            outputs,
            unknown: report.unknown,
            unknown_more: report.unknown_more,
            inputs: report.inputs.unwrap_or_default(),
            most,
        }
    }

    /// How many outputs the file has something for.
    pub fn count(&self, found: Found) -> usize {
        self.outputs.iter().filter(|o| o.found == found).count()
    }

    /// The same of the tasks that count, and of how many outputs of these.
    pub fn count_graded(&self, found: Found) -> (usize, usize) {
        let graded = || self.outputs.iter().filter(|o| o.graded);
        (
            graded().filter(|o| o.found == found).count(),
            graded().count(),
        )
    }
}

/// The report where everything that fits is right.
fn at_best(mut task: TaskReport) -> TaskReport {
    for output in &mut task.outputs {
        if Found::from(output.verdict) == Found::Fits {
            output.verdict = TaskVerdict::Correct;
        }
    }
    let is_right = |output: &OutputReport| output.verdict == TaskVerdict::Correct;
    if task.verdict != TaskVerdict::GraderFault && task.outputs.iter().all(is_right) {
        task.verdict = TaskVerdict::Correct;
    }
    task
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::grading::{draw_inputs, grade, run_task, sort_answers};
    use assignments::catalogue;
    use judge::arrays::{Array, Arrays};

    #[test]
    fn it_promises_no_more_than_the_file_can_earn() {
        let course = Course::default_course();
        let mut homework = course.homework("elbo").unwrap().clone();
        homework.tasks.retain(|task| task.name() == "gmm_m_step");
        homework.tasks[0].points = Points::whole(3);
        let inputs = draw_inputs(&homework, assignments::draw::seed(0));
        let truth = run_task(homework.tasks[0].spec, |t| {
            t.reference(&inputs["gmm_m_step"])
        });
        let truth = truth.unwrap();
        for partial in [true, false] {
            homework.tasks[0].partial = partial;
            for some in 0..=truth.len() {
                let file = truth.iter().take(some);
                let file: Arrays = file
                    .map(|(name, array)| (format!("gmm_m_step.{name}"), array.clone()))
                    .collect();
                let sorted = sort_answers(file, &homework).unwrap();
                let report = grade(&homework, &inputs, &sorted);
                let earned = report.points;
                assert_eq!(
                    Preview::of(&homework, report).most,
                    earned,
                    "{some} {partial}"
                );
            }
        }
    }

    #[test]
    fn a_few_whole_numbers_alone_promise_nothing() {
        let course = Course::default_course();
        let mut homework = course.homework("elbo").unwrap().clone();
        homework.tasks.retain(|task| task.name() == "active_units");
        homework.tasks[0].points = Points::whole(3);
        let inputs = draw_inputs(&homework, assignments::draw::seed(0));
        let most = |keys: &[&str]| {
            let value = |key: &&str| {
                let shape = if *key == "active_units" {
                    vec![]
                } else {
                    vec![7]
                };
                let array = Array::int(ndarray::ArrayD::zeros(shape));
                (format!("active_units.{key}"), array)
            };
            let file: Arrays = keys.iter().map(value).collect();
            let sorted = sort_answers(file, &homework).unwrap();
            Preview::of(&homework, grade(&homework, &inputs, &sorted)).most
        };
        assert_eq!(most(&["active_units"]), Points::ZERO);
        assert_eq!(most(&["active_units", "activity"]), Points::whole(2));
        let all = ["active_units", "activity", "kl_per_unit"];
        assert_eq!(most(&all), Points::whole(3));
    }

    #[test]
    fn a_right_and_a_wrong_file_look_the_same() {
        let course = Course::default_course();
        let homework = course.homework("elbo").unwrap();
        let inputs = draw_inputs(homework, assignments::draw::seed(0));
        let known = catalogue::task("elbo/gaussian_kl").unwrap();
        let truth = run_task(known, |t| t.reference(&inputs["gaussian_kl"])).unwrap();
        let file = |shift: f64| -> Arrays {
            truth
                .iter()
                .map(|(name, array)| {
                    let array = Array::float(array.to_float().mapv(|v| v + shift));
                    (format!("gaussian_kl.{name}"), array)
                })
                .collect()
        };
        let look = |file| {
            let sorted = sort_answers(file, homework).unwrap();
            Preview::of(homework, grade(homework, &inputs, &sorted))
        };
        let (right, wrong) = (look(file(0.0)), look(file(1.0)));
        assert_eq!(right, wrong);
        assert_eq!(right.count(Found::Fits), truth.len());
        assert!(right.count(Found::Missing) > 0);
        assert_eq!(look(file(f64::NAN)).count(Found::NotFinite), truth.len());
    }

    #[test]
    fn what_is_no_array_of_numbers_is_a_fault_of_its_output_alone() {
        let course = Course::default_course();
        let homework = course.homework("elbo").unwrap();
        let inputs = draw_inputs(homework, assignments::draw::seed(0));
        let json =
            br#"{"gaussian_kl.kl": "x", "author": "me", "elbo_decomposition.elbo": [[0.5]]}"#;
        let opened = judge::answers::open(json, &judge::answers::Limits::default());
        let report = grade(
            homework,
            &inputs,
            &sort_answers(opened.unwrap(), homework).unwrap(),
        );
        let kl = report.tasks.iter().find(|t| t.name() == "gaussian_kl");
        assert_eq!(kl.unwrap().verdict, TaskVerdict::WrongDtype);
        let look = Preview::of(homework, report);
        assert_eq!(look.count(Found::WrongDtype), 1);
        let told = look.unknown.iter().find(|u| u.key == "author").unwrap();
        assert!(told.reason.as_ref().unwrap().en.contains("string"));
    }

    #[test]
    fn one_element_is_a_number_where_a_number_is_asked_for() {
        let course = Course::default_course();
        let homework = course.homework("gan").unwrap();
        let inputs = draw_inputs(homework, assignments::draw::seed(0));
        let mut numbers = 0;
        for task in &homework.tasks {
            let truth = run_task(task.spec, |t| t.reference(&inputs[task.name()])).unwrap();
            for port in task.spec.outputs().iter().filter(|p| p.axes.is_empty()) {
                let axes = truth[port.name].to_float().insert_axis(ndarray::Axis(0));
                let key = format!("{}.{}", task.name(), port.name);
                let file = Arrays::from([(key, Array::float(axes))]);
                let report = grade(homework, &inputs, &sort_answers(file, homework).unwrap());
                let of = report.tasks.iter().find(|t| t.name() == task.name());
                let output = of.unwrap().outputs.iter().find(|o| o.output == port.name);
                assert_eq!(
                    output.unwrap().verdict,
                    TaskVerdict::Correct,
                    "{}",
                    task.name()
                );
                numbers += 1;
            }
        }
        assert!(numbers > 5);
    }
}
