-- The one way out of the trail: by age, where the tenant says so. Neither role of the program can remove an entry by itself; three months stay whatever is asked.
create function tandem.expire_audit(of_tenant text, before bigint) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
  delete from identity_audit where id in (
    select id from identity_audit
    where tenant = of_tenant and at < least(before, (extract(epoch from now() - interval '90 days') * 1000)::bigint)
    order by at limit 2000);
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function tandem.expire_audit(text, bigint) from public;
grant execute on function tandem.expire_audit(text, bigint) to tandem_system;
