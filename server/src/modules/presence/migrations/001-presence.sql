-- What each agent last declared, and since when; routing is rebuilt from it.
create table presence_state (
  tenant text not null,
  agent text not null,
  -- The body of the last presence.changed.
  declared jsonb not null,
  -- When the declared part (all but reachable) last changed, epoch ms.
  since bigint not null,
  primary key (tenant, agent)
);
select tandem.protect('presence_state');
