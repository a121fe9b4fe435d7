-- Messages that callers left, in the box of a queue or of an agent. The sound is the recording's.
create table voicemail (
  tenant text not null,
  id text primary key,
  interaction text not null references interaction (id) on delete cascade,
  recording text not null,
  customer text not null,
  queue text,
  agent text,
  duration_ms bigint not null,
  state text not null check (state in ('new', 'taken', 'done')),
  -- Who took it, or saw to it; null while it is new, and where the system closed it.
  by_user text,
  left_at bigint not null,
  changed_at bigint not null,
  -- One recording is one message, however often it is told.
  unique (tenant, recording),
  check ((queue is null) <> (agent is null))
);
create index voicemail_newest on voicemail (tenant, left_at desc, id desc);
create index voicemail_new on voicemail (tenant, queue, agent) where state = 'new';
create index voicemail_interaction on voicemail (interaction);
create index voicemail_customer on voicemail (tenant, customer);
select tandem.protect('voicemail');
