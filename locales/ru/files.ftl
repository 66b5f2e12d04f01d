target-taken = файл { $file } уже есть и остаётся как был; добавьте --force, чтобы заменить его, или укажите другое имя после -o
target-folder = { $file } — папка; укажите файл в ней
target-terminal = результат — не текст: направьте его в файл или другой программе (> FILE) или укажите имя файла после -o
target-two-documents = результат идёт на стандартный вывод, куда --format json пишет свой документ; оставьте что-то одно
input-name = стандартный ввод
input-twice = стандартный ввод (-) читается один раз; другой файл укажите по имени
input-watched = за стандартным вводом нельзя следить; укажите имя файла или уберите --watch
file = { $file }
file-unopened = { $file } не открывается
file-unreadable = { $file } не читается
file-unwritable = { $file } нельзя записать
file-unlockable = { $file } нельзя заблокировать
file-uncopied = { $file } не удаётся скопировать
file-unremoved = { $file } не удаётся удалить
file-too-large = { $file } больше { $most }, а больше не читается
arrays-written = { $file }: массивов { $arrays }, задач { $tasks }
backup-written = { $file }: { $size }
backup-fetched = { $n ->
    [one] { $n } файл ({ $size }) из объектного хранилища лежит
    [few] { $n } файла ({ $size }) из объектного хранилища лежат
   *[other] { $n } файлов ({ $size }) из объектного хранилища лежат
 } в этой копии
backup-without = в копии есть всё, кроме файла, который объектное хранилище потеряло: { $lost }
