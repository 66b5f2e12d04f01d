check-practice = Practice (no points):
check-off = { $within } within tolerance, largest error { $abs } absolute, { $rel } relative, furthest off at [{ $index }]
check-watching = Watching { $file } for changes; Ctrl+C ends.
check-config-valid = { $file } is valid.

check-watch-json = --watch prints a report a change, --format json one document: leave one of them out
check-cannot-watch = changes of files cannot be watched here
check-cannot-watch-folder = { $folder } cannot be watched
check-watch-ended = the watch ended
