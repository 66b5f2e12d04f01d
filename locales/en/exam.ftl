exam = Oral exam
exam-points = Points, up to { $max }
exam-of = Exam points of { $name }
exam-save-of = Save the exam points of { $name }
exam-graded = Graded: { $n } of { $all }.
exam-import = Points by a list
exam-import-how = A CSV or .xlsx with a column of points and one of logins, e-mail addresses or student numbers. An empty cell changes nothing. You see what would change before anything does.
exam-preview-answer = { $changes } changed, { $same } the same, { $empty } without points, { $refused } refused.
exam-preview-others = { $n ->
    [one] The points of one deactivated student change too; no count here includes them.
   *[other] The points of { $n } deactivated students change too; no count here includes them.
  }
exam-body = Send JSON such as {"{"}"points": "23.5"{"}"}; null in place of the points takes them away.
exam-none = This course has no exam.
exam-none-how = It has one as soon as exam.max_points in the grading config is more than 0.
exam-changed = The exam points were changed meanwhile
exam-changed-to = { $name } has { $points } by now.
exam-changed-away = { $name } has none by now.
exam-changed-next = Nothing of what you typed was saved. If it is right all the same, save it in their place.
