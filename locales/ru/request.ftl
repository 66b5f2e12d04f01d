requests = Апелляции
requests-one = Апелляция
requests-answer = { $n ->
    [0] Открытых апелляций нет.
    [one] { $n } открытая апелляция.
    [few] { $n } открытые апелляции.
   *[other] { $n } открытых апелляций.
}
requests-open = Открытые
requests-closed = Закрытые
request-about = Апелляция: { $title }
request-open = открыта
request-closed-at = закрыта { $at }
request-write = Подать апелляцию
request-how = Напишите, что оценено неверно и почему. Преподаватель ответит здесь же.
request-points = Другие баллы за задание
request-points-why = Откуда они
request-reason = по обращению { $request }
request-whole = Баллы за всё задание
request-task = Задача
request-text = Что нужно посмотреть ещё раз и почему?
request-send = Отправить
request-reply = Ответ
request-close = Ответить и закрыть
request-opened = Открыта
request-waits = ждёт ответа
request-answered = есть ответ
request-messages = { $n ->
    [one] { $n } сообщение
    [few] { $n } сообщения
   *[other] { $n } сообщений
}
request-report = Последний отчёт
request-answer-page = Проверенный ответ
request-closed = Апелляция закрыта: сообщение не отправлено.
request-too-many = Больше писать об этой задаче здесь нельзя. Поговорите с преподавателем лично.
request-nothing-sent = Вы ещё ничего не отправили по этому заданию, поэтому пересматривать нечего.
