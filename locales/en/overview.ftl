grade-bar-key = Above: the grade; below: the points from which it is given.
progress = Points over the course
progress-at = When
what-if = What if …
what-if-how = Move a slider or type a number for what is still open; an empty field counts as it stands.
what-if-both = A number that is typed goes before its slider.
what-if-up-to = up to { $max }
what-if-count = Count
what-if-reset = As it stands
what-if-answer = That would be { $total } points: grade { $grade }.
what-if-not-points = This is no number of points; write it like 9.5.
what-if-range = From 0 to { $max }.
attempts-left = { $n ->
    [one] { $n } attempt left
   *[other] { $n } attempts left
}
state-not-open = not open yet
state-open = open
state-due-soon = due soon
state-late = late
state-closed = closed
points = { $n } { $n ->
    [1] point
   *[other] points
}
points-of = { $points } of { $max }
points-of-none = of { $max }
grade-bar = { $total } of { $max } points: grade { $grade }
grade-steps = Grades and where they begin
grade-from = from { $points }
overview-answer = { $total } of { $max } points: grade { $grade }. Grade { $next } needs { $missing } more.
overview-answer-scaled = { $total } of { $max } points: grade { $grade }. Grade { $next } needs { $scaled } more, which is { $missing } earned: an excuse scales what is earned.
overview-answer-top = { $total } of { $max } points: grade { $grade }.
overview-how = How the grade comes about
overview-next = Next
overview-next-nothing = nothing sent yet, { $max } points to earn
overview-next-waits = sent and waiting for the teacher, { $max } points to earn
overview-begin = Open the homework
overview-improve = Improve the result
overview-homeworks = Homework
overview-asked = Read
overview-asked-waits = regrade request waits for an answer
overview-asked-answered = regrade request answered
opens-at = opens { $at }
due-at = due { $at } · { $left } left
closes-at = accepted until { $at } · { $left } left
was-due = was due { $at }
attempts = { $n ->
    [0] no attempts yet
    [one] { $n } attempt
   *[other] { $n } attempts
}
attempts-of = { $n } of { $most } attempts
statement = Statement
total = Total
final-grade = Grade
state-other = { $state }
