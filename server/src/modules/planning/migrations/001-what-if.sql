-- Days played under other rules or staffing.
create table planning_what_if (
  tenant text not null,
  id text not null,
  made_at bigint not null,
  made_by text not null,
  day text not null,
  asked jsonb not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  step text,
  progress double precision not null default 0,
  ended_at bigint,
  -- {code, detail} of the error catalogue.
  problem jsonb,
  result jsonb,
  primary key (tenant, id)
);
-- One at a time.
create unique index planning_what_if_open on planning_what_if (tenant) where state in ('queued', 'running');
create index planning_what_if_made on planning_what_if (tenant, made_at);
select tandem.protect('planning_what_if');
