role-student = студент
role-grader = проверяющий
role-teacher = преподаватель
role-owner = владелец
roster-people = Все участники
roster-role = Роль
roster-role-of = Роль: { $name }
roster-state = Вход
roster-active = разрешён
roster-inactive = отключён
roster-deactivate = Отключить
roster-activate = Включить
roster-link = Ссылка для входа
roster-link-of = Новая ссылка для входа: { $name }
roster-link-make = Новая ссылка
roster-owner-only = Проверяющих назначает преподаватель, преподавателей и владельцев — владелец.
roster-import = Добавить людей списком
roster-import-how = CSV или .xlsx из Canvas, Moodle, Brightspace, GitHub Classroom или таблицы: столбец с логинами, адресами почты или номерами студенческих билетов, при наличии — с именами (целиком или имя и фамилия отдельно), группами и ролями. Адреса, номера и группы сохраняются. Сначала вы увидите, что изменится.
roster-deactivate-missing = Отключить студентов, которых нет в списке. Их данные не удаляются.
roster-preview-answer = Новых: { $new }, изменится: { $changed }, отключится: { $gone }, без изменений: { $same }, отклонено строк: { $refused }.
roster-new = Новые
roster-changed = Изменятся
roster-gone = Будут отключены
roster-gone-what = С этого момента они не смогут войти. Посылки и баллы останутся. Если вход включить снова или отменить список, прежние ссылки, сеансы и токены опять подойдут.
roster-done = Готово: { $n ->
    [one] изменён { $n } человек
    [few] изменено { $n } человека
   *[other] изменено { $n } человек
}.
roster-links-title = Ссылки для входа
roster-links-file = Скачать CSV
roster-links-more = и ещё { $n }: в файле все ссылки.
roster-role-unknown = Выберите одну из ролей.
roster-active-unknown = Укажите, может ли человек войти.
roster-links = Это не ссылки этого сервера. Создайте новые на странице людей.
roster-name = Имя
roster-never = вход ещё не выполнялся
roster-days = дн.
roster-days-of = Сколько дней действует ссылка: { $name }
roster-days-many = Сколько дней действуют ссылки
roster-days-range = Ссылка действует от 1 до 366 дней.
roster-link-inactive = Доступ этого человека отключён, войти он не может. Сначала включите доступ.
roster-links-once = Ссылки показаны единственный раз. Они действуют { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
} и впускают любого, кто их откроет: отправьте каждую только её владельцу. Прежние ссылки этих людей больше не действуют.
roster-links-many = Ссылки для многих
roster-links-many-how = Каждому — новая ссылка, файлом CSV для рассылки. Прежние ссылки этих людей перестанут действовать; кто уже вошёл, останется в системе. Сначала вы увидите, сколько их.
roster-links-who = Для кого
roster-links-all = для всех
roster-links-never = для тех, кто ещё ни разу не вошёл
roster-links-preview = Показать, сколько
roster-links-answer = { $n ->
    [0] Новую ссылку не получит никто.
    [one] Новую ссылку получит { $n } человек.
    [few] Новую ссылку получат { $n } человека.
   *[other] Новую ссылку получат { $n } человек.
}
roster-links-work = { $days ->
    [one] Она действует { $days } день.
    [few] Она действует { $days } дня.
   *[other] Она действует { $days } дней.
}
roster-links-end = { $n ->
    [0] Прежние ссылки не затронуты.
    [one] Перестанет действовать { $n } прежняя ссылка.
    [few] Перестанут действовать { $n } прежние ссылки.
   *[other] Перестанут действовать { $n } прежних ссылок.
}
roster-links-make = Создать ссылки и скачать
roster-links-care = Эти ссылки есть только в файле. Кто откроет ссылку, войдёт как её владелец: отправьте каждую только её владельцу, затем удалите файл.
roster-links-whom = Кто получит ссылку
roster-other-login = В списке { $kept } значится как { $listed }; логин { $kept } сохранится.
roster-other-logins = Те же люди под другими логинами
roster-other-logins-what = Они узнаны по адресу почты или номеру билета. Их логины не меняются; сменить логин можно на странице человека.
roster-listed-login = В списке
roster-namesakes = { $n ->
    [one] { $n } человек из списка — тёзка того, кого в списке нет
    [few] { $n } человека из списка — тёзки тех, кого в списке нет
   *[other] { $n } человек из списка — тёзки тех, кого в списке нет
}
roster-namesakes-what = Пока вы не решите, их строки не учитываются. Если это те же люди, их логины останутся, а адреса и номера возьмутся из списка; если другие, рядом с тёзками появятся новые записи.
roster-namesakes-same = Это те же люди
roster-namesakes-new = Это другие люди
roster-namesakes-how = { $n ->
    [one] { $n } строка — о тёзке того, кого в списке нет: укажите --namesakes same (тот же человек) или --namesakes new (другой).
    [few] { $n } строки — о тёзках тех, кого в списке нет: укажите --namesakes same (те же люди) или --namesakes new (другие).
   *[other] { $n } строк — о тёзках тех, кого в списке нет: укажите --namesakes same (те же люди) или --namesakes new (другие).
}
roster-email = Почта
roster-student-id = Номер билета
roster-group = Группа
roster-edit = изменить
roster-edit-of = изменить: { $name }
roster-no-list = в журнале нет списка под номером { $entry }
roster-taken-back = отменено изменений: { $undone }; осталось как есть: { $kept }
roster-would-take-back = изменений к отмене: { $undone }; останется как есть: { $kept }
roster-entry = запись журнала: { $entry }; отменить список: dgm roster take-back { $entry }
roster-find = Имя, логин, почта, номер или группа
roster-found = { $n } из { $all }
