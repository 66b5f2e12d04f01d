draft-moved = The course was changed since you chose this file. What is shown here is from before; the file will be checked anew when you send it.
look-inside = Look inside
look-inside-what = You see what is in the file before anything is sent.
drop-here = … or drop the file here.
drop-one = Several files were dropped here: drop one, the answers file.
uploading = Uploading
draft = Look before sending
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
draft-answer = { $fits } of { $all } graded outputs are there and fit.
draft-answer-practice = Practice: { $fits } of { $all }.
draft-own-inputs = Download your own inputs
draft-nothing = Nothing in this file fits what points are given for.
draft-counts-more = This file could earn { $most } at most; { $counts } count already, and the best counts.
draft-send-anyway = Send it all the same
draft-half = { $dtype } keeps { $digits } digits, and tolerances ask for more: send float32.
