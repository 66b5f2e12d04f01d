settings-secret-empty = файл { $file } пуст; секрет пишут в его первой строке
settings-secret-unreadable = файл { $file } не прочитать: { $reason }
settings-endpoint-none = это не адрес: напишите https://узел/путь, без имени пользователя
settings-endpoint-tls = к другому серверу обращаются только по https; http:// — для этой машины (localhost)
settings-issuer-query = адрес издателя кончается путём: уберите то, что начинается с ? или #
settings-mail-url = напишите smtps://ИМЯ@УЗЕЛ для TLS с самого начала, smtp://ИМЯ@УЗЕЛ для STARTTLS или smtp://localhost для сервера на этой машине
settings-mail-password-in-url = паролю здесь не место: запишите его в файл и назовите файл ключом password_file
settings-mail-no-password = пользователю в нём нужен пароль: назовите файл ключом password_file или задайте { $variable }
settings-mail-address = это не адрес: напишите grader@example.org или Имя <grader@example.org>
settings-mail-ca = в файле { $file } нет пригодного сертификата: нужен файл сертификатов в виде PEM, каждый начинается с -----BEGIN CERTIFICATE-----
settings-no-secret = нужен секрет: назовите его файл ключом client_secret_file или задайте { $variable }
settings-domain = { $domain } — не домен, такой как students.example.org
settings-create-anybody = студентом стал бы каждый, у кого там есть адрес; скажите, чьи это адреса: domains = ["students.example.org"]
settings-header-name = нужно имя заголовка, который больше никто не присылает, например X-Remote-User
settings-database-password = паролю здесь не место: запишите его в файл для PGPASSFILE (~/.pgpass) или в DGM_DATABASE_URL
settings-refused = { $file } не подходит
    { $problems }
settings-valid = { $file } — верный файл настроек
settings-none = файла настроек нет: действуют командная строка, окружение и значения по умолчанию
settings-storage-endpoint = нужен только сервер, например https://s3.example.org: у бакета свой ключ
settings-storage-bucket = имя бакета — от 3 до 63 строчных латинских букв, цифр, точек и дефисов, по краям буква или цифра
settings-storage-prefix = приставка состоит из латинских букв, цифр, знаков . _ - и косых черт между ними, например course-2026/
settings-storage-region = регион состоит из латинских букв, цифр и дефисов, например us-east-1
settings-storage-key-id = это не идентификатор ключа: нужно одно слово без пробелов, запятых и косых черт
settings-storage-key-id-told = { $variable } — не идентификатор ключа: нужно одно слово без пробелов, запятых и косых черт
settings-storage-secret = запросы к нему подписывают: назовите файл ключа через secret_file или задайте { $variable }
settings-storage-virtual = бакет может стоять перед именем узла, но не перед числом: оставьте true или укажите в endpoint имя
