exam = Устный экзамен
exam-points = Баллы, не больше { $max }
exam-of = Баллы за экзамен: { $name }
exam-save-of = Сохранить баллы за экзамен: { $name }
exam-graded = Проставлено: { $n } из { $all }.
exam-import = Баллы списком
exam-import-how = CSV со столбцами login и points («логин» и «баллы»). Пустая ячейка ничего не меняет. Сначала вы увидите, что изменится.
exam-preview-answer = Изменится: { $changes }, без изменений: { $same }, без баллов: { $empty }, отклонено строк: { $refused }.
