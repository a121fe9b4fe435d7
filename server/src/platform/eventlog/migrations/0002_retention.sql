-- What retention and long reads need of the log: configuration found without walking old months, and months that can go.
create index event_log_config on event_log (tenant, seq) where type = 'config.changed';

-- Drops the months that ended before `moment` (epoch ms) and hold no row, and returns their names. The lock on the log is held for a moment only:
-- where it is not free at once the caller's lock_timeout ends the try, and another night comes.
create function tandem.drop_empty_event_months(moment bigint) returns setof text language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part record;
  begins bigint;
  ends bigint;
begin
  -- Row-level security hides rows in silence: who does not see all of them must not take a month for empty.
  if not pg_has_role(current_user, 'tandem_system', 'usage') then
    raise exception 'the owner of the log lacks the role tandem_system' using errcode = '42501';
  end if;
  for part in
    select c.relname as name, to_date(substr(c.relname, 11), 'YYYY_MM')::timestamp as first
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'event_log'::regclass and c.relname ~ '^event_log_[0-9]{4}_[0-9]{2}$' order by 1
  loop
    begins := extract(epoch from part.first) * 1000;
    ends := extract(epoch from part.first + interval '1 month') * 1000;
    continue when ends > moment or exists (select from event_log where at >= begins and at < ends);
    lock table event_log in access exclusive mode;
    -- An event of that month may have been numbered before the lock.
    continue when exists (select from event_log where at >= begins and at < ends);
    execute format('drop table %I', part.name);
    return next part.name;
  end loop;
end $$;
revoke execute on function tandem.drop_empty_event_months(bigint) from public;
grant execute on function tandem.drop_empty_event_months(bigint) to tandem_system;
