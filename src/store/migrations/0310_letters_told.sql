-- Before something is told to many, it is looked up who was told it already.
create index letters_told_by_what on letters_told (what);
