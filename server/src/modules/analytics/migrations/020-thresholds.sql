-- Limits of live measures, the alarms they raised, and wallboards.
create table kpi_threshold (
  tenant text not null,
  id text not null,
  doc jsonb not null,
  -- Goes up with every change: an alarm is of one revision.
  revision int not null,
  primary key (tenant, id)
);
select tandem.protect('kpi_threshold');

create table kpi_alarm (
  tenant text not null,
  id text not null,
  threshold text not null,
  doc jsonb not null,
  raised_at bigint not null,
  cleared_at bigint,
  primary key (tenant, id)
);
-- A threshold has one alarm at a time.
create unique index kpi_alarm_open on kpi_alarm (tenant, threshold) where cleared_at is null;
create index kpi_alarm_cleared on kpi_alarm (tenant, cleared_at) where cleared_at is not null;
select tandem.protect('kpi_alarm');

create table kpi_wallboard (
  tenant text not null,
  id text not null,
  owner text not null,
  shared boolean not null,
  version int not null,
  doc jsonb not null,
  primary key (tenant, id)
);
select tandem.protect('kpi_wallboard');
