audit-what = Кто менял оценки, конфигурацию, роли и сроки и кто входил; сначала новое.
audit-find = Слова
audit-at = Когда
audit-actor = Кто
audit-action = Что
audit-subject = Чьё
audit-before = Было
audit-after = Стало
audit-empty = Ничего не найдено.
audit-newest = К новым
audit-older = Раньше
audit-did-user = человек
audit-did-course = конфигурация
audit-did-override = баллы вручную
audit-did-extension = срок сдачи
audit-did-exam = экзамен
audit-did-late = снижение за опоздание
audit-did-manual-grade = ручная проверка
audit-did-regrade = перепроверка
audit-did-link = ссылка для входа
audit-did-sign-in = вход
audit-did-sign-out = выход
audit-did-session = сеанс завершён
audit-did-token = токен
audit-did-request = запрос
audit-did-rubric = критерии
audit-course = курс
audit-job = работа { $id }
audit-submission = { $homework }, отправка { $id }
audit-reason = { $what } ({ $reason })
audit-excused = освобождение
audit-person = { $name } · { $role } · { $active ->
    [yes] может войти
   *[no] не может войти
}
audit-version = версия { $version }
audit-points-of-version = { $points } (версия { $version })
audit-points-of-parts = { $points } ({ $parts })
audit-late-left = с опозданием: осталось { $left }
audit-all-homeworks = все задания
audit-regrade-begun = версия { $version }, { $homework }, отправок: { $submissions }
audit-request-open = запрос { $id } открыт
audit-request-closed = закрыт
audit-link-until = действует до { $day }
audit-did-import = список
audit-import-roster = список людей
audit-import-exam = баллы за экзамен
audit-import-rows = { $n ->
    [one] { $n } изменение
    [few] { $n } изменения
   *[other] { $n } изменений
}
audit-import-taken-back = отмена записи { $id }: { $rows }
audit-number = Номер
audit-person-of = Логин
audit-kind = Вид
audit-kind-any = любой
audit-from = С
audit-to = По
audit-file = Скачать CSV
audit-no-day = «{ $text }» — не дата. Напишите её в виде 2026-11-28.
audit-list = Список
audit-list-rows = Что изменилось
audit-back-preview = Показать, что изменит отмена
audit-back-what = Список отменяется целиком. То, что с тех пор изменилось ещё раз, останется как есть. Сначала вы увидите, что произойдёт.
audit-back-title = Что изменит отмена
audit-back-answer = Отменится: { $undone }, останется как есть: { $kept }.
audit-back-do = Отменить список
audit-back-nothing = Отменять нечего: всё с тех пор изменилось.
audit-back-undone = Отменится
audit-back-kept = Останется как есть
audit-back-kept-what = Эти строки с тех пор изменились или уже используются: новый человек, который входил, что-то посылал или получил баллы, останется.
audit-back-now = Сейчас
audit-back-then = Будет
audit-list-page = К странице таких списков
audit-back-preview-link = Что изменилось и как это отменить
