storage-used = Your files for this homework take { $used } of { $most }.
counts-from = A submission counts from when its sending began, however long the upload takes.
from-notebook = Send from a notebook
from-notebook-how = This sends the file at once and costs an attempt. Put a token into the environment variable DGM_TOKEN; make one under
from-notebook-package = With the package of this course a cell checks answers to practice inputs and sends your own; you are asked to allow it on a page, and nothing has to be copied. In a terminal leave out the % before pip.
inputs-earlier = earlier inputs { $release } (.npz)
starter = Starter notebook .ipynb
homework-answer = Points so far: { $points } of { $max }.
homework-answer-excused = You are excused from it.
homework-answer-none = Nothing sent yet; { $max } points to earn.
homework-answer-waits = Sent and waiting for the teacher; { $max } points to earn.
homework-answer-not-open = It has not opened yet; { $max } points to earn.
homework-not-open = Answers are taken once it has opened. Until then students see nothing of this page.
homework-answer-never = Nothing was sent.
homework-as-student = This is the page as the student sees it, with the lengths of their arrays.
homework-not-yours = The student sends answers here.
rules = Rules
rule-closes = Work is accepted until { $until }, and nothing after that.
rule-late-refused = Nothing is accepted after the deadline.
rule-late-free = After the deadline work is still accepted at full value.
rule-late-free-until = After the deadline work is accepted at full value until { $until }.
rule-late = After the deadline every started day takes { $share } of the points, { $most } at most.
rule-late-until = After the deadline work is accepted until { $until }; every started day takes { $share } of the points, { $most } at most.
rule-late-now = What you send now counts for { $kept }.
rule-attempts-free = Send as often as you like: the best submission counts.
rule-attempts = { $left ->
    [0] No attempts left of { $most }; the best submission counts.
    [one] { $left } attempt left of { $most }; the best submission counts.
   *[other] { $left } attempts left of { $most }; the best submission counts.
}
inputs = Inputs
inputs-own = Your own arrays, different from everybody else's. Compute with them.
answers = Answers
numbers = Type single numbers instead
numbers-how = A decimal comma is understood. Leave empty what you have not computed.
send-numbers = Send these numbers
outputs = Outputs
key = Key
shape = Shape
dtype = dtype
tolerance = Tolerance
tolerance-exact = exact
practice = practice
practice-tasks = Practice: { $n ->
    [one] { $n } task
   *[other] { $n } tasks
}
practice-what = checked and reported like the others, for no points
bonus = on top of the maximum
lectures = Lectures: { $numbers }
