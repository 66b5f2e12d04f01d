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
starter-check = On practice inputs the same verdicts and hints as the server gives; on your own inputs, whether everything is there and of the right shape:
starter-upload =
    Hand in `{ $answers }` on the homework's page, or from a terminal with a token from your account page:
    ```sh
    curl --fail-with-body -H "Authorization: Bearer TOKEN" --data-binary @{ $answers } https://SERVER/api/v1/homeworks/{ $homework }/submissions
    ```
starter-no-inputs = { $file } is not here. Your own inputs are on the homework's page; practice inputs are made by: dgm inputs { $homework } -o { $practice }
starter-outputs-note = everything that is asked for
starter-answers-note = what is answered so far
starter-answer-note = Keeps an answer; None says that there is none yet.
starter-mark-note = Says which inputs the answers are for.
starter-none = no answer yet, skipped
starter-bad-dtype = cannot be checked: an array of numbers is needed
starter-your-solution = Your solution: replace None.
starter-end-of-solution = End of your solution.
starter-saved = Answers saved:
starter-nothing = Nothing is answered yet, so no file is written.
starter-ending = { $name } does not end in .npz: the notebook loads inputs of that format.
