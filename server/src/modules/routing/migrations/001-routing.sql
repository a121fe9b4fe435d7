-- Work in and out of the line, and what of an agent's routing state no event stream of his own tells.
create table routing_work (
  tenant text not null,
  id text not null,
  interaction text not null,
  queue text not null,
  stage text not null check (stage in ('waiting', 'offered', 'assigned', 'wrap-up', 'closed')),
  -- The whole open item as routing/core knows it; null once closed.
  item jsonb,
  changed_at bigint not null,
  primary key (tenant, id),
  check ((stage = 'closed') = (item is null))
);
create index routing_work_open on routing_work (tenant) where stage <> 'closed';
create index routing_work_closed on routing_work (tenant, changed_at) where stage = 'closed';
select tandem.protect('routing_work');

create table routing_agent (
  tenant text not null,
  agent text not null,
  -- {idleSince, pause}
  state jsonb not null,
  primary key (tenant, agent)
);
select tandem.protect('routing_agent');
