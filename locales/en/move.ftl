move-same-kind = both databases are of one kind: dgm backup and dgm restore copy SQLite, pg_dump and pg_restore copy PostgreSQL
move-not-empty = there is something in the target already: its table { $table } has rows. Nothing was changed; choose an empty database
move-differs = the table { $table } was not the same after it was moved. Nothing of it was kept, and the course is where it was; try again, and tell the authors if it happens again
move-older = the database is of an earlier version or empty; nothing was moved. dgm migrate brings it up to date first
move-served = a server is working with one of the databases: stop it first, on whichever machine it runs. Nothing was moved; what it took meanwhile would have stayed behind
move-target = the database to move into
move-table = table
move-rows = rows
move-hash = hash of the rows
move-done = { $n ->
    [one] { $n } row is there, and the same
   *[other] { $n } rows are there, and the same
 }. From now on every dgm works with this database and with the secret of before: write it into dgm.toml (database = "…"), which the server and all commands read. The earlier database was not changed; put it away, so that no command and no backup takes it for the course.
