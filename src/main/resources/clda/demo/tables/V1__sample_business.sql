-- The tables of the sample business. Databases of earlier versions have them already, in this form.
create table if not exists demo_order (
  order_number varchar(16)   not null primary key,
  status       varchar(16)   not null,
  customer     varchar(64)   not null,
  total        decimal(12,2) not null,
  placed_on    varchar(10)   not null,
  carrier      varchar(32),
  tracking     varchar(32),
  arrives_on   varchar(10)
);

create table if not exists demo_sale (
  month    varchar(7)    not null,
  region   varchar(16)   not null,
  product  varchar(32)   not null,
  units    integer       not null,
  amount   decimal(12,2) not null,
  primary key (month, region, product)
);

create table if not exists demo_ticket (
  ticket_number integer      not null primary key,
  opened_by     varchar(128) not null,
  title         ${bytes}     not null,
  priority      varchar(8)   not null,
  opened_at     bigint       not null,
  closed_at     bigint,
  tenant        varchar(64),
  untrusted     boolean      not null default true
);

create table if not exists demo_mail (
  id          varchar(64) not null primary key,
  received_at bigint      not null,
  content     ${bytes}    not null,
  tenant      varchar(64),
  person      varchar(128)
);

create index if not exists demo_mail_of_person on demo_mail (tenant, person, received_at);

create table if not exists demo_refund (
  request_key  varchar(128)  not null primary key,
  body_hash    varchar(64)   not null,
  refund_id    varchar(32)   not null,
  order_number varchar(16)   not null,
  amount       decimal(12,2) not null,
  made_at      bigint        not null
);
