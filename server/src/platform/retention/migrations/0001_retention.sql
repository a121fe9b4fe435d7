-- How long a tenant keeps what, in days; null keeps for ever. One row a tenant, made when somebody sets it.
create table retention (
  tenant text primary key,
  log_days int check (log_days > 0),
  recording_days int check (recording_days > 0),
  personal_days int check (personal_days > 0),
  audit_days int check (audit_days >= 90),
  -- Epoch ms: events before it were erased, so nothing may be made anew from them.
  log_erased_before bigint
);
select tandem.protect('retention');
