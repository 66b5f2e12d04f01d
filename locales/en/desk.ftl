points-n = { $n ->
    [one] { $shown } point
   *[other] { $shown } points
}
bytes-b = { $n } B
bytes-kib = { $n } KiB
bytes-mib = { $n } MiB

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
change-right = right now
change-wrong = not right any more
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
