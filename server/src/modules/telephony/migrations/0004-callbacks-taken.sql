-- An agent may take a call-back himself: its state is then `taken`, and its place in the line is kept for when he does not get to call.
alter table telephony_callback
  -- The user who asked for it; null where the customer did.
  add column asked_by text,
  -- The agent who took it last.
  add column taken_by text,
  -- Since when it stood in the line as it was taken.
  add column queued_at bigint,
  -- When its state last changed: what is over goes with age.
  add column changed_at bigint not null default 0;
update telephony_callback set changed_at = greatest(requested_at, coalesce(not_before, 0));
create index telephony_callback_over on telephony_callback (tenant, changed_at) where state in ('reached', 'given-up', 'cancelled');
-- Of a call that is over nothing is read again but that it is over; numbers it dialled are not kept in its row.
update telephony_call
  set state = jsonb_build_object('tenant', tenant, 'call', call, 'interaction', interaction, 'person', state -> 'person')
  where ended_at is not null;
create index telephony_call_over on telephony_call (tenant, ended_at) where ended_at is not null;
