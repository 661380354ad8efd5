-- Repetitions are recurrence rules of RFC 5545 with their start; what was written before is read as it is.
alter table schedule alter column every type varchar(500);

-- What persons have set for themselves.
create table person_settings (
  tenant    varchar(64)  not null,
  person    varchar(128) not null,
  time_zone varchar(64)  not null,
  primary key (tenant, person)
);
