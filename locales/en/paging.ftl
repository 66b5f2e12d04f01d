paging-page = { $first } to { $last } of { $found }
paging-before = previous
paging-after = next
paging-more = and { $n } more
