-- A new version beside the old one, for a share of the new conversations. The latest row is the release that counts; there may
-- be none.
create table canary_release (
  number     bigint       not null primary key,
  share      integer      not null,
  state      varchar(16)  not null,
  started_at bigint       not null,
  started_by varchar(128) not null,
  ended_at   bigint,
  ended_by   varchar(128),
  reason     varchar(512)
);
-- The release under which a conversation was begun in the canary arm; null if it belongs to the stable one. It is not sealed:
-- servers of an earlier version, which do not know it, read and seal the same rows.
alter table conversation add column canary_of bigint;
-- Whose turns a node runs: 'stable', 'canary', or 'none' while it starts and while it leaves. Null in the row of an earlier
-- version, which runs all.
alter table store_writer add column arm varchar(16);
