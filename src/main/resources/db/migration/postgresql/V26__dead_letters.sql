-- An event that was refused is tried again later; one that was refused too often is set aside.
alter table outbox add column tries integer not null default 0;
alter table outbox add column next_at bigint not null default 0;
create index outbox_later on outbox (conversation_id, next_at);

create table dead_letter (
  conversation_id varchar(32)  not null,
  seq             bigint       not null,
  tenant          varchar(64)  not null,
  turn_id         varchar(32)  not null,
  type            varchar(32)  not null,
  at              bigint       not null,
  seal            bytea,
  tries           integer      not null,
  answer          varchar(200) not null,
  set_aside_at    bigint       not null,
  primary key (conversation_id, seq)
);
create index dead_letter_of_tenant on dead_letter (tenant, set_aside_at, conversation_id, seq);
