-- What a queue has learned from what it served: {served, handleMs, factor}.
create table routing_queue (
  tenant text not null,
  queue text not null,
  stats jsonb not null,
  primary key (tenant, queue)
);
select tandem.protect('routing_queue');

-- A call-back that was asked for later is kept outside the line until its time.
alter table routing_work drop constraint routing_work_stage_check;
alter table routing_work add constraint routing_work_stage_check
  check (stage in ('scheduled', 'waiting', 'offered', 'assigned', 'wrap-up', 'closed'));
