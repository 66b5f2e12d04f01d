# Размеры файлов.
size-mib = { $n } МиБ
size-kib = { $n } КиБ
size-bytes = { $n } Б
