-- What is watched without a threshold stands beside the alarms: one row a cause, counted where it comes back, and resting where somebody said so.
alter table kpi_alarm add column cause text;
alter table kpi_alarm add column times int not null default 1;
alter table kpi_alarm add column rests_until bigint;
create unique index kpi_alarm_cause on kpi_alarm (tenant, cause) where cause is not null and cleared_at is null;
create index kpi_alarm_cause_over on kpi_alarm (tenant, cause, cleared_at) where cause is not null;
