-- Wrapped keys. A tenant's key is wrapped by the master key, a customer's by the tenant's.
create table tenant_key (
  tenant text not null,
  version int not null,
  wrapped text not null,
  created_at bigint not null,
  primary key (tenant, version)
);
select tandem.protect('tenant_key');
revoke update, delete on tenant_key from tandem_app;

create table customer_key (
  customer text primary key,
  tenant text not null,
  -- Told apart from a key made anew after an erasure: what was sealed under the old one is gone, not broken.
  key_id text not null,
  wrapped text not null,
  created_at bigint not null
);
select tandem.protect('customer_key');
-- UPDATE stays granted: SELECT ... FOR KEY SHARE asks for it.
-- A destroyed key must also leave the table's file: vacuum after a single deletion, not after a fifth of the table.
alter table customer_key set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);
