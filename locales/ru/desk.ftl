points-n = { $n ->
    [one] { $shown } балл
    [few] { $shown } балла
    [many] { $shown } баллов
   *[other] { $shown } балла
}

look-inside = Посмотреть, что внутри
look-inside-what = Вы увидите содержимое файла до отправки.
drop-here = … или перетащите файл сюда.
uploading = Передача файла
from-notebook = Отправить из ноутбука
from-notebook-how = Файл уйдёт сразу и займёт попытку. Поместите токен в переменную окружения DGM_TOKEN; создать его можно здесь:

draft = Проверка перед отправкой
draft-answer = Найдено и подходит: { $fits } из { $all }.
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
fault-draft-gone = Файла, который вы смотрели, здесь уже нет
fault-draft-gone-next = Прошёл час, файл уже отправлен или с тех пор вы смотрели другой. Откройте задание и выберите файл снова; сейчас ничего не отправлено.

report-attempt = Попытка { $n }
report-tasks = Оцениваемые задачи
report-practice = Тренировка
report-practice-right = верно { $right } из { $all }; баллов тренировка не даёт
hint-later = Это известная ошибка. Подсказка появится с попытки { $n }.
change = По сравнению с предыдущей попыткой
change-points = баллы { $points }
change-none = вердикты не изменились
change-right = теперь верно
change-wrong = больше не верно
earlier-now = Этот отчёт составлен по версии { $version } правил курса (программа { $release }).
earlier-list = Прежние отчёты об этой посылке:
earlier-until = до { $at }
earlier-title = Прежний отчёт
earlier-notice = Составлен по версии { $version } правил курса (программа { $release }), заменён { $at } и больше не действует.
earlier-change = Что иначе в следующем отчёте
accepted-exact = только само значение
accepted-relative = каждый элемент может отличаться от эталона на { $rtol } его величины
accepted-absolute = каждый элемент может отличаться от эталона на { $atol }
accepted-both = каждый элемент может отличаться от эталона на { $atol } и ещё на { $rtol } его величины
error-map-title = Где сосредоточена погрешность { $key }
error-map-what = Погрешность в единицах допуска.
error-map-rows = Строки: { $rows } ({ $down }); столбцы: { $columns } ({ $across }).
error-map-strip = Слева направо: { $axis } ({ $across }).
error-map-block = Клетка показывает худший из элементов; в ней до { $n } элементов.
error-step-0 = в пределах допуска
error-step-1 = до 10 допусков
error-step-2 = до 100 допусков
error-step-3 = до 1000 допусков
error-step-4 = больше 1000 допусков
error-step-5 = NaN или бесконечность
error-step-0-exact = совпадает
error-step-1-exact = отличается
error-step-2-exact = отличается
error-step-3-exact = отличается
error-step-4-exact = отличается
error-step-5-exact = отличается
worst-elements = Элементы дальше всего от эталона
worst-index = Элемент
worst-got = У вас
worst-expected = Эталон
worst-interval = Принимается
worst-error = Погрешность
reference-download = Эталонные ответы .npz
reference-what = для ваших входных данных, по задачам, которые уже можно показать
receipt-homework = Домашнее задание
receipt-size = Размер в байтах
receipt-sha256 = SHA-256
receipt-download = Квитанция

grade-bar-key = Сверху оценка, снизу баллы, с которых она ставится.
progress = Баллы по ходу курса
what-if = Что, если …
what-if-how = Передвиньте ползунок или введите число там, где ещё не закрыто; пустое поле считается как есть.
what-if-both = Введённое число важнее ползунка.
what-if-up-to = до { $max }
what-if-count = Посчитать
what-if-reset = Как есть
what-if-answer = Получилось бы баллов: { $total }, оценка { $grade }.
what-if-not-points = Это не число баллов; пишите так: 9,5.
what-if-range = От 0 до { $max }.
starter = Заготовка .ipynb

stored = Что о вас хранится
stored-what = Один архив: профиль, баллы, отчёты, апелляции и журнал в JSON и каждый файл и текст в том виде, в каком вы его отправили.
stored-download = Скачать (.zip)
stored-table = Что
stored-rows = Записей
stored-users = имя, логин, роль, язык, часовой пояс
stored-links = ссылки для входа (только отпечатки)
stored-tokens = токены для программ (только отпечатки)
stored-submissions = посылки с файлами и отчётами
stored-drafts = файлы, ожидающие отправки (не дольше часа)
stored-manual-answers = ответы, которые проверяет преподаватель
stored-requests = апелляции
stored-manual-grades = баллы, поставленные проверяющим
stored-overrides = баллы, назначенные преподавателем
stored-extensions = продления
stored-exams = баллы за экзамен
stored-audit = записи в журнале изменений

remote-unreachable = Не удаётся связаться с { $server }: { $error }. Проверьте адрес и сеть; ничего не отправлено.
remote-strange = { $server } отвечает { $status } и не так, как сервер dgm. Проверьте адрес.
submit-receipt = Квитанция: посылка { $id }, получена { $at }, SHA-256 { $sha256 }, баллы { $points }
login-ask = Создайте токен на странице { $url }, вставьте его сюда и нажмите Enter:
login-done = Токен действует и сохранён в файле
attempts-left = { $n ->
    [one] осталась { $n } попытка
    [few] осталось { $n } попытки
   *[other] осталось { $n } попыток
}
status-to-next = До следующей оценки не хватает: { $missing }
