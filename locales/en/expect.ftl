course-expect-unmet = expected { $expected }, and { $came } came instead: first for seed { $seed }, for { $students } of 100 students
course-expect-unmet-help = correct what is graded, or what is expected of it; dgm check --seed draws the same student
course-expect-sent = an expectation says in one way what is sent
course-expect-sent-help = write one of: correct = true, missing = true, mistake = "…"
course-expect-nothing = an expectation without anything expected
course-expect-nothing-help = write points = "2.5", verdict = "correct", or both
course-mistake-without-task = a mistake belongs to a task, and no task is named
course-mistake-without-task-help = write task = "…" beside it
course-unknown-mistake = task { $task } has no known mistake { $mistake }
course-unknown-mistake-help = its mistakes are: { $known }
course-too-many-expects = more than { $most } expectations
course-too-many-expects-help = keep those that matter most: each is tried on a hundred students
change-expect = Expectations of the config
