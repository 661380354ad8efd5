-- What each effect adds to sums, in millionths, and from when on; whether it still counts is told by its row in effect.
create table effect_sum (
  scope      varchar(64) not null,
  number     bigint      not null,
  effect_key varchar(64) not null,
  amount     bigint      not null,
  made_at    bigint      not null,
  seal       bytea        not null,
  primary key (scope, number)
);
create index effect_sum_made on effect_sum (scope, made_at);

-- How far the numbers of a scope go.
create table effect_sum_scope (
  scope       varchar(64) not null primary key,
  last_number bigint      not null,
  seal        bytea        not null
);

-- Whoever adds to a sum of a tenant holds its row until the end of the transaction.
create table effect_sum_lock (
  tenant varchar(64) not null primary key,
  taken  bigint      not null
);

-- The effect that is taken back by this one.
alter table effect add column undoes_key varchar(64);
create index effect_undoing on effect (undoes_key);
