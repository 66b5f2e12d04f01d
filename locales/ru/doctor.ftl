doctor-ok = хорошо
doctor-warn = внимание
doctor-fail = ОШИБКА
doctor-version = версия
doctor-version-ok = dgm { $version }
doctor-folder = папка данных
doctor-folder-ok = { $folder } доступна для чтения и записи
doctor-folder-missing = { $folder } ещё нет; её создаст dgm serve. Если курс в другой папке, укажите её через --data или DGM_DATA
doctor-folder-unreadable = { $folder } не читается; отдайте её пользователю, от имени которого работает dgm
doctor-folder-unwritable = в { $folder } нельзя писать; отдайте её пользователю, от имени которого работает dgm, и проверьте, не подключён ли диск только для чтения
doctor-modes = права
doctor-modes-ok = содержимое { $folder } может читать только владелец
doctor-modes-wide = { $path } доступен другим на этой машине (права { $mode }); chmod { $should } { $path }
doctor-lock = сервер
doctor-lock-ok = с этой папкой данных не работает никто
doctor-lock-held = с этой папкой данных работает процесс { $process }
doctor-demo = демонстрация
doctor-demo-beside = { $file } — база демонстрации; здесь речь о базе самого курса
doctor-database = база данных
doctor-database-ok = отвечает, схема { $at }
doctor-database-empty = отвечает и пуста; её наполнит dgm serve
doctor-database-none = в { $folder } её ещё нет; её создаст dgm serve
doctor-database-older = отвечает, схема { $at }, а этой версии нужна { $newest }; остановите сервер, затем dgm migrate или dgm serve обновит базу
doctor-database-newer = { $error }
doctor-database-foreign = { $error }
doctor-database-away = { $error }. Проверьте, что она работает и что её адрес и пароль верны
doctor-database-damaged = { $error }. Это изменила не dgm, или сбоит диск; что там было, есть в последней резервной копии
doctor-database-read-only = ничего нельзя записать: { $error }. Проверьте, что на диске есть место и что файл принадлежит пользователю, от имени которого работает dgm
doctor-standings = итоги
doctor-standings-ok = сходятся с тем, что отправлено и выставлено
doctor-storage = объектное хранилище
doctor-storage-none = его нет: все файлы в базе данных
doctor-storage-ok = принимает, отдаёт и удаляет; { $n ->
    [one] в нём { $n } файл
    [few] в нём { $n } файла
   *[other] в нём { $n } файлов
  } ({ $size })
doctor-storage-away = { $error }. Проверьте, что оно работает и что адрес, бакет, регион и ключ в [object_storage] верны
doctor-storage-unnamed = { $n ->
    [one] { $n } файл лежит
    [few] { $n } файла лежат
   *[other] { $n } файлов лежат
  } в объектном хранилище, которого нет в dgm.toml: верните [object_storage] таким, каким он был
doctor-standings-wrong = { $wrong ->
    [one] { $wrong } строка не сходится
    [few] { $wrong } строки не сходятся
   *[many] { $wrong } строк не сходятся
  } с тем, что отправлено и выставлено; dgm doctor --repair пересчитает их
