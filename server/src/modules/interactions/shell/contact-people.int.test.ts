// What people add to a contact, and what may be seen of it, on a real database: wrap-up, whose it is, missed calls, personal data, erasure.
import { afterAll, describe, expect, test } from 'vitest';
import type { AgentId } from '@tandem/contract/ids.ts';
import { dumpOf } from '../../../platform/db/testkit.ts';
import { actor, why, openTestkit } from './testkit.ts';

const kit = await openTestkit();
const { database, interactions, reader, clock, id, tenant, anna, bo, support, wrapped, caller, begin, append, taken } = kit;
afterAll(() => kit.close());

describe('around a contact', () => {
  test('wrap-up: by the agent of the segment or a wider scope; notes sealed; routing is told', async () => {
    const { interaction, work } = await taken(anna, support);
    const body = { disposition: 'order-updated', resolved: true, notes: 'Wang Fang lives in Pudong' };
    await expect(interactions.putWrapUp(caller('own', { agent: bo }), interaction, body, 'en')).rejects.toMatchObject({
      code: 'interaction.not-found',
    });
    const done = await interactions.putWrapUp(caller('own', { agent: anna }), interaction, body, 'en');
    expect(done).toMatchObject({
      disposition: 'order-updated',
      resolved: true,
      wrapUps: [{ agent: anna, notes: 'Wang Fang lives in Pudong' }],
    });
    expect(wrapped.at(-1)).toEqual([work, anna]);
    await interactions.putWrapUp(caller('tenant'), interaction, { ...body, resolved: false }, 'en');
    await reader.caughtUp();
    const shown = await interactions.detail(caller('tenant'), interaction, 'en');
    expect(shown.wrapUps).toMatchObject([{ agent: anna, resolved: false, notes: 'Wang Fang lives in Pudong' }]);
    const rows = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction));
    expect(JSON.stringify(rows)).not.toContain('Pudong');
    const waiting = await begin(id('cal'));
    await expect(interactions.putWrapUp(caller('tenant'), waiting, body, 'en')).rejects.toMatchObject({
      code: 'interaction.nothing-to-wrap-up',
    });
  });

  test('a contact goes to another customer with its thread; what was sealed before is still read', async () => {
    const { interaction } = await taken(anna, support);
    const mine = caller('own', { agent: anna });
    await interactions.putWrapUp(mine, interaction, { disposition: 'other', resolved: true, notes: 'before it was known' }, 'en');
    await reader.caughtUp();
    const before = await interactions.detail(mine, interaction, 'en');
    const customer = id('cus');
    expect((await interactions.setCustomer(mine, interaction, customer, 'en')).customer.id).toBe(customer);
    await reader.caughtUp();
    const shown = await interactions.detail(mine, interaction, 'en');
    expect(shown).toMatchObject({ customer: { id: customer }, conversation: { id: before.conversation?.id, contacts: 1 } });
    expect(shown.wrapUps).toMatchObject([{ notes: 'before it was known' }]);
    expect((await interactions.list(caller('tenant'), { customer }, 'en')).items.map((each) => each.id)).toEqual([interaction]);
    expect(await interactions.customersOf(tenant, anna)).toContain(customer);
    await expect(interactions.setCustomer(caller('own', { agent: bo }), interaction, customer, 'en')).rejects.toMatchObject({
      code: 'interaction.not-found',
    });
  });

  test('whose phone rang in vain finds the call among his missed ones, and still may not open it', async () => {
    const { interaction, call, offer } = await taken(anna, support);
    const leg = { interaction, call, leg: id('leg') };
    const own = { interaction, call, leg: id('leg') };
    await append([
      { stream: interaction, type: 'call.dialled', data: { ...leg, agent: bo }, actor },
      { stream: interaction, type: 'call.leg-ended', data: { ...leg, cause: 'no-answer', by: 'system', sipStatus: 487 }, actor },
      { stream: interaction, type: 'call.dialled', data: { ...own, agent: anna }, actor },
      { stream: interaction, type: 'call.answered', data: own, actor },
    ]);
    await reader.caughtUp();
    const missed = async (agent: AgentId, more = {}) =>
      (await interactions.list(caller('own', { agent }), { missed: true, ...more }, 'en')).items.map((each) => each.id);
    expect(await missed(bo)).toEqual([interaction]);
    expect(await missed(bo, { direction: 'outbound' })).toEqual([]);
    expect(await missed(anna)).toEqual([]);
    // A colleague's missed calls are only those one may see.
    expect(await missed(anna, { agent: bo })).toEqual([interaction]);
    expect(await missed(id('agt'), { agent: bo })).toEqual([]);
    await expect(interactions.detail(caller('own', { agent: bo }), interaction, 'en')).rejects.toMatchObject({
      code: 'interaction.not-found',
    });
    // While he writes his wrap-up: until when, and how much more he may ask for.
    const part = { interaction, work: offer.work, queue: offer.queue, agent: anna };
    await append([
      { stream: interaction, type: 'work.released', data: { ...part, reason: 'ended', wrapUpUntil: 5_000, moreMs: 60_000 }, actor },
      { stream: interaction, type: 'work.wrap-up-extended', data: { ...part, wrapUpUntil: 65_000, moreMs: 0 }, actor },
    ]);
    await reader.caughtUp();
    const writing = await interactions.moreWrapUp(caller('own', { agent: anna }), interaction, 'en');
    expect(writing.wrappingUp).toEqual([{ agent: anna, until: 65_000, moreMs: 0 }]);
    await expect(interactions.moreWrapUp(caller('tenant'), interaction, 'en')).rejects.toMatchObject({
      code: 'interaction.nothing-to-wrap-up',
    });
  });

  test('events open personal data only for those who may see the customer', async () => {
    const { interaction } = await taken(anna, support);
    const all = await interactions.events(caller('tenant'), interaction, { limit: 2 });
    expect(all.items[0]).toMatchObject({ type: 'interaction.started', version: 1, data: { remote: '+8613800138000' } });
    const rest = await interactions.events(caller('tenant'), interaction, { cursor: all.nextCursor! });
    expect([...all.items, ...rest.items].map((event) => event.version)).toEqual([1, 2, 3, 4, 5]);
    const blind = await interactions.events(
      caller(null, { scope: (action) => (action === 'interactions:read' ? 'tenant' : null) }),
      interaction,
      {},
    );
    expect(blind.items[0]?.data['remote']).toBeNull();
  });

  test('erasing a customer empties his address and closes his notes; the contact itself stays', async () => {
    const customer = id('cus');
    const interaction = await begin(id('cal'), customer, '+8613787654321');
    const offer = { interaction, work: id('wrk'), queue: support, offer: id('off'), agent: anna };
    await append([
      {
        stream: interaction,
        type: 'work.queued',
        data: { interaction, work: offer.work, queue: support, channel: 'voice', priority: 0, skills: [], queuedAt: clock.now() },
        actor,
      },
      { stream: interaction, type: 'work.assigned', data: { ...offer, waitedMs: 1, why }, actor },
    ]);
    await interactions.putWrapUp(
      caller('tenant'),
      interaction,
      { disposition: 'other', resolved: true, notes: 'asked about Gulangyu' },
      'en',
    );
    await reader.caughtUp();
    expect((await interactions.detail(caller('tenant'), interaction, 'en')).wrapUps[0]?.notes).toContain('Gulangyu');
    await database.db.tenant(tenant, async (tx) => {
      expect(await interactions.ofCustomer(tx, customer)).toEqual([interaction]);
      expect(await interactions.erase(tx, customer)).toBe(1);
      await database.personal.destroy(tx, customer);
    });
    expect(await dumpOf(database.url)).not.toMatch(/13787654321|Gulangyu/);
    expect(await interactions.detail(caller('tenant'), interaction, 'en')).toMatchObject({
      id: interaction,
      remote: '',
      wrapUps: [{ notes: null, disposition: 'other' }],
    });
  });
});
