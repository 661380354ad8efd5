-- What conversations are found by. No word stands here, only what the person's key makes of it.
create table search_key (
  tenant varchar(64)  not null,
  person varchar(128) not null,
  secret blob         not null,
  primary key (tenant, person)
) without rowid;

create table search_word (
  conversation_id varchar(32) not null,
  word            bigint      not null,
  seq             bigint      not null,
  at              bigint      not null,
  primary key (conversation_id, word)
) without rowid;
create index search_word_by_word on search_word (word, at, conversation_id);

create table search_progress (
  conversation_id varchar(32) not null primary key,
  through         bigint      not null
) without rowid;
