// Presence on the real database, with a mailbox that appends as routing's does: what is kept, what is told, who may change whom.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import { AgentPage, AgentView } from '@tandem/contract/api/agents.ts';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Doing, Person, PresencePorts } from '../ports.ts';
import type { Declared } from '../core/presence.ts';
import { createPresence, type Presence } from './presence.ts';
import { presenceRoutes } from './routes.ts';

let data: TestDatabase;
beforeAll(async () => {
  data = await testDatabase({ modules: ['presence'] });
});
afterAll(() => data.close());

const NO_NAMES = { devices: new Map(), queues: new Map(), agents: new Map() };
const id = <P extends 'int' | 'tnt' | 'agt' | 'usr' | 'wrk' | 'tem'>(prefix: P) => makeId(prefix, Date.now(), randomBytes(10));

/** One process: its mailbox starts from what presence has stored, as routing's does. */
function startPresence(tenant: TenantId, clock: { now(): number }, part: Partial<PresencePorts> = {}): Presence {
  let states: Promise<Map<AgentId, Declared>> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const ports: PresencePorts = {
    async mailbox(_, agent, given) {
      const answer = last.then(async () => {
        states ??= presence.declared(tenant).then((all) => new Map(all.map((one) => [one.agent, one])));
        const result = given.decide((await states).get(agent) ?? null, clock.now());
        if (!result.ok) return result;
        await data.db.tenant(tenant, async (tx) => {
          for (const declared of result.value) {
            await data.log.append(tx, [
              { stream: agent, type: 'presence.changed', data: declared, actor: given.actor ?? { kind: 'system', part: 'test' } },
            ]);
            await given.save(tx, declared, clock.now());
          }
        });
        for (const declared of result.value) (await states).set(agent, declared);
        return result;
      });
      last = answer;
      return answer;
    },
    work: async () => new Map(),
    engaged: () => [],
    contacts: async () => [],
    names: async () => NO_NAMES,
    people: async () => [],
    endSessions: async () => undefined,
    ...part,
  };
  const presence: Presence = createPresence({ db: data.db, ports });
  return presence;
}

describe('what is kept', () => {
  test('the whole way of a day, in the log and over a restart', async () => {
    const [tenant, agent] = [id('tnt'), id('agt')];
    const clock = { at: 1_000, now: () => clock.at };
    const presence = startPresence(tenant, clock);
    await presence.signedIn(tenant, agent);
    await presence.reachable(tenant, agent, true);
    clock.at = 2_000;
    const actor = { kind: 'user' as const, id: 'usr_1' };
    expect(await presence.set(tenant, agent, { kind: 'set', presence: 'available', onQueue: true, own: true }, actor)).toMatchObject({
      ok: true,
      value: { presence: 'available', onQueue: true },
    });
    clock.at = 3_000;
    await presence.reachable(tenant, agent, false);
    await presence.reachable(tenant, agent, false);
    const after = startPresence(tenant, clock);
    // A device that comes and goes is not a change of what was declared.
    expect(await after.rows(tenant)).toEqual([
      { declared: { agent, signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: false }, since: 2_000 },
    ]);
    clock.at = 4_000;
    await after.signedOut(tenant, agent);
    expect(await after.rows(tenant)).toMatchObject([{ declared: { signedIn: false, onQueue: false }, since: 4_000 }]);
    const events = await data.db.tenant(tenant, (tx) => data.log.readStream(tx, agent));
    expect(events.map((event) => event.type)).toEqual(Array.from({ length: 5 }, () => 'presence.changed'));
    expect(events[2]!.actor).toEqual(actor);
    expect(await after.rows(id('tnt'))).toEqual([]);
  });

  test('after a start only those with a device or a session count as such', async () => {
    const tenant = id('tnt');
    const [one, two, three, back] = [id('agt'), id('agt'), id('agt'), id('agt')];
    const presence = startPresence(tenant, { now: () => 1 });
    for (const agent of [one, two]) {
      await presence.signedIn(tenant, agent);
      await presence.reachable(tenant, agent, true);
    }
    await presence.syncReachable(tenant, [two, three]);
    await presence.syncSignedIn(tenant, async () => [one, back]);
    const rows = new Map((await presence.declared(tenant)).map((declared) => [declared.agent, [declared.signedIn, declared.reachable]]));
    expect(Object.fromEntries(rows)).toEqual({ [one]: [true, false], [two]: [false, true], [three]: [false, true], [back]: [true, false] });
  });
});

