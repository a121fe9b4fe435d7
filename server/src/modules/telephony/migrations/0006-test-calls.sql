-- Test calls over a trunk that are up: a process that takes over ends them, as nobody watches them any more.
create table telephony_test_call (
  tenant text not null,
  call text not null,
  leg text not null,
  primary key (tenant, call)
);
select tandem.protect('telephony_test_call');
