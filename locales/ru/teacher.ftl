nav-course = Правила оценивания
homework = ДЗ
version = Версия
version-at = Когда
version-by = Кто
version-in-force = действует
course-in-force = { $title }: действует версия { $version }.
course-text = Правила (TOML)
course-file = или файл вместо текста
course-preview = Проверить и посмотреть
course-preview-what = Пока ничего не публикуется.
course-preview-title = Что изменят эти правила
course-versions = Версии
course-version = Версия { $version }
course-refused = Эти правила принять нельзя
course-refused-answer = { $n ->
    [one] { $n } ошибка.
    [few] { $n } ошибки.
   *[many] { $n } ошибок.
} Ничего не опубликовано, действует прежняя версия { $version }.
course-place = строка { $line }, столбец { $column }:
course-in-place = Где это
course-correct = Исправьте здесь
course-moved = Пока вы правили текст, кто-то опубликовал версию { $version }. Ваш текст сохранён ниже и сравнивается уже с ней: если опубликовать его сейчас, её изменения пропадут. Сначала посмотрите на них:
course-note-needed = Напишите в примечании, зачем нужна эта версия (не больше 200 знаков).
course-warnings = Возможно, вы имели в виду другое
course-points = У кого изменятся баллы
course-changes = Чем отличаются правила
course-no-changes = Оценивание то же, что в версии { $version }: отличаются только комментарии, порядок или запись.
course-same = Это дословно версия { $version }, публиковать нечего.
course-publish = Опубликовать
course-publish-what = Новая версия сразу начнёт действовать для всех новых посылок. Прежние версии сохраняются, к любой можно вернуться.
course-note = Зачем
course-regrade-now = сразу перепроверить то, что уже прислано
course-edit-again = Править текст
course-back = Вернуться к этой версии
course-back-what = Сначала будет показано, что изменится.
course-back-note = Возврат к версии { $version }
course-compare = Сравнить
course-compare-with = С версией
course-diff-answer = { $added ->
    [one] Добавлена { $added } строка,
    [few] Добавлено { $added } строки,
   *[many] Добавлено { $added } строк,
} { $removed ->
    [one] удалена { $removed } строка.
    [few] удалено { $removed } строки.
   *[many] удалено { $removed } строк.
}
course-diff-none = Тексты совпадают.
course-whole-text = Весь текст
course-form-broken = Форма дошла с повреждениями, отправьте её ещё раз.
course-not-text = Это не текст в кодировке UTF-8: сохраните файл в UTF-8 и отправьте ещё раз.
course-no-text = Правил нет: вставьте текст TOML или выберите файл.
course-bad-query = Параметры запроса не разобрать: напишите ?dry_run=true или ?dry_run=false.

change-what = Что
change-before = Версия { $version }
change-after = Эти правила
change-course = весь курс
change-yes = да
change-no = нет
change-practice = тренировочная
change-unlimited = без ограничений
change-title = Название
change-time-zone = Часовой пояс
change-formula = Итоговая оценка
change-exam = Баллы за устный экзамен
change-homework = ДЗ { $name }, баллы
change-task = Баллы за { $name }
change-bonus = { $name } сверх максимума
change-partial = Неполные баллы за { $name }
change-tolerance = Допуск для { $name }
change-order = Порядок в { $name }
change-size = Размер { $name } (входные данные студентов изменятся!)
change-item = Баллы за { $name }, проверяет преподаватель
change-item-words = Текст или критерии { $name }
change-max-points = Максимум
change-opens = Открытие
change-deadline = Срок сдачи
change-closes = Закрытие
change-late = Опоздание
change-attempts = Число попыток
change-reveal = Эталонные значения показываются
change-hints = Подсказки с попытки
change-storage = Место для файлов студента, МиБ

impact-answer = { $up ->
    [0] Баллы ни у кого не вырастут,
    [one] Баллы вырастут в { $up } случае,
   *[other] Баллы вырастут в { $up } случаях,
} { $down ->
    [0] ни у кого не уменьшатся.
    [one] уменьшатся в { $down } случае.
   *[other] уменьшатся в { $down } случаях.
}
impact-none = Баллы ни у кого не изменятся.
impact-before = Сейчас
impact-after = Станет
impact-difference = Разница
impact-held = действуют баллы, выставленные вручную, оценка не изменится
impact-graded = Проверено в памяти: { $graded } из { $total } посылок.
impact-partial = Время вышло раньше, чем были проверены все посылки. Сначала проверялись те, что идут в зачёт, поэтому таблица почти полна; при перепроверке будут проверены все.
impact-left = { $n ->
    [one] { $n } посылка сохраняет свои баллы
    [few] { $n } посылки сохраняют свои баллы
   *[many] { $n } посылок сохраняют свои баллы
}
impact-left-fault = сбой самой проверки; остаётся { $points }
impact-left-unreadable = файл больше не читается; остаётся { $points }

regrade = Перепроверка
regrade-what = Проверяет по версии { $version } то, что было прислано раньше, по тем же самым байтам. Посылки, которые эта версия оценивает так же, не затрагиваются.
regrade-which = Что
regrade-all = Все ДЗ
regrade-dry-run = Показать, что изменится
regrade-would = Что изменится
regrade-promise = Баллы, выставленные вручную, и экзамен остаются прежними. Доля баллов, оставленная опоздавшим, не уменьшается. Каждое изменение баллов попадает в журнал, прежние отчёты сохраняются.
regrade-do = { $n ->
    [one] Перепроверить { $n } посылку
    [few] Перепроверить { $n } посылки
   *[many] Перепроверить { $n } посылок
}
regrade-jobs = Прошлые перепроверки
job = Перепроверка { $number }
job-state = Состояние
job-progress-waiting = ◌ В очереди, посылок: { $total }.
job-progress-running = … Идёт проверка: { $done } из { $total } посылок.
job-progress-done = ✓ Готово: проверено { $done } из { $total } посылок.
job-progress-failed = ✗ Остановлена: проверено { $done } из { $total } посылок.
job-failed-next = Перепроверка не смогла продолжиться; то, что уже проверено, сохранено. Причина записана в журнале сервера. Запустите её ещё раз: она продолжит с оставшегося.
job-changed = Что изменилось
job-changed-answer = { $up ->
    [0] Ни у одной посылки баллы не выросли,
    [one] Баллы выросли у { $up } посылки,
   *[other] Баллы выросли у { $up } посылок,
} { $down ->
    [0] ни у одной не уменьшились.
    [one] уменьшились у { $down } посылки.
   *[other] уменьшились у { $down } посылок.
}
job-changed-none = Баллы не изменились.
job-before = Было
job-after = Стало
job-submission = Посылка

fault-course-moved = За это время опубликована другая версия
fault-course-moved-next = Возьмите действующую версию, посмотрите, что в ней изменилось, и повторите.
fault-regrade-busy = Ещё идёт другая перепроверка
fault-regrade-busy-next = Сколько уже сделано, видно на странице «Перепроверка». Дождитесь окончания и запустите эту ещё раз; сейчас ничего не запущено.
regrade-nothing = Перепроверять нечего: все посылки оценены по действующей версии.
regrade-no-homework = в курсе нет задания { $homework }; есть { $known }
regrade-job-gone = пересчёт исчез
