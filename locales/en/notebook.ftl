starter-how =
    1. Put `{ $inputs }` beside this notebook; the first cell names it. Your own inputs are on the homework's page; practice inputs are made by `dgm inputs { $homework } -o { $practice }`.
    2. In the cell of a task, replace `None` by your answer: NumPy arrays, or anything that `np.asarray` understands.
    3. Run all cells. Compute on the CPU, or switch TF32 off: `torch.backends.cudnn.allow_tf32 = False`. What is not answered yet is skipped.
    4. Check and hand in `{ $answers }` as the last cell says.
    The homework gives up to { $max } points. Save a copy of the notebook under a name of your own.
starter-points = { $points } { $n ->
    [one] point
   *[other] points
}
starter-bonus = bonus: { $points } { $n ->
    [one] point
   *[other] points
}
starter-practice = practice, no points
starter-column-key = answer
starter-column-shape = shape
starter-column-dtype = dtype
starter-by-hand = Graded by the teacher
starter-next = Check and hand in
starter-check = The cell below checks answers to practice inputs like the server, with every number; it needs the package `dgm`. In a terminal the same is
starter-upload = Hand in `{ $answers }` on the homework's page, or by the cell below: set `SEND = True` in it. With the package `dgm` you are asked to allow it on a page; without it the cell needs a token from your account page in the variable `DGM_TOKEN`.
starter-no-inputs = { $file } is not here. Your own inputs are on the homework's page; practice inputs are made by: dgm inputs { $homework } -o { $practice }
starter-outputs-note = everything that is asked for
starter-answers-note = what is answered so far
starter-answer-note = Keeps an answer; None says that there is none yet.
starter-mark-note = Says which inputs the answers are for.
starter-none = no answer yet, skipped
starter-bad-dtype = cannot be checked: an array of numbers is needed
starter-tensor-note = a tensor of PyTorch, with a gradient or on a GPU as well
starter-bad-shape = this shape is not the one asked for:
starter-without = The package dgm is not installed here: this cell checks nothing, and everything else works.
starter-install = It is installed by: %{ $install }
starter-check-page = The homework's page looks at the file before you send it: { $page }
starter-check-terminal = In a terminal the same is: { $check }
starter-own-note = Answers to your own inputs are judged by the server.
starter-send-note = True sends the answers to your own inputs, and costs an attempt.
starter-your-solution = Your solution: replace None.
starter-end-of-solution = End of your solution.
starter-saved = Answers saved:
starter-nothing = Nothing is answered yet, so no file is written.
starter-ending = { $name } does not end in .npz: the notebook loads inputs of that format.
