-- What agents serve for a time: changed at its beginning, put back at its end, whatever process is there then.
create table directory_duty_plan (
  tenant text not null,
  id text not null,
  doc jsonb not null,
  state text not null check (state in ('planned', 'running', 'over', 'cancelled')),
  -- Epoch ms of its next step; null where none is left.
  due_at bigint,
  primary key (tenant, id)
);
create index directory_duty_plan_due on directory_duty_plan (due_at) where due_at is not null;
select tandem.protect('directory_duty_plan');
