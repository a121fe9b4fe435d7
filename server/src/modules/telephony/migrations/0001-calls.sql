-- Calls that core controls: the whole control state after each step, so that a restarted core goes on where it was.
create table telephony_call (
  tenant text not null,
  call text not null,
  interaction text not null,
  state jsonb not null,
  -- Number of the edge's last fact folded into the state: a fact that is told again changes nothing.
  last_n bigint not null default 0,
  -- Effects of the last step, carried out again after a crash between the commit and them. All are idempotent.
  pending jsonb not null default '[]',
  started_at bigint not null,
  ended_at bigint,
  primary key (tenant, call)
);
create index telephony_call_open on telephony_call (started_at) where ended_at is null;
select tandem.protect('telephony_call');
