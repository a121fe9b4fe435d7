-- What lists look for and numbers of reports lead to: one row for each contact, and one for each of its stays in a queue. Derived from the
-- folded document, so that it can be made anew from it at any time.
create table interaction_fact (
  tenant text not null,
  interaction text primary key references interaction (id) on delete cascade,
  started_at bigint not null,
  direction text not null,
  -- The address of ours that was reached, or called from.
  local text not null,
  -- Hung up in a flow before anybody took it, standing in no line.
  left_in_flow boolean not null,
  -- Null while it lasts.
  duration_ms bigint,
  disposition text,
  recorded boolean not null
);
create index interaction_fact_local on interaction_fact (tenant, local, started_at desc, interaction desc);
create index interaction_fact_disposition on interaction_fact (tenant, disposition, started_at desc, interaction desc) where disposition is not null;
create index interaction_fact_recorded on interaction_fact (tenant, started_at desc, interaction desc) where recorded;
create index interaction_fact_duration on interaction_fact (tenant, duration_ms);
select tandem.protect('interaction_fact');

create table interaction_stay (
  tenant text not null,
  interaction text not null references interaction (id) on delete cascade,
  n smallint not null,
  queue text not null,
  callback boolean not null,
  queued_at bigint not null,
  state text not null,
  ring boolean not null,
  waited_ms bigint,
  agent text,
  taken_at bigint,
  transferred boolean not null,
  primary key (interaction, n)
);
create index interaction_stay_queue on interaction_stay (tenant, queue, queued_at);
create index interaction_stay_at on interaction_stay (tenant, queued_at);
create index interaction_stay_agent on interaction_stay (tenant, agent, taken_at) where agent is not null;
select tandem.protect('interaction_stay');

-- Contacts of earlier versions. Whether one was given up while a telephone rang was not kept then: it counts as given up while waiting.
insert into interaction_fact (tenant, interaction, started_at, direction, local, left_in_flow, duration_ms, disposition, recorded)
select tenant, id, started_at, doc ->> 'direction', doc ->> 'local', false, (doc ->> 'endedAt')::bigint - started_at,
  (select w ->> 'disposition' from jsonb_array_elements(doc -> 'wrapUps') w order by (w ->> 'at')::bigint desc limit 1),
  jsonb_array_length(doc -> 'recordings') > 0
from interaction;

insert into interaction_stay (tenant, interaction, n, queue, callback, queued_at, state, ring, waited_ms, agent, taken_at, transferred)
select i.tenant, i.id, s.n, s.part ->> 'queue', i.origin is not null, (s.part ->> 'startedAt')::bigint,
  case when s.part ->> 'outcome' = 'abandoned' then 'abandoned'
    when s.part ->> 'outcome' = 'answered' then case when w.work ->> 'state' = 'completed' then 'done' else 'talking' end
    else 'removed' end,
  false, (s.part ->> 'endedAt')::bigint - (s.part ->> 'startedAt')::bigint,
  case when s.part ->> 'outcome' = 'answered' then w.work ->> 'agent' end,
  case when s.part ->> 'outcome' = 'answered' then (s.part ->> 'endedAt')::bigint end,
  coalesce((select a ->> 'outcome' = 'transferred' from jsonb_array_elements(i.doc -> 'segments') a where a ->> 'id' = w.work ->> 'offer'), false)
from interaction i
cross join lateral (
  select row_number() over (order by p.ordinality) as n, p.part
  from jsonb_array_elements(i.doc -> 'segments') with ordinality p (part, ordinality) where p.part ->> 'kind' = 'queue'
) s
left join lateral (
  select work from jsonb_array_elements(i.doc -> 'works') work where work ->> 'id' = s.part ->> 'id'
) w on true;
