nav-course = Grading config
homework = Homework
version = Version
version-at = When
version-by = Who
version-in-force = in force
course-in-force = { $title }: version { $version } is in force.
course-text = The config (TOML)
course-file = or a file in place of the text
course-preview = Check and preview
course-preview-what = Nothing is published yet.
course-preview-title = What this config would change
course-versions = Versions
course-version = Version { $version }
course-refused = This config cannot be used
course-refused-answer = { $n ->
    [one] 1 error. Nothing was published; version { $version } stays in force.
   *[other] { $n } errors. Nothing was published; version { $version } stays in force.
}
course-place = line { $line }, column { $column }:
course-in-place = Where they are
course-correct = Correct it here
course-moved = Somebody published version { $version } while you were editing. Your text is kept below, and compared with that version: publishing now takes back what it changed. Look at it first:
course-note-needed = Say in the note why this version is made (at most 200 characters).
course-warnings = Probably not meant
course-points = Whose points would change
course-changes = What differs
course-no-changes = It grades the same as version { $version }: only comments, order or the way of writing differ.
course-same = This is version { $version }, letter for letter; there is nothing to publish.
course-publish = Publish
course-publish-what = A new version comes into force at once for everything sent from now on. Earlier versions are kept, and you can go back to any.
course-note = Why
course-regrade-now = grade what was already sent anew at once
course-edit-again = Edit the text
course-back = Go back to this version
course-back-what = First shows what that would change.
course-back-note = Back to version { $version }
course-compare = Compare
course-compare-with = With version
course-diff-answer = { $added ->
    [one] 1 line new,
   *[other] { $added } lines new,
} { $removed ->
    [one] 1 line gone.
   *[other] { $removed } lines gone.
}
course-diff-none = The two texts are the same.
course-whole-text = The whole text
course-form-broken = The form arrived broken; send it again.
course-not-text = The config is not UTF-8 text; save it as UTF-8 and send it again.
course-no-text = There is no config: paste the TOML text or choose a file.
course-bad-query = The query cannot be read: write ?dry_run=true or ?dry_run=false.

change-what = What
change-before = Version { $version }
change-after = This config
change-course = whole course
change-yes = yes
change-no = no
change-practice = practice
change-unlimited = unlimited
change-title = Title
change-time-zone = Time zone
change-formula = Final grade
change-exam = Points of the oral exam
change-homework = Homework { $name }, points
change-task = Points of { $name }
change-bonus = { $name } on top of the maximum
change-partial = Partial points of { $name }
change-tolerance = Tolerance of { $name }
change-order = Order of { $name }
change-size = Size { $name } (the students' inputs change!)
change-item = Points of { $name }, graded by hand
change-item-words = Text or rubric of { $name }
change-max-points = Maximum
change-opens = Opens
change-deadline = Deadline
change-closes = Closes
change-late = Being late
change-attempts = Attempts
change-reveal = Expected values are shown
change-hints = Hints from attempt
change-storage = Storage of a student, MiB

impact-answer = { $up ->
    [0] Nobody's points go up,
    [one] 1 student's points go up,
   *[other] points go up in { $up } cases,
} { $down ->
    [0] nobody's go down.
    [one] in 1 case they go down.
   *[other] in { $down } cases they go down.
}
impact-none = Nobody's points change.
impact-before = Now
impact-after = Then
impact-difference = Difference
impact-held = points by hand hold, the grade stays
impact-graded = Graded anew in memory: { $graded } of { $total } submissions.
impact-partial = Time ran out before all submissions were graded. Those that count went first, so the table is nearly complete; a regrade grades all.
impact-left = { $n ->
    [one] 1 submission keeps its points
   *[other] { $n } submissions keep their points
}
impact-left-fault = the grader itself failed; keeps { $points }
impact-left-unreadable = the file cannot be read any more; keeps { $points }

regrade = Regrade
regrade-what = Grades what was sent before under version { $version }, from the exact bytes that were sent. Submissions that this version grades as before are left alone.
regrade-which = Which
regrade-all = All homeworks
regrade-dry-run = Show what would change
regrade-would = What would change
regrade-promise = Points given by hand and the exam stay as they are. What was kept of a late submission's points is never lowered. Every change of points is noted in the audit, and earlier reports are kept.
regrade-do = { $n ->
    [one] Regrade 1 submission
   *[other] Regrade { $n } submissions
}
regrade-jobs = Regrades so far
job = Regrade { $number }
job-state = State
job-progress-waiting = ◌ Waiting: { $total } submissions to grade.
job-progress-running = … Grading: { $done } of { $total } submissions.
job-progress-done = ✓ Done: { $done } of { $total } submissions graded.
job-progress-failed = ✗ Stopped after { $done } of { $total } submissions.
job-failed-next = The regrade could not go on; what it had graded stays graded. The server's log says why. Start it again: it goes on with the rest.
job-changed = What changed
job-changed-answer = { $up ->
    [0] No submission's points went up,
    [one] The points of 1 submission went up,
   *[other] The points of { $up } submissions went up,
} { $down ->
    [0] none went down.
    [one] of 1 they went down.
   *[other] of { $down } they went down.
}
job-changed-none = No points changed.
job-before = Before
job-after = After
job-submission = Submission

fault-course-moved = Another version was published meanwhile
fault-course-moved-next = Get the version in force, look at what it changed, and try again.
fault-regrade-busy = Another regrade is still under way
fault-regrade-busy-next = Its progress is on the “Regrade” page. Wait until it is finished, then start this one again; nothing was started now.
regrade-nothing = Nothing to grade anew: every submission is graded as the version in force says.
regrade-no-homework = the course has no homework { $homework }; it has { $known }
regrade-job-gone = the job is gone
