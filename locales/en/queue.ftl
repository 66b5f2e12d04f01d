rubric = Rubric
queue-answer = { $n ->
    [0] No answer waits.
    [one] { $n } answer waits.
   *[other] { $n } answers wait.
}
queue-left = { $n ->
    [0] none waits
    [one] { $n } waits in all
   *[other] { $n } wait in all
}
queue-item = Item
queue-waiting = Waiting
queue-graded = Graded
queue-start = Grade
queue-empty = The course has no items graded by a person. They are the sections [[homework.manual]] of its config.
queue-nothing-sent = Nobody has sent an answer to this item yet.
queue-answers = Answers
queue-answer-one = Answer
queue-number = Answer { $n }
queue-kind = Kind
queue-state = State
queue-waits = waiting
queue-claimed = { $name } is grading it
queue-done = No answer to this item waits.
queue-done-claimed = { $n ->
    [1] The last answer is being graded by a colleague.
   *[other] The last { $n } answers are being graded by colleagues.
}
grade-is = { $points } of { $max }, given by { $by }, { $at }.
grade-of-earlier = That was an earlier version.
grade-kept = late: { $kept } of the points are kept
grade-taken = { $name } is grading this answer now. Go on to another one; what you have typed here is not saved.
grade-other-counts = This version does not count: another one does.
grade-other-open = Open the version that counts
grade-newer = The student has sent a newer version meanwhile. Nothing was saved.
grade-changed = Somebody has changed this grade meanwhile. Nothing was saved: look at the grade above and save once more if you still mean it.
grade-rubric-changed = The rubric was changed after this page was opened. Nothing was saved: compare the points with what each criterion gives now, and save once more.
grade-changed-not-taken = Somebody has changed this grade meanwhile. Nothing was taken away: look at the grade above and press the button once more if you still mean it.
grade-taken-away = The grade was taken away: the answer waits again. What it was stands in the form: save it to give it again.
grade-take = Take the grade away
grade-take-what = For points that were given to the wrong answer. The answer waits again, and nothing of the grade counts or is shown to the student. What it was stays in the form and in the audit.
grade-take-do = Let the answer wait again
grade-not-saved = Nothing was saved: see the marks below.
grade-saved = Saved.
grade-the-answer = Answer
grade-pdf = The answer as a PDF
grade-notebook = The notebook
grade-notebook-what = Shown as text, code and pictures; nothing of it is run.
grade-cut = The rest is in the file.
grade-picture = A picture of the notebook
grade-hidden = Something of another kind (HTML, SVG, a script, a damaged picture) is not shown.
grade-cells-left = { $n ->
    [one] 1 more cell is in the file.
   *[other] { $n } more cells are in the file.
}
grade-arrays = Arrays of the file
grade-array = Array
grade-shape = Shape
grade-values = First values
grade-arrays-left = { $n ->
    [one] 1 more array is in the file.
   *[other] { $n } more arrays are in the file.
}
grade-unreadable = This file cannot be shown; download it.
grade-image = The student’s answer as an image
grade-statement = Statement
grade-rubric-differs = The rubric has changed since this grade was given. Check every criterion.
grade-whole = Points
grade-points-missing = Give points here; 0 is a grade, too.
grade-points-range = From 0 to the criterion’s maximum.
grade-comment = Comment
grade-comment-how = Comment for the student (Markdown with formulas)
grade-save-next = Save and next
grade-skip = Skip
grade-leave = Leave
grade-keys = Access keys: 1–9 criteria, C comment, S save and next, K skip, L leave, R and I ready comments (with Alt, or Alt and Shift).
ready = Ready comments
ready-choose = Comments of this item
ready-insert = Insert
ready-forget = Delete from the list
ready-keep = Keep this comment for reuse
ready-kept = The comment is kept for this item.
ready-full = This item has 50 ready comments already: delete one first.
ready-forgotten = The comment was deleted from the list.
ready-none-chosen = Choose a comment first.
rubric-title = Changed rubric
rubric-differs = { $n ->
    [one] { $n } grade was given by another rubric
   *[other] { $n } grades were given by another rubric
}
rubric-answer = { $n ->
    [one] { $n } grade was given by another rubric.
   *[other] { $n } grades were given by another rubric.
}
rubric-how = Each criterion keeps the share of its maximum that was given; the points of a criterion that went away go with it, and a new one begins with 0. All of it is reckoned from what the graders gave, which is kept: carried over to the rubric by which it was given, a grade is exactly as it was.
rubric-from = Now
rubric-to = Will be
rubric-apply = { $n ->
    [one] Carry over { $n } grade
   *[other] Carry over { $n } grades
}
rubric-done = { $n ->
    [one] { $n } grade was carried over to the new rubric.
   *[other] { $n } grades were carried over to the new rubric.
}
rubric-carried = { $n ->
    [one] { $n } grade was carried over from another rubric.
   *[other] { $n } grades were carried over from another rubric.
}
rubric-back-title = Back to what the graders gave
rubric-back-how = Each grade is again exactly what its grader gave, by the rubric of that time, and can be carried over again.
rubric-back-do = { $n ->
    [one] Take { $n } grade back
   *[other] Take { $n } grades back
}
rubric-returned = { $n ->
    [one] { $n } grade is again as it was given.
   *[other] { $n } grades are again as they were given.
}
rubric-back-none = No grade was carried over from another rubric: there is nothing to take back.
rubric-same = All grades were given by the present rubric: there is nothing to carry over.
rubric-outdated = The grades or the rubric have changed since this preview. Nothing was changed: look at the preview again.
