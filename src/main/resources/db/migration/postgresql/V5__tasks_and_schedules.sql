alter table approval add column delegate varchar(128);

alter table effect add column undoes boolean not null default false;
alter table effect add column resolved_by varchar(128);

-- Calls that go on after their turn.
create table background_task (
  id              varchar(32) not null primary key,
  tenant          varchar(64) not null,
  conversation_id varchar(32) not null,
  turn_id         varchar(32) not null,
  call_id         varchar(32) not null,
  state           varchar(16) not null,
  epoch           bigint      not null,
  attempts        integer     not null,
  cancelling      boolean     not null,
  deadline        bigint      not null,
  created_at      bigint      not null
);
create index background_task_by_state on background_task (state);
create index background_task_of_conversation on background_task (conversation_id);

-- What is going to open a turn at a time.
create table schedule (
  id              varchar(32)  not null primary key,
  tenant          varchar(64)  not null,
  conversation_id varchar(32)  not null,
  number          integer      not null,
  owner           varchar(128) not null,
  roles           varchar(256) not null,
  what            bytea        not null,
  doing           boolean      not null,
  every           varchar(40)  not null,
  zone            varchar(64)  not null,
  next_at         bigint       not null
);
create index schedule_by_time on schedule (next_at);
create index schedule_of_conversation on schedule (conversation_id, number);

-- The roles with which a caller was last seen, for turns that go on without the caller.
create table known_caller (
  tenant  varchar(64)  not null,
  name    varchar(128) not null,
  roles   varchar(256) not null,
  seen_at bigint       not null,
  primary key (tenant, name)
);

-- db-scheduler's own table, as its documentation gives it.
create table scheduled_tasks (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            bytea,
  execution_time       timestamp with time zone not null,
  picked               boolean not null,
  picked_by            varchar(100),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp with time zone,
  version              bigint not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);

alter table demo_ticket add column closed_at bigint;
