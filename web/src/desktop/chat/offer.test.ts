// An offer stands from when it is made until it ends or is taken; another's is none.
import { expect, test } from 'vitest';
import { offerOf } from './offer.ts';

const made = (offer: string, agent = 'agt_me') => ({ type: 'work.offered', data: { offer, agent, expiresAt: 900 } });
const over = (type: string, offer: string) => ({ type, data: { offer, agent: 'agt_me' } });

test.each([
  ['made', [made('off_1')], 'off_1'],
  ['to another', [made('off_1', 'agt_other')], null],
  ['declined', [made('off_1'), over('work.offer-ended', 'off_1')], null],
  ['taken', [made('off_1'), over('work.assigned', 'off_1')], null],
  ['made again', [made('off_1'), over('work.offer-ended', 'off_1'), made('off_2')], 'off_2'],
  ['nothing', [], null],
])('%s', (_, events, id) => expect(offerOf(events, 'agt_me')?.id ?? null).toBe(id));
