storage-none = the config names no object storage: add [object_storage] to dgm.toml first
storage-of-submission = submission { $id }, { $sha256 }
storage-of-answer = answer { $id }, { $sha256 }
storage-lost = LOST: { $lost }
storage-moved = { $n ->
    [one] { $n } file was moved ({ $size })
   *[other] { $n } files were moved ({ $size })
 }
storage-whole = { $n ->
    [one] { $n } file in the object storage is whole ({ $size })
   *[other] { $n } files in the object storage are whole ({ $size })
 }
