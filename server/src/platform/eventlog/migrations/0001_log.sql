-- The log in two tables: writers append to event_pending in their own transaction, the sequencer moves what is committed to event_log and
-- gives it its seq. So event_log is insert-only and every reader's cursor is the seq alone.
-- Measured against stamping in place (UPDATE ... set seq): see docs/adr/0005.
create sequence event_pos;
grant usage on sequence event_pos to tandem_app, tandem_system;

create table event_pending (
  -- Order of appending. Within a stream it follows the version, because pos is drawn after the stream's head row is locked.
  pos bigint primary key default nextval('event_pos'),
  id text not null,
  tenant text not null,
  stream text not null,
  version int not null,
  type text not null,
  schema_version int not null,
  data jsonb not null,
  cause text,
  actor jsonb not null,
  at bigint not null
);
select tandem.protect('event_pending');
revoke update, delete on event_pending from tandem_app;
create index event_pending_stream on event_pending (tenant, stream);
-- Its rows live for milliseconds: without this the dead ones would be walked over again and again.
alter table event_pending set (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0);

create table event_log (
  seq bigint not null,
  id text not null,
  tenant text not null,
  stream text not null,
  version int not null,
  type text not null,
  schema_version int not null,
  data jsonb not null,
  cause text,
  actor jsonb not null,
  at bigint not null,
  primary key (seq, at)
) partition by range (at);
select tandem.protect('event_log');
revoke insert, update, delete on event_log from tandem_app;
create index event_log_stream on event_log (tenant, stream, version);

-- A partitioned table cannot keep (tenant, stream, version) unique without its partition key; this row can, and it orders the writers.
create table stream_head (
  tenant text not null,
  stream text not null,
  version int not null,
  primary key (tenant, stream)
) with (fillfactor = 70);
select tandem.protect('stream_head');
revoke delete on stream_head from tandem_app;

-- One row: the highest seq given. Reviewed exceptions to row-level security from here on (platform/db/rls-exceptions.ts).
create table event_head (one boolean primary key default true check (one), seq bigint not null) with (fillfactor = 10);
insert into event_head (seq) values (0);
grant select on event_head to tandem_app, tandem_system;

create table event_reader (
  name text primary key,
  seq bigint not null,
  moved_at bigint not null,
  stopped_at bigint,
  problem text
) with (fillfactor = 50);
grant select, insert, update, delete on event_reader to tandem_system;

create table lease (name text primary key, holder text not null, token bigint not null, until timestamptz not null) with (fillfactor = 50);
grant select, insert, update, delete on lease to tandem_system;

-- Makes the partition of the month (UTC) that holds `moment` (epoch ms). Built aside and attached: ATTACH lets appends and reads go on.
create function tandem.ensure_event_month(moment bigint) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  first timestamp := date_trunc('month', to_timestamp(moment / 1000) at time zone 'UTC');
  part text := 'event_log_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(part) is not null then return; end if;
  execute format('create table %I (like event_log including defaults including constraints)', part);
  execute format('alter table event_log attach partition %I for values from (%s) to (%s)', part,
    (extract(epoch from first) * 1000)::bigint, (extract(epoch from first + interval '1 month') * 1000)::bigint);
  -- No policy and no grant: rows are reached through event_log only.
  execute format('alter table %I enable row level security', part);
  execute format('alter table %I force row level security', part);
end $$;
revoke execute on function tandem.ensure_event_month(bigint) from public;
grant execute on function tandem.ensure_event_month(bigint) to tandem_system;

-- Moves up to `most` committed events, oldest first, and numbers them without a gap. The head row's lock keeps two callers apart; all of it is
-- one transaction, so a crash leaves either none or all of it.
create function tandem.sequence_events(most int) returns bigint language plpgsql set search_path = public, pg_temp as $$
declare
  base bigint;
  moved bigint;
  month bigint;
begin
  select seq into base from event_head for update;
  for month in select distinct (extract(epoch from date_trunc('month', to_timestamp(p.at / 1000) at time zone 'UTC')) * 1000)::bigint
    from (select at from event_pending order by pos limit most) p loop
    perform tandem.ensure_event_month(month);
  end loop;
  with taken as (
    delete from event_pending where pos in (select pos from event_pending order by pos limit most) returning *
  )
  insert into event_log (seq, id, tenant, stream, version, type, schema_version, data, cause, actor, at)
    select base + row_number() over (order by pos), id, tenant, stream, version, type, schema_version, data, cause, actor, at from taken;
  get diagnostics moved = row_count;
  if moved > 0 then
    update event_head set seq = base + moved;
    perform pg_notify('tandem_events', '');
  end if;
  return moved;
end $$;
grant update on event_head to tandem_system;

-- The fence of an append: raises where the lease has passed on. The share lock holds a successor back until this transaction ends.
create function tandem.check_fence(lease_name text, held bigint) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from lease where name = lease_name and token = held for share;
  if not found then raise exception 'lease % is not held with token %', lease_name, held using errcode = 'TL001'; end if;
end $$;
