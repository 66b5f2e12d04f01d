skip-to-content = Skip to content
nav-main = Main
nav-overview = Overview
nav-gradebook = Gradebook
nav-account = My account
sign-in = Sign in
sign-out = Sign out
sign-in-how = Open the sign-in link that you were given.
sign-in-lost = If it has expired or is lost, ask your teacher for a new one.
save = Save
download = Download
send = Send for checking

state-not-open = not open yet
state-open = open
state-due-soon = due soon
state-late = late
state-closed = closed

verdict-correct = correct
verdict-wrong = wrong
verdict-missing = missing
verdict-wrong-shape = wrong shape
verdict-wrong-dtype = wrong dtype
verdict-not-finite = not finite
verdict-grader-fault = could not be checked

time-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
time-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
time-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}

points = { $n } { $n ->
    [1] point
   *[other] points
}
points-of = { $points } of { $max }
points-of-none = of { $max }
grade-bar = { $total } of { $max } points: grade { $grade }
grade-steps = Grades and where they begin
grade-from = from { $points }
overview-answer = { $total } of { $max } points: grade { $grade }, { $missing } to grade { $next }.
overview-answer-top = { $total } of { $max } points: grade { $grade }.
overview-how = How the grade comes about
overview-homeworks = Homework
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
exam = Oral exam
exam-short = Exam
exam-points = Points, up to { $max }
exam-of = Exam points of { $name }
exam-save-of = Save the exam points of { $name }

homework-answer = Best so far: { $points } of { $max }.
homework-answer-none = Nothing sent yet; { $max } points to earn.
inputs = Inputs
inputs-own = Your own arrays, different from everybody else's. Compute with them.
answers = Answers
answers-file = A file .npz, .npy, .safetensors or .json
numbers = Type single numbers instead
numbers-how = A decimal comma is understood. Leave empty what you have not computed.
send-numbers = Send these numbers
statement = Statement
outputs = Outputs
key = Key
shape = Shape
dtype = dtype
tolerance = Tolerance
tolerance-exact = exact
practice = practice
bonus = on top of the maximum
lectures = Lectures: { $numbers }

history = Submissions
history-at = Sent
history-points = Points
history-note = Note
history-counts = counts
history-empty = Nothing was sent yet.

report = Report
sent-new = Received and stored.
sent-again = You had sent exactly this file before. It cost no attempt; this is the earlier report.
report-answer-all = { $points } of { $max } points: every graded task is right.
report-answer = { $points } of { $max } points; { $wrong } of { $graded } tasks not right yet.
late-kept = Sent late: { $kept } of { $earned } earned points count, that is { $points }.
unknown-keys = Keys that no task asks for (they cost nothing):
did-you-mean = did you mean
looks-like = This looks like:
grader-fault-next = The reference solution failed; that is our fault. It costs neither points nor an attempt and will be graded again.
shape-differs = Expected shape { $expected }, got { $got }.
dtype-differs = Expected numbers of another kind; the array is { $got }.
missing-key = The file has no { $key }.
within = Within tolerance
max-abs = Largest absolute error
max-rel = Largest relative error
worst = Furthest off
allowed = Allowed
shape-transposed = The axes are in another order: transpose.
shape-extra-axis-of-one = There is an extra axis of length 1: squeeze it.
shape-axis-of-one-dropped = An axis of length 1 is missing: keep it.
shape-flattened = Everything is in one axis: keep the axes apart.
shape-reduced-to-scalar = Everything was reduced to one number.
shape-not-reduced = The axis { $axis } was kept; it should be summed or averaged over.
shape-wrong-axis-reduced = The axis { $got } is left where { $axis } should be: the reduction ran over the wrong axis.
receipt = Receipt
receipt-id = Submission
receipt-at = Received
receipt-course = Course version
receipt-release = Grader version
receipt-file = The file as it was sent

preferences = Preferences
language = Language
time-zone = Time zone
time-zone-course = The course's ({ $zone })
tokens = Tokens for programs
tokens-what = A token lets a notebook or script send answers in your name. Treat it like a password.
token-once = This is the only time the token is shown. Copy it now:
token-name = Name
token-created = Made
token-used-at = used { $at }
token-unused = not used yet
token-revoke = Revoke
token-make = Make a token

students = { $n ->
    [one] { $n } student
   *[other] { $n } students
}
student = Student
total = Total
final-grade = Grade
gradebook-empty = There are no students yet.

fault-home = To the start
fault-forbidden = This is for teachers
fault-forbidden-next = You are signed in, but your role does not allow this.
fault-not-found = There is nothing here
fault-not-found-next = Check the address, or begin from the start page.
fault-closed = The homework is closed
fault-closed-next = It accepts no submissions any more. What you sent before counts.
fault-not-open = The homework is not open yet
fault-not-open-next = Come back when it opens; the overview says when.
fault-no-attempts-left = All attempts are used
fault-no-attempts-left-next = Your best submission counts. Nothing was stored now.
fault-too-large = The file is too large
fault-too-large-next = Save only the arrays that the homework asks for.
fault-form = The form is incomplete
fault-invalid = This cannot be used
fault-answers = The answers file cannot be used
fault-no-course = No course is published
fault-no-course-next = The operator has to publish a valid grading config first.
fault-internal = Something failed on our side
fault-internal-next = Nothing was stored and nothing was counted. Please try again; if it happens again, tell your teacher the time.
form-language = Choose English or Russian.
form-time-zone = This time zone is not known. Choose one from the list, such as Europe/Moscow.
form-token-name = Give the token a name, such as “laptop”.
form-no-file = No file was chosen. Choose a file and send again.
form-file-broken = The upload broke off before the end. Send again; nothing was stored.
form-no-number = No number was typed.
form-points = Points are a decimal number with at most three digits after the point, such as 23.5.
form-exam-range = The exam gives from 0 to its maximum.
