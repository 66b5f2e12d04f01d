course-level-error = ошибка
course-level-warning = предупреждение
course-level-help = подсказка
course-left-out = { $count ->
    [one] … и ещё { $count } замечание
    [few] … и ещё { $count } замечания
   *[many] … и ещё { $count } замечаний
}
course-example = например: { $example }
course-did-you-mean = возможно, имелось в виду `{ $nearest }`?
course-type-string = строка в кавычках
course-type-integer = целое число
course-type-float = число
course-type-boolean = true или false
course-type-datetime = дата или дата со временем, без кавычек
course-type-array = массив
course-type-table = таблица
course-type-tables = массив таблиц
course-type-points = баллы: десятичная дробь в кавычках или целое число
course-type-words = текст на двух языках
course-type-late = "refused", "free" или таблица с ключом `per_day`
course-too-large = файл больше { $most } КиБ
course-too-large-help = курс занимает несколько страниц: длинные тексты перенесите в условия
course-syntax = это не TOML: { $reason }
course-toml-duplicate = этот ключ уже записан; оставьте что-то одно
course-toml-string = у текста нет закрывающей кавычки или в нём недопустимый символ (обратную косую черту пишите как \\)
course-toml-quotes = текст нужно взять в кавычки, а между значениями списка поставить запятые
course-toml-value = нет значения: пишите `ключ = значение`
course-toml-assignment = между ключом и значением нет `=`
course-toml-extra-sign = лишний знак `=`, или перед ним не хватает запятой
course-toml-unclosed = не хватает { $expected }
course-toml-comma = не хватает запятой
course-toml-extra-comma = лишняя запятая
course-toml-key = ключ состоит из латинских букв, цифр, - и _; любой другой нужно взять в кавычки
course-toml-unexpected = дальше в этой строке может быть только комментарий
course-toml-number = число записано не так, как принято в TOML: 10, 0.5 или 1e-3
course-toml-date = такой даты или такого времени нет; пишите 2026-10-06 или 2026-10-06T23:59:00
course-toml-boolean = текст нужно взять в кавычки; true и false пишутся строчными буквами
course-toml-deep = слишком глубокая вложенность
course-toml-other = не удаётся разобрать ({ $words })
course-unknown-key = неизвестный ключ `{ $key }`
course-unknown-key-help = здесь возможны: { $known }
course-missing-key = не хватает ключа `{ $key }`
course-wrong-type = значение `{ $key }` не того типа: ожидается { $expected }, а здесь { $found }
course-unknown-choice = у `{ $key }` не бывает значения "{ $word }"
course-unknown-choice-help = напишите одно из: { $choices }
course-out-of-range = `{ $key }` — целое число от { $least } до { $most }
course-bad-value = значение `{ $key }` не подходит: { $reason }
course-readable = файл { $file } могут прочитать другие пользователи этой машины
course-readable-help = оставьте его только владельцу: chmod 600 { $file }
course-not-there = { $path }: такого файла или такой папки нет
course-header-untrusted = кто входит, говорит заголовок, но ни одному прокси не разрешено его присылать
course-header-untrusted-help = назовите прокси: trust_proxy = ["127.0.0.1"] или ключ --trust-proxy
course-empty-text = текст `{ $key }` пуст
course-empty-text-help = напишите текст или уберите ключ, если он не обязателен
course-one-language = в `{ $key }` нет языка `{ $missing }`
course-one-language-help = каждый текст есть на двух языках: напишите { "{" } en = "…", ru = "…" { "}" }
course-bad-name = "{ $name }" — не имя
course-bad-name-help = имя начинается с буквы a–z и состоит не более чем из 64 знаков: a–z, 0–9 и _
course-duplicate = имя `{ $name }` встречается дважды
course-duplicate-help = имена не повторяются: по ним хранятся результаты
course-points-float = баллы считаются точно, а это двоичная дробь
course-points-float-help = возьмите число в кавычки: "{ $points }"
course-points-not-a-number = это не число баллов
course-points-not-a-number-help = напишите десятичную дробь с точкой, например "2.5"
course-points-too-fine = у баллов не больше трёх знаков после точки
course-points-too-fine-help = округлите до тысячных
course-points-too-large = столько баллов не бывает ни в одном курсе
course-points-negative = баллы не бывают отрицательными
course-points-zero = за то, что оценивается, дают больше 0 баллов
course-points-zero-help = уберите запись: задача не из списка — тренировочная, она проверяется и стоит 0 баллов
course-points-sum = баллы задания `{ $homework }` в сумме дают { $sum }, а не { $max }
course-points-sum-over = уберите { $difference } у задач, пометьте часть из них `bonus = true` или напишите max_points = "{ $written }"
course-points-sum-under = добавьте задачам { $difference } или напишите max_points = "{ $written }"
course-rubric-sum = критерии в сумме дают { $sum }, а весь пункт — { $points }
course-rubric-sum-help = сделайте эти числа равными
course-unknown-homework = нет домашнего задания `{ $homework }`
course-unknown-homework-help = есть задания { $known }
course-no-homeworks = в курсе нет ни одного домашнего задания
course-no-homeworks-help = добавьте таблицу [[homework]] с id = "elbo"
course-unknown-task = в задании `{ $homework }` нет задачи `{ $task }`
course-unknown-task-help = список задач покажет `dgm tasks { $homework }`
course-task-elsewhere = задача `{ $task }` из задания `{ $elsewhere }`, а не `{ $homework }`
course-task-elsewhere-help = перенесите запись в [[homework]] с id = "{ $elsewhere }"
course-homework-unclear = неясно, к какому домашнему заданию относится эта настройка
course-homework-unclear-help = напишите в начале homework = "elbo" или внесите в список хотя бы одну его задачу
course-bad-default = встроенная настройка задания `{ $homework }` неверна, строка { $line }: { $reason }
course-unknown-output = у задачи `{ $task }` нет выхода `{ $output }`
course-unknown-output-help = её выходы: { $known }
course-whole-output = в `{ $output }` целые числа, они сравниваются точно
course-whole-output-help = уберите допуск
course-unknown-axis = у выхода `{ $output }` нет оси `{ $axis }`
course-unknown-axis-help = его оси: { $known }
course-axis-twice = у выхода `{ $output }` ось `{ $axis }` встречается дважды, а переставлять можно было бы только обе сразу
course-axis-twice-help = напишите "exact" или "up_to_sign"
course-no-axes = `{ $output }` — одно число, переставлять нечего
course-no-axes-help = напишите "exact" или "up_to_sign"
course-unknown-size = у задачи `{ $task }` нет размера `{ $size }`
course-unknown-size-help = её размеры: { $known }
course-size-out-of-range = `{ $size }` задачи `{ $task }` — целое число от { $least } до { $most }
course-sizes-too-large = при таких размерах тренировочный набор задания `{ $homework }` занимает { $all }, а программа студента принимает не больше { $most }
course-sizes-too-large-help = уменьшите размеры задачи `{ $task }`: на неё приходится { $own }
course-bad-tolerance = `{ $key }` — конечное число, не меньше 0
course-tolerance-accepts-zero = при rtol от 1 и выше ответ 0 всегда верен
course-tolerance-accepts-zero-help = напишите малую долю, например rtol = 1e-4
course-mistake-passes = известная ошибка `{ $mistake }` задачи `{ $task }` прошла бы проверку у { $passing } из { $tried } пробных студентов
course-mistake-passes-help = уменьшите допуск или уберите это изменение: собственные правила задачи отличают её ошибки
course-tolerance-exact = rtol и atol равны 0: подойдут только совпадающие до последнего знака числа
course-tolerance-exact-help = float64 и float32 различаются в последних знаках; напишите хотя бы rtol = 1e-6
course-mistake-is-right = при таких размерах известная ошибка `{ $mistake }` задачи `{ $task }` даёт верный ответ
course-mistake-is-right-help = увеличьте размеры, чтобы ошибка была видна
course-promise-broken = при таких размерах условие задачи `{ $task }` не всегда верно (пробных студентов: { $tried }, из них неверно для { $broken }): { $sentence }
course-promise-broken-help = выберите другие размеры: это предложение читает каждый студент
course-accept-nothing = на это задание нельзя было бы ответить
course-accept-nothing-help = напишите, что принимается, например accept = ["text", "pdf"]
course-bad-like = `{ $like }` — это не преобразование верного ответа
course-bad-like-help = напишите "factor 2.5", "offset -1" или функцию: exp, log, minus_log, square, sqrt, reciprocal, one_minus, abs
course-like-nothing = ошибка не меняет ни одного выхода
course-like-nothing-help = напишите like.ВЫХОД = "factor 2"
course-hint-too-long = подсказка не длиннее { $most } знаков
course-too-many-mistakes = в правилах не больше { $most } ошибок на задачу
course-named-is-right = ошибка `{ $mistake }` задачи `{ $task }` даёт верный ответ у { $right } из { $tried } пробных студентов
course-named-is-right-help = верный ответ нельзя назвать ошибкой: напишите другое `like` или уберите эту ошибку
course-named-never-told = ошибка `{ $mistake }` задачи `{ $task }` не узнана ни у одного пробного студента (всего { $tried })
course-named-never-told-help = напишите, что она делает с выходом, который действительно меняет
course-named-is-known = ошибка `{ $mistake }` задачи `{ $task }` у всех пробных студентов совпадает с `{ $other }`
course-named-is-known-help = уберите её: та уже называется
course-named-hides = из-за ошибки `{ $mistake }` задачи `{ $task }` перестаёт называться `{ $other }`
course-named-hides-help = укажите её для меньшего числа выходов или уберите
course-unknown-time-zone = нет часового пояса `{ $zone }`
course-unknown-time-zone-help = напишите имя из базы IANA, например "Europe/Moscow"
course-bad-date = это не дата
course-bad-date-help = напишите дату 2022-10-06 или дату со временем 2022-10-06T18:00:00
course-time-skipped = такого местного времени нет: часы переводят вперёд
course-time-skipped-help = напишите { $instead }
course-time-twice = такое местное время наступает дважды: часы переводят назад
course-time-twice-help = напишите { $first } для первого раза или { $second } для второго
course-opens-too-late = задание открывается, когда оно уже закончилось
course-opens-too-late-help = `opens` раньше, чем `deadline` и `closes`
course-closes-too-early = задание закрывается раньше срока сдачи
course-closes-too-early-help = `closes` не раньше срока сдачи
course-bad-percentage = `{ $key }` — процент больше 0 и не больше 100
course-bad-percentage-help = напишите в кавычках, не больше одного знака после точки: "10%" или "12.5%"
course-most-too-small = `most` меньше, чем снимается за один день ({ $per_day })
course-most-too-small-help = напишите не меньше "{ $per_day }"
course-late-without-deadline = срока сдачи нет, поэтому опоздать нельзя
course-late-without-deadline-help = добавьте `deadline` или уберите `late`
course-closes-in-vain = после срока сдачи ничего не принимается (late = "refused"), поэтому это ни на что не влияет
course-closes-in-vain-help = уберите `closes` или напишите late = "free"
course-dates-past = все даты этого задания уже прошли
course-dates-past-help = проверьте год и месяц; если задание и правда закончилось, оставьте как есть
course-tells-at-once = как только это будет опубликовано, студенты увидят верные значения для своих входных данных
course-tells-at-once-help = возврат к прежней версии не скроет увиденного: проверьте даты, `reveal` и `feedback`; если это вышло по ошибке, раздайте новые входные данные
course-never-closes = решения показываются после закрытия, а это задание не закрывается
course-never-closes-help = добавьте `closes`
course-bad-formula = итоговая оценка: { $reason }
course-bad-formula-help = в формуле бывают числа, points, + - * /, скобки, floor, ceil, round, relu, min(a, b), max(a, b)
course-formula-without-points = итоговая оценка не зависит от баллов
course-formula-without-points-help = используйте `points`, например "floor(relu(points / 8 - 2))"
course-formula-empty = формулы нет
course-formula-too-long = формула длиннее { $most } знаков
course-formula-too-deep = больше { $most } скобок вложено друг в друга
course-formula-ended-early = формула обрывается: ожидается число, `points`, функция или закрывающая скобка
course-formula-unexpected = здесь не может стоять `{ $found }`
course-formula-unexpected-comma = здесь не может стоять запятая; дробная часть отделяется точкой
course-formula-unknown-name = нет функции `{ $name }`
course-formula-unknown-name-near = нет функции `{ $name }`; возможно, имелось в виду `{ $nearest }`?
course-formula-arguments = { $expected ->
    [one] у `{ $function }` { $expected } аргумент, а здесь их { $got }
    [few] у `{ $function }` { $expected } аргумента, а здесь их { $got }
   *[many] у `{ $function }` { $expected } аргументов, а здесь их { $got }
}
course-formula-number-too-long = у числа не больше { $most } цифр до точки и после неё
course-formula-division-by-zero = это может быть равно 0, а на это делят
course-formula-too-large = числа слишком велики для точных вычислений
course-formula-decreasing = оценка убывает: сумма баллов { $more } даёт меньше, чем { $fewer }
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
course-write-line = напишите `{ $line }`
course-lookalike = буква «{ $letter }» не латинская, она только похожа на `{ $latin }`: напишите `{ $meant }`
course-toml-lookalike = буква «{ $letter }» не латинская, она только похожа на `{ $latin }`
course-toml-invisible = здесь стоит невидимый символ ({ $code })
course-toml-line-end = здесь стоит { $code }, а строка настроек так не кончается; закончите её клавишей Enter в простом текстовом редакторе
course-toml-space = это не обычный пробел ({ $code }): он пришёл из текстового редактора или с веб-страницы
course-toml-quote = { $quote } — типографская кавычка; текст ставится в прямые кавычки "
course-toml-dash = { $dash } ({ $code }) — тире, а не минус и не дефис
course-toml-brackets = таблиц { $name } несколько, поэтому каждая начинается с двойных скобок
course-toml-other-date = дата пишется так: год-месяц-день
course-toml-date-zone = часовой пояс в дате не пишется: она считается по поясу курса, time_zone
course-toml-date-end = день кончается в 00:00 следующего
course-toml-date-offset = сдвиг от UTC пишется так: +03:00
course-toml-comma-number = дробь пишется с точкой, а не с запятой
