-- Interactions: the columns that lists filter and sort by, and the folded document.
create table interaction (
  tenant text not null,
  id text primary key,
  call text not null,
  customer text not null,
  -- The customer's address in clear; empty once he was erased.
  remote text not null,
  state text not null,
  queue text,
  started_at bigint not null,
  -- Set by the command, before the fold sees the event, so that a contact ends once.
  ending boolean not null default false,
  doc jsonb not null,
  unique (tenant, call)
);
create index interaction_newest on interaction (tenant, started_at desc, id desc);
create index interaction_customer on interaction (tenant, customer, started_at desc, id desc);
create index interaction_open on interaction (tenant, started_at desc) where state <> 'closed';
select tandem.protect('interaction');

-- Agents who have or had it, or are being offered it now.
create table interaction_agent (
  tenant text not null,
  interaction text not null references interaction (id) on delete cascade,
  agent text not null,
  primary key (interaction, agent)
);
create index interaction_agent_by_agent on interaction_agent (tenant, agent, interaction);
select tandem.protect('interaction_agent');
