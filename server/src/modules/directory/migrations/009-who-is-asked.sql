-- Who of those who fit is asked first, and how the circle grows: {order, requires, prefers, rings, lastAgentMs, restMs}; what is absent is as usual.
alter table directory_queue add column asking jsonb not null default '{}';
-- The order of the members counts where they are asked one after the other.
alter table directory_queue_member add column position integer not null default 0;

-- What holds for all queues of a tenant.
create table directory_routing_rules (
  tenant text primary key,
  rules jsonb not null
);
select tandem.protect('directory_routing_rules');
