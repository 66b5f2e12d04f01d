nav-queue = Grading queue
items = Graded by a person
items-homework = The whole homework
items-one = An item graded by a person
items-waiting = { $n ->
    [one] { $n } answer waits for the teacher
   *[other] { $n } answers wait for the teacher
}
item-none = not sent
item-waiting = waiting for the teacher
item-graded = graded
item-by-hand = graded by a person
item-points = { $points } of { $max } points
item-kept = { $kept } of { $earned } kept: sent late
item-of-earlier = This is the grade of an earlier version; the new one waits for the teacher.
item-sent = Sent { $at }
item-versions = { $n ->
    [one] { $n } version
   *[other] { $n } versions
}
item-download-text = Download as Markdown
item-download-pdf = Download the PDF
item-download-png = Download the image
item-download-jpeg = Download the image
item-open = Statement and answer
item-answer = Answer
item-answer-again = Send another version
item-late = The deadline is over: { $kept } of the points are kept.
item-in-vain = The deadline is over and your answer was sent in time: it counts, and a later one would not.
item-too-many = There are 50 versions of this answer already. Write to the teacher if the last one is not the one you mean.
item-text = Answer as text
item-text-how = Markdown; formulas stand between dollar signs, one for a line and two for a block.
item-look = Preview
item-preview = Preview
item-preview-not-sent = This is how the grader will see it. It is not sent yet.
item-send-text = Send text
item-file = or as a PDF, PNG or JPEG, up to 8 MiB
item-send-file = Send file
item-sent-new = Your answer has arrived. It waits for the teacher.
item-sent-again = This is the same answer as your last one; nothing changed.
rubric = Rubric
criterion = Criterion
document-unknown = This is no PDF, PNG or JPEG. Save it as one of these and send again.
document-broken = This image cannot be read: its beginning is damaged. Save it anew and send again.
document-pixels = This image has more than 64 megapixels. Make it smaller and send again.
writing-empty = Nothing is written here.
writing-too-long = This text is too long. An answer has at most 32,000 characters, a comment or a message 4,000.

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
kind-text = text
kind-pdf = PDF
kind-png = image
kind-jpeg = image
grader = Grader
names-hide = Hide names
names-show = Show names
grade-is = { $points } of { $max }, given by { $by }, { $at }.
grade-of-earlier = That was an earlier version.
grade-kept = late: { $kept } of the points are kept
grade-taken = { $name } is grading this answer now. Go on to another one; what you have typed here is not saved.
grade-other-counts = This version does not count: another one does.
grade-other-open = Open the version that counts
grade-newer = The student has sent a newer version meanwhile. Nothing was saved.
grade-changed = Somebody has changed this grade meanwhile. Nothing was saved: look at the grade above and save once more if you still mean it.
grade-not-saved = Nothing was saved: see the marks below.
grade-saved = Saved.
grade-the-answer = Answer
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
rubric-changed = { $n ->
    [0] Nobody’s points would change.
    [one] The points of { $n } student would change.
   *[other] The points of { $n } students would change.
}
rubric-how = Each criterion keeps the share of its maximum that was given; the points of a criterion that went away go with it, and a new one begins with 0.
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
rubric-same = All grades were given by the present rubric: there is nothing to carry over.
rubric-outdated = The grades have changed since this preview. Nothing was changed: look at the preview again.
