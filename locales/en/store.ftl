store-database = the database failed: { $error }; nothing was changed, try again
store-migration = the database could not be brought up to date: { $error }; nothing of it was changed, try again
store-url = { $error } is no database URL: write sqlite://FILE or postgres://USER@HOST/NAME
store-merged = the person was merged with another one just now; nothing was stored, try again
store-nul = a text holds the character NUL; leave it out and try again
store-corrupt = stored data cannot be read: { $error }
store-older = the database has schema { $at } of an earlier version, and this dgm works with { $newest }; nothing was changed. Stop the server, then dgm migrate brings it up to date (of an SQLite file a copy is made first), and so does the next dgm serve
store-newer = the database has schema { $at } of a later version, and this dgm knows { $newest } at most; nothing was changed. Use the version of dgm that wrote it, or restore a backup
store-foreign = this is no database of dgm, or its schema was changed by hand; nothing was changed. Name another one, or another data folder with --data
store-current = The database has schema { $to } already, that of this version.
store-migrated = The database was brought up from schema { $from } to { $to }.
store-migrated-copy = The database was brought up from schema { $from } to { $to }. As it was before it lies in { $copy }; delete the copy when you trust the new version.
store-folder-unmade = the data folder { $folder } cannot be made; name another with --data
store-folder-unwritable = the data folder { $folder } cannot be written to; give it to the user that runs dgm, or name another with --data
store-folder-held = the data folder { $folder } is in use by another dgm (process { $process }); stop that one first, or name another folder with --data
store-no-course = no course was begun in { $database }; --data names another data folder, and dgm serve begins a course
store-demo-beside = { $folder } holds the database of a demo too (demo.sqlite). This command works with the course's own, dgm.sqlite, which a demo server does not read; --database sqlite://{ $folder }/demo.sqlite names the demo's
store-served-elsewhere = the server that runs on { $folder } (process { $process }) works with { $theirs }, and this command would work with { $own }. Nothing was done. Write database = "{ $theirs }" into dgm.toml in this folder, which every command reads (a password goes into ~/.pgpass), or name the database that you mean with --database
store-lost = a course was served from here, as its secret { $key } says, and there is nothing in its database { $database }. Nothing was done, so that no empty course takes its place. Restore a backup (dgm restore), or name the database that the course is in, with database in dgm.toml or --database. Where a new course is to begin, move { $key } away first; dgm serve --new-course begins it with this secret
store-secret-digits = DGM_SECRET_KEY must be 64 hexadecimal digits (openssl rand -hex 32 makes one)
store-secret-spoilt = { $file } must hold 64 hexadecimal digits; restore it from a backup, the students' inputs are drawn from it
store-secret-none = none
store-secret-lost = the course secret is lost: there is no { $file }, DGM_SECRET_KEY is not set, and the inputs that students have were drawn from one. Take it from a backup (dgm restore puts it back) or from wherever it was set. Where it is lost for good, dgm secret accept tells what a new one changes
store-secret-other = { $file } is not the secret of this database: the students' inputs were drawn from another one. Put the right file back, from a backup or from the server that had it, or name the right data folder with --data. Where it is lost for good, dgm secret accept tells what another one changes
store-secret-other-given = DGM_SECRET_KEY is not the secret of this database: the students' inputs were drawn from another one. Set it as it was; { $folder } is the data folder. Where it is lost for good, dgm secret accept tells what another one changes
store-secret-same = The secret at hand is the one of this database ({ $own }); there is nothing to accept.
store-secret-would = Nothing was changed yet. Fingerprint of the secret at hand: { $own }; in the database: { $kept }.
    With another secret every student gets other inputs. Answers to inputs that were downloaded before are then wrong, and a regrade of what was sent would take its points.
    Do this only where the former secret is lost for good, and tell the students to download their inputs anew: dgm secret accept --yes
store-secret-accepted = The database now takes the secret { $own } in place of { $kept }. Every student's inputs are other ones from now on: tell the students to download them anew, and do not regrade what was sent before.
store-backup-postgres = this course is in PostgreSQL, which has a program for that: pg_dump --format=custom --file=course.dump "{ $database }" writes the database, and pg_restore reads it back. The dump does not hold the course secret: keep a copy of { $key }, or of DGM_SECRET_KEY, with it. Nor does it hold the files in an object storage, where there is one: copy its bucket after the dump
store-backup-other-secret = the course secret at hand is not the one of this database, so the backup would be of no use; dgm doctor says what to do. Nothing was written
store-backup-no-secret = the backup holds no course secret, as there is no { $key }: keep DGM_SECRET_KEY with it
store-restore-none = { $file } is no backup of a course; nothing was changed.
    { $why }
store-restore-holds = { $file } holds { $what }.
store-restore-occupied = { $told }
    { $folder } is not empty: it holds { $what }. Nothing was changed. Name an empty folder with --data, or add --force to replace what is there.
store-restore-files = other files
store-restore-no-secret = the backup holds no course secret, and the one of its course is not here: set DGM_SECRET_KEY as it was before the server is started
store-restore-half = the database is the backup's already, and { $file } is not: restore it once more before the server is started
store-contents = { $users ->
    [one] one person
   *[other] { $users } people
 }, { $submissions ->
    [one] one submission
   *[other] { $submissions } submissions
 }, course version { $course }, last change { $newest }
backup-exists = { $file } exists already; choose another name, a backup is never overwritten
backup-no-database = there is no { $file }; --data names another data folder
backup-no-folder = there is no folder { $folder } to write { $file } into; make it (install -d -m 0700 { $folder }), or choose another
restore-database-named = a backup is restored into a data folder (--data), not into a database named by --database
secret-no-random = the operating system gives no random bytes
store-backup-no-postgres = this is PostgreSQL: back it up with pg_dump and restore it with pg_restore
store-backup-path = { $path } cannot be written to: choose a path of plain text
store-restore-outside = { $n ->
    [one] { $n } file was lost when the backup was made, and is not in it
   *[other] { $n } files were lost when the backup was made, and are not in it
 }; dgm storage check names what is lost
objects-away = the object storage does not do what it is asked: { $why }
objects-missing = the object { $name } is missing from the storage
objects-altered = the object { $name } is not what was put into the storage
objects-unnamed = the object { $name } lies in an object storage, and the config names none: put [object_storage] back into dgm.toml as it was
