-- Tickets for sockets that have been used, until they would have expired: what opens only once, whichever node it is shown to.
create table used_ticket (
  id         varchar(64) not null primary key,
  expires_at bigint      not null
);
create index used_ticket_expiry on used_ticket (expires_at);
