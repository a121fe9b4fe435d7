// A past of a million contacts: copies of a few real ones, with ids, customers, agents and times of their own, written straight into the tables.
import type pg from 'pg';

/** Rows in one statement: keeps each below the time that a statement may take. */
const SLICE = 50_000;
const MINUTE = 60_000;

export type History = { interactions: number; customers: number; events: number };

/** `days`: over how many the contacts are spread, back from now. The newest tenth have their events in the log as well. */
export async function writeHistory(
  database: pg.Client,
  { interactions, customers, days }: { interactions: number; customers: number; days: number },
): Promise<History> {
  await database.query("set statement_timeout = '10min'");
  // A UUIDv7 of a time and a number: sorted as real ones are.
  await database.query(`
    create or replace function pg_temp.made_id(prefix text, at bigint, n bigint) returns text language sql immutable as $$
      select prefix || '_' || substr(lpad(to_hex(at), 12, '0'), 1, 8) || '-' || substr(lpad(to_hex(at), 12, '0'), 9, 4)
        || '-7' || substr(md5(prefix || n), 1, 3) || '-8' || substr(md5(prefix || n), 4, 3) || '-' || substr(md5(prefix || n), 7, 12) $$`);
  await database.query(
    `
    insert into customer (tenant, id, name, level, language, tags, note, known, created_at, updated_at)
    select tenant, pg_temp.made_id('cus', $2::bigint - n * 1000, n), 'Customer ' || n, (array['standard', 'gold', 'platinum', null])[1 + n % 4], null, '[]', '', n % 3 > 0, $2::bigint - n * 1000, $2::bigint - n * 1000
    from generate_series(1, $1::int) n, (select tenant from interaction limit 1) t`,
    [customers, Date.now()],
  );
  await database.query(`
    insert into customer_identity (tenant, id, customer, channel, address)
    select c.tenant, 'cid' || substr(c.id, 4), c.id, 'voice', '+8615' || lpad((row_number() over (order by c.id))::text, 9, '0')
    from customer c where c.name like 'Customer %' on conflict do nothing`);
  await database.query(`
    create temp table template as
    select row_number() over () - 1 as n, count(*) over () as of, i.*, (select array_agg(agent) from interaction_agent a where a.interaction = i.id) as agents
    from interaction i where state = 'closed'`);
  await database.query(
    `create temp table made_customer as select row_number() over () - 1 as n, id from customer where name like 'Customer %'`,
  );
  await database.query('create unique index on made_customer (n)');
  await database.query('analyze made_customer');
  const stepMs = Math.floor((days * 24 * 60 * MINUTE) / interactions);
  const from = Date.now() - 10 * MINUTE;
  for (let first = 0; first < interactions; first += SLICE) {
    const parameters = [first, Math.min(interactions, first + SLICE) - 1, from, stepMs];
    await database.query(
      `
      insert into interaction (tenant, id, call, customer, remote, state, queue, started_at, ending, doc, head)
      select t.tenant, m.id, pg_temp.made_id('cal', m.at, m.n), c.id, t.remote, 'closed', t.queue, m.at, true,
        t.doc || jsonb_build_object('id', m.id, 'customer', c.id, 'startedAt', m.at, 'answeredAt', m.at + 4000, 'endedAt', m.at + 90000),
        (t.head::jsonb || jsonb_build_object('customer', c.id, 'startedAt', m.at, 'answeredAt', m.at + 4000, 'endedAt', m.at + 90000))::json
      from (select n, $3::bigint - n * $4::bigint as at, pg_temp.made_id('int', $3::bigint - n * $4::bigint, n) as id from generate_series($1::bigint, $2::bigint) n) m
      join template t on t.n = m.n % t.of
      join made_customer c on c.n = (m.n * 7919) % (select max(n) + 1 from made_customer)`,
      parameters,
    );
    await database.query(
      `
      insert into interaction_agent (tenant, interaction, agent)
      select t.tenant, pg_temp.made_id('int', $3::bigint - m.n * $4::bigint, m.n), a.agent
      from generate_series($1::bigint, $2::bigint) m(n) join template t on t.n = m.n % t.of cross join lateral unnest(t.agents) a(agent)`,
      parameters,
    );
  }
  // Below the first real number: no reader's cursor is ever moved by them.
  const { rowCount } = await database.query(
    `
    insert into event_log (seq, id, tenant, stream, version, type, schema_version, data, cause, actor, at)
    select - row_number() over (), pg_temp.made_id('evt', m.at, m.n * 100 + e.version), e.tenant, m.id, e.version, e.type, e.schema_version,
      e.data || jsonb_build_object('interaction', m.id), null, e.actor, e.at
    from (select n, $3::bigint - n * $4::bigint as at, pg_temp.made_id('int', $3::bigint - n * $4::bigint, n) as id from generate_series($1::bigint, $2::bigint) n) m
    join template t on t.n = m.n % t.of join event_log e on e.tenant = t.tenant and e.stream = t.id and e.seq > 0`,
    [0, Math.floor(interactions / 10) - 1, from, stepMs],
  );
  // What came in over twenty days has been vacuumed and written out long since; what came in within minutes would be while we measure.
  for (const table of ['interaction', 'interaction_agent', 'customer', 'customer_identity', 'event_log'])
    await database.query(`vacuum (analyze) ${table}`);
  await database.query('checkpoint');
  return { interactions, customers, events: rowCount ?? 0 };
}
