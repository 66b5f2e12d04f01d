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
