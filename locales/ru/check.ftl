check-practice = Тренировка (без баллов):
check-off = в пределах допуска { $within }, наибольшая погрешность: абсолютная { $abs }, относительная { $rel }; дальше всего от эталона [{ $index }]
check-watching = Слежу за файлом { $file }; выход — Ctrl+C.
check-config-valid = { $file }: ошибок нет.

check-watch-json = --watch печатает отчёт при каждом изменении, а --format json — один документ: оставьте что-то одно
check-cannot-watch = следить за изменениями файлов здесь нельзя
check-cannot-watch-folder = за { $folder } нельзя следить
check-watch-ended = слежение прервалось
