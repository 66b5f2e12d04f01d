items = Graded by a person
items-homework = The whole homework
items-one = An item graded by a person
items-waiting = { $n ->
    [one] { $n } answer waits for the teacher
   *[other] { $n } answers wait for the teacher
}
item-none = not sent
item-waiting = waiting for the teacher
item-graded = graded
item-by-hand = graded by a person
item-points = { $points } of { $max } points
item-kept = { $kept } of { $earned } kept: sent late
item-of-earlier = This is the grade of an earlier version; the new one waits for the teacher.
item-sent = Sent { $at }
item-versions = { $n ->
    [one] { $n } version
   *[other] { $n } versions
}
item-download-text = Download as Markdown
item-download-pdf = Download the PDF
item-download-png = Download the image
item-download-jpeg = Download the image
item-download-ipynb = Download the notebook
item-download-npz = Download the arrays
item-view = View
item-or-file = or as
item-files = file: { $kinds }, up to 8 MiB
item-open = Statement and answer
item-answer = Answer
item-answer-again = Send another version
item-late = The deadline is over: { $kept } of the points are kept.
item-in-vain = The deadline is over and your answer was sent in time: it counts, and a later one would not.
item-too-many = There are 50 versions of this answer already. Write to the teacher if the last one is not the one you mean.
item-text = Answer as text
item-text-how = Markdown; formulas stand between dollar signs, one for a line and two for a block.
item-look = Preview
item-preview = Preview
item-preview-not-sent = This is how the grader will see it. It is not sent yet.
item-send-text = Send text
item-send-file = Send file
item-sent-new = Your answer has arrived. It waits for the teacher.
item-sent-again = This is the same answer as your last one; nothing changed.
criterion = Criterion
document-unknown = This kind of file is not taken here. Save the answer as one of the files that are named beside the button, and send it again.
document-too-large = The file is larger than { $most }, the most that is taken here. Make it smaller, such as by a PDF with smaller pictures, and send it again; nothing was stored now.
document-not-taken = This kind of answer is not taken here. Files that are: { $kinds }.
document-no-notebook = This is no notebook of Jupyter (version 4 of its format, at most 1,000 cells and 50 outputs of each). Save it as .ipynb again and send that.
document-broken = This image cannot be read: its beginning is damaged. Save it anew and send again.
document-pixels = This image has more than 64 megapixels. Make it smaller and send again.
writing-empty = Nothing is written here.
writing-too-long = This text is too long. An answer has at most 32,000 characters, a comment or a message 4,000.
kind-text = text
kind-ipynb = notebook
kind-npz = arrays
file-pdf = PDF
file-png = PNG
file-jpeg = JPEG
file-ipynb = a notebook (.ipynb)
file-npz = arrays (.npz)
kind-pdf = PDF
kind-png = image
kind-jpeg = image
