-- The database's own time, in milliseconds since 1970: leases do not depend on the clocks of nodes.
create view store_clock as select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as now;

-- A writer is a node's membership: alive until its lease ends, and fenced when its row is gone.
alter table store_writer add column node varchar(128) not null default '';
alter table store_writer add column epoch bigint not null default 0;
alter table store_writer add column alive_until bigint not null default 0;

-- The turn that a conversation has running, and under which epoch; one that waits for a person does not run.
create table running_turn (
  conversation_id varchar(32) not null primary key,
  epoch           bigint      not null
);
insert into running_turn (conversation_id, epoch)
  select e.conversation_id, 0
    from event e
    join (select conversation_id, max(seq) as seq from event group by conversation_id) l
      on l.conversation_id = e.conversation_id and l.seq = e.seq
   where e.type not in ('turn.completed', 'turn.failed', 'turn.cancelled', 'turn.interrupted');

alter table idempotent_request add column epoch bigint not null default 0;
