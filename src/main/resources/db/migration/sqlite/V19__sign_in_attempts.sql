-- Tries at passwords that were not right; the subject is a digest of account, address or both.
create table sign_in_attempt (
  subject varchar(64) not null primary key,
  tries   integer     not null,
  last_at integer      not null
);
create index sign_in_attempt_last_at on sign_in_attempt (last_at);
