create table image (
  conversation_id varchar(32) not null,
  id              varchar(32) not null,
  media_type      varchar(32) not null,
  content         bytea       not null,
  primary key (conversation_id, id)
);
