fault-away = База данных курса сейчас не отвечает
fault-away-next = С вашим входом всё в порядке, и всё, что было подтверждено, сохранено. Попробуйте ещё раз через минуту.

store-database = сбой базы данных: { $error }; ничего не изменено, попробуйте ещё раз
store-migration = базу данных не удалось обновить: { $error }; в ней ничего не изменено, попробуйте ещё раз
store-url = { $error } — не адрес базы данных: напишите sqlite://ФАЙЛ или postgres://ПОЛЬЗОВАТЕЛЬ@УЗЕЛ/ИМЯ
store-corrupt = сохранённые данные не читаются: { $error }
store-older = у базы данных схема { $at } более ранней версии, а этот dgm работает со схемой { $newest }; ничего не изменено. Остановите сервер, затем dgm migrate обновит базу (файл SQLite сначала копируется); то же сделает следующий запуск dgm serve
store-newer = у базы данных схема { $at } более поздней версии, а этот dgm знает схемы не новее { $newest }; ничего не изменено. Возьмите ту версию dgm, которая её записала, или восстановите резервную копию
store-foreign = это не база данных dgm, или её схему меняли вручную; ничего не изменено. Укажите другую базу или другую папку данных через --data
store-current = У базы данных уже схема { $to }, та же, что у этой версии.
store-migrated = База данных обновлена со схемы { $from } до { $to }.
store-migrated-copy = База данных обновлена со схемы { $from } до { $to }. Прежняя лежит в { $copy }; удалите копию, когда убедитесь в новой версии.

store-folder-unmade = папку данных { $folder } не удаётся создать; укажите другую через --data
store-folder-unwritable = в папку данных { $folder } нельзя писать; отдайте её пользователю, от имени которого работает dgm, или укажите другую через --data
store-folder-held = папку данных { $folder } уже использует другой dgm (процесс { $process }); сначала остановите его или укажите другую папку через --data
store-demo-beside = в { $folder } лежит и база демонстрации (demo.sqlite). Эта команда работает с базой самого курса, dgm.sqlite, которую сервер демонстрации не читает; базу демонстрации укажет --database sqlite://{ $folder }/demo.sqlite

store-secret-digits = DGM_SECRET_KEY — это 64 шестнадцатеричные цифры (их создаст openssl rand -hex 32)
store-secret-spoilt = в { $file } должны быть 64 шестнадцатеричные цифры; восстановите файл из резервной копии: из этого секрета получены входные данные студентов
store-secret-none = нет
store-secret-lost = секрет курса потерян: в { $folder } нет secret.key, переменная DGM_SECRET_KEY не задана, а входные данные студентов уже получены из секрета. Возьмите его из резервной копии (dgm restore вернёт его на место) или оттуда, где он был задан. Если он потерян навсегда, dgm secret accept расскажет, что изменит новый
store-secret-other = secret.key в { $folder } — не секрет этой базы данных: входные данные студентов получены из другого. Верните нужный файл из резервной копии или с сервера, где он был, либо укажите нужную папку данных через --data. Если секрет потерян навсегда, dgm secret accept расскажет, что изменит другой
store-secret-other-given = DGM_SECRET_KEY — не секрет этой базы данных: входные данные студентов получены из другого. Задайте прежнее значение; папка данных — { $folder }. Если секрет потерян навсегда, dgm secret accept расскажет, что изменит другой
store-secret-same = Имеющийся секрет и есть секрет этой базы данных ({ $own }); принимать нечего.
store-secret-would = Пока ничего не изменено. Отпечаток имеющегося секрета: { $own }; в базе данных: { $kept }.
    С другим секретом у каждого студента будут другие входные данные. Ответы на скачанные раньше станут неверными, а пересчёт присланного отнял бы баллы.
    Делайте это, только если прежний секрет потерян навсегда, и попросите студентов скачать входные данные заново: dgm secret accept --yes
store-secret-accepted = База данных теперь принимает секрет { $own } вместо { $kept }. С этого момента у каждого студента другие входные данные: попросите студентов скачать их заново и не пересчитывайте присланное раньше.

