-- What models have used, by day, person, conversation and model; and what is reserved for calls that run.
create table usage_day (
  tenant           varchar(64) not null,
  day              varchar(10) not null,
  person           varchar(128) not null,
  conversation_id  varchar(32) not null,
  model            varchar(128) not null,
  calls            bigint not null,
  input_tokens     bigint not null,
  cached_tokens    bigint not null,
  output_tokens    bigint not null,
  reasoning_tokens bigint not null,
  estimated_tokens bigint not null,
  micros           bigint not null,
  primary key (tenant, day, person, conversation_id, model)
);
create index usage_of_conversation on usage_day (conversation_id);
create table usage_hold (
  conversation_id varchar(32) not null,
  message_id      varchar(64) not null,
  tenant          varchar(64) not null,
  day             varchar(10) not null,
  person          varchar(128) not null,
  calls           bigint not null,
  tokens          bigint not null,
  micros          bigint not null,
  until           bigint not null,
  primary key (conversation_id, message_id)
);
create index usage_hold_of_day on usage_hold (tenant, day);
-- One row a tenant, taken by whoever reserves.
create table usage_tenant (
  tenant varchar(64) not null primary key,
  holds  bigint not null
);
