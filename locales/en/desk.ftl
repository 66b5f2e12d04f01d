points-n = { $n ->
    [one] { $shown } point
   *[other] { $shown } points
}

look-inside = Look inside
look-inside-what = You see what is in the file before anything is sent.
drop-here = … or drop the file here.
uploading = Uploading
from-notebook = Send from a notebook
from-notebook-how = This sends the file at once and costs an attempt. Put a token into the environment variable DGM_TOKEN; make one under

draft = Look before sending
draft-answer = { $fits } of { $all } outputs are there and fit.
draft-trouble = { $n ->
    [one] { $n } is there and does not fit.
   *[other] { $n } are there and do not fit.
}
draft-unknown = { $n ->
    [one] { $n } key is unknown.
   *[other] { $n } keys are unknown.
}
draft-not-sent = Nothing is sent yet.
draft-again = You have sent exactly this file before; sending it again changes nothing.
draft-costs-nothing = This costs no attempt: the earlier report will be shown.
draft-late = This would be late: { $kept } of the points earned would count.
draft-attempt = This will be attempt { $n }; attempts are not limited.
draft-attempt-of = This will be attempt { $n } of { $most }.
draft-another = Choose another file
draft-trouble-title = There, but not as asked for
draft-unknown-title = Unknown keys
draft-missing-title = Missing, though points are given for it
draft-found-title = Found
draft-missing-practice = { $n ->
    [one] { $n } practice output is missing
   *[other] { $n } practice outputs are missing
}
draft-state = State
draft-expected = Expected shape
draft-got = Found
draft-expires = the file waits here for an hour
found-fits = found
found-not-finite = NaN or infinity
found-wrong-shape = wrong shape
found-wrong-dtype = wrong dtype
found-missing = missing
found-grader-fault = could not be checked
fault-draft-gone = The file you looked at is not here any more
fault-draft-gone-next = An hour has passed, it was sent already, or you have looked at another file since. Open the homework and choose the file again; nothing was sent now.

report-attempt = Attempt { $n }
report-tasks = Graded tasks
report-practice = Practice
report-practice-right = { $right } of { $all } right; practice gives no points
hint-later = This is a known mistake. The hint is shown from attempt { $n } on.
change = Since the attempt before
change-points = points { $points }
change-none = no task changed its verdict
change-right = newly right
change-wrong = not right any more
earlier-now = This report was made with course version { $version } (grader { $release }).
earlier-list = Earlier reports of this submission:
earlier-until = until { $at }
earlier-title = Earlier report
earlier-notice = Made with course version { $version } (grader { $release }) and replaced on { $at }: it counts no more.
earlier-change = What the report after it says otherwise
accepted-exact = only the value itself
accepted-relative = every element may differ from the reference by { $rtol } of its size
accepted-absolute = every element may differ from the reference by { $atol }
accepted-both = every element may differ from the reference by { $atol }, and by { $rtol } of its size besides
error-map-title = Where the error of { $key } sits
error-map-what = Error in units of the tolerance.
error-map-rows = Rows: { $rows } ({ $down }); columns: { $columns } ({ $across }).
error-map-strip = From left to right: { $axis } ({ $across }).
error-map-block = A cell is the worst of up to { $n } elements.
error-step-0 = within tolerance
error-step-1 = up to 10 × tolerance
error-step-2 = up to 100 × tolerance
error-step-3 = up to 1000 × tolerance
error-step-4 = more than 1000 × tolerance
error-step-5 = NaN or infinite
error-step-0-exact = equal
error-step-1-exact = different
error-step-2-exact = different
error-step-3-exact = different
error-step-4-exact = different
error-step-5-exact = different
worst-elements = The elements furthest off
worst-index = Element
worst-got = Yours
worst-expected = Expected
worst-interval = Accepted
worst-error = Error
reference-download = Reference answers .npz
reference-what = for your inputs, of the tasks that may be seen now
receipt-homework = Homework
receipt-size = Size in bytes
receipt-sha256 = SHA-256
receipt-download = The receipt

grade-bar-key = Above: the grade; below: the points from which it is given.
progress = Points over the course
what-if = What if …
what-if-how = Move a slider or type a number for what is still open; an empty field counts as it stands.
what-if-both = A number that is typed goes before its slider.
what-if-up-to = up to { $max }
what-if-count = Count
what-if-reset = As it stands
what-if-answer = That would be { $total } points: grade { $grade }.
what-if-not-points = This is no number of points; write it like 9.5.
what-if-range = From 0 to { $max }.
starter = Starter notebook .ipynb

stored = What is stored about you
stored-what = One archive: your account, points, reports, regrade requests and the log as JSON, and every file and every text as you sent it.
stored-download = Download (.zip)
stored-table = Kind
stored-rows = Entries
stored-users = name, login, role, language, time zone
stored-links = sign-in links (only a fingerprint of each)
stored-tokens = tokens for programs (only a fingerprint of each)
stored-submissions = submissions with files and reports
stored-drafts = files waiting to be sent (an hour at most)
stored-manual-answers = answers to items graded by a person
stored-requests = regrade requests
stored-manual-grades = points given by a grader
stored-overrides = points set by a teacher
stored-extensions = later deadlines
stored-exams = exam points
stored-audit = entries in the log of changes

remote-unreachable = { $server } cannot be reached: { $error }. Check the address and the network; nothing was sent.
remote-strange = { $server } answered { $status } and nothing that a dgm server says. Check the address.
submit-receipt = Receipt: submission { $id }, received { $at }, SHA-256 { $sha256 }, points { $points }
login-ask = Make a token at { $url }, paste it here and press Enter:
login-done = The token works and is kept in
attempts-left = { $n ->
    [one] { $n } attempt left
   *[other] { $n } attempts left
}
status-to-next = Missing to the next grade: { $missing }
