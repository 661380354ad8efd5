-- That nodes have noticed a fail-over after which the database lacked what had been stored, or may lack it: the epoch under which
-- each has gone on. A node that was away meanwhile finds here why the database is older than what it knows.
create table store_gone_back (
  epoch bigint not null primary key,
  at    bigint not null
);
