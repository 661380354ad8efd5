create table conversation (
  id          varchar(32)  not null primary key,
  tenant      varchar(64)  not null,
  owner       varchar(128) not null,
  created_at  bigint       not null,
  title       bytea,
  archived    boolean      not null,
  data_key    bytea         not null,
  key_version integer      not null
);
create index conversation_of_owner on conversation (tenant, owner);

create table event (
  conversation_id varchar(32) not null,
  seq             bigint      not null,
  type            varchar(32) not null,
  at              bigint      not null,
  payload         bytea        not null,
  primary key (conversation_id, seq)
);

create table effect (
  effect_key      varchar(64)  not null primary key,
  tenant          varchar(64)  not null,
  conversation_id varchar(32)  not null,
  turn_id         varchar(32)  not null,
  call_id         varchar(32)  not null,
  tool            varchar(64)  not null,
  effect_class    varchar(16)  not null,
  arguments_hash  varchar(64)  not null,
  state           varchar(16)  not null,
  epoch           bigint       not null,
  changed_at      bigint       not null
);
create index effect_by_state on effect (tenant, state);

create table engine_start (
  epoch bigint not null primary key,
  at    bigint not null
);

create table approval (
  id              varchar(32)  not null primary key,
  tenant          varchar(64)  not null,
  conversation_id varchar(32)  not null,
  turn_id         varchar(32)  not null,
  call_id         varchar(32)  not null,
  requester       varchar(128) not null,
  role            varchar(16)  not null,
  expires_at      bigint       not null,
  created_at      bigint       not null,
  state           varchar(16)  not null
);
create index approval_by_state on approval (tenant, state);

create table idempotent_request (
  request_key  varchar(64) not null primary key,
  body_hash    varchar(64) not null,
  created_at   bigint      not null,
  status       integer,
  answer       bytea
);

create table demo_order (
  order_number varchar(16)  not null primary key,
  status       varchar(16)  not null,
  customer     varchar(64)  not null,
  total        decimal(12,2) not null,
  placed_on    varchar(10)  not null,
  carrier      varchar(32),
  tracking     varchar(32),
  arrives_on   varchar(10)
);

create table demo_sale (
  month    varchar(7)    not null,
  region   varchar(16)   not null,
  product  varchar(32)   not null,
  units    integer       not null,
  amount   decimal(12,2) not null,
  primary key (month, region, product)
);

create table demo_ticket (
  ticket_number integer     not null primary key,
  opened_by     varchar(128) not null,
  title         bytea        not null,
  priority      varchar(8)  not null,
  opened_at     bigint      not null
);

create table demo_mail (
  id          varchar(64) not null primary key,
  received_at bigint      not null,
  content     bytea        not null
);

create table demo_refund (
  request_key  varchar(128) not null primary key,
  body_hash    varchar(64)  not null,
  refund_id    varchar(32)  not null,
  order_number varchar(16)  not null,
  amount       decimal(12,2) not null,
  made_at      bigint       not null
);
