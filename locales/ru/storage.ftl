storage-none = объектного хранилища в настройках нет: сначала добавьте [object_storage] в dgm.toml
storage-of-submission = работа { $id }, { $sha256 }
storage-of-answer = ответ { $id }, { $sha256 }
storage-lost = ПОТЕРЯНО: { $lost }
storage-moved = { $n ->
    [one] Перемещён { $n } файл ({ $size })
    [few] Перемещены { $n } файла ({ $size })
   *[other] Перемещено { $n } файлов ({ $size })
 }
storage-whole = { $n ->
    [one] { $n } файл в объектном хранилище цел ({ $size })
    [few] { $n } файла в объектном хранилище целы ({ $size })
   *[other] { $n } файлов в объектном хранилище целы ({ $size })
 }
