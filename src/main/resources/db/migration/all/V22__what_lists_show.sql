-- What a list of conversations shows stands in their rows, so that a page of it costs as much as it shows.
alter table conversation add column updated_at bigint not null default 0;
alter table conversation add column state varchar(24);
alter table conversation add column turns integer not null default 0;
alter table conversation add column said_seq bigint not null default 0;
alter table conversation add column read_seq bigint not null default 0;
update conversation set updated_at = coalesce(
  (select e.at from event e where e.conversation_id = conversation.id order by e.seq desc limit 1), created_at);
create index conversation_by_activity on conversation (tenant, owner, archived, updated_at, id);
drop index conversation_of_owner;
