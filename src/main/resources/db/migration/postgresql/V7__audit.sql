-- A chain for each epoch; the payload holds the entry, and the other columns are there to find it.
create table audit_entry (
  epoch           bigint      not null,
  number          bigint      not null,
  tenant          varchar(64) not null,
  conversation_id varchar(32) not null,
  payload         bytea        not null,
  primary key (epoch, number)
);
create index audit_entry_of_conversation on audit_entry (conversation_id);
