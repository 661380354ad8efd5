-- Lists are read page by page. Each page goes along an index that begins with whose list it is and goes on in its order.
create index approval_waiting on approval (tenant, role, created_at, id) where state = 'pending';
create index approval_waiting_of on approval (tenant, role, requester, created_at, id) where state = 'pending';
create index approval_waiting_for on approval (tenant, role, delegate, created_at, id) where state = 'pending';
create index approval_overdue on approval (expires_at, id) where state = 'pending';
drop index approval_by_state;

create index effect_unsettled on effect (tenant, changed_at, effect_key)
  where resolved_by is null and (state = 'UNKNOWN' or state = 'FAILED' and undoes);
drop index effect_by_state;

create index schedule_of_owner on schedule (tenant, owner, next_at, id);

create index missed_sentence_by_time on missed_sentence (tenant, at, conversation_id, turn_id);
drop index missed_sentence_of_tenant;

create index usage_by_day on usage_day (tenant, day desc, person, model);
create index usage_of_person on usage_day (tenant, person, day desc, model);

create index audit_entry_of_tenant on audit_entry (tenant, epoch, number);
create index audit_entry_by_conversation on audit_entry (tenant, conversation_id, epoch, number);
drop index audit_entry_of_conversation;
