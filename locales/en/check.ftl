check-practice = Practice (no points):
check-off-blunt = off; by how much is told on practice inputs
check-off = { $within } within tolerance, largest error { $abs } absolute, { $rel } relative, furthest off at [{ $index }]
check-watching = Watching { $file } for changes; Ctrl+C ends.
check-config-valid = { $file } is valid.
