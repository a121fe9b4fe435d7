-- Call-backs by their queue's rules.
alter table telephony_callback
  -- Its work is kept out of the line: the customer is rung first, when it is about to be his turn.
  add column held boolean not null default false,
  -- Since when he counts as waiting, where he is to be rung first.
  add column place_at bigint,
  -- Given up then, if he was not reached; null: not by its age.
  add column expires_at bigint;
create index telephony_callback_held on telephony_callback (tenant, queue) where held and state = 'waiting';
create index telephony_callback_expiry on telephony_callback (expires_at) where expires_at is not null and state = 'waiting';
