-- Opening hours: a week and special days in a zone, and what somebody said by hand against them.
create table directory_hours (
  tenant text not null,
  id text primary key,
  key text not null,
  name jsonb not null,
  zone text not null,
  week jsonb not null,
  special jsonb not null,
  override jsonb,
  unique (tenant, key)
);
select tandem.protect('directory_hours');
