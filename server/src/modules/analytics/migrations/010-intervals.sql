-- Figures by any interval, queue, agent and number. One row for each contact (n = 0, in no queue) and for each of its stays in a queue, with
-- what it adds to the figures; rows hold no name or number of anybody outside. Days before this version get their rows by POST /kpis/recompute.
create table kpi_stay (
  tenant text not null,
  contact text not null,
  n smallint not null,
  -- When it counts: queued, or arrived.
  at bigint not null,
  queue text not null,
  number text not null,
  agent text,
  agent_at bigint,
  arrived smallint not null,
  abandoned_in_flow smallint not null,
  offered smallint not null,
  answered smallint not null,
  answered_in_time smallint not null,
  abandoned_in_queue smallint not null,
  abandoned_in_ring smallint not null,
  short_abandoned smallint not null,
  flow_outs smallint not null,
  offers integer not null,
  no_answers integer not null,
  handled smallint not null,
  transfers_out smallint not null,
  answered_wait_ms bigint not null,
  abandoned_wait_ms bigint not null,
  talk_ms bigint not null,
  hold_ms bigint not null,
  acw_ms bigint not null,
  -- The bin of its wait in the histogram; null where nobody answered.
  wait_bin integer,
  primary key (tenant, contact, n)
);
create index kpi_stay_at on kpi_stay (tenant, at);
create index kpi_stay_agent on kpi_stay (tenant, agent_at) where agent_at is not null;
select tandem.protect('kpi_stay');

-- By quarter of an hour UTC, which is a quarter in every zone. Offers by queue; times belong to no queue.
create table kpi_agent_quarter (
  tenant text not null,
  at bigint not null,
  agent text not null,
  queue text not null,
  offers integer not null,
  no_answers integer not null,
  busy_ms bigint not null,
  on_queue_ms bigint not null,
  primary key (tenant, at, agent, queue)
);
select tandem.protect('kpi_agent_quarter');
