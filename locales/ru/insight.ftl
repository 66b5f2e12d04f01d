insight-homework = Задание
insight-sent = С баллами
insight-missing = Без посылок
insight-mean = Среднее среди тех, у кого есть баллы
insight-table = То же таблицей
insight-bar = Столбик
insight-count = Студентов или посылок
insight-grades = Итоговые оценки на сегодня
insight-grades-what = Сколько студентов имеют каждую итоговую оценку при набранных баллах.
insight-grade-bar = оценка { $grade }: { $n }
insight-answer = Посылки есть у { $students } из { $class }, всего посылок: { $submissions }.
insight-attempts = Решено и с какой попытки
insight-attempts-what = Для каждой задачи в порядке таблицы: сколько студентов её решили; части снизу вверх: с первой попытки, со второй и так далее.
insight-attempt = с { $n }-й попытки
insight-attempt-later = с { $n }-й попытки или позже
insight-task-bar = { $task }: решили { $solved } из { $tried }
insight-task = Задача
insight-tried = Пробовали
insight-solved = Решили
insight-mistakes = Ошибки и число студентов
insight-unknown = неверно, но ошибка не распознана
insight-points = Баллы
insight-points-what = Сколько студентов набрали сколько баллов, столбик на балл; последний столбик — максимум.
insight-points-bar = от { $from } до { $to }: { $n }
insight-points-last = { $from } и больше: { $n }
insight-hours = Перед сроком сдачи
insight-hours-what = Посылки за каждый из последних 72 часов перед сроком; срок — у правого края.
insight-hours-answer = Срок: { $deadline }. Раньше чем за 72 часа: { $earlier }; после срока: { $later }.
insight-hour-bar = час −{ $hour }: { $n }
insight-missing-who = { $n ->
    [0] У всех есть посылки, баллы или освобождение
    [one] Без посылок: { $n } студент
    [few] Без посылок: { $n } студента
   *[other] Без посылок: { $n } студентов
}
insight-late-who = { $n ->
    [0] Все зачтённые посылки пришли в срок
    [one] Зачтена посылка после срока: { $n } студент
    [few] Зачтена посылка после срока: { $n } студента
   *[other] Зачтена посылка после срока: { $n } студентов
}
insight-discrimination = Различает
insight-discrimination-what = Корреляция баллов за эту задачу с баллами за остальные задачи задания, от −1 до +1. Около 0 задача измеряет что-то другое; ниже 0 её хуже решают те, кто лучше справляется с остальным: так бывает, если условие сбивает с толку.
insight-task-answer = { $tried ->
    [0] Её ещё никто не решал.
    [one] Решили { $solved } из { $tried } студента.
   *[other] Решили { $solved } из { $tried } студентов.
}
insight-known = Известные ошибки
insight-known-none = Известных ошибок никто не сделал.
insight-alike = Неверно одинаковым образом
insight-alike-what = Последние ответы, которые не объясняет ни одна известная ошибка, у двух студентов или более. Входные данные у всех свои, поэтому одинаково неверные ответы означают одну и ту же ошибку.
insight-alike-none = Нет двух студентов с одинаково неверными ответами.
insight-alike-others = { $n ->
    [one] Ещё { $n } выход неверен по-своему.
    [few] Ещё { $n } выхода неверны по-своему.
   *[many] Ещё { $n } выходов неверны по-своему.
}
insight-alike-left = { $n ->
    [one] Ответы { $n } студента не просмотрены: их слишком много для одной страницы.
   *[other] Ответы { $n } студентов не просмотрены: их слишком много для одной страницы.
}
insight-way-factor = верный ответ, умноженный на { $factor }
insight-way-offset = верный ответ плюс { $offset }
insight-way-sign = другой знак
insight-way-exp = экспонента верного ответа
insight-way-log = логарифм верного ответа
insight-way-minus-log = минус логарифм верного ответа
insight-way-square = квадрат верного ответа
insight-way-sqrt = квадратный корень из верного ответа
insight-way-reciprocal = единица, делённая на верный ответ
insight-way-one-minus = единица минус верный ответ
insight-way-abs = верный ответ без знака
insight-way-shape = форма { $shape }
insight-way-not-finite = не конечное число
insight-way-transposed = оси в другом порядке
insight-way-order = строки в другом порядке
insight-way-precision = слишком грубое округление
insight-unnamed-practice = Тренировочной задачи нет в правилах, поэтому назвать там её ошибку нельзя.
insight-unnamed-shape = Имя не нужно: в отчётах сказано, какая форма найдена и какая ожидается.
insight-unnamed-not-finite = Имя не нужно: в отчётах сказано, что там NaN или бесконечность, а верный ответ конечен.
insight-unnamed-found = Имя не нужно: в отчётах это уже сказано.
insight-name = Назвать эту ошибку
insight-name-what = Записанная в правила, она дальше узнаётся сама, и студенты видят подсказку, как и при известных ошибках:
insight-name-id = Имя: латинские буквы, цифры и _
insight-name-hint = Подсказка, { $lang }: что искать, без ответа
insight-name-do = Записать в правила и посмотреть
insight-name-like = Это не преобразование: откройте страницу задачи ещё раз и назовите ошибку там.
insight-name-note = { $task }: ошибка { $mistake }
insight-statement = Условие
insight-live = По мере поступления
insight-live-answer = { $class ->
    [one] Баллы есть у { $sent } из { $class } студента, из них все баллы у { $full }.
   *[other] Баллы есть у { $sent } из { $class } студентов, из них все баллы у { $full }.
}
insight-live-just-now = { $n ->
    [0] За последние 10 минут ничего не пришло.
    [one] За последние 10 минут { $n } отправка.
    [few] За последние 10 минут { $n } отправки.
   *[many] За последние 10 минут { $n } отправок.
}
insight-live-arrivals = Последние отправки
insight-live-at = Пришло
insight-live-none = Пока ничего не пришло.
insight-behind = { $n ->
    [0] Никто не отстаёт: всё, чему вышел срок, прислано
    [one] { $n } студент отстаёт
    [few] { $n } студента отстают
   *[many] { $n } студентов отстают
}
insight-behind-what = Кто ничего не прислал по заданию, срок которого вышел, не получил за него баллов и не освобождён; сначала те, у кого таких заданий больше.
insight-behind-missing = Не прислано
insight-behind-total = Баллы
