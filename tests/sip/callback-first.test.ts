// Call-backs by their queue's rules: the customer rung first and served by whoever is free, told so and called again where nobody is; one a number, in its hours.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, type Centre } from '../kit/centre.ts';
import { eventsOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';

let centre: Centre;
let usual: Record<string, unknown>;
beforeAll(async () => {
  centre = await openCentre();
  usual = (await centre.admin.get('/queues')).items.find((each: { key: string }) => each.key === 'support').callbacks;
});
afterEach(async () => {
  for (const { id } of (await centre.supervisor.get('/callbacks?state=waiting')).items)
    await centre.supervisor.raw(`/callbacks/${id}`, { method: 'DELETE' });
  await centre.one.presence('available');
  await centre.quiet();
});
afterAll(() => centre?.close());

const rules = (part: Record<string, unknown>): Promise<any> =>
  centre.admin.send('PATCH', `/queues/${centre.support}`, { callbacks: { ...usual, ...part } });
const ask = (body: Record<string, unknown> = {}): Promise<any> =>
  centre.one.api.send('POST', '/callbacks', { address: OUTSIDE, queue: centre.support, ...body });
const refused = async (body: Record<string, unknown> = {}): Promise<any> => {
  const raw = await centre.one.api.raw('/callbacks', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address: OUTSIDE, queue: centre.support, ...body }),
  });
  return { status: raw.status, ...((await raw.json()) as object) };
};
const listed = async (id: string): Promise<any> =>
  (await centre.supervisor.get('/callbacks')).items.find((each: { id: string }) => each.id === id);
const until = (id: string, state: string): Promise<any> =>
  eventually(`the call-back to be ${state}`, async () => {
    const found = await listed(id);
    return found.state === state ? found : null;
  });

describe('customer first', () => {
  it('rings the customer as the number chosen, and then the agent who is free; they talk', async () => {
    await rules({ way: 'customer-first', from: '+861062220001' });
    const { one, outside, supervisor } = centre;
    const { id } = await ask();
    const other = await outside.incoming();
    expect(JSON.stringify(other.invite.from.uri)).toContain('1062220001');
    // No phone of an agent rings before he has answered.
    expect(await eventsOf(supervisor, id, 'work.offered')).toEqual([]);
    expect(await listed(id)).toMatchObject({ state: 'taken', takenBy: null });
    other.media.tone(OTHER_HZ);
    other.accept();
    const own = await one.phone.incoming();
    own.media.tone(AGENT_HZ);
    own.accept();
    await hear([own, OTHER_HZ], [other, AGENT_HZ]);
    await until(id, 'reached');
    await other.hangUp();
    expect(await own.ended()).toBe('bye');
    const detail = await eventually('the contact to be over', async () => {
      const found = await supervisor.get(`/interactions/${id}`);
      return found.endedAt === null ? null : found;
    });
    expect(detail).toMatchObject({ direction: 'outbound', agent: { id: one.id } });
    // Nobody called in: the promise of the queue is not measured by it.
    const attempts = await eventsOf(supervisor, id, 'callback.attempted');
    expect(attempts.map((each) => each.data)).toMatchObject([{ attempt: 1, outcome: 'reached', next: null }]);
  });

  it('waits while no agent is there, and rings when one is', async () => {
    const { one, outside } = centre;
    await one.presence('away');
    const { id } = await ask();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await listed(id)).toMatchObject({ state: 'waiting', attempts: 0 });
    await one.presence('available');
    const other = await outside.incoming();
    other.accept();
    const own = await one.phone.incoming();
    own.accept();
    await until(id, 'reached');
    await other.hangUp();
  });

  it('that finds nobody in time says so, lets him go, and calls again in his old place', async () => {
    await rules({ way: 'customer-first', holdMs: 5_000, backOffMs: [60_000] });
    const { one, outside, supervisor } = centre;
    const { id, requestedAt } = await ask();
    const other = await outside.incoming();
    await one.presence('away');
    other.accept();
    expect(await other.ended(40_000)).toBe('bye');
    const [attempted] = await untilEvent(supervisor, id, 'callback.attempted');
    expect(attempted.data).toMatchObject({ attempt: 1, outcome: 'not-served' });
    expect(attempted.data.next - attempted.at).toBe(60_000);
    expect(await until(id, 'waiting')).toMatchObject({ attempts: 1, notBefore: attempted.data.next });
    // First held, then in the line as he answered, then held again: always since he asked.
    const queued = await untilEvent(supervisor, id, 'work.queued', 3);
    for (const each of queued.slice(1)) expect(each.data.queuedAt - requestedAt).toBeLessThan(1_000);
    await one.api.send('DELETE', `/callbacks/${id}`);
  });

  it('whose customer hangs up as he waits is tried again, and frees everybody', async () => {
    await rules({ way: 'customer-first', holdMs: 60_000 });
    const { one, outside, supervisor } = centre;
    const { id } = await ask();
    const other = await outside.incoming();
    await one.presence('away');
    other.accept();
    await untilEvent(supervisor, id, 'work.queued', 2);
    await other.hangUp();
    const [attempted] = await untilEvent(supervisor, id, 'callback.attempted');
    expect(attempted.data).toMatchObject({ outcome: 'left' });
    await until(id, 'waiting');
    await one.api.send('DELETE', `/callbacks/${id}`);
  });
});

