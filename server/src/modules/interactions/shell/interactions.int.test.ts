// Interactions on a real database: begun once, listed at once, folded from the log, shown by scope, built anew from the log.
import { afterAll, describe, expect, test } from 'vitest';
import type { InteractionId } from '@tandem/contract/ids.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { actor, why, openTestkit } from './testkit.ts';

const kit = await openTestkit();
const { database, interactions, reader, clock, id, tenant, anna, bo, support, sales, caller, begin, append, taken, ids } = kit;
afterAll(() => kit.close());

describe('interactions', () => {
  test('ten begins of one call at once are one interaction, listed at once, sealed in the log', async () => {
    const call = id('cal');
    const begun = await Promise.all(Array.from({ length: 10 }, () => begin(call)));
    expect(new Set(begun).size).toBe(1);
    const page = await interactions.list(caller('tenant'), {}, 'en');
    expect(page.items[0]).toMatchObject({
      id: begun[0],
      state: 'open',
      stage: 'other',
      remote: '+8613800138000',
      local: 'ext:4001',
      customer: { name: 'Wang Fang', level: 'gold' },
    });
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, begun[0]!));
    expect(events.map((event) => event.type)).toEqual(['interaction.started']);
    expect(JSON.stringify(events)).not.toContain('13800138000');
    expect((await interactions.byCall(tenant, call))?.interaction).toBe(begun[0]);
    expect((await interactions.openInteractions()).map((each) => each.interaction)).toContain(begun[0]);
  });

  test('the log is folded: agent stage, wrap-up after the end, closed when the work is completed', async () => {
    const { interaction, offer } = await taken(anna, support);
    const state = async () => await interactions.detail(caller('tenant'), interaction, 'zh-CN');
    expect(await state()).toMatchObject({
      state: 'open',
      stage: 'agent',
      queue: { id: support, name: '客服' },
      agent: { id: anna, name: 'Anna' },
    });
    await append([
      {
        stream: interaction,
        type: 'work.released',
        data: { interaction, work: offer.work, queue: support, agent: anna, reason: 'ended', wrapUpUntil: clock.now() + 30_000 },
        actor,
      },
    ]);
    await Promise.all([1, 2, 3].map(() => interactions.end({ tenant, interaction, cause: 'normal', by: 'customer', stage: 'agent' })));
    await reader.caughtUp();
    expect(await state()).toMatchObject({ state: 'wrap-up', stage: 'agent', cause: 'normal' });
    await append([
      {
        stream: interaction,
        type: 'work.completed',
        data: { interaction, work: offer.work, queue: support, agent: anna, wrapUpEnd: 'done' },
        actor,
      },
    ]);
    await reader.caughtUp();
    const closed = await state();
    expect(closed.state).toBe('closed');
    expect(closed.segments.map((segment) => [segment.kind, segment.outcome])).toEqual([
      ['queue', 'answered'],
      ['agent', 'ended'],
    ]);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction));
    expect(events.filter((event) => event.type === 'interaction.ended')).toHaveLength(1);
  });

  test('each scope sees its own, on the list, in detail and in the stream', async () => {
    const mine = await taken(anna, support);
    const other = await taken(bo, sales);
    const agent = caller('own', { agent: anna });
    expect(await ids(agent)).toContain(mine.interaction);
    expect(await ids(agent)).not.toContain(other.interaction);
    await expect(interactions.detail(agent, other.interaction, 'en')).rejects.toMatchObject({ code: 'interaction.not-found' });
    const lead = caller('team', { teams: ['tem_a'] });
    expect(await ids(lead)).toContain(mine.interaction);
    expect(await ids(lead)).not.toContain(other.interaction);
    expect(await ids(caller('queue', { queues: [sales] }))).toEqual([other.interaction]);
    expect(await ids(caller(null))).toEqual([]);
    expect(await ids(caller('tenant', { tenant: id('tnt') }))).toEqual([]);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, other.interaction));
    const seen = (who: Caller) => Promise.all(events.map((event) => interactions.visible(who, event)));
    expect((await seen(agent)).every((event) => event === null)).toBe(true);
    expect((await seen(caller('own', { agent: bo }))).every((event) => event !== null)).toBe(true);
    expect((await seen(caller('tenant', { tenant: id('tnt') }))).every((event) => event === null)).toBe(true);
  });

  test('an offer shows the contact to the agent; once declined it is out of sight', async () => {
    const interaction = await begin(id('cal'));
    const cleo = id('agt');
    const offer = { interaction, work: id('wrk'), queue: sales, offer: id('off'), agent: cleo };
    await append([
      {
        stream: interaction,
        type: 'work.queued',
        data: { interaction, work: offer.work, queue: sales, channel: 'voice', priority: 0, skills: [], queuedAt: clock.now() },
        actor,
      },
      { stream: interaction, type: 'work.offered', data: { ...offer, expiresAt: clock.now(), why }, actor },
    ]);
    await reader.caughtUp();
    expect(await ids(caller('own', { agent: cleo }))).toEqual([interaction]);
    await append([
      { stream: interaction, type: 'work.offer-ended', data: { ...offer, outcome: 'declined' }, actor },
      { stream: interaction, type: 'call.ringing', data: { interaction, call: id('cal'), leg: id('leg') }, actor },
    ]);
    await reader.caughtUp();
    expect(await ids(caller('own', { agent: cleo }))).toEqual([]);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction));
    const seen: string[] = [];
    for (const event of events) if (await interactions.visible(caller('own', { agent: cleo }), event)) seen.push(event.type);
    expect(seen).toEqual(['work.offered', 'work.offer-ended']);
  });

  test('pages neither lose nor repeat while new contacts arrive', async () => {
    for (let at = 0; at < 5; at++) await begin(id('cal'));
    const all = await ids(caller('tenant'), { limit: 200 });
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await interactions.list(caller('tenant'), { limit: 3, ...(cursor === undefined ? {} : { cursor }) }, 'en');
      read.push(...page.items.map((each) => each.id));
      cursor = page.nextCursor ?? undefined;
      await begin(id('cal'));
    } while (cursor !== undefined);
    expect(read).toEqual(all);
    await expect(interactions.list(caller('tenant'), { cursor: 'nonsense' }, 'en')).rejects.toMatchObject({ code: 'cursor.invalid' });
  });

  test('the rows built anew from the log are the same', async () => {
    const read = () => interactions.list(caller('tenant'), { limit: 200 }, 'en');
    const before = await read();
    await reader.caughtUp();
    await database.db.system(async (tx) => {
      const tables = tx.tables<{ interaction: { id: InteractionId } }>();
      await tables.deleteFrom('interaction').execute();
    });
    const again = await database.log.reader({
      name: 'interactions-again',
      handle: (await import('./projection.ts')).createProjection(database),
      types: (await import('./projection.ts')).FOLDED,
    });
    await again.caughtUp();
    await again.stop();
    expect(await read()).toEqual(before);
    // As earlier versions left them: nothing beside the document.
    await database.db.system((tx) =>
      tx.tables<{ interaction: { head: string | null } }>().updateTable('interaction').set({ head: null }).execute(),
    );
    expect(await read()).toEqual(before);
  });
});
