-- Queues, skills, numbers, trunks and devices of every tenant.
create table directory_queue (
  tenant text not null,
  id text primary key,
  key text not null,
  name jsonb not null,
  wrap_up_ms integer not null,
  offer_timeout_ms integer not null,
  max_wait_ms integer,
  priority integer not null,
  sl_threshold_ms integer not null,
  sl_target double precision not null,
  skills jsonb not null,
  unique (tenant, key)
);
select tandem.protect('directory_queue');

create table directory_queue_member (
  tenant text not null,
  queue text not null references directory_queue (id) on delete cascade,
  agent text not null,
  primary key (queue, agent)
);
create index directory_queue_member_agent on directory_queue_member (tenant, agent);
select tandem.protect('directory_queue_member');

create table directory_skill (
  tenant text not null,
  id text primary key,
  key text not null,
  name jsonb not null,
  unique (tenant, key)
);
select tandem.protect('directory_skill');

create table directory_agent_skill (
  tenant text not null,
  agent text not null,
  skill text not null references directory_skill (id) on delete cascade,
  level integer not null check (level between 1 and 100),
  primary key (tenant, agent, skill)
);
select tandem.protect('directory_agent_skill');

create table directory_number (
  tenant text not null,
  id text primary key,
  address jsonb not null,
  address_key text not null,
  label text not null,
  flow text,
  unique (tenant, address_key)
);
select tandem.protect('directory_number');

create table directory_trunk (
  tenant text not null,
  id text primary key,
  name text not null,
  addresses jsonb not null,
  host text not null,
  port integer not null,
  country text not null,
  rules jsonb not null,
  unique (tenant, name)
);
select tandem.protect('directory_trunk');

create table directory_device (
  tenant text not null,
  id text primary key,
  -- A device is found by its user name alone, so it is unique over all tenants.
  username text not null unique,
  agent text,
  password_sealed text not null
);
create index directory_device_agent on directory_device (tenant, agent);
select tandem.protect('directory_device');
