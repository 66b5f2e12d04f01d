settings-secret-empty = { $file } is empty; the secret stands on its first line
settings-secret-unreadable = { $file } cannot be read: { $reason }
settings-endpoint-none = it is no address: write it as https://host/path, without a user
settings-endpoint-tls = another server is asked by https only; http:// is for this machine (localhost)
settings-issuer-query = an issuer ends with its path: leave out what begins with ? or #
settings-mail-url = write smtps://USER@HOST for TLS from the start, smtp://USER@HOST for STARTTLS, or smtp://localhost for a server on this machine
settings-mail-password-in-url = a password has no place here: put it into a file and name that with password_file
settings-mail-no-password = the user in it needs a password: name its file with password_file, or set { $variable }
settings-mail-address = it is no address: write grader@example.org or Name <grader@example.org>
settings-mail-ca = { $file } holds no certificate that can be used: it is a file of certificates as PEM, each beginning with -----BEGIN CERTIFICATE-----
settings-no-secret = it needs a secret: name its file with client_secret_file, or set { $variable }
settings-domain = { $domain } is no domain, such as students.example.org
settings-create-anybody = whoever has an address there would become a student; say whose addresses these are: domains = ["students.example.org"]
settings-header-name = it must be the name of a header that nobody else sends, such as X-Remote-User
settings-database-password = a password has no place here: put it into a file for PGPASSFILE (~/.pgpass), or into DGM_DATABASE_URL
settings-refused = { $file } cannot be used
    { $problems }
settings-valid = { $file } is valid
settings-none = there is no config file: everything is as the command line, the environment and the defaults say
settings-storage-endpoint = name the server alone, such as https://s3.example.org: the bucket has a key of its own
settings-storage-bucket = a bucket has 3 to 63 small letters, digits, dots and hyphens, and begins and ends with a letter or a digit
settings-storage-prefix = a prefix is made of Latin letters, digits and . _ - and of slashes between them, such as course-2026/
settings-storage-region = a region is made of Latin letters, digits and hyphens, such as us-east-1
settings-storage-key-id = it is no id of a key: that is one word without spaces, commas and slashes
settings-storage-key-id-told = { $variable } is no id of a key: that is one word without spaces, commas and slashes
settings-storage-secret = requests to it are signed: name the file of the key with secret_file, or set { $variable }
settings-storage-virtual = a bucket can stand before the name of a host, and before no number: leave it at true, or give endpoint a name
