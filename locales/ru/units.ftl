points-n = { $n ->
    [one] { $shown } балл
    [few] { $shown } балла
    [many] { $shown } баллов
   *[other] { $shown } балла
}
time-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[other] { $n } дней
}
time-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[other] { $n } часов
}
time-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
   *[other] { $n } минут
}
size-mib = { $n } МиБ
size-kib = { $n } КиБ
size-bytes = { $n } Б
