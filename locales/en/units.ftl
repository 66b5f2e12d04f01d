# Sizes of files.
size-mib = { $n } MiB
size-kib = { $n } KiB
size-bytes = { $n } bytes
