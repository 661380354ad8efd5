-- What other systems have not been told yet, in the order of each node.
create table outbox (
  conversation_id varchar(32) not null,
  seq             bigint      not null,
  tenant          varchar(64) not null,
  turn_id         varchar(32) not null,
  type            varchar(32) not null,
  at              bigint      not null,
  epoch           bigint      not null,
  number          bigint      not null,
  primary key (epoch, number)
);
create index outbox_of_conversation on outbox (conversation_id, seq);
