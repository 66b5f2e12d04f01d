check-practice = Тренировка (без баллов):
check-off = в пределах допуска { $within }, наибольшая погрешность: абсолютная { $abs }, относительная { $rel }; дальше всего от эталона [{ $index }]
check-watching = Слежу за файлом { $file }; выход — Ctrl+C.
check-config-valid = { $file }: ошибок нет.
