// How fast the API answers 200 requests a second over several keys, with a million contacts behind it.
import { createDice } from '../server/src/kernel/dice.ts';
import { planCaller, placeCall } from '../sim/network/caller.ts';
import { createPace } from '../sim/pace.ts';
import { startCentre, startBenchPhone } from './kit/centre.ts';
import { readKnobs } from './kit/arguments.ts';
import { writeHistory } from './kit/history.ts';
import { inspect } from './kit/leaks.ts';
import { openLoop, type Shot } from './kit/open-loop.ts';
import { createRequests, type Sent } from './kit/requests.ts';
import { judge, machineLoad, percentile, tell } from './kit/report.ts';
import { HELLO_HZ, tone } from '../sim/network/sounds.ts';
import type { Api } from '../tests/kit/tandem.ts';

const knobs = readKnobs(process.argv.slice(2), { interactions: 1_000_000, customers: 100_000, days: 20, rate: 200, seconds: 60, keys: 4 });
/** Contacts that the history is copied from. */
const REAL_CALLS = 12;
const loadBefore = machineLoad();
const dice = createDice(11);
const pace = createPace();
let writes = 0;

const centre = await startCentre(8, pace, (_agent, call) => {
  void call.media.speak(tone(HELLO_HZ.agent, 500));
});
try {
  const { admin, server, tandem } = centre;
  console.log(`${REAL_CALLS} real calls ...`);
  const line = await startBenchPhone({ server, user: 'trunk', pace, onCall: (call) => call.refuse(486) });
  await Promise.all(
    Array.from({ length: REAL_CALLS }, (_unused, n) =>
      placeCall(line, { ...planCaller(dice, `+86138001${38_100 + n}`), talkMs: 3_000, patienceMs: 20_000 }),
    ),
  );
  await line.leave();
  line.close();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const inspector = await inspect(tandem);
  console.log(`writing ${knobs.interactions} contacts ...`);
  const written = await writeHistory(inspector.database, knobs);
  await inspector.close();
  console.log(`${written.interactions} contacts, ${written.customers} customers, ${written.events} events are there`);

  const keys = await Promise.all(Array.from({ length: knobs.keys }, (_unused, n) => makeKey(admin, n)));
  const some = await sample(admin);
  const requests = createRequests(`${tandem.baseUrl}/api/v1`);
  const raw = (key: string, path: string, { headers, ...sent }: Sent = {}): Promise<number> =>
    requests.send(path, { ...sent, headers: { ...headers, authorization: `Bearer ${key}` } });
  const draw = (n: number): Shot => {
    const key = keys[n % keys.length]!;
    const shot = (name: string, path: string, init?: Sent): Shot => ({ name, run: () => raw(key, path, init) });
    const one = dice.pick(some);
    const at = Date.now() - dice.between(0, knobs.days * 86_400_000);
    switch (dice.between(0, 9)) {
      case 0:
      case 1:
        return shot('newest contacts', '/interactions?limit=50');
      case 2:
        return shot('contacts of an hour', `/interactions?limit=50&from=${at - 3_600_000}&to=${at}`);
      case 3:
        return shot('contacts of a queue', `/interactions?limit=50&queue=${one.queue}&to=${at}`);
      case 4:
        return shot('contacts of a customer', `/interactions?limit=50&customer=${one.customer}`);
      case 5:
        return shot('a contact', `/interactions/${one.id}`);
      case 6:
        return shot('events of a contact', `/interactions/${one.id}/events?limit=100`);
      case 7:
        return shot(
          'a customer by number',
          `/customers?limit=20&q=${encodeURIComponent(`15${String(dice.between(1, knobs.customers)).padStart(9, '0')}`)}`,
        );
      case 8:
        return shot('figures now', '/kpis/live');
      default:
        return shot('a note on a customer', `/customers/${one.customer}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json', 'idempotency-key': `bench-${++writes}` },
          body: JSON.stringify({ note: `seen ${n}` }),
        });
    }
  };
  // One at a time first: what each costs when nothing waits for anything.
  const alone = new Map<string, number[]>();
  for (let n = 0; n < 120; n++) {
    const { name, run } = draw(n);
    const at = performance.now();
    await run();
    alone.set(name, [...(alone.get(name) ?? []), performance.now() - at]);
  }
  for (const [name, times] of alone)
    console.log(`${name.padEnd(26)} alone: p50 ${percentile(times, 0.5)} ms, most ${percentile(times, 1)} ms`);
  console.log(`${knobs.rate} requests a second for ${knobs.seconds} s ...`);
  const timed = await openLoop({ perSecond: knobs.rate, seconds: knobs.seconds, draw });
  for (const [name, shots] of Map.groupBy(timed, (each) => each.name)) {
    const times = shots.map((each) => each.ms);
    console.log(
      `${name.padEnd(26)} ${String(shots.length).padStart(6)}   p50 ${percentile(times, 0.5)} ms   p95 ${percentile(times, 0.95)} ms   p99 ${percentile(times, 0.99)} ms`,
    );
  }
  requests.close();
  const times = timed.map((each) => each.ms);
  const statuses = Map.groupBy(timed, (each) => each.status);
  const failed = timed.filter((each) => each.status < 200 || each.status >= 300).length;
  if (failed > 0) console.log('statuses:', Object.fromEntries([...statuses].map(([status, shots]) => [status, shots.length])));
  const figures = {
    load_before: loadBefore,
    interactions: written.interactions,
    requests: timed.length,
    failed,
    p50_ms: percentile(times, 0.5),
    p95_ms: percentile(times, 0.95),
    p99_ms: percentile(times, 0.99),
  };
  tell(judge('api', figures, { p95_ms: '<=50', failed: '<=0' }));
} finally {
  pace.stop();
  await centre.stop();
}

async function makeKey(admin: Api, n: number): Promise<string> {
  const permissions = ['interactions:read', 'customers:read', 'customers:write', 'kpis:read'].map((action) => ({
    action,
    scope: 'tenant',
  }));
  return (await admin.send<{ secret: string }>('POST', '/api-keys', { name: `bench ${n}`, permissions })).secret;
}

/** Contacts from all over the time. */
async function sample(admin: Api): Promise<{ id: string; customer: string; queue: string }[]> {
  const found = [];
  const now = Date.now();
  for (let n = 0; n < 100; n++) {
    const to = now - Math.floor((knobs.days * 86_400_000 * n) / 105);
    const { items } = await admin.get<{ items: { id: string; customer: { id: string }; queue: { id: string } | null }[] }>(
      `/interactions?limit=20&to=${to}`,
    );
    for (const item of items) if (item.queue) found.push({ id: item.id, customer: item.customer.id, queue: item.queue.id });
  }
  return found;
}
