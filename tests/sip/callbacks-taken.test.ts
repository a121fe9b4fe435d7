// An agent takes a call-back himself, out of turn: of his own queues only, one agent for one, and back in its place where it comes to nothing.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, type Centre } from '../kit/centre.ts';
import { untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import type { Api } from '../kit/tandem.ts';

let centre: Centre;
let sales: string;
beforeAll(async () => {
  centre = await openCentre();
  sales = (await centre.admin.get('/queues')).items.find((each: { key: string }) => each.key === 'sales').id;
  // Nobody is given anything: what is called, somebody took.
  await centre.one.presence('away');
});
afterEach(() => centre.quiet());
afterAll(() => centre?.close());

const ask = async (by: Api, queue: string, address = OUTSIDE): Promise<string> =>
  (await by.send('POST', '/callbacks', { address, queue })).id;
/** One more customer than the one: a number is called back once. */
const ANOTHER = '+8613700009998';
const listed = async (by: Api, id: string): Promise<any> =>
  (await by.get('/callbacks?limit=200')).items.find((each: { id: string }) => each.id === id);
const take = (by: Api, id: string): Promise<Response> => by.raw(`/callbacks/${id}/take`, { method: 'POST' });
const code = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as { code: string }).code];

describe('an agent', () => {
  it('sees, takes and cancels the call-backs of his queues and those he asked for, and no others', async () => {
    const { one, two, supervisor } = centre;
    const [ours, theirs, mine] = [await ask(supervisor, centre.support), await ask(supervisor, sales), await ask(one.api, sales, ANOTHER)];
    expect(await listed(one.api, ours)).toMatchObject({ state: 'waiting', address: OUTSIDE });
    expect(await listed(one.api, mine)).toMatchObject({ state: 'waiting' });
    expect(await listed(one.api, theirs)).toBeUndefined();
    expect(await listed(two.api, ours)).toBeUndefined();
    for (const id of [ours, theirs, mine]) expect(await listed(supervisor, id)).toMatchObject({ state: 'waiting' });
    expect(await code(await take(one.api, theirs))).toEqual([404, 'callback.not-found']);
    expect((await one.api.raw(`/callbacks/${theirs}`, { method: 'DELETE' })).status).toBe(404);
    // Reads of one page after the other stay within it.
    const first = await one.api.get('/callbacks?limit=1');
    const second = await one.api.get(`/callbacks?limit=1&cursor=${encodeURIComponent(first.nextCursor)}`);
    expect([first.items[0].id, second.items[0].id]).toEqual([mine, ours]);
    for (const id of [ours, mine]) await one.api.send('DELETE', `/callbacks/${id}`);
    expect(await listed(one.api, mine)).toMatchObject({ state: 'cancelled' });
    await supervisor.send('DELETE', `/callbacks/${theirs}`);
  });

  it('takes one: his phone rings, then the customer’s, and they talk and are recorded as the queue says', async () => {
    const { one, outside, supervisor } = centre;
    const id = await ask(supervisor, centre.support);
    expect((await take(one.api, id)).status).toBe(200);
    const own = await one.phone.incoming();
    expect(own.invite.from.display).toContain(OUTSIDE);
    expect(await listed(supervisor, id)).toMatchObject({ state: 'taken', takenBy: { id: one.id } });
    // It is nobody else's any more, and he can take no second one meanwhile.
    expect(await code(await take(one.api, id))).toEqual([409, 'callback.under-way']);
    const other = await ask(supervisor, centre.support, ANOTHER);
    expect(await code(await take(one.api, other))).toEqual([409, 'call.agent-busy']);
    await supervisor.send('DELETE', `/callbacks/${other}`);
    own.media.tone(AGENT_HZ);
    own.accept();
    const there = await outside.incoming();
    there.media.tone(OTHER_HZ);
    there.accept();
    await hear([own, OTHER_HZ], [there, AGENT_HZ]);
    await there.hangUp();
    expect(await own.ended()).toBe('bye');
    expect(await listed(one.api, id)).toMatchObject({ state: 'reached', attempts: 0, takenBy: { id: one.id } });
    const detail = await eventually('the contact to be over', async () => {
      const found = await one.api.get(`/interactions/${id}`);
      return found.endedAt === null ? null : found;
    });
    expect(detail).toMatchObject({ direction: 'outbound', agent: { id: one.id } });
    expect(detail.recordings).toHaveLength(1);
  });

  it('who does not answer, or thinks better of it, puts it back where it stood', async () => {
    const { one, outside, supervisor } = centre;
    const id = await ask(supervisor, centre.support);
    const [queued] = await untilEvent(supervisor, id, 'work.queued');
    await take(one.api, id);
    (await one.phone.incoming()).refuse(603);
    const [, again] = await untilEvent(supervisor, id, 'work.queued', 2);
    expect(again.data).toMatchObject({ task: 'callback', queuedAt: queued.data.queuedAt });
    expect(await listed(one.api, id)).toMatchObject({ state: 'waiting', attempts: 0 });

    await centre.quiet();
    await take(one.api, id);
    const own = await one.phone.incoming();
    const { items } = await one.api.get('/calls');
    await one.api.send('POST', `/calls/${items[0].id}/hang-up`);
    expect(await own.ended()).toBe('cancelled');
    await untilEvent(supervisor, id, 'work.queued', 3);

    // A try that does not reach him counts as one.
    await centre.quiet();
    await take(one.api, id);
    (await one.phone.incoming()).accept();
    (await outside.incoming()).refuse(486);
    const [attempted] = await untilEvent(supervisor, id, 'callback.attempted');
    expect(attempted.data).toMatchObject({ attempt: 1, outcome: 'busy' });
    await eventually('it to wait again', async () => ((await listed(one.api, id)).state === 'waiting' ? true : null));
    expect(await listed(one.api, id)).toMatchObject({ attempts: 1, notBefore: attempted.data.next });
    await supervisor.send('DELETE', `/callbacks/${id}`);
  });

  it('is one where two want the same', async () => {
    const { one, two, outside, supervisor } = centre;
    // Agent 7 serves sales alone: an administrator lets him into support.
    const queue = await centre.admin.get(`/queues/${centre.support}`);
    await centre.admin.send('PATCH', `/queues/${centre.support}`, { members: [...queue.members, two.id] });
    const id = await ask(supervisor, centre.support);
    await eventually('her to see it', async () => (await listed(two.api, id)) ?? null);
    const answers = await Promise.all([take(one.api, id), take(two.api, id)]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const winner = answers[0].status === 200 ? one : two;
    const own = await winner.phone.incoming();
    own.accept();
    const there = await outside.incoming();
    there.accept();
    await eventually('him to be reached', async () => ((await listed(supervisor, id)).state === 'reached' ? true : null));
    await own.hangUp();
    await centre.admin.send('PATCH', `/queues/${centre.support}`, { members: queue.members });
  });
});
