inputs-no-task = The file holds no inputs of homework { $homework }. Make one with: dgm inputs { $homework } -o inputs.npz
inputs-misfit = The inputs of task { $task } cannot be used: { $what }. Download the inputs file again.
reference-failed = the reference solution failed on these inputs: a fault of the grader, please report it
inputs-unfit = { $what }