doctor-clock = часы
doctor-clock-ok = { $now }
doctor-clock-differs = на этой машине { $now }, в базе данных { $other }; сроки идут по часам этой машины: настройте и те и другие по NTP (timedatectl set-ntp true)
doctor-clock-behind = на этой машине { $now }, а последняя запись сделана { $other }; часы идут или шли неверно: настройте их по NTP (timedatectl set-ntp true)
doctor-secret = секрет курса
doctor-secret-ok = тот же, что у этой базы данных ({ $own })
doctor-secret-new = есть ({ $own }); следующий запуск dgm serve запишет его отпечаток в базу данных
doctor-secret-none = его ещё нет; dgm serve создаст его и сохранит в { $file }
doctor-secret-spoilt = непригоден: нужны 64 шестнадцатеричные цифры. Возьмите { $file } из резервной копии
doctor-secret-other = не тот ({ $own }), что у этой базы данных ({ $kept }), поэтому dgm serve не запустится. Возьмите { $file } из резервной копии; dgm secret accept расскажет, что изменит другой
doctor-secret-lost = потерян: файла { $file } нет, а DGM_SECRET_KEY не задана, поэтому dgm serve не запустится. Возьмите его из резервной копии; dgm secret accept расскажет, что изменит новый
doctor-zones = часовые пояса
doctor-zones-ok = известны
doctor-zones-missing = часовые пояса неизвестны, и сроки показать нельзя; установите tzdata
doctor-disk = диск
doctor-disk-ok = свободно { $mib } МиБ
doctor-disk-little = свободно только { $mib } МиБ; освободите место, иначе скоро нечего будет сохранить
doctor-disk-unknown = сколько свободно, на этой системе неизвестно
doctor-files = открытые файлы
doctor-files-ok = не больше { $most }
doctor-files-few = не больше { $most }, а каждое соединение — это файл; задайте LimitNOFILE=65536 в службе или ulimit -n 65536
doctor-base-url = адрес
doctor-base-url-ok = { $url }
doctor-base-url-plain = { $url } без шифрования: ссылки для входа и cookie можно прочесть по дороге. Поставьте перед сервером прокси с сертификатом и пишите https://
doctor-base-url-wrong = по ссылкам с { $url } ничего не откроется: напишите https://УЗЕЛ без пути, запроса и пользователя
doctor-mail = почта
doctor-mail-none = почтовый сервер не указан: письма не составляются
doctor-mail-set = письма уходят через { $server } от { $from }
doctor-mail-reached = { $server } отвечает и принял бы письма
doctor-mail-unreached = { $server } писем не принимает: { $why } ({ $said })
doctor-mail-lost = за неделю не доставлено: { $n ->
    [one] { $n } письмо
    [few] { $n } письма
   *[other] { $n } писем
  }; какие и почему, сказано на странице «Почта», там же их можно отправить снова
doctor-mail-waits = { $n ->
    [one] ждёт { $n } письмо
    [few] ждут { $n } письма
   *[other] ждут { $n } писем
  }, самое давнее с { $at }
doctor-mail-troubled = { $n ->
    [one] ждёт { $n } письмо
    [few] ждут { $n } письма
   *[other] ждут { $n } писем
  }, самое давнее с { $at }: { $why } ({ $said })
doctor-mail-left = { $n ->
    [one] ждёт { $n } письмо
    [few] ждут { $n } письма
   *[other] ждут { $n } писем
  }, самое давнее с { $at }, и никто их не отправляет: проверьте, что работает dgm serve и читает этот файл настроек
doctor-mail-unset = { $n ->
    [one] ждёт { $n } письмо
    [few] ждут { $n } письма
   *[other] ждут { $n } писем
  }, самое давнее с { $at }, а почтовый сервер не указан: назовите его в разделе [mail] файла dgm.toml
doctor-sign-in = вход
doctor-sign-in-links = только по ссылкам
doctor-sign-in-header = прокси называет людей в заголовке { $name }
doctor-sign-in-untrusted = заголовку { $name } не верят ни от кого: назовите прокси в trust_proxy, иначе по нему никто не войдёт
doctor-sign-in-provider = { $id } возвращает людей на { $back }; этот адрес там должен быть указан
doctor-sign-in-nowhere = { $id } не сможет вернуть людей: укажите адрес сервера в base_url
doctor-sign-in-reached = { $id } отвечает
doctor-sign-in-unreached = { $id } не отвечает: { $error }. Проверьте, что он доступен с этой машины и что его адрес в dgm.toml верен
doctor-platforms = учебные платформы
doctor-platforms-none = ни одной не зарегистрировано
doctor-platforms-unsent = в последний раз не дошло: { $n ->
    [one] { $n } балл или столбец
    [few] { $n } балла или столбца
   *[other] { $n } баллов или столбцов
  }; какие и почему, сказано на странице «Учебные платформы»
doctor-platform-on = { $name } подключена
doctor-platform-off = { $name } отключена
doctor-platform-waits = { $name } зарегистрировалась сама и ждёт слова владельца курса на странице «Учебные платформы»
doctor-platform-undeployed = у платформы { $name } нет идентификатора развёртывания, поэтому оттуда никто не войдёт: добавьте его на странице «Учебные платформы»
doctor-platform-reached = { $name } отвечает, ключи получены
doctor-platform-unreached = { $name } не отдаёт свои ключи по адресу { $address }: { $error }
