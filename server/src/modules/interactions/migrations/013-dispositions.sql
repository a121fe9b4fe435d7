-- Trees of dispositions in versions: of the tenant (queue is empty), and of queues that have their own. No items: back to the tenant's.
create table disposition_tree (
  tenant text not null,
  queue text not null,
  version integer not null,
  items jsonb,
  changed_at bigint not null,
  by_user text,
  primary key (tenant, queue, version)
);
select tandem.protect('disposition_tree');

-- Every key that was ever offered, as it was last called, so that what was chosen long ago can still be read.
create table disposition_name (
  tenant text not null,
  key text not null,
  path jsonb not null,
  primary key (tenant, key)
);
select tandem.protect('disposition_name');
