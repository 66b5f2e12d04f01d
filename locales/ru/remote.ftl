# Сервер, с которым говорят dgm submit, status и login.
login-which-server = на какой сервер войти? dgm login --server https://dgm.example.org
remote-no-home = ваша домашняя папка неизвестна: передайте токен в переменной окружения DGM_TOKEN
remote-config-open = в { $file } лежит токен, и другие могут его прочесть (права { $mode }): выполните chmod 600 { $file } и отзовите токен, если его могли увидеть
remote-config-broken = в { $file } должны быть server = "URL" и token = "dgm_…" и больше ничего
remote-other-server = токен из { $file } — для { $server }, на { $url } он не отправляется: выполните dgm login --server { $url } или задайте DGM_TOKEN
remote-no-token = токена нет: создайте его на странице «Мой профиль», затем выполните dgm login --server { $url } или задайте DGM_TOKEN
remote-not-a-token = это не токен: он выглядит как dgm_ и 64 буквы и цифры
remote-problem = { $title } ({ $status }): { $detail }
remote-no-server = { $url } — не адрес сервера: напишите, например, https://dgm.example.org
remote-not-encrypted = соединение с { $url } не шифруется, а кто увидит токен, сможет отправлять от вашего имени: используйте https://{ $rest }
remote-no-such-host = такого узла нет
remote-no-report = сервер ответил без отчёта; возможно, у него более новая версия
remote-strange-report = отчёт сервера не читается; возможно, у него более новая версия
remote-strange-answer = ответ сервера не читается; возможно, у него более новая версия
