-- Raw counts by local day, and what the fold knows of contacts and agents under way. All of it can be built anew from the log.
create table kpi_queue_day (
  tenant text not null,
  day text not null,
  -- Empty: contacts as such, of no queue.
  queue text not null,
  figures jsonb not null,
  primary key (tenant, day, queue)
);
select tandem.protect('kpi_queue_day');

create table kpi_agent_day (
  tenant text not null,
  day text not null,
  agent text not null,
  figures jsonb not null,
  primary key (tenant, day, agent)
);
select tandem.protect('kpi_agent_day');

-- Kept for a day after the contact was over, as late events may follow.
create table kpi_contact (
  tenant text not null,
  id text not null,
  closed_at bigint,
  doc jsonb not null,
  primary key (tenant, id)
) with (fillfactor = 70);
create index kpi_contact_open on kpi_contact (tenant) where closed_at is null;
create index kpi_contact_closed on kpi_contact (closed_at) where closed_at is not null;
select tandem.protect('kpi_contact');

create table kpi_agent_now (
  tenant text not null,
  agent text not null,
  doc jsonb not null,
  primary key (tenant, agent)
) with (fillfactor = 70);
select tandem.protect('kpi_agent_now');

-- Service level of each queue, as the log last told it.
create table kpi_service_level (
  tenant text not null,
  queue text not null,
  threshold_ms int not null,
  target double precision not null,
  primary key (tenant, queue)
);
select tandem.protect('kpi_service_level');

-- The last event folded for each tenant. Its row lock keeps the projection and a recompute apart.
create table kpi_progress (tenant text primary key, seq bigint not null) with (fillfactor = 50);
select tandem.protect('kpi_progress');
