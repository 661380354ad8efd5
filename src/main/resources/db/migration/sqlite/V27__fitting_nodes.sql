-- The oldest schema whose servers can still work with this one. A migration after which they cannot raises it.
create table schema_reader (
  id     smallint not null primary key check (id = 1),
  oldest integer  not null
);
insert into schema_reader (id, oldest) values (1, 27);

-- Which history of the database this is: a file has one.
create view store_line as select 'file' as line;
