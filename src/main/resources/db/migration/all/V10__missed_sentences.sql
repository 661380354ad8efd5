-- Turns whose sentence was not understood, or whose answer a person did not like; what was said stays in the conversation.
create table missed_sentence (
  tenant          varchar(64) not null,
  conversation_id varchar(32) not null,
  turn_id         varchar(32) not null,
  why             varchar(16) not null,
  at              bigint      not null,
  primary key (conversation_id, turn_id)
);
create index missed_sentence_of_tenant on missed_sentence (tenant, at);
