-- The version of the program whose counting made a tenant's figures (core/figures-version.ts); 0: from before it was kept.
alter table kpi_progress add column version int not null default 0;

-- Figures that are being made anew after an update: all days from from_day to to_day, newest first; next_day is the last one still to do.
create table kpi_renewal (
  tenant text primary key,
  version int not null,
  from_day text not null,
  to_day text not null,
  next_day text not null
);
select tandem.protect('kpi_renewal');
