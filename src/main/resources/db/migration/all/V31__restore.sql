-- The row of a database that is in use. A backup leaves it out, so that a copy is not taken for the database itself.
create table store_in_use (
  id smallint not null primary key check (id = 1)
);
insert into store_in_use (id) values (1);

-- Each time this database was restored: the backup is of a time, and what had been done between that and the restore is not
-- known here. All epochs up to one may be those of the lost time. Pending until the first server has ended what must not go on.
create table store_restored (
  number      integer     not null primary key,
  backup_at   bigint      not null,
  restored_at bigint      not null,
  epoch       bigint      not null,
  state       varchar(16) not null,
  looks       bigint      not null
);

-- Conversations that were erased after the backup, and are to be erased again.
create table erasure_to_repeat (
  conversation_id varchar(32) not null primary key
);

-- How often the database had been restored when the event was stored: numbers of events begin again after a restore.
alter table outbox add column restores integer not null default 0;
alter table dead_letter add column restores integer not null default 0;
