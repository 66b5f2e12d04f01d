target-taken = { $file } is there already and stays as it is; add --force to replace it, or choose another name with -o
target-folder = { $file } is a folder; name a file in it
target-terminal = the result is no text: send it to a file or another program (> FILE), or name a file with -o
target-two-documents = the result goes to standard output, where --format json puts a document of its own; leave one of the two out
target-same = { $file } is named for both tables, and one would replace the other: name a file for each
input-name = standard input
input-twice = standard input (-) is read once; give the other file by its name
input-watched = standard input cannot be watched; name the file, or leave out --watch
output-name = standard output
file = { $file }
file-unopened = { $file } cannot be opened
file-unreadable = { $file } cannot be read
file-unwritable = { $file } cannot be written
file-unlockable = { $file } cannot be locked
file-uncopied = { $file } cannot be copied
file-unremoved = { $file } cannot be removed
file-too-large = { $file } is larger than { $most }, the most that is read
arrays-ending = { $file }: arrays are written to files that end in .npz, .safetensors, .json, or .npy for a single one. Give the file one of these endings.
arrays-not-one = { $file }: a .npy file holds one array without its name, and here are { $arrays }. Write them to a .npz, .safetensors or .json file.
arrays-written = { $file }: { $arrays } arrays of { $tasks } tasks
backup-written = { $file }: { $size }
backup-not-taken = standard output does not take the whole backup, and a part of it is none: { $why }
backup-fetched = { $n ->
    [one] { $n } file ({ $size }) out of the object storage is in it
   *[other] { $n } files ({ $size }) out of the object storage are in it
 }
backup-without = the backup is whole but for a file that the object storage has lost: { $lost }