store-backup-postgres = этот курс хранится в PostgreSQL, у которого есть своя программа: pg_dump --format=custom --file=course.dump "$DGM_DATABASE_URL" записывает базу, pg_restore читает её обратно. Секрета курса в этой копии нет: храните с ней копию { $folder }/secret.key или значение DGM_SECRET_KEY
store-backup-other-secret = имеющийся секрет курса — не секрет этой базы данных, такая копия была бы бесполезна; dgm doctor скажет, что делать. Ничего не записано
store-backup-no-secret = в резервной копии нет секрета курса, так как его нет в папке данных: храните с ней значение DGM_SECRET_KEY
store-restore-none = { $file } — не резервная копия курса; ничего не изменено.
    { $why }
store-restore-holds = В { $file }: { $what }.
store-restore-occupied = { $told }
    Папка { $folder } не пуста, в ней: { $what }. Ничего не изменено. Укажите пустую папку через --data или добавьте --force, чтобы заменить имеющееся.
store-restore-files = другие файлы
store-restore-no-secret = в резервной копии нет секрета курса, а секрета этого курса здесь нет: прежде чем запускать сервер, задайте DGM_SECRET_KEY как раньше
store-contents = { $users ->
    [one] { $users } человек
    [few] { $users } человека
   *[other] { $users } человек
 }, { $submissions ->
    [one] { $submissions } работа
    [few] { $submissions } работы
   *[other] { $submissions } работ
 }, версия курса { $course }, последнее изменение { $newest }

doctor-ok = хорошо
doctor-warn = внимание
doctor-fail = ОШИБКА
doctor-version = версия
doctor-version-ok = dgm { $version }
doctor-folder = папка данных
doctor-folder-ok = { $folder } доступна для чтения и записи
doctor-folder-missing = { $folder } ещё нет; её создаст dgm serve
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
doctor-database-read-only = ничего нельзя записать: { $error }. Проверьте, что на диске есть место и что файл принадлежит пользователю, от имени которого работает dgm
doctor-clock = часы
doctor-clock-ok = { $now }
doctor-clock-differs = на этой машине { $now }, в базе данных { $other }; сроки идут по часам этой машины: настройте и те и другие по NTP (timedatectl set-ntp true)
doctor-clock-behind = на этой машине { $now }, а последняя запись сделана { $other }; часы идут или шли неверно: настройте их по NTP (timedatectl set-ntp true)
doctor-secret = секрет курса
doctor-secret-ok = тот же, что у этой базы данных ({ $own })
doctor-secret-new = есть ({ $own }); следующий запуск dgm serve запишет его отпечаток в базу данных
doctor-secret-none = его ещё нет; dgm serve создаст его и сохранит в { $folder }
doctor-secret-spoilt = непригоден: нужны 64 шестнадцатеричные цифры. Возьмите secret.key для { $folder } из резервной копии
doctor-secret-other = не тот ({ $own }), что у этой базы данных ({ $kept }), поэтому dgm serve не запустится. Возьмите secret.key из резервной копии; dgm secret accept расскажет, что изменит другой
doctor-secret-lost = потерян: в { $folder } нет secret.key, а DGM_SECRET_KEY не задана, поэтому dgm serve не запустится. Возьмите его из резервной копии; dgm secret accept расскажет, что изменит новый
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

backup-exists = { $file } уже есть; выберите другое имя, резервная копия не перезаписывается
backup-no-database = нет { $file }; другую папку данных укажет --data
backup-no-name = { $file } — не имя файла
restore-database-named = резервная копия восстанавливается в папку данных (--data), а не в базу, указанную через --database
secret-no-random = операционная система не даёт случайных байтов
export-no-course = здесь не опубликован ни один курс; первый публикует dgm serve, другую папку данных укажет --data
export-course-of-another-version = эта версия dgm не читает опубликованный курс; возьмите ту, что его опубликовала
store-backup-no-postgres = это PostgreSQL: сохраните базу программой pg_dump, а верните программой pg_restore
store-backup-path = в { $path } нельзя писать: выберите путь из обычного текста
