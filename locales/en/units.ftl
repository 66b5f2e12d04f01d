points-n = { $n ->
    [one] { $shown } point
   *[other] { $shown } points
}
time-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
time-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
time-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
size-mib = { $n } MiB
size-kib = { $n } KiB
size-bytes = { $n } bytes
