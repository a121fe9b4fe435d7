import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../kernel/time.ts';
import { FIGURES_VERSION } from './figures-version.ts';
import { staysOf } from './interval-stays.ts';
import { randomFloor } from './random-floor.ts';
import { fold, RULES } from './testkit.ts';

/** FNV-1a: told apart, not kept secret. */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(16);
}

describe('the version of the figures', () => {
  test('is the one that counts like this: where the mark differs, raise FIGURES_VERSION and write both down here', () => {
    const ledger = fold(randomFloor({ seed: 11, contacts: 120, from: Date.UTC(2026, 10, 2), overMs: 30 * HOUR }), RULES);
    const sorted = (map: ReadonlyMap<string, unknown>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const stays = [...ledger.contacts.values()].flatMap((contact) => staysOf(contact, RULES.shortAbandonMs));
    const counted = [sorted(ledger.queueDays), sorted(ledger.agentDays), sorted(ledger.agentTimes), stays];
    expect({ version: FIGURES_VERSION, mark: mark(JSON.stringify(counted)) }).toEqual({ version: 3, mark: 'cc9f4d4' });
  });
});
