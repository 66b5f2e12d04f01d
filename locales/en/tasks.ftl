task = { $task }
no-homework = there is no homework { $name }; the homeworks are { $known }
no-homework-near = there is no homework { $name } (did you mean { $near }?); the homeworks are { $known }
no-task = there is no task { $task }; dgm tasks { $homework } lists them
no-task-near = there is no task { $task } (did you mean { $near }?); dgm tasks { $homework } lists them
course-lacks-homework = the config has no homework { $homework }
course-lacks-homework-known = the config has no homework { $homework }; it has { $known }
course-lacks-homework-near = the config has no homework { $homework } (did you mean { $near }?); it has { $known }
course-lacks-task = homework { $homework } has no task { $task }
course-lacks-task-near = homework { $homework } has no task { $task } (did you mean { $near }?)
course-refused-file = { $file } is no valid grading config
    { $problems }
solve-no-inputs = { $file } holds no inputs of { $name }
