-- Tokens that were ended before their time: by themselves, or all of a person that were issued until a time. When each was
-- ended is what other nodes look for.
create table ended_token (
  id         varchar(64) not null primary key,
  expires_at bigint      not null,
  ended_at   bigint      not null
);
create index ended_token_at on ended_token (ended_at);
create index ended_token_expiry on ended_token (expires_at);

create table ended_person (
  tenant   varchar(64)  not null,
  name     varchar(128) not null,
  until    bigint       not null,
  ended_at bigint       not null,
  primary key (tenant, name)
);
create index ended_person_at on ended_person (ended_at);

-- When the token was issued that says so: an older one says nothing new.
alter table known_caller add column said_at bigint not null default 0;