describe('the API', () => {
  const tenant = id('tnt');
  const team = { id: id('tem'), name: 'Team' };
  const people: Person[] = ['Cai', 'An', 'Bo', 'An'].map((name, n) => ({ agent: id('agt'), name, team: n === 2 ? team : null }));
  const [cai, , bo] = people.map(({ agent }) => agent) as [AgentId, AgentId, AgentId];
  const work = id('wrk');
  const ended: AgentId[] = [];
  const assigned: Doing = { activity: 'assigned', since: 4_000, work, interaction: null, queue: null, until: null };
  const nothing = { engaged: () => [], contacts: async () => [], names: async () => NO_NAMES };
  const ports: Omit<PresencePorts, 'mailbox'> = {
    ...nothing,
    endSessions: async (_, agent) => void ended.push(agent),
    work: async () => new Map([[bo, assigned]]),
    people: async (_, __, ids) => people.filter(({ agent }) => !ids || ids.includes(agent)),
  };
  const caller = (agent: AgentId | null, scope: string | null) => ({ tenant, user: 'usr_1', agent, scope: () => scope }) as never;
  const routes = () => presenceRoutes({ presence: startPresence(tenant, { now: () => 5_000 }, ports), ports });

  test('lists by name in pages that go on where they ended', async () => {
    const list = routes()[0]!;
    const first = (await list.handle({ caller: caller(null, 'tenant'), query: { limit: 3 } } as never)) as any;
    expect(first.items.map((item: any) => item.name)).toEqual(['An', 'An', 'Bo']);
    const second = (await list.handle({ caller: caller(null, 'tenant'), query: { limit: 3, cursor: first.nextCursor } } as never)) as any;
    expect(second).toMatchObject({ items: [{ name: 'Cai', state: 'offline', workCount: 0, presence: { since: null } }], nextCursor: null });
    for (const page of [first, second]) expect(Check(AgentPage, page)).toBe(true);
    const ofTeam = (await list.handle({ caller: caller(null, 'tenant'), query: { team: team.id } } as never)) as any;
    expect(ofTeam.items).toMatchObject([{ id: bo, state: 'on-contact', work, workCount: 1, team }]);
    await expect(list.handle({ caller: caller(null, 'tenant'), query: { cursor: 'x' } } as never)).rejects.toMatchObject({
      code: 'cursor.invalid',
    });
  });

  test('shows with whom they are busy: one question for all of them, and only what the caller may see', async () => {
    const [up, over, unseen] = [id('int'), id('int'), id('int')];
    const asked: (readonly string[])[] = [];
    const summary = {
      direction: 'inbound',
      customer: { known: true, name: 'Wang Fang' },
      remote: '+8613900000001',
      queue: null,
      startedAt: 3_000,
    } as unknown as InteractionSummary;
    const part = { phase: 'held', device: null, queue: null, other: null } as const;
    const busy: typeof ports = {
      ...ports,
      work: async () =>
        new Map<AgentId, Doing>([
          [bo, { ...assigned, interaction: up }],
          [cai, { ...assigned, activity: 'wrap-up', since: 4_500, interaction: over }],
        ]),
      engaged: () => [
        { ...part, agent: bo, interaction: up },
        { ...part, agent: people[1]!.agent, interaction: unseen },
      ],
      async contacts(_, ids) {
        asked.push(ids);
        return [up, over].filter((each) => ids.includes(each)).map((each) => ({ ...summary, id: each }));
      },
    };
    const list = presenceRoutes({ presence: startPresence(tenant, { now: () => 5_000 }, busy), ports: busy })[0]!;
    const read = async (who: ReturnType<typeof caller>) =>
      ((await list.handle({ caller: who, query: {}, language: 'en' } as never)) as { items: AgentView[] }).items;
    const all = await read(caller(null, 'tenant'));
    expect(Check(AgentPage, { items: all, nextCursor: null })).toBe(true);
    expect(all.map(({ name, since, contact }) => [name, since, contact?.phase ?? null, contact?.interaction ?? null])).toEqual([
      ['An', null, null, null],
      ['An', null, null, null],
      ['Bo', 4_000, 'held', up],
      ['Cai', 4_500, 'wrap-up', over],
    ]);
    expect(all[2]!.contact).toMatchObject({ customer: 'Wang Fang', startedAt: 3_000 });
    expect(asked.map((ids) => ids.toSorted())).toEqual([[up, over, unseen].toSorted()]);
    // A colleague's desk asks for its own alone, and who may see no contact asks for none.
    const own = await read(caller(cai, 'own'));
    expect(own.map(({ contact }) => contact?.interaction ?? null)).toEqual([null, null, null, over]);
    expect(asked.at(-1)).toEqual([over]);
    expect((await read(caller(null, null))).map(({ contact }) => contact)).toEqual([null, null, null, null]);
    expect(asked).toHaveLength(2);
  });

  test('an agent declares for himself; others need a wider scope and him signed in', async () => {
    const [, one, put] = routes();
    const body = { presence: 'available', onQueue: true };
    expect(await put!.handle({ caller: caller(cai, 'own'), params: { id: cai }, body } as never)).toMatchObject({
      signedIn: true,
      onQueue: true,
      since: 5_000,
    });
    await expect(put!.handle({ caller: caller(cai, 'own'), params: { id: bo }, body } as never)).rejects.toMatchObject({
      code: 'agent.not-found',
    });
    await expect(put!.handle({ caller: caller(null, 'tenant'), params: { id: id('agt') }, body } as never)).rejects.toMatchObject({
      code: 'agent.not-found',
    });
    await expect(put!.handle({ caller: caller(null, 'tenant'), params: { id: bo }, body } as never)).rejects.toMatchObject({
      code: 'presence.not-signed-in',
    });
    expect(
      await put!.handle({ caller: caller(null, 'tenant'), params: { id: cai }, body: { presence: 'away', reason: 'meeting' } } as never),
    ).toMatchObject({
      presence: 'away',
      reason: 'meeting',
      onQueue: true,
    });
    const view = await one!.handle({ caller: caller(null, 'tenant'), params: { id: cai } } as never);
    expect(view).toMatchObject({ name: 'Cai', state: 'away' });
    expect(Check(AgentView, view)).toBe(true);
  });

  test('a supervisor sets an agent and puts him out; why is shown to him and to supervisors', async () => {
    const forcing = routes();
    const [, one] = forcing;
    const route = (path: string) => forcing.find((each) => each.path === path)!;
    const leader = id('usr');
    const supervisor = {
      tenant,
      user: leader,
      agent: null,
      scope: (action: string) => (action === 'agents:force' ? 'team' : 'tenant'),
    } as never;
    const colleague = {
      tenant,
      user: 'usr_2',
      agent: cai,
      scope: (action: string) => (action === 'agents:force' ? null : 'tenant'),
    } as never;
    const params = { id: bo };
    const force = (body: unknown) => route('/agents/:id/forced-presence').handle({ caller: supervisor, params, body } as never);
    const seen = async (caller: never) => ((await one!.handle({ caller, params } as never)) as any).presence;
    await expect(force({ presence: 'away', note: 'come and see me' })).rejects.toMatchObject({ code: 'presence.not-signed-in' });
    await forcing[2]!.handle({ caller: caller(bo, 'own'), params, body: { presence: 'available', onQueue: true } } as never);
    const forced = { by: leader, note: 'come and see me' };
    expect(await force({ presence: 'away', reason: 'talk', note: forced.note })).toMatchObject({
      presence: 'away',
      reason: 'talk',
      forced,
    });
    expect((await seen(supervisor)).forced).toEqual(forced);
    expect((await seen(colleague)).forced).toBeNull();
    await route('/agents/:id/log-out').handle({ caller: supervisor, params, body: { note: 'the shift is over' } } as never);
    expect(ended).toEqual([bo]);
    expect(await seen(supervisor)).toMatchObject({ signedIn: false, onQueue: false, forced: { note: 'the shift is over' } });
  });
});
