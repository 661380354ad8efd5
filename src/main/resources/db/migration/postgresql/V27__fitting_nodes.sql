-- The oldest schema whose servers can still work with this one. A migration after which they cannot raises it.
create table schema_reader (
  id     smallint not null primary key check (id = 1),
  oldest integer  not null
);
insert into schema_reader (id, oldest) values (1, 27);

-- Which history of the database this is: a standby that takes over begins another.
create view store_line as
  select case when pg_is_in_recovery() then 'standby'
              else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end as line;
