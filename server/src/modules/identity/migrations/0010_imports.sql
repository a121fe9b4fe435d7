-- Files of users: what each would do, what it did, and what it takes to undo it. And whether a tenant has been set up.
create table identity_import (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  filename text not null,
  made_by text not null,
  state text not null default 'previewed' check (state in ('previewed', 'applied', 'undone')),
  -- The rows as the file has them, and what became of each.
  cells jsonb not null,
  ignored text[] not null,
  rows jsonb not null,
  -- Of an applied one: each user before and after.
  done jsonb not null default '[]',
  created_at bigint not null,
  applied_at bigint,
  undone_at bigint
);
create index identity_import_tenant on identity_import (tenant, id desc);
select tandem.protect('identity_import');

-- When an administrator said that everything is there to take calls. Tenants of before are.
alter table identity_tenant add column set_up_at bigint;
update identity_tenant set set_up_at = created_at;
