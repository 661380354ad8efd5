-- When it was first sent: a key is good for as long as the other side keeps it from then on.
alter table effect add column sent_at bigint;
