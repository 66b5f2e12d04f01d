draft-moved = Курс изменился с тех пор, как вы выбрали этот файл. Здесь показана прежняя проверка; при отправке файл будет проверен заново.
look-inside = Посмотреть, что внутри
look-inside-what = Вы увидите содержимое файла до отправки.
drop-here = … или перетащите файл сюда.
drop-one = Сюда перетащили несколько файлов: нужен один, файл ответов.
uploading = Передача файла
draft = Проверка перед отправкой
draft-trouble = { $n ->
    [one] { $n } ответ есть, но не подходит.
    [few] { $n } ответа есть, но не подходят.
   *[other] { $n } ответов есть, но не подходят.
}
draft-unknown = { $n ->
    [one] { $n } ключ неизвестен.
    [few] { $n } ключа неизвестны.
   *[other] { $n } ключей неизвестны.
}
draft-not-sent = Пока ничего не отправлено.
draft-again = Этот же файл вы уже отправляли; повторная отправка ничего не изменит.
draft-costs-nothing = Попытка не потратится: откроется прежний отчёт.
draft-late = Это будет с опозданием: засчитается { $kept } от заработанных баллов.
draft-attempt = Это будет попытка { $n }; число попыток не ограничено.
draft-attempt-of = Это будет попытка { $n } из { $most }.
draft-another = Выбрать другой файл
draft-trouble-title = Есть, но не в том виде
draft-unknown-title = Неизвестные ключи
draft-missing-title = Нет, хотя за это дают баллы
draft-found-title = Найдено
draft-missing-practice = { $n ->
    [one] Нет { $n } тренировочного ответа
    [few] Нет { $n } тренировочных ответов
   *[other] Нет { $n } тренировочных ответов
}
draft-state = Состояние
draft-expected = Ожидается форма
draft-got = Найдено
draft-expires = файл ждёт здесь один час
found-fits = есть
found-not-finite = NaN или бесконечность
found-wrong-shape = другая форма
found-wrong-dtype = другой тип
found-missing = нет
found-grader-fault = не удалось проверить
draft-answer = Из ответов с баллами найдено и подходит: { $fits } из { $all }.
draft-answer-practice = Тренировочных: { $fits } из { $all }.
draft-own-inputs = Скачать ваши входные данные
draft-nothing = В этом файле нет ничего, за что дают баллы.
draft-counts-more = Этот файл может принести не больше { $most }; уже засчитано { $counts }, а засчитывается лучшая посылка.
draft-send-anyway = Всё равно отправить
draft-half = { $dtype } хранит { $digits } цифры, а допуск строже: отправьте float32.
