grade-bar-key = Сверху оценка, снизу баллы, с которых она ставится.
progress = Баллы по ходу курса
progress-at = Когда
what-if = Что, если …
what-if-how = Передвиньте ползунок или введите число там, где ещё не закрыто; пустое поле считается как есть.
what-if-both = Введённое число важнее ползунка.
what-if-up-to = до { $max }
what-if-count = Посчитать
what-if-reset = Как есть
what-if-answer = Получилось бы баллов: { $total }, оценка { $grade }.
what-if-not-points = Это не число баллов; пишите так: 9,5.
what-if-range = От 0 до { $max }.
attempts-left = { $n ->
    [one] осталась { $n } попытка
    [few] осталось { $n } попытки
   *[other] осталось { $n } попыток
}
state-not-open = ещё не открыто
state-open = открыто
state-due-soon = скоро срок
state-late = с опозданием
state-closed = закрыто
points = Баллы: { $n }
points-of = { $points } из { $max }
points-of-none = из { $max }
grade-bar = Баллы: { $total } из { $max }; оценка { $grade }
grade-steps = Оценки и баллы, с которых они начинаются
grade-from = от { $points }
overview-answer = Набрано { $total } из { $max }: оценка { $grade }. До оценки { $next } не хватает { $missing }.
overview-answer-scaled = Набрано { $total } из { $max }: оценка { $grade }. До оценки { $next } не хватает { $scaled }, это { $missing } заработанных: при освобождении заработанное пересчитывается.
overview-answer-top = Набрано { $total } из { $max }: оценка { $grade }.
overview-how = Как получается оценка
overview-next = Сейчас
overview-next-nothing = пока ничего не отправлено, можно получить { $max }
overview-next-waits = ответ ждёт проверки, можно получить { $max }
overview-begin = Открыть задание
overview-improve = Улучшить результат
overview-homeworks = Домашние задания
overview-asked = Прочитать
overview-asked-waits = апелляция ждёт ответа
overview-asked-answered = на апелляцию ответили
opens-at = откроется { $at }
due-at = срок { $at } · ещё { $left }
closes-at = приём до { $at } · ещё { $left }
was-due = срок был { $at }
attempts = { $n ->
    [0] попыток ещё не было
    [one] { $n } попытка
    [few] { $n } попытки
   *[other] { $n } попыток
}
attempts-of = попытки: { $n } из { $most }
statement = Условие
total = Всего
final-grade = Оценка
state-other = { $state }
