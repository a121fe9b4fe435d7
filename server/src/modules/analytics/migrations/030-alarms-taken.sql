-- Alarms that somebody takes care of, and those of a talk that sounds badly, which no threshold raises.
alter table kpi_alarm alter column threshold drop not null;
-- Who took it, when, and what he noted; null until then, and again once it has got worse.
alter table kpi_alarm add column acknowledged jsonb;
-- The contact whose talk sounds badly: it has one alarm at a time.
alter table kpi_alarm add column interaction text;
create unique index kpi_alarm_sound on kpi_alarm (tenant, interaction) where interaction is not null and cleared_at is null;
