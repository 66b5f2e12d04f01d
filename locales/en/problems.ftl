problem-form = The request lacks something, or something in it cannot be read; the detail says what and what to send instead.
problem-invalid = A value cannot be used; the detail names it and says what is expected.
problem-answers = The answers file cannot be used; the detail names the array, what was found and what was expected. Nothing was stored and no attempt was counted.
problem-course = The grading config cannot be used; `diagnostics` lists every problem with its place and what to write instead. The version in force stays.
problem-quota = The files of this homework would take more room than one person has for it; the detail says how much is used and of how much. Nothing was stored and no attempt was counted.
