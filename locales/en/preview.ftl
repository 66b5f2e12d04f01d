preview-title = What would change
preview-begins = Finding out which submissions the change concerns.
preview-progress = { $total ->
    [one] Graded in memory: { $done } of { $total } submission.
   *[other] Graded in memory: { $done } of { $total } submissions.
}
preview-what = Nothing is changed yet. The answer appears on this page, which may be closed meanwhile and opened again.
