-- A seal binds the columns of its row: who writes to the database without the key cannot change one unnoticed.
alter table conversation add column last_seq bigint not null default 0;
alter table conversation add column seal blob;
alter table effect add column seal blob;
alter table approval add column seal blob;
alter table background_task add column seal blob;
alter table schedule add column seal blob;
alter table known_caller add column seal blob;
alter table fact add column seal blob;
alter table outbox add column seal blob;
