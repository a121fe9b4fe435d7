-- Trunks with an account, a place in the order, a transport, and a check that they live.
alter table directory_trunk
  add column priority integer not null default 10 check (priority between 1 and 100),
  add column transport text not null default 'udp' check (transport in ('udp', 'tcp')),
  add column checked boolean not null default false,
  add column caller jsonb not null default '{"from": "number", "assert": false}',
  -- Without its password, which is sealed beside it.
  add column account jsonb,
  add column account_password_sealed text;
