-- What http nodes need of a tenant, and the versions of sub-flows that a run was begun with.
create table flow_secret (
  tenant text not null,
  name text not null,
  -- AES-256-GCM under the tenant's key.
  sealed text not null,
  updated_at bigint not null,
  primary key (tenant, name)
);
select tandem.protect('flow_secret');

create table flow_host (
  tenant text primary key,
  private_hosts jsonb not null
);
select tandem.protect('flow_host');

alter table flow_run add column subs jsonb not null default '{}';
