-- What is reserved, one row for each call to a model: a message may take several.
create table usage_call (
  call_id         varchar(128) not null primary key,
  conversation_id varchar(32) not null,
  message_id      varchar(64) not null,
  turn_id         varchar(64) not null,
  tenant          varchar(64) not null,
  person          varchar(128) not null,
  day             varchar(10) not null,
  calls           bigint not null,
  tokens          bigint not null,
  micros          bigint not null,
  until           bigint not null
);
create index usage_call_of_day on usage_call (tenant, day);
create index usage_call_of_message on usage_call (conversation_id, message_id);
insert into usage_call (call_id, conversation_id, message_id, turn_id, tenant, person, day, calls, tokens, micros, until)
  select conversation_id || '/' || message_id, conversation_id, message_id, message_id, tenant, person, day, calls, tokens,
    micros, until
  from usage_hold;
drop table usage_hold;
-- What calls of a turn may have used whose message is not in the log.
create table usage_turn (
  conversation_id varchar(32) not null,
  turn_id         varchar(64) not null,
  tenant          varchar(64) not null,
  calls           bigint not null,
  tokens          bigint not null,
  micros          bigint not null,
  primary key (conversation_id, turn_id)
);
