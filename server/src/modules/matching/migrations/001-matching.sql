-- Contacts as matching learns from them, and what each queue is matched by.
create table matching_contact (
  tenant text not null,
  work text not null,
  queue text not null,
  -- What made it the same problem to agents as others: issueOf of the contract. No personal data.
  issue text not null,
  agent text,
  assigned_at bigint,
  -- 'matched' or 'held-out'; null where nothing was predicted.
  matched text,
  predicted_ms double precision,
  average_ms double precision,
  -- Talk and wrap-up; null until it is over.
  handle_ms bigint,
  resolved boolean,
  primary key (tenant, work)
);
create index matching_contact_done on matching_contact (tenant, queue, assigned_at) where handle_ms is not null;
create index matching_contact_old on matching_contact (assigned_at) where assigned_at is not null;
select tandem.protect('matching_contact');

create table matching_queue (
  tenant text not null,
  queue text not null,
  settings jsonb not null,
  -- Version of the model, when it was learned and from what, since when it is measured, why it fell back.
  record jsonb not null,
  -- The model in full, for people; null before there is one.
  model jsonb,
  -- What routing has of it; null: longest idle.
  applied jsonb,
  primary key (tenant, queue)
);
select tandem.protect('matching_queue');
