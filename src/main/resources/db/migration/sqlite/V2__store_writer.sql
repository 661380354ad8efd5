-- How many transactions a store has committed; a store removes its row when it is closed in order.
create table store_writer (
  writer    varchar(64) not null primary key,
  committed bigint      not null
) without rowid;
