-- How the queue calls people back, {way, attempts, backOffMs, ringMs, holdMs, from, expiresMs, notice, hours, maxOpen}: what is absent is as usual.
alter table directory_queue add column callbacks jsonb not null default '{}';
-- What becomes of those who come when it is full: [{when, act}], the first that holds.
alter table directory_queue add column full_rules jsonb not null default '[]';
