-- A seal binds the columns of its row: who writes to the database without the key cannot change one unnoticed.
alter table conversation add column last_seq bigint not null default 0;
alter table conversation add column seal bytea;
alter table effect add column seal bytea;
alter table approval add column seal bytea;
alter table background_task add column seal bytea;
alter table schedule add column seal bytea;
alter table known_caller add column seal bytea;
alter table fact add column seal bytea;
alter table outbox add column seal bytea;
