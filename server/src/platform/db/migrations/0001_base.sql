-- The two roles that transactions run as, and the helper that closes a table by tenant.
-- Roles belong to the whole server: another database may have made them already, or make them at the same moment.
do $$
declare wanted text;
begin
  foreach wanted in array array['tandem_app', 'tandem_system'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    -- A superuser has every role. Others need it with INHERIT, so that policies of tandem_system let migrations see all rows.
    if not pg_has_role(current_user, wanted, 'usage') then
      execute format('grant %I to %I', wanted, current_user);
    end if;
  end loop;
end $$;

grant usage on schema public, tandem to tandem_app, tandem_system;

-- Closes a table that has `tenant text not null`: forced row-level security, so that not even the owner reads past it by accident.
create function tandem.protect(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy own_tenant on %s to tandem_app using (tenant = current_setting(''tandem.tenant'', true)) '
    'with check (tenant = current_setting(''tandem.tenant'', true))', target);
  execute format('create policy every_tenant on %s to tandem_system using (true) with check (true)', target);
  execute format('grant select, insert, update, delete on %s to tandem_app, tandem_system', target);
end $$;
