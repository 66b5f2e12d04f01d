task = { $task }
no-homework = нет задания { $name }; есть { $known }
no-homework-near = нет задания { $name } (возможно, { $near }?); есть { $known }
no-task = нет задачи { $task }; все задачи перечислит dgm tasks { $homework }
no-task-near = нет задачи { $task } (возможно, { $near }?); все задачи перечислит dgm tasks { $homework }
course-lacks-homework = в настройках нет задания { $homework }
course-lacks-homework-known = в настройках нет задания { $homework }; есть { $known }
course-lacks-homework-near = в настройках нет задания { $homework } (возможно, { $near }?); есть { $known }
course-lacks-task = в задании { $homework } нет задачи { $task }
course-lacks-task-near = в задании { $homework } нет задачи { $task } (возможно, { $near }?)
course-refused-file = { $file } — негодные настройки оценивания
    { $problems }
solve-no-inputs = в { $file } нет входных данных { $name }
