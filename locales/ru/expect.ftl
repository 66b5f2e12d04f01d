course-expect-unmet = ожидалось «{ $expected }», а получилось «{ $came }»: впервые при seed = { $seed }, у { $students } из 100 студентов
course-expect-unmet-help = исправьте то, что оценивается, или то, чего вы ожидаете; тех же студентов даёт dgm check --seed
course-expect-sent = ожидание должно ровно одним способом говорить, что прислано
course-expect-sent-help = напишите одно из: correct = true, missing = true, mistake = "…"
course-expect-nothing = в ожидании ничего не ожидается
course-expect-nothing-help = напишите points = "2.5", verdict = "correct" или и то и другое
course-mistake-without-task = ошибка относится к задаче, а задача не названа
course-mistake-without-task-help = добавьте рядом task = "…"
course-unknown-mistake = у задачи { $task } нет известной ошибки { $mistake }
course-unknown-mistake-help = её ошибки: { $known }
course-too-many-expects = ожиданий больше { $most }
course-too-many-expects-help = оставьте самые важные: каждое проверяется на ста студентах
change-expect = Ожидания от правил
