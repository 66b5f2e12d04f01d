version = Version
version-at = When
version-by = Who
version-by-server = the server
version-first = the first version
version-in-force = in force
course-in-force = { $title }: version { $version } is in force.
course-text = The config (TOML)
course-file = or a file in place of the text
course-preview = Check and preview
course-preview-what = Nothing is published yet.
course-preview-title = What this config would change
course-versions = Versions
course-version = Version { $version }
course-refused = This config cannot be used
course-refused-answer = { $n ->
    [one] 1 error. Nothing was published; version { $version } stays in force.
   *[other] { $n } errors. Nothing was published; version { $version } stays in force.
}
course-place = line { $line }, column { $column }:
course-in-place = Where they are
course-correct = Correct it here
course-moved = Somebody published version { $version } while you were editing. Your text is kept below, and compared with that version: publishing now takes back what it changed. Look at it first:
course-note-needed = Say in the note why this version is made (at most 200 characters).
course-warnings = Probably not meant
course-points = Whose points would change
course-changes = What differs
course-no-changes = It grades the same as version { $version }: only comments, order or the way of writing differ.
course-same = This is version { $version }, letter for letter; there is nothing to publish.
course-publish = Publish
course-publish-what = A new version comes into force at once for everything sent from now on. Earlier versions are kept, and you can go back to any.
course-note = Why
course-regrade-now = grade what was already sent anew at once
course-taken = { $n ->
    [one] This version takes points from one student as soon as it is in force:
   *[other] This version takes points from { $n } students as soon as it is in force:
  }
course-take = { $n ->
    [one] take these points
   *[other] take these points from all { $n } students
  }
taken-total = total
course-take-first = Nothing was published: this version takes points from students. Look at the list, and tick the box below if that is meant.
course-edit-again = Edit the text
course-form-open = Without TOML
course-form-what = Dates, points, attempts and rules of one homework as a form, and the rules of all that say nothing else. It changes the text in those lines only, comments and layout stay; then comes the same preview.
course-form-text = The whole text
course-form-title = { $title }: dates, points and rules
course-form-answer = What is left empty is not said in the text. Nothing is published yet: first comes a preview of what would change.
course-form-refused = { $n ->
    [one] Not taken: 1 problem. What you typed is kept.
   *[other] Not taken: { $n } problems. What you typed is kept.
}
course-form-dates = Dates (time zone: { $zone })
course-form-dates-what = Without a time: from the beginning of the day for opening, to the end of the day for the others.
course-form-time = Time
course-form-rules = Attempts, lateness, reference values
course-form-points = Points
course-form-practice = { $n ->
    [one] 1 practice task
   *[other] { $n } practice tasks
}
course-form-practice-what = A task that is given points is graded; one whose points are cleared is practice again.
course-form-all = Rules of all homeworks
course-form-all-answer = They hold for every homework that says nothing else. Nothing is published yet: first comes a preview of what would change.
course-form-unsaid = not said: { $now }
course-form-default = as for all homeworks
course-form-default-now = as for all homeworks: { $now }
course-form-attempts-number = how many
course-form-attempts-some = at most so many
course-form-attempts-most = { $n }
course-form-reveal-never = never
course-form-reveal-after-close = after the close
course-form-reveal-when-solved = when the task is solved
course-form-reveal-always = at once
course-form-late-refused = not accepted
course-form-late-free = accepted without loss
course-form-late-per-day = takes a share a day
course-form-per-day = % a day
course-form-most = at most, %
course-check-none = No problems found. Expectations and known mistakes are tried on a hundred students in the preview.
course-check-warnings = { $n ->
    [one] 1 thing that is probably not meant.
   *[other] { $n } things that are probably not meant.
}
course-check-errors = { $n ->
    [one] 1 error.
   *[other] { $n } errors.
}
course-back = Go back to this version
course-back-what = First shows what that would change.
course-back-note = Back to version { $version }
course-compare = Compare
course-compare-with = With version
course-diff-answer = { $added ->
    [one] 1 line new,
   *[other] { $added } lines new,
} { $removed ->
    [one] 1 line gone.
   *[other] { $removed } lines gone.
}
course-diff-none = The two texts are the same.
course-whole-text = The whole text
course-form-broken = The form arrived broken; send it again.
course-not-text = line { $line } is no UTF-8 text; the file is probably in Windows-1251. Save it as UTF-8 (in Notepad: Save as, Encoding) and send it again.
course-cut-off = line { $line } is no { $encoding } text; the file was probably cut off on its way. Save it as UTF-8 (in Notepad: Save as, Encoding) and send it again.
course-no-text = There is no config: paste the TOML text or choose a file.
course-bad-query = The query cannot be read: write ?dry_run=true or ?dry_run=false.
change-expect = Expectations of the config
change-what = What
change-before = Version { $version }
change-after = This config
change-course = whole course
change-yes = yes
change-no = no
change-practice = practice
change-unlimited = unlimited
change-title = Title
change-time-zone = Time zone
change-formula = Final grade
change-exam = Points of the oral exam
change-excused = Excused from a homework
change-homework = Homework { $name }, points
change-task = Points of { $name }
change-bonus = { $name } on top of the maximum
change-partial = Partial points of { $name }
change-tolerance = Tolerance of { $name }
change-order = Order of { $name }
change-size = Size { $name } (for inputs that are still to be given)
change-mistakes = Mistakes named of { $name }
change-item = Points of { $name }, graded by hand
change-accept = What answers to { $name } may be
change-item-words = Text or rubric of { $name }
change-max-points = Maximum
change-opens = Opens
change-deadline = Deadline
change-closes = Closes
change-late = Being late
change-attempts = Attempts
change-reveal = Expected values are shown
change-feedback = Reports on own inputs say
change-hints = Hints from attempt
change-storage = Storage of a student, MiB
