//! The default grading of every homework.

use assignments::catalogue::HOMEWORKS;
use dgm_grader::course::Course;
use judge::points::Points;

#[test]
fn the_default_course_adds_up_to_104_points() {
    let course = Course::default_course();
    assert_eq!(course.homeworks.len(), 6);
    assert_eq!(course.exam_max, Points::whole(26));
    for homework in &course.homeworks {
        let graded: Vec<_> = homework.tasks.iter().filter(|t| t.is_graded()).collect();
        let name = homework.name();
        assert!((6..=9).contains(&graded.len()), "{name}: {}", graded.len());
        assert_eq!(homework.max_points, Points::whole(13), "{name}");
        let counted = graded.iter().filter(|t| !t.bonus).map(|t| t.points);
        assert_eq!(counted.sum::<Points>(), Points::whole(13), "{name}");
        let listed = HOMEWORKS
            .iter()
            .find(|h| h.name == name)
            .expect("of the catalogue");
        assert_eq!(homework.tasks.len(), listed.tasks.len(), "{name}");
    }
    assert_eq!(course.max_points(), Points::whole(104));
    assert_eq!(course.grade.grade(course.max_points()).to_string(), "11");
}
