mail = Почта
mail-stop = Больше не присылать таких писем
mail-why-student = Вы получили это письмо, потому что записаны на курс «{ $course }».
mail-why-staff = Вы получили это письмо, потому что преподаёте на курсе «{ $course }».
mail-overview = Все баллы
mail-receipt = Принято: { $what }
mail-receipts = { $n ->
    [one] Принята { $n } работа
    [few] Приняты { $n } работы
   *[other] Принято { $n } работ
}
mail-receipt-lead = { $n ->
    [1] Работа получена и сохранена.
   *[other] Работы получены и сохранены.
}
mail-receipt-at = Получено { $at }, номер { $id }
mail-receipt-waits = Ждёт проверки преподавателем.
mail-receipt-keep = Сохраните это письмо: оно подтверждает, что и когда вы отправили.
mail-graded = Баллы: { $what }
mail-graded-several = Баллы за { $n ->
    [one] { $n } работу
    [few] { $n } работы
   *[other] { $n } работ
}
mail-graded-lead = { $n ->
    [1] Преподаватель поставил или изменил баллы.
   *[other] Преподаватель поставил или изменил несколько баллов.
}
mail-graded-none = баллов больше нет
mail-graded-excused = Вы освобождены от этого задания.
mail-graded-comment = К баллам есть комментарий.
mail-answered = Ответ на апелляцию: { $what }
mail-answered-several = { $n ->
    [one] Ответ на { $n } апелляцию
    [few] Ответы на { $n } апелляции
   *[other] Ответы на { $n } апелляций
}
mail-answered-lead = { $n ->
    [1] На вашу апелляцию ответили.
   *[other] На ваши апелляции ответили.
}
mail-answered-open = Апелляция открыта, можно написать ещё.
mail-answered-closed = Апелляция закрыта.
mail-deadline = Скоро срок: { $what }
mail-deadlines = { $n ->
    [one] Скоро срок { $n } задания
   *[other] Скоро срок { $n } заданий
}
mail-deadline-lead = { $n ->
    [1] Срок близко, а вы ещё ничего не отправили.
   *[other] Сроки близко, а вы ещё ничего не отправили.
}
mail-digest = Сводка: { $course }
mail-digest-lead = Что ждёт вас сегодня.
mail-digest-requests = Ждут ответа: { $waiting }, новых: { $new }
mail-digest-answers = { $n ->
    [one] Ждёт проверки { $n } ответ
    [few] Ждут проверки { $n } ответа
   *[other] Ждут проверки { $n } ответов
}
mail-digest-sharing = { $n ->
    [one] Найдено в { $n } посылке
   *[other] Найдено в { $n } посылках
}
mail-digest-mail = Не доставлено писем: { $lost }, ждут следующей попытки: { $waiting }
mail-sign-in = Ссылка для входа
mail-sign-in-lead = { $name }, по этой ссылке вы войдёте в систему.
mail-sign-in-lasts = { $n ->
    [one] Ссылка действует { $n } минуту и только один раз.
    [few] Ссылка действует { $n } минуты и только один раз.
   *[other] Ссылка действует { $n } минут и только один раз.
}
mail-sign-in-why = Ссылку запросили на странице входа по вашему адресу. Если это были не вы, ничего делать не нужно: без этого письма по ней никто не войдёт.
mail-test-subject = Проверка почты
mail-test-lead = Письма доходят.
mail-test-why = Это письмо вы отправили себе со страницы «Почта».
mail-no-server = { $url }: это не адрес почтового сервера. Напишите smtps://СЕРВЕР:ПОРТ или smtp://СЕРВЕР:ПОРТ (тогда требуется STARTTLS), без имени и пароля.
mail-no-sender = { $text }: это не адрес отправителя. Напишите anna@example.org или Anna <anna@example.org>.
mail-no-transport = Почтовым сервером нельзя воспользоваться: { $error }.
mail-no-address = Это не адрес электронной почты. Он выглядит так: anna@example.org.
mail-ask = Войти по письму
mail-ask-how = Укажите адрес, под которым вас знают на курсе: на него придёт ссылка для входа.
mail-ask-address = Адрес электронной почты
mail-ask-send = Прислать ссылку
mail-asked = Проверьте почту
mail-asked-lead = Если этот адрес есть в списках курса, на него уже идёт письмо со ссылкой.
mail-asked-how = Ссылка действует полчаса. Если письма нет через несколько минут, посмотрите в папке «Спам», проверьте, тот ли это адрес, или попросите ссылку у преподавателя.
mail-asked-again = Указать другой адрес
mail-letters = Письма
mail-letters-to = Письма приходят на { $email }. Другой адрес может указать преподаватель.
mail-letters-nowhere = Ваш адрес неизвестен, поэтому писем не будет. Его может указать преподаватель.
mail-letters-wanted = О чём вам писать
mail-letters-off = Почтовый сервер не настроен: писем сейчас нет.
mail-kind-sign-in = ссылка для входа
mail-kind-receipt = работа получена
mail-kind-graded = преподаватель поставил или изменил баллы
mail-kind-answered = ответ на апелляцию
mail-kind-deadline = завтра срок, а ничего не отправлено
mail-kind-digest = ежедневная сводка
mail-kind-test = проверка почты
mail-stopping = Не присылать такие письма?
mail-stopping-lead = { $name }, больше не присылать вам эти письма: { $kind }?
mail-stopping-do = Больше не присылать
mail-stopped = Таких писем больше не будет.
mail-stopped-again = Присылать снова
mail-resumed = Письма снова будут приходить.
mail-stopping-account = Все письма включаются и отключаются в профиле.
mail-off = Письма не отправляются: почтовый сервер не указан.
mail-off-how = Укажите его в разделе [mail] файла dgm.toml и запустите сервер заново.
mail-state = Через { $server } от { $from }.
mail-state-counts = За сутки отправлено: { $sent }. Ждут отправки: { $waiting }, из них после неудачной попытки: { $troubled }. За неделю не доставлено: { $lost }.
mail-state-good = Письма доходят.
mail-state-bad = Письма не доходят.
mail-state-quiet = Писем пока не было.
mail-test = Отправить себе проверочное письмо
mail-test-begun = Письмо поставлено в очередь. Обновите страницу через несколько секунд: ниже будет видно, ушло ли оно.
mail-test-nowhere = Ваш адрес неизвестен: его может указать другой преподаватель на странице «Люди» или команда dgm user add с ключом --email.
mail-again = Попробовать ещё раз
mail-again-done = { $n ->
    [0] Повторять нечего.
    [one] { $n } письмо снова в очереди.
    [few] { $n } письма снова в очереди.
   *[other] { $n } писем снова в очереди.
}
mail-list = Последние письма
mail-list-kind = О чём
mail-list-to = Кому
mail-list-made = Составлено
mail-list-state = Что с ним
mail-list-none = Писем ещё не было.
mail-became-waiting = ждёт отправки
mail-became-sent = отправлено { $at }
mail-became-needless = стало не нужно
mail-became-given-up = не доставлено
mail-became-delayed = следующая попытка { $at }, уже было: { $n }
mail-trouble-away = почтовый сервер недоступен
mail-trouble-login = почтовый сервер не пускает нас: проверьте имя, пароль и шифрование
mail-trouble-later = почтовый сервер просит повторить позже
mail-trouble-refused = почтовый сервер отказал
mail-trouble-address = на такой адрес написать нельзя
mail-trouble-internal = ошибка в нашей программе
mail-shared = Адреса, которые есть у нескольких человек
mail-shared-why = По такому адресу войти нельзя никому из них: неизвестно, кто просит ссылку. Исправьте адреса на странице «Люди».
mail-without = { $n ->
    [0] Адрес известен у всех.
    [one] У { $n } человека нет адреса: ему письма не приходят.
   *[other] У { $n } человек нет адреса: им письма не приходят.
}
