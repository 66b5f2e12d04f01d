unknown-more = { $n ->
    [one] и ещё { $n }
    [few] и ещё { $n }
   *[other] и ещё { $n }
}
check-practice = Тренировка (без баллов):
check-off-blunt = отличается; насколько — видно на тренировочных входных данных
worst-values = ожидалось { $expected }, получено { $got }
check-off-number = погрешность: абсолютная { $abs }, относительная { $rel }
check-off = в пределах допуска { $within }, наибольшая погрешность: абсолютная { $abs }, относительная { $rel }; дальше всего от эталона [{ $index }]
check-watching = Слежу за файлом { $file }; выход — Ctrl+C.
check-config-valid = { $file }: ошибок нет.
check-watch-json = --watch печатает отчёт при каждом изменении, а --format json — один документ: оставьте что-то одно
check-cannot-watch = следить за изменениями файлов здесь нельзя
check-cannot-watch-folder = за { $folder } нельзя следить
check-watch-ended = слежение прервалось
inputs-no-task = В файле нет входных данных задания { $homework }. Создайте его командой: dgm inputs { $homework } -o { $homework }-practice-inputs.npz
inputs-misfit = Входные данные задачи { $task } не подходят: { $what }. Скачайте файл входных данных заново.
reference-failed = эталонное решение не справилось с этими данными: это ошибка проверки, сообщите о ней
inputs-unfit = { $what }
verdict-correct = верно
verdict-wrong = неверно
verdict-missing = нет ответа
verdict-wrong-shape = другая форма
verdict-wrong-dtype = другой тип
verdict-not-finite = не конечное число
verdict-grader-fault = не удалось проверить
report-answer-all = { $points } из { $max }: все оцениваемые задачи решены верно.
report-answer = { $points } из { $max }; ещё не решено задач: { $wrong } из { $graded }.
unknown-keys = Ключи, о которых не спрашивает ни одна задача (на баллы не влияют):
did-you-mean = возможно, вы имели в виду
looks-like = Похоже вот на что:
grader-fault-next = Эталонное решение дало сбой, это наша ошибка. Она не стоит ни баллов, ни попытки: ответ будет проверен заново.
shape-differs = Ожидалась форма { $expected }, получена { $got }.
dtype-differs = Ожидались числа другого рода; тип массива — { $got }.
missing-key = В файле нет ключа { $key }.
shape-other = Причина: { $cause }.
shape-transposed = Оси в другом порядке: транспонируйте.
shape-extra-axis-of-one = Есть лишняя ось длины 1: уберите её (squeeze).
shape-axis-of-one-dropped = Не хватает оси длины 1: сохраните её.
shape-flattened = Всё вытянуто в одну ось: сохраните оси.
shape-reduced-to-scalar = Всё сведено к одному числу.
shape-not-reduced = Ось { $axis } сохранена, а по ней нужно суммировать или усреднять.
shape-wrong-axis-reduced = Осталась ось { $got } вместо { $axis }: свёртка прошла не по той оси.
report-answer-practice = Тренировка: верно { $right } из { $all }.
report-no-file = То, что сказано в отчёте, в силе; не показано только, где именно ошибки.
