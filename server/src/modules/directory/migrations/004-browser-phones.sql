-- A browser as an agent's phone: one device of his own, rung while its secret lives.
alter table directory_device
  add column kind text not null default 'phone' check (kind in ('phone', 'browser')),
  -- UTC epoch ms until which the secret is good; null: no browser is his phone now.
  add column open_until bigint;
create unique index directory_device_browser on directory_device (tenant, agent) where kind = 'browser';
