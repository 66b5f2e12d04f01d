# Files that commands are told to read and write.
target-taken = { $file } is there already and stays as it is; add --force to replace it, or choose another name with -o
target-folder = { $file } is a folder; name a file in it
target-terminal = the result is no text: send it to a file or another program (> FILE), or name a file with -o
target-two-documents = the result goes to standard output, where --format json puts a document of its own; leave one of the two out
input-name = standard input
input-twice = standard input (-) is read once; give the other file by its name
input-watched = standard input cannot be watched; name the file, or leave out --watch
remote-untrusted = the certificate of { $server } is not trusted here: { $error }. If it is by your university's own authority, name that authority's certificate in the environment variable SSL_CERT_FILE. Nothing was sent.

file = { $file }
file-unopened = { $file } cannot be opened
file-unreadable = { $file } cannot be read
file-unwritable = { $file } cannot be written
file-unlockable = { $file } cannot be locked
file-uncopied = { $file } cannot be copied
file-unremoved = { $file } cannot be removed
file-too-large = { $file } is larger than { $most }, the most that is read
file-not-text = { $file } is not UTF-8 text
arrays-written = { $file }: { $arrays } arrays of { $tasks } tasks
