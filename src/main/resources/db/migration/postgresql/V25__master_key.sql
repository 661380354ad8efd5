-- By which a server sees, before it takes part, whether it has the master key that this database was written with: a text that
-- only that key opens.
create table master_key (
  id          smallint not null primary key check (id = 1),
  check_value bytea    not null
);
