//! What a student was given stays, however many ask at once and whatever is drawn later.

use super::story::user;
use dgm_grader::course::{Checked, Course};
use dgm_grader::grading::lateness::Dates;
use dgm_grader::ids::VersionId;
use dgm_grader::store::{GivenUnder, NewInputs, NewUser, NewVersion, Publishing, Role, Store};
use jiff::Timestamp;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_772_200_000 + 60 * minute).expect("it is an instant")
}

#[expect(clippy::too_many_lines, reason = "a story in one piece")]
pub async fn tell(store: &Store) {
    let new = NewUser {
        login: "vera",
        name: "Вера",
        role: Role::Student,
    };
    store.put_user(new, "story", at(0)).await.expect("put");
    let vera = user(store, "vera").await.id;
    let given = async |release| {
        let given = store
            .given_inputs(
                (vera, "vera"),
                "flows",
                release,
                &["radial", "planar", "affine"],
            )
            .await;
        given.expect("it answers")
    };
    assert_eq!(given(1).await, []);

    // Eight requests at once, each with a draw of its own.
    let course = store.course().await.expect("it answers").expect("one").id;
    let mut asking = Vec::new();
    for number in 0..8_u8 {
        let store = store.clone();
        asking.push(tokio::spawn(async move {
            let tasks = [("affine", vec![number; 3]), ("planar", vec![number, 0xff])];
            let new = NewInputs {
                user: vera,
                drawn_as: "vera",
                homework: "flows",
                release: 1,
                course,
                tasks: &tasks,
            };
            store.give_inputs(new, at(1)).await.expect("given")
        }));
    }
    let mut all = Vec::new();
    for one in asking {
        all.push(one.await.expect("it does not panic"));
    }
    let first = &all[0];
    assert!(all.iter().all(|one| one == first), "all get the same");
    assert_eq!(&given(1).await, first);
    let number = first[0].arrays[0];
    assert_eq!(first[1].arrays, [number, 0xff], "of one request, whole");

    // A task that came later is added; what was given stays.
    let tasks = [("affine", vec![99]), ("radial", vec![7])];
    let later = NewInputs {
        user: vera,
        drawn_as: "vera",
        homework: "flows",
        release: 1,
        course,
        tasks: &tasks,
    };
    let added = store.give_inputs(later, at(2)).await.expect("given");
    let names: Vec<_> = added.iter().map(|task| task.task.as_str()).collect();
    assert_eq!(names, ["affine", "planar", "radial"]);
    assert_eq!(added[0], first[0]);

    let under = |version| {
        vec![GivenUnder {
            homework: "flows".to_owned(),
            course: version,
            students: 1,
        }]
    };
    let flows = async || {
        let mut all = store.inputs_given_under().await.expect("it answers");
        all.retain(|given| given.homework == "flows");
        all
    };
    assert_eq!(flows().await, under(course));

    // With a version new inputs are given; nobody has these yet.
    let again = Checked::from(Course::default_course());
    let anew = ["flows".to_owned()];
    let publish = async |base| {
        let dates = Dates {
            before: Some(&again.course),
            after: &again.course,
        };
        let reckoned = store.lateness_under(dates).await.expect("it answers");
        let new = NewVersion {
            base,
            before: &again.course,
            course: &again,
            note: "new",
            reckoned: &reckoned,
            new_inputs: &anew,
        };
        let made = store.publish_course_over(new, "story", at(3)).await;
        match made.expect("it answers") {
            Publishing::Done(version) => Some(version.id),
            Publishing::Moved | Publishing::Outdated => None,
        }
    };
    assert_eq!(publish(VersionId::NONE).await, None);
    let releases = async || store.inputs_releases().await.expect("it answers");
    assert!(releases().await.is_empty(), "nothing without its version");
    let second = publish(course).await.expect("published");
    let third = publish(second).await.expect("published");
    let newest = releases().await["flows"];
    assert_eq!((newest.release, newest.course), (3, third));
    assert_eq!(newest.released_at, at(3));
    assert_eq!(flows().await, []);
    let new = NewInputs {
        release: 3,
        course: third,
        ..later
    };
    store.give_inputs(new, at(4)).await.expect("given");
    assert_eq!(flows().await, under(third));
    let releases = store.releases_given(vera, "flows").await;
    assert_eq!(releases.expect("it answers"), [3, 1]);
    assert_eq!(given(1).await, added, "the earlier ones are kept");
}
