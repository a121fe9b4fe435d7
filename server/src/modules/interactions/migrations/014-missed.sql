-- Whose phone rang for a contact in vain: an agent's missed calls.
create table interaction_missed (
  tenant text not null,
  interaction text not null references interaction (id) on delete cascade,
  agent text not null,
  at bigint not null,
  primary key (interaction, agent)
);
create index interaction_missed_by_agent on interaction_missed (tenant, agent, interaction);
select tandem.protect('interaction_missed');
