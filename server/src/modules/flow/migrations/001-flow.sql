-- Flows: the draft people work on, the versions that were published, the runs of today.
create table flow (
  tenant text not null,
  id text primary key,
  key text not null,
  name jsonb not null,
  draft jsonb not null,
  draft_updated_at bigint not null,
  published_version integer,
  published_at bigint,
  unique (tenant, key)
);
select tandem.protect('flow');

create table flow_version (
  tenant text not null,
  flow text not null references flow (id),
  version integer not null,
  graph jsonb not null,
  published_at bigint not null,
  published_by text,
  primary key (flow, version)
);
select tandem.protect('flow_version');
-- A call that runs on a version must find it unchanged, and a day must replay.
revoke update, delete on flow_version from tandem_app;

create table flow_run (
  tenant text not null,
  id text primary key,
  interaction text not null,
  call text not null,
  leg text not null,
  flow text not null,
  version integer not null,
  started_at bigint not null,
  ended_at bigint,
  outcome text,
  -- Where the run stands, so that a restarted core goes on with it; emptied at its end.
  state jsonb,
  work text
);
create index flow_run_open on flow_run (call) where ended_at is null;
select tandem.protect('flow_run');
