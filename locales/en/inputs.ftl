which-earlier = These are answers to the inputs that you had before the course changed.
which-practice = These are answers to the practice inputs, seed { $seed }, not to your own.
which-inputs-file = This is a file of inputs of { $homework }, not of answers: send { $homework }-answers.npz.
which-other-homework = These are answers of { $homework }.
which-other = The mark dgm.inputs in this file is of other inputs than these.
which-unusable = dgm.inputs in this file is not the mark of any inputs (two whole numbers) and was passed over.
send-bad-query = The address can end in ?anyway=true and in nothing else: it sends a file also where it is for other inputs.
inputs-new = The course gave you new inputs on { $at }: download them again. What you sent before keeps its points.
inputs-new-in-time = Answers to the inputs you had before are taken until the deadline and judged by those.
inputs-new-late = Answers to the inputs you had before are not taken any more.
old-inputs = { $homework }: { $n ->
    [one] { $n } student has inputs of other sizes already and keeps them.
   *[other] { $n } students have inputs of other sizes already and keep them.
}
new-inputs-give = Give these students new inputs
new-inputs-what = What was sent keeps its points. Answers to the earlier inputs are taken until the deadline, and the homework's page tells of the new ones. Those who have no inputs yet get the new sizes either way.
check-bad-query = The address can end in ?practice=SEED and in nothing else: the seed of the practice inputs that the answers are for.
