log-no-filter = «{ $filter }» — не фильтр журнала; укажите уровень (off, error, warn, info, debug, trace) или уровень части, например info,dgm_grader=debug
base-url-scheme = адрес начинается с http:// или https://, например https://grader.example.org
base-url-host = после http:// или https:// идут узел и, возможно, порт, например https://grader.example.org:8443; имя с нелатинскими буквами напишите так, как его копирует адресная строка браузера (xn--…)
base-url-user = без имени и пароля: напишите только то, что после @
base-url-path = без пути: серверу нужно своё имя узла, например https://grader.example.org
base-url-query = адрес кончается на узле и порте: уберите то, что начинается с ? или #
address-no-network = { $text } — не сеть: напишите адрес, например 127.0.0.1, или диапазон, например 10.0.0.0/8
serve-listening = dgm принимает соединения на { $url }
serve-metrics = метрики — на { $url }
serve-stopped = сервер остановился
serve-no-address = { $address } — не адрес с портом, такой как 127.0.0.1:8080
serve-no-listener = на { $address } нельзя принимать соединения; выберите другой адрес ключом { $option }
serve-templates = шаблоны не подходят: { $error }
serve-security-contact = нужен адрес вида mailto:security@example.org или https://example.org/security
serve-no-storage = { $n ->
    [one] { $n } файл этого курса лежит
    [few] { $n } файла этого курса лежат
   *[other] { $n } файлов этого курса лежат
 } в объектном хранилище, а в настройках его нет: верните в dgm.toml прежний [object_storage]. Чтобы обойтись без него, сначала dgm storage move --to database