describe('the rules of a queue', () => {
  it('one call-back a number, and no more than it takes', async () => {
    await rules({ maxOpen: 2 });
    const { one } = centre;
    await one.presence('away');
    const { id } = await ask();
    expect(await refused()).toMatchObject({ status: 409, code: 'callback.exists' });
    const second = await ask({ address: '+8613700009998' });
    expect(await refused({ address: '+8613700009997' })).toMatchObject({ status: 409, code: 'callback.full' });
    for (const each of [id, second.id]) await one.api.send('DELETE', `/callbacks/${each}`);
    // It is over: he may ask again.
    await one.api.send('DELETE', `/callbacks/${(await ask()).id}`);
  });

  it('dials in its hours only, and says when it can', async () => {
    const { admin, one, supervisor } = centre;
    const shut = await admin.send('POST', '/hours', {
      key: 'call-backs',
      name: { en: 'Call-backs', 'zh-CN': '回呼' },
      zone: 'Asia/Shanghai',
      week: [],
      special: [],
    });
    await rules({ hours: shut.id });
    const { id } = await ask();
    expect((await listed(id)).notBefore - Date.now()).toBeGreaterThan(13 * 24 * 3_600_000);
    expect(await eventsOf(supervisor, id, 'work.offered')).toEqual([]);
    await one.api.send('DELETE', `/callbacks/${id}`);
    expect(await refused({ notBefore: Date.now() + 3_600_000 })).toMatchObject({ status: 422, code: 'callback.closed-long' });
    // A Sunday, and it is open on weekdays from nine.
    await admin.send('PATCH', `/hours/${shut.id}`, { week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }] });
    const answer = await refused({ notBefore: Date.parse('2031-06-01T11:00:00+08:00') });
    expect(answer).toMatchObject({ status: 422, code: 'callback.closed' });
    expect(answer.detail).toContain('2031-06-02 09:00');
    expect((await admin.raw(`/hours/${shut.id}`, { method: 'DELETE' })).status).toBe(409);
  });

  it('gives up after the tries it has, and says so', async () => {
    await rules({ attempts: 1 });
    const { one, outside, supervisor } = centre;
    const { id } = await ask();
    const own = await one.phone.incoming();
    own.accept();
    (await outside.incoming()).refuse(486);
    const [over] = await untilEvent(supervisor, id, 'callback.given-up');
    expect(over.data).toMatchObject({ attempts: 1, reason: 'attempts' });
    await until(id, 'given-up');
  });
});
