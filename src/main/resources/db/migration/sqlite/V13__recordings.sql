-- What passed between server and model, of conversations whose person wants it to be kept.
create table exchange (
  conversation_id varchar(32) not null,
  number          integer     not null,
  message_id      varchar(64) not null,
  words           blob       not null,
  primary key (conversation_id, number)
);
