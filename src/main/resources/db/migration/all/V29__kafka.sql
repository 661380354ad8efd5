-- What a stream has not been given yet: apart from the outbox of the webhook, so that neither waits for the other.
create table stream_outbox (
  conversation_id varchar(32) not null,
  seq             bigint      not null,
  tenant          varchar(64) not null,
  turn_id         varchar(32) not null,
  type            varchar(32) not null,
  at              bigint      not null,
  seal            ${bytes},
  restores        integer     not null default 0,
  epoch           bigint      not null,
  number          bigint      not null,
  primary key (epoch, number)
);
create index stream_outbox_of_conversation on stream_outbox (conversation_id, seq);

-- The node that publishes to the stream: one at a time.
create table stream_publisher (
  id    integer not null primary key,
  epoch bigint  not null
);
insert into stream_publisher (id, epoch) values (1, 0);

-- The events of other systems that have opened a turn, each by a digest of its source and id.
create table announcement (
  digest varchar(64) not null primary key,
  at     bigint      not null
);
create index announcement_by_time on announcement (at);
