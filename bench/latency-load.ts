// The load beside a latency measurement, in a process of its own: requests to the API by many sessions, and heavy SQL on the same database.
// Started by latency.ts with `{baseUrl, databaseUrl, perSecond, seconds}` as its argument; prints what it did as one line of JSON.
import pg from 'pg';
import { connectionConfig } from '../server/src/platform/db/connection.ts';
import { signIn, type Api } from '../tests/kit/tandem.ts';

export type LoadOrder = { baseUrl: string; databaseUrl: string; perSecond: number; seconds: number };
export type LoadDone = { requests: number; refused: number; failed: number; perSecond: number; queries: number };

/** Below the 20 requests a second that one session may do. */
const PER_SESSION = 16;
const PATHS = ['/interactions?limit=20', '/agents', '/queues', '/customers?limit=20', '/me', '/numbers'] as const;
/** Sorts, hashes and aggregates half a million made-up rows. */
const HEAVY = `
  select count(*), sum(g), avg(length(md5(g::text))), count(distinct g % 997)
  from generate_series(1, 500000) g`;

const order = JSON.parse(process.argv[2] ?? '{}') as LoadOrder;
const done: LoadDone = { requests: 0, refused: 0, failed: 0, perSecond: 0, queries: 0 };
const sessions: Api[] = [];
// One after the other: tries at once count against the limit of failed ones until they are known to be good.
for (let n = 0; n < Math.ceil(order.perSecond / PER_SESSION); n++)
  sessions.push(await signIn(order.baseUrl, n % 2 === 0 ? 'admin@demo.test' : 'supervisor@demo.test'));
const startedAt = performance.now();
const until = startedAt + order.seconds * 1_000;
process.stdout.write('started\n');
await Promise.all([requests(), queries()]);
done.perSecond = Math.round((done.requests / order.seconds) * 10) / 10;
console.log(JSON.stringify(done));

/** At an even pace, whether answers come or not: as many at once as it takes, up to a second's worth. */
async function requests(): Promise<void> {
  const open = new Set<Promise<void>>();
  for (let n = 0; performance.now() < until; n++) {
    const dueIn = startedAt + (n * 1_000) / order.perSecond - performance.now();
    if (dueIn > 1) await new Promise((resolve) => setTimeout(resolve, dueIn));
    while (open.size >= order.perSecond) await Promise.race(open);
    const one: Promise<void> = request(sessions[n % sessions.length]!, PATHS[n % PATHS.length]!).finally(() => void open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
}

async function request(api: Api, path: string): Promise<void> {
  try {
    const answer = await api.raw(path);
    await answer.arrayBuffer();
    if (answer.status === 429) done.refused += 1;
    else if (answer.ok) done.requests += 1;
    else done.failed += 1;
  } catch {
    // No answer at all.
    done.failed += 1;
  }
}

async function queries(): Promise<void> {
  const client = new pg.Client(connectionConfig(order.databaseUrl, 'bench load'));
  await client.connect();
  while (performance.now() < until) {
    await client.query(HEAVY);
    done.queries += 1;
  }
  await client.end();
}
