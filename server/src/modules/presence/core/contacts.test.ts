// What is shown of an agent's contact, whatever he has at once.
import { describe, expect, it } from 'vitest';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import { contactOf, foremost, type Engaged, type Names } from './contacts.ts';
import { shownSince } from './shown.ts';

const part = (over: Partial<Engaged> = {}): Engaged => ({
  agent: 'agt_1',
  interaction: 'int_1',
  phase: 'talking',
  device: 'dev_1',
  queue: 'que_1',
  other: null,
  ...over,
});
const summary = {
  id: 'int_1',
  direction: 'inbound',
  customer: { id: 'cus_1', name: 'Wang Fang', level: null, known: true },
  remote: '+8613900000001',
  queue: { id: 'que_2', name: 'Sales' },
  startedAt: 5,
} as unknown as InteractionSummary;
const names: Names = {
  devices: new Map([['dev_1', { id: 'dev_1', kind: 'browser', username: 'w-1' }]]),
  queues: new Map([['que_1', 'Support']]),
  agents: new Map([['agt_2', 'Li Wei']]),
};

describe('the contact of an agent', () => {
  it('is what he does, not what waits for him; wrapping up comes last', () => {
    const held = part({ interaction: 'int_2', phase: 'held' });
    const rings = part({ interaction: 'int_3', phase: 'ringing' });
    const writes = part({ interaction: 'int_4', phase: 'wrap-up' });
    expect(foremost([writes, rings, held, part()]).get('agt_1')?.interaction).toBe('int_1');
    expect(foremost([rings, writes, held]).get('agt_1')?.interaction).toBe('int_2');
    expect([...foremost([writes, part({ agent: 'agt_2' })]).values()].map(({ phase }) => phase)).toEqual(['wrap-up', 'talking']);
  });

  it('names the customer, the queue it came by for him, and his phone', () => {
    expect(contactOf(part(), summary, names)).toEqual({
      interaction: 'int_1',
      phase: 'talking',
      customer: 'Wang Fang',
      remote: '+8613900000001',
      other: null,
      direction: 'inbound',
      queue: { id: 'que_1', name: 'Support' },
      startedAt: 5,
      device: { id: 'dev_1', kind: 'browser', username: 'w-1' },
    });
  });

  it('shows no name of a customer who is not known, and the contact’s queue where he has none of his own', () => {
    const unknown = { ...summary, customer: { ...summary.customer, known: false, name: '+86 139' } };
    expect(contactOf(part({ queue: null, device: 'dev_9' }), unknown, names)).toMatchObject({
      customer: '',
      remote: '+8613900000001',
      queue: { name: 'Sales' },
      device: null,
    });
  });

  it('names the third party by his name, or as he was dialled', () => {
    expect(contactOf(part({ other: { agent: 'agt_2', text: 'agent7' } }), summary, names)?.other).toBe('Li Wei');
    expect(contactOf(part({ other: { agent: null, text: '+8613700000000' } }), summary, names)?.other).toBe('+8613700000000');
  });

  it('is nobody’s business who may not see it', () => {
    expect(contactOf(part(), undefined, names)).toBeNull();
  });
});

describe('since when he is so', () => {
  it.each([
    ['offline', 1],
    ['away', 1],
    ['idle', 2],
    ['on-contact', 2],
    ['not-responding', 2],
    ['unreachable', null],
  ] as const)('%s', (state, since) => expect(shownSince(state, 1, 2)).toBe(since));

  it('is when he declared it, where nothing was ever done', () => expect(shownSince('idle', 1, null)).toBe(1));
});
