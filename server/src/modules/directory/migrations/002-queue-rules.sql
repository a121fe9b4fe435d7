-- Where a queue overflows to, when it is full, and whether its talks are recorded and announced.
alter table directory_queue
  add column overflow jsonb not null default '[]',
  add column max_waiting integer,
  add column record boolean not null default true,
  add column announce_recording boolean not null default false;
