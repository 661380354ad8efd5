-- Which conversation belongs to whom a client of the Rasa door speaks for; of the sender a digest.
create table rasa_sender (
  tenant          varchar(64) not null,
  caller          varchar(64) not null,
  sender          varchar(64) not null,
  conversation_id varchar(32) not null,
  primary key (tenant, caller, sender)
);
