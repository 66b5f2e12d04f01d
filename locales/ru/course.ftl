version = Версия
version-at = Когда
version-by = Кто
version-by-server = сервер
version-first = первая версия
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
course-taken = { $n ->
    [one] Как только версия вступит в силу, баллы уменьшатся у { $n } студента:
   *[other] Как только версия вступит в силу, баллы уменьшатся у { $n } студентов:
  }
course-take = { $n ->
    [one] отнять эти баллы у { $n } студента
   *[other] отнять эти баллы у всех { $n } студентов
  }
taken-total = сумма баллов
course-take-first = Ничего не опубликовано: эта версия отнимает баллы у студентов. Просмотрите список и, если так и задумано, поставьте отметку ниже.
course-edit-again = Править текст
course-form-open = Без TOML
course-form-what = Сроки, баллы, попытки и правила одного задания — в форме; там же правила для всех, где не сказано иное. Форма меняет в тексте только эти строки, комментарии и оформление остаются; дальше всё как обычно: сначала предварительный просмотр.
course-form-text = Текст целиком
course-form-title = { $title }: сроки, баллы и правила
course-form-answer = Пустое поле значит, что в тексте об этом ничего не сказано. Сразу ничего не публикуется: сначала будет показано, что изменится.
course-form-refused = { $n ->
    [one] Не принято: { $n } ошибка. Всё введённое сохранено.
    [few] Не принято: { $n } ошибки. Всё введённое сохранено.
   *[many] Не принято: { $n } ошибок. Всё введённое сохранено.
}
course-form-dates = Сроки (часовой пояс: { $zone })
course-form-dates-what = Если время не указано, открытие — с начала дня, остальное — до конца дня.
course-form-time = Время
course-form-rules = Попытки, опоздания, эталонные значения
course-form-points = Баллы
course-form-practice = { $n ->
    [one] { $n } тренировочная задача
    [few] { $n } тренировочные задачи
   *[many] { $n } тренировочных задач
}
course-form-practice-what = Задача, которой даны баллы, становится зачётной; если баллы стереть, она снова тренировочная.
course-form-all = Правила для всех заданий
course-form-all-answer = Действуют для каждого задания, в котором не сказано иное. Пока ничего не публикуется: сначала будет показано, что изменится.
course-form-unsaid = не указано: { $now }
course-form-default = как во всех заданиях
course-form-default-now = как во всех заданиях: { $now }
course-form-attempts-number = сколько
course-form-attempts-some = ограничено
course-form-attempts-most = { $n }
course-form-reveal-never = никогда
course-form-reveal-after-close = после закрытия
course-form-reveal-when-solved = когда задача решена
course-form-reveal-always = сразу
course-form-late-refused = не принимается
course-form-late-free = принимается без потерь
course-form-late-per-day = отнимает долю баллов за день
course-form-per-day = % за день
course-form-most = не больше, %
course-check-none = Ошибок не найдено. Ожидания и известные ошибки проверяются на сотне студентов при просмотре.
course-check-warnings = { $n ->
    [one] { $n } место, где, возможно, имелось в виду другое.
    [few] { $n } места, где, возможно, имелось в виду другое.
   *[many] { $n } мест, где, возможно, имелось в виду другое.
}
course-check-errors = { $n ->
    [one] { $n } ошибка.
    [few] { $n } ошибки.
   *[many] { $n } ошибок.
}
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
course-not-text = строка { $line } — не текст в UTF-8; вероятно, файл в Windows-1251. Сохраните его в UTF-8 (в Блокноте: «Сохранить как», «Кодировка») и отправьте ещё раз.
course-cut-off = строка { $line } — не текст в { $encoding }; вероятно, файл обрезан по пути. Сохраните его в UTF-8 (в Блокноте: «Сохранить как», «Кодировка») и отправьте ещё раз.
course-no-text = Правил нет: вставьте текст TOML или выберите файл.
course-bad-query = Параметры запроса не разобрать: напишите ?dry_run=true или ?dry_run=false.
change-expect = Ожидания от правил
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
change-excused = Освобождение от задания
change-homework = ДЗ { $name }, баллы
change-task = Баллы за { $name }
change-bonus = { $name } сверх максимума
change-partial = Неполные баллы за { $name }
change-tolerance = Допуск для { $name }
change-order = Порядок в { $name }
change-size = Размер { $name } (для ещё не выданных входных данных)
change-mistakes = Ошибки, названные для { $name }
change-item = Баллы за { $name }, проверяет преподаватель
change-accept = Виды ответов на { $name }
change-item-words = Текст или критерии { $name }
change-max-points = Максимум
change-opens = Открытие
change-deadline = Срок сдачи
change-closes = Закрытие
change-late = Опоздание
change-attempts = Число попыток
change-reveal = Эталонные значения показываются
change-feedback = Отчёты о своих входных данных сообщают
change-hints = Подсказки с попытки
change-storage = Место для файлов студента, МиБ
