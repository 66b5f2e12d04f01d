insight-homework = Homework
insight-sent = With points
insight-missing = Nothing sent
insight-mean = Mean of those with points
insight-table = The same as a table
insight-bar = Bar
insight-count = Students or submissions
insight-grades = Final grades as they stand
insight-grades-what = How many students have each final grade with the points so far.
insight-grade-bar = grade { $grade }: { $n }
insight-answer = { $students } of { $class } students sent something, { $submissions } submissions in all.
insight-attempts = Solved, and at which attempt
insight-attempts-what = For each task in the order of the table, how many students solved it; parts from the bottom: at the first attempt, the second, and so on.
insight-attempt = attempt { $n }
insight-attempt-later = attempt { $n } or later
insight-task-bar = { $task }: solved by { $solved } of { $tried }
insight-task = Task
insight-tried = Tried
insight-solved = Solved
insight-mistakes = Mistakes, by number of students
insight-unknown = wrong in a way that is not known
insight-points = Points
insight-points-what = How many students have how many points, a bar a point; the last bar is the maximum.
insight-points-bar = from { $from } to below { $to }: { $n }
insight-points-last = { $from } or more: { $n }
insight-hours = Before the deadline
insight-hours-what = Submissions in each of the last 72 hours before the deadline, which is at the right edge.
insight-hours-answer = Deadline { $deadline }. More than 72 hours before it: { $earlier }; after it: { $later }.
insight-hour-bar = hour −{ $hour }: { $n }
insight-missing-who = { $n ->
    [0] Everybody has sent something, was given points or is excused
    [one] { $n } student has not sent anything
   *[other] { $n } students have not sent anything
}
insight-late-who = { $n ->
    [0] Nobody's counted submission came after the deadline
    [one] { $n } student's counted submission came after the deadline
   *[other] { $n } students' counted submissions came after the deadline
}
insight-discrimination = Tells apart
insight-discrimination-what = The correlation of the points of this task with the points of the homework's other tasks, from −1 to +1. Near 0 the task measures something else; below 0 those who are better at the rest are worse at it, as where a statement misleads.
insight-task-answer = { $tried ->
    [0] Nobody has tried it yet.
    [one] { $solved } of { $tried } student solved it.
   *[other] { $solved } of { $tried } students solved it.
}
insight-known = Known mistakes
insight-known-none = No known mistake was made.
insight-alike = Wrong in the same way
insight-alike-what = Last answers that no known mistake explains, two students or more each. Everybody has inputs of their own, so who is wrong in the same way made the same mistake.
insight-alike-none = No two students are wrong in the same way.
insight-alike-others = { $n ->
    [one] { $n } more output is wrong in a way of its own.
   *[other] { $n } more outputs are wrong in ways of their own.
}
insight-alike-left = { $n ->
    [one] The answers of { $n } student were not looked at: there are too many for one page.
   *[other] The answers of { $n } students were not looked at: there are too many for one page.
}
insight-way-factor = { $factor } times the right answer
insight-way-offset = { $offset } added to the right answer
insight-way-sign = the other sign
insight-way-exp = the exponential of the right answer
insight-way-log = the logarithm of the right answer
insight-way-minus-log = minus the logarithm of the right answer
insight-way-square = the square of the right answer
insight-way-sqrt = the square root of the right answer
insight-way-reciprocal = one over the right answer
insight-way-one-minus = one minus the right answer
insight-way-abs = the right answer without its sign
insight-way-shape = of shape { $shape }
insight-way-not-finite = not finite
insight-way-transposed = axes in another order
insight-way-order = rows in another order
insight-way-precision = rounded too coarsely
insight-unnamed-practice = A practice task stands in no list of the config, so a mistake of it cannot be named there.
insight-unnamed-shape = It needs no name: reports say which shape was found and which is expected.
insight-unnamed-not-finite = It needs no name: reports say that there is NaN or infinity where the right answer is finite.
insight-unnamed-found = It needs no name: reports say it already.
insight-name = Name this mistake
insight-name-what = Put into the config, it is recognised from then on, and students read the hint as with the mistakes that are known anyway:
insight-name-id = Name: latin letters, digits and _
insight-name-hint = Hint, { $lang }: what to look for, without the answer
insight-name-do = Put into the config and preview
insight-name-like = This is no likeness: open the page of the task again and name the mistake there.
insight-name-note = { $task }: the mistake { $mistake }
insight-statement = The statement
insight-live = As it arrives
insight-live-answer = { $sent } of { $class } students have points, { $full } of them all.
insight-live-just-now = { $n ->
    [0] Nothing arrived in the last 10 minutes.
    [one] { $n } submission in the last 10 minutes.
   *[other] { $n } submissions in the last 10 minutes.
}
insight-live-arrivals = What arrived last
insight-live-at = Arrived
insight-live-none = Nothing has arrived yet.
insight-behind = { $n ->
    [0] Nobody is behind: everything that was due has come
    [one] { $n } student is behind
   *[other] { $n } students are behind
}
insight-behind-what = Who sent nothing for a homework that was due, was given no points for it and is not excused; those with the most such homeworks first.
insight-behind-missing = Not sent
insight-behind-total = Points so far
