-- Customers, the addresses they are known by, and lookup tables that flows read.
create table customer (
  tenant text not null,
  id text primary key,
  name text not null,
  level text,
  language text,
  tags jsonb not null,
  note text not null,
  known boolean not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index customer_newest on customer (tenant, created_at desc, id desc);
create index customer_name on customer (tenant, lower(name) text_pattern_ops);
select tandem.protect('customer');

create table customer_identity (
  tenant text not null,
  id text primary key,
  customer text not null references customer (id) on delete cascade,
  channel text not null,
  address text not null,
  unique (tenant, channel, address)
);
create index customer_identity_customer on customer_identity (customer);
select tandem.protect('customer_identity');

create table lookup_row (
  tenant text not null,
  table_name text not null,
  key text not null,
  value jsonb not null,
  -- Whom the row is about, so that erasing him finds it.
  customer text,
  primary key (tenant, table_name, key)
);
create index lookup_row_customer on lookup_row (tenant, customer) where customer is not null;
select tandem.protect('lookup_row');
