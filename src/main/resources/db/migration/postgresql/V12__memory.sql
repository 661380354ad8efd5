-- What persons want to be remembered, and the number that each gave last.
create table memory (
  tenant      varchar(64)  not null,
  person      varchar(128) not null,
  last_number integer      not null,
  primary key (tenant, person)
);
create table fact (
  tenant            varchar(64)  not null,
  person            varchar(128) not null,
  number            integer      not null,
  words             bytea        not null,
  only_in           varchar(32)  not null,
  by_whom           varchar(16)  not null,
  from_conversation varchar(32)  not null,
  from_turn         varchar(32)  not null,
  at                bigint       not null,
  corrected_at      bigint       not null,
  primary key (tenant, person, number)
);
create index fact_of_conversation on fact (only_in);
