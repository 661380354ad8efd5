-- Whether text written by others may have caused it. Null: made before this was noted.
alter table schedule add column untrusted boolean;
alter table fact add column untrusted boolean not null default false;

-- Whose it is. A ticket of old belongs to the tenant in which its opener talks, if that is only one, else to nobody; a mail of
-- old belongs to nobody.
alter table demo_ticket add column tenant varchar(64);
alter table demo_ticket add column untrusted boolean not null default true;
update demo_ticket set tenant = (
  select min(conversation.tenant) from conversation where conversation.owner = demo_ticket.opened_by
  having count(distinct conversation.tenant) = 1);
alter table demo_mail add column tenant varchar(64);
alter table demo_mail add column person varchar(128);
create index demo_mail_of_person on demo_mail (tenant, person, received_at);
