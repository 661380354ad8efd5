-- Whose epoch it was; empty for those before this was kept.
alter table engine_start add column node varchar(128) not null default '';
