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
