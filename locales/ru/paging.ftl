paging-page = с { $first } по { $last } из { $found }
paging-before = предыдущие
paging-after = следующие
paging-more = и ещё { $n }
