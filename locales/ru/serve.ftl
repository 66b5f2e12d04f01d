# dgm serve
log-no-filter = { $filter } — не фильтр журнала
base-url-scheme = адрес начинается с http:// или https://, например https://grader.example.org
base-url-host = после http:// или https:// идут узел и, возможно, порт, например https://grader.example.org:8443; имя с нелатинскими буквами напишите так, как его копирует адресная строка браузера (xn--…)
base-url-user = без имени и пароля: напишите только то, что после @
base-url-path = без пути: серверу нужно своё имя узла, например https://grader.example.org
base-url-query = адрес кончается на узле и порте: уберите то, что начинается с ? или #
address-no-network = { $text } — не сеть: напишите адрес, например 127.0.0.1, или диапазон, например 10.0.0.0/8
serve-listening = dgm принимает соединения на { $url }
serve-metrics = метрики — на { $url }
serve-stopped = сервер остановился
serve-no-listener = на { $address } нельзя принимать соединения; выберите другой адрес ключом { $option }
serve-templates = шаблоны не подходят: { $error }
