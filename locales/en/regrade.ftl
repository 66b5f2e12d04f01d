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
impact-none-but-totals = Nobody's points in a homework change, but totals do.
impact-grades = Final grades that rise: { $up }, that fall: { $down }.
impact-grades-stay = No final grade changes.
impact-distribution = How many have which final grade
impact-totals = { $n ->
    [one] One total changes
   *[other] { $n } totals change
  }
impact-above = Above the new maximum: { $n }
impact-above-row = { $points } of { $max }; the points stay and count
impact-leaving = Graded work leaves the course; it is kept, and counts again when it is back:
impact-leaving-item = { $n ->
    [one] one graded answer
   *[other] { $n } graded answers
  }
impact-leaving-by-hand = { $n ->
    [one] points by hand or an excuse of one student
   *[other] points by hand or excuses of { $n } students
  }
impact-leaving-submissions = { $n ->
    [one] one submission
   *[other] { $n } submissions
  }
impact-before = Now
impact-after = Then
impact-difference = Difference
impact-held = points by hand hold, the grade stays
impact-graded = { $total ->
    [one] Graded anew in memory: { $graded } of { $total } submission.
   *[other] Graded anew in memory: { $graded } of { $total } submissions.
}
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
job-progress-waiting = { $total ->
    [one] ◌ Waiting: { $total } submission to grade.
   *[other] ◌ Waiting: { $total } submissions to grade.
}
job-progress-running = { $total ->
    [one] … Grading: { $done } of { $total } submission.
   *[other] … Grading: { $done } of { $total } submissions.
}
job-progress-done = { $total ->
    [one] ✓ Done: { $done } of { $total } submission graded.
   *[other] ✓ Done: { $done } of { $total } submissions graded.
}
job-progress-replaced = { $total ->
    [one] ↷ Ended after { $done } of { $total } submission: a regrade under a newer version has taken over.
   *[other] ↷ Ended after { $done } of { $total } submissions: a regrade under a newer version has taken over.
}
job-progress-failed = { $total ->
    [one] ✗ Stopped after { $done } of { $total } submission.
   *[other] ✗ Stopped after { $done } of { $total } submissions.
}
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
regrade-nothing = Nothing to grade anew: every submission is graded as the version in force says.
regrade-no-homework = the course has no homework { $homework }; it has { $known }
regrade-job-gone = the job is gone
