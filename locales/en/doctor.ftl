doctor-ok = ok
doctor-warn = warning
doctor-fail = FAULT
doctor-version = version
doctor-version-ok = dgm { $version }
doctor-folder = data folder
doctor-folder-ok = { $folder } can be read and written
doctor-folder-missing = { $folder } is not there yet; dgm serve makes it. Where the course is in another folder, name it with --data or DGM_DATA
doctor-folder-unreadable = { $folder } cannot be read; give it to the user that runs dgm
doctor-folder-unwritable = { $folder } cannot be written to; give it to the user that runs dgm, and see that the disk is not mounted read-only
doctor-modes = permissions
doctor-modes-ok = nobody but the owner of { $folder } can read what is in it
doctor-modes-wide = others on this machine can get at { $path } (mode { $mode }); chmod { $should } { $path }
doctor-lock = server
doctor-lock-ok = none runs on this data folder
doctor-lock-held = process { $process } runs on this data folder
doctor-demo = demo
doctor-demo-beside = { $file } is the database of a demo; what is said here is of the course's own
doctor-database = database
doctor-database-ok = it answers, schema { $at }
doctor-database-empty = it answers and is empty; dgm serve fills it
doctor-database-none = there is none in { $folder } yet; dgm serve makes it
doctor-database-older = it answers with schema { $at }, this version works with { $newest }; stop the server, then dgm migrate or dgm serve brings it up to date
doctor-database-newer = { $error }
doctor-database-foreign = { $error }
doctor-database-away = { $error }. See that it runs and that its address and its password are right
doctor-database-damaged = { $error }. Something else than dgm changed it, or the disk fails; what it was is in the latest backup
doctor-database-read-only = nothing can be written: { $error }. See that the disk has room and that the file belongs to the user that runs dgm
doctor-standings = standings
doctor-standings-ok = where students stand is what was sent and given
doctor-storage = object storage
doctor-storage-none = there is none: all files are in the database
doctor-storage-ok = it takes, gives and deletes; { $n ->
    [one] { $n } file ({ $size }) is there
   *[other] { $n } files ({ $size }) are there
  }
doctor-storage-away = { $error }. See that it runs and that address, bucket, region and key in [object_storage] are right
doctor-storage-unnamed = { $n ->
    [one] { $n } file lies
   *[other] { $n } files lie
  } in an object storage that dgm.toml does not name: put [object_storage] back as it was
doctor-standings-wrong = { $wrong ->
    [one] { $wrong } row says something else than what was sent and given
   *[other] { $wrong } rows say something else than what was sent and given
  }; dgm doctor --repair reckons them anew
doctor-clock = clock
doctor-clock-ok = { $now }
doctor-clock-differs = this machine says { $now }, the database's says { $other }; deadlines go by this machine's: set both by NTP (timedatectl set-ntp true)
doctor-clock-behind = this machine says { $now }, and something was noted at { $other }; the clock is or was wrong: set it by NTP (timedatectl set-ntp true)
doctor-secret = course secret
doctor-secret-ok = it is the one of this database ({ $own })
doctor-secret-new = it is there ({ $own }); the next dgm serve notes its fingerprint in the database
doctor-secret-none = there is none yet; dgm serve makes it and keeps it in { $file }
doctor-secret-spoilt = it cannot be used: it must be 64 hexadecimal digits. Take { $file } from a backup
doctor-secret-other = it is another one ({ $own }) than that of this database ({ $kept }), so dgm serve will not start. Take { $file } from a backup; dgm secret accept tells what another one changes
doctor-secret-lost = it is lost: there is no { $file } and DGM_SECRET_KEY is not set, so dgm serve will not start. Take it from a backup; dgm secret accept tells what a new one changes
doctor-zones = time zones
doctor-zones-ok = known
doctor-zones-missing = the zones of the world are not known, so deadlines cannot be told; install tzdata
doctor-disk = disk
doctor-disk-ok = { $mib } MiB free
doctor-disk-little = only { $mib } MiB free; make room, or nothing more can be stored soon
doctor-disk-unknown = how much is free is not known on this system
doctor-files = open files
doctor-files-ok = at most { $most }
doctor-files-few = at most { $most }, and each connection is one; set LimitNOFILE=65536 in the service, or ulimit -n 65536
doctor-base-url = address
doctor-base-url-ok = { $url }
doctor-base-url-plain = { $url } is not encrypted: sign-in links and cookies can be read on the way. Put a proxy with a certificate before it and write https://
doctor-base-url-wrong = { $url } makes no links that open: write https://HOST, without path, query or user
doctor-mail = mail
doctor-mail-none = no mail server is set up: no letters are written
doctor-mail-set = letters go out through { $server } from { $from }
doctor-mail-reached = { $server } answers and would take letters
doctor-mail-unreached = { $server } takes no letters: { $why } ({ $said })
doctor-mail-lost = { $n ->
    [one] { $n } letter of the last week was not delivered
   *[other] { $n } letters of the last week were not delivered
  }; the page “Mail” says which and why, and tries again
doctor-mail-waits = { $n ->
    [one] { $n } letter waits
   *[other] { $n } letters wait
  }, the oldest since { $at }
doctor-mail-troubled = { $n ->
    [one] { $n } letter waits
   *[other] { $n } letters wait
  }, the oldest since { $at }: { $why } ({ $said })
doctor-mail-left = { $n ->
    [one] { $n } letter waits
   *[other] { $n } letters wait
  }, the oldest since { $at }, and nobody sends: see that dgm serve runs, and with this config file
doctor-mail-unset = { $n ->
    [one] { $n } letter waits
   *[other] { $n } letters wait
  }, the oldest since { $at }, and no mail server is set up: name one in the section [mail] of dgm.toml
doctor-sign-in = sign-in
doctor-sign-in-links = by links alone
doctor-sign-in-header = the proxy names people in the header { $name }
doctor-sign-in-untrusted = the header { $name } is believed of nobody: name the proxy with trust_proxy, or nobody signs in by it
doctor-sign-in-provider = { $id } leads people back to { $back }; it must know this address
doctor-sign-in-nowhere = { $id } cannot lead people back: say where they reach the server, with base_url
doctor-sign-in-reached = { $id } answers
doctor-sign-in-unreached = { $id } does not answer: { $error }. See that this machine reaches it, and that its address in dgm.toml is right
doctor-platforms = learning platforms
doctor-platforms-none = none is registered
doctor-platforms-unsent = { $n ->
    [one] { $n } point or column did not go
   *[other] { $n } points and columns did not go
  } the last time; the page “Learning platforms” says which and why
doctor-platform-on = { $name } is in use
doctor-platform-off = { $name } is switched off
doctor-platform-waits = { $name } registered itself and waits for an owner's word on the page “Learning platforms”
doctor-platform-undeployed = { $name } has no deployment ID, so nobody comes from it: add it on the page “Learning platforms”
doctor-platform-reached = { $name } answers with its keys
doctor-platform-unreached = { $name } does not answer with its keys at { $address }: { $error }
