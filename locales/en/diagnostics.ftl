course-level-error = error
course-level-warning = warning
course-level-help = help
course-left-out = { $count ->
    [one] … and one more problem
   *[other] … and { $count } more problems
}
course-example = for example: { $example }
course-did-you-mean = did you mean `{ $nearest }`?
course-type-string = a string in quotes
course-type-integer = a whole number
course-type-float = a number
course-type-boolean = true or false
course-type-datetime = a date or a date with time, without quotes
course-type-array = an array
course-type-table = a table
course-type-tables = an array of tables
course-type-points = points: a decimal in quotes or a whole number
course-type-words = a text in both languages
course-type-late = "refused", "free" or a table with `per_day`
course-too-large = the file is larger than { $most } KiB
course-too-large-help = a course is a few pages: move long texts to the statements
course-syntax = this is not TOML: { $reason }
course-toml-duplicate = this key is there already; leave one of the two
course-toml-string = the text has no closing quote here, or a character that may not be in it (write a backslash as \\)
course-toml-quotes = text must be in quotes, and the values of a list have commas between them
course-toml-value = there is no value: write `key = value`
course-toml-assignment = there is no `=` between the key and the value
course-toml-extra-sign = one `=` too many, or no comma before it
course-toml-unclosed = { $expected } is missing
course-toml-comma = a comma is missing
course-toml-extra-comma = one comma too many
course-toml-key = a key is of Latin letters, digits, - and _; any other must be in quotes
course-toml-unexpected = nothing but a comment may follow on this line
course-toml-number = the number is not written as TOML wants it: 10, 0.5 or 1e-3
course-toml-date = there is no such date or time; write it as 2026-10-06 or 2026-10-06T23:59:00
course-toml-boolean = text must be in quotes; true and false are in small letters
course-toml-deep = too deeply nested
course-toml-other = { $words }
course-unknown-key = unknown key `{ $key }`
course-unknown-key-help = known here: { $known }
course-missing-key = `{ $key }` is missing
course-wrong-type = `{ $key }` must be { $expected }, this is { $found }
course-unknown-choice = `{ $key }` cannot be "{ $word }"
course-unknown-choice-help = write one of { $choices }
course-out-of-range = `{ $key }` must be a whole number from { $least } to { $most }
course-bad-value = `{ $key }` cannot be used: { $reason }
course-readable = others on this machine can read { $file }
course-readable-help = make it its owner's alone: chmod 600 { $file }
course-not-there = { $path } is not there
course-header-untrusted = a header says who somebody is, and no proxy is trusted to send it
course-header-untrusted-help = name the proxy: trust_proxy = ["127.0.0.1"], or --trust-proxy
course-empty-text = the text of `{ $key }` is empty
course-empty-text-help = write the text, or leave out the key that holds it where it is optional
course-one-language = `{ $key }` lacks the language `{ $missing }`
course-one-language-help = every text exists in both languages: write { "{" } en = "…", ru = "…" { "}" }
course-bad-name = "{ $name }" is no name
course-bad-name-help = a name begins with a letter a–z and holds at most 64 of a–z, 0–9 and _
course-duplicate = the name `{ $name }` is used twice
course-duplicate-help = each name may stand once; results are kept by name
course-points-float = points are exact, and this is a binary fraction
course-points-float-help = write it in quotes: "{ $points }"
course-points-not-a-number = this is no number of points
course-points-not-a-number-help = write a decimal with a point, such as "2.5"
course-points-too-fine = points have at most three digits after the decimal point
course-points-too-fine-help = round to a thousandth
course-points-too-large = this is more points than any course has
course-points-negative = points cannot be negative
course-points-zero = what is graded gives more than 0 points
course-points-zero-help = leave the entry out: a task that is not listed is practice, checked and reported for 0 points
course-points-sum = the points of homework `{ $homework }` add up to { $sum }, not to { $max }
course-points-sum-over = take { $difference } away from its tasks and items, mark some of them `bonus = true`, or write max_points = "{ $written }"
course-points-sum-under = give { $difference } more to its tasks and items, or write max_points = "{ $written }"
course-rubric-sum = the criteria add up to { $sum }, the item gives { $points }
course-rubric-sum-help = make both the same
course-unknown-homework = there is no homework `{ $homework }`
course-unknown-homework-help = the homeworks are { $known }
course-no-homeworks = the course has no homework
course-no-homeworks-help = add a table [[homework]] with id = "elbo"
course-unknown-task = homework `{ $homework }` has no task `{ $task }`
course-unknown-task-help = `dgm tasks { $homework }` lists its tasks
course-task-elsewhere = task `{ $task }` belongs to homework `{ $elsewhere }`, not to `{ $homework }`
course-task-elsewhere-help = move the entry to [[homework]] with id = "{ $elsewhere }"
course-homework-unclear = it is not clear to which homework this grading config belongs
course-homework-unclear-help = write homework = "elbo" at the top, or list one of its tasks
course-bad-default = the grading config that comes with homework `{ $homework }` is broken, line { $line }: { $reason }
course-unknown-output = task `{ $task }` has no output `{ $output }`
course-unknown-output-help = its outputs: { $known }
course-whole-output = `{ $output }` holds whole numbers, which are compared exactly
course-whole-output-help = leave its tolerance out
course-unknown-axis = output `{ $output }` has no axis `{ $axis }`
course-unknown-axis-help = its axes: { $known }
course-axis-twice = output `{ $output }` has the axis `{ $axis }` twice, and only both together could be permuted
course-axis-twice-help = write "exact" or "up_to_sign"
course-no-axes = `{ $output }` is a single number and has no axis to permute
course-no-axes-help = write "exact" or "up_to_sign"
course-unknown-size = task `{ $task }` has no size `{ $size }`
course-unknown-size-help = its sizes: { $known }
course-size-out-of-range = `{ $size }` of task `{ $task }` must be a whole number from { $least } to { $most }
course-sizes-too-large = with these sizes the practice pack of homework `{ $homework }` comes to { $all }, and a student's program takes at most { $most }
course-sizes-too-large-help = make the sizes of task `{ $task }` smaller: { $own } of that are its own
course-bad-tolerance = `{ $key }` must be a finite number, 0 or more
course-tolerance-accepts-zero = with rtol of 1 or more the answer 0 is always right
course-tolerance-accepts-zero-help = write a small share, such as rtol = 1e-4
course-mistake-passes = the known mistake `{ $mistake }` of task `{ $task }` would pass for { $passing } of { $tried } students tried
course-mistake-passes-help = narrow the tolerance, or leave out what is changed here: the task's own rules tell its mistakes apart
course-tolerance-exact = rtol and atol are both 0: only the very same digits pass
course-tolerance-exact-help = float64 and float32 differ in their last digits; write at least rtol = 1e-6
course-mistake-is-right = with these sizes the known mistake `{ $mistake }` of task `{ $task }` is the right answer
course-mistake-is-right-help = make the sizes larger, so that the mistake can be seen
course-promise-broken = with these sizes the statement of task `{ $task }` is not true for { $broken } of { $tried } students tried: { $sentence }
course-promise-broken-help = choose other sizes: every student reads this sentence
course-accept-nothing = no answer could be sent to this item
course-accept-nothing-help = write what is taken, such as accept = ["text", "pdf"]
course-bad-like = `{ $like }` is nothing that is done to a right answer
course-bad-like-help = write "factor 2.5", "offset -1", or a function: exp, log, minus_log, square, sqrt, reciprocal, one_minus, abs
course-like-nothing = the mistake changes no output
course-like-nothing-help = write like.OUTPUT = "factor 2"
course-hint-too-long = a hint has at most { $most } characters
course-too-many-mistakes = a task has at most { $most } mistakes in a config
course-named-is-right = the mistake `{ $mistake }` of task `{ $task }` is a right answer for { $right } of { $tried } students tried
course-named-is-right-help = a right answer must never be called a mistake: write another `like`, or leave the mistake out
course-named-never-told = the mistake `{ $mistake }` of task `{ $task }` was told for none of { $tried } students tried
course-named-never-told-help = write what it makes of an output that it really changes
course-named-is-known = the mistake `{ $mistake }` of task `{ $task }` is `{ $other }` for every student tried
course-named-is-known-help = leave it out: that one is named already
course-named-hides = with the mistake `{ $mistake }` of task `{ $task }`, `{ $other }` is not named any more
course-named-hides-help = write it of fewer outputs, or leave it out
course-unknown-time-zone = there is no time zone `{ $zone }`
course-unknown-time-zone-help = write an IANA name such as "Europe/Moscow"
course-bad-date = this is no date
course-bad-date-help = write a date 2022-10-06, or a date with time 2022-10-06T18:00:00
course-time-skipped = the clocks skip this local time
course-time-skipped-help = write { $instead }
course-time-twice = the clocks show this local time twice
course-time-twice-help = write { $first } for the first or { $second } for the second
course-opens-too-late = the homework opens when it is already over
course-opens-too-late-help = `opens` comes before `deadline` and `closes`
course-closes-too-early = the homework closes before its deadline
course-closes-too-early-help = `closes` comes at the deadline or later
course-bad-percentage = `{ $key }` must be a percentage above 0 and at most 100
course-bad-percentage-help = write it in quotes, with at most one digit after the point: "10%" or "12.5%"
course-most-too-small = `most` is less than one day takes ({ $per_day })
course-most-too-small-help = write at least "{ $per_day }"
course-late-without-deadline = there is no deadline, so nothing is ever late
course-late-without-deadline-help = add `deadline`, or leave `late` out
course-closes-in-vain = nothing is accepted after the deadline (late = "refused"), so this changes nothing
course-closes-in-vain-help = leave `closes` out, or write late = "free"
course-dates-past = every date of this homework is over already
course-dates-past-help = look at the year and the month; leave it so where the homework is over
course-tells-at-once = as soon as this is published, students see the right values of their own inputs
course-tells-at-once-help = going back hides nothing that was seen: look at the dates and at `reveal` and `feedback`; should it have been a slip, give new inputs
course-never-closes = solutions are shown after the close, and this homework never closes
course-never-closes-help = add `closes`
course-bad-formula = the final grade: { $reason }
course-bad-formula-help = a formula has numbers, points, + - * /, parentheses, floor, ceil, round, relu, min(a, b), max(a, b)
course-formula-without-points = the final grade does not depend on the points
course-formula-without-points-help = write it with `points`, such as "floor(relu(points / 8 - 2))"
course-formula-empty = there is no formula
course-formula-too-long = the formula is longer than { $most } characters
course-formula-too-deep = more than { $most } parentheses stand in each other
course-formula-ended-early = the formula ends where a number, `points`, a function or a closing parenthesis is due
course-formula-unexpected = `{ $found }` cannot stand here
course-formula-unexpected-comma = a comma cannot stand here; decimals are written with a point
course-formula-unknown-name = there is no `{ $name }`
course-formula-unknown-name-near = there is no `{ $name }`; did you mean `{ $nearest }`?
course-formula-arguments = { $expected ->
    [one] `{ $function }` takes one argument, here are { $got }
   *[other] `{ $function }` takes { $expected } arguments, the number here is { $got }
}
course-formula-number-too-long = a number has at most { $most } digits before and after its point
course-formula-division-by-zero = this can be 0, and is divided by
course-formula-too-large = the numbers grow too large to be computed exactly
course-formula-decreasing = the grade falls: { $more } points give less than { $fewer } points
course-expect-unmet = expected { $expected }, and { $came } came instead: first for seed { $seed }, for { $students } of 100 students
course-expect-unmet-help = correct what is graded, or what is expected of it; dgm check --seed draws the same student
course-expect-sent = an expectation says in one way what is sent
course-expect-sent-help = write one of: correct = true, missing = true, mistake = "…"
course-expect-nothing = an expectation without anything expected
course-expect-nothing-help = write points = "2.5", verdict = "correct", or both
course-mistake-without-task = a mistake belongs to a task, and no task is named
course-mistake-without-task-help = write task = "…" beside it
course-unknown-mistake = task { $task } has no known mistake { $mistake }
course-unknown-mistake-help = its mistakes are: { $known }
course-too-many-expects = more than { $most } expectations
course-too-many-expects-help = keep those that matter most: each is tried on a hundred students
course-write-line = write `{ $line }`
course-lookalike = the letter «{ $letter }» is not Latin, it only looks like `{ $latin }`: write `{ $meant }`
course-toml-lookalike = the letter «{ $letter }» is not Latin, it only looks like `{ $latin }`
course-toml-invisible = an invisible character ({ $code }) stands here
course-toml-line-end = { $code } stands here, which ends no line of a config; end it with the Enter key of a plain text editor
course-toml-space = this is no ordinary space ({ $code }); it comes from a word processor or a web page
course-toml-quote = { $quote } is a quote of a word processor; text stands in straight quotes "
course-toml-dash = { $dash } ({ $code }) is a dash, and no minus or hyphen
course-toml-brackets = there are several tables { $name }, so that each begins with double brackets
course-toml-other-date = a day is written year-month-day
course-toml-date-zone = a date names no time zone: it is meant in that of the course, time_zone
course-toml-date-end = a day ends at 00:00 of the next one
course-toml-date-offset = an offset from UTC is written so: +03:00
course-toml-comma-number = a fraction has a point, not a comma
