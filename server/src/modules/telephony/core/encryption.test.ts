// Where keys of audio may be told, and what is tried after a refusal.
import { describe, expect, it } from 'vitest';
import { keysAfterRefusal, keysFor } from './encryption.ts';

describe('keys of audio', () => {
  it.each([
    ['offered', 'tls', 'beside'],
    [undefined, 'tls', 'beside'],
    ['offered', 'udp', 'none'],
    ['offered', 'tcp', 'none'],
    ['off', 'tls', 'none'],
    ['required', 'tls', 'only'],
    ['required', 'udp', 'refused'],
    ['required', 'tcp', 'refused'],
    ['required', 'ws', 'none'],
  ] as const)('%s over %s: %s', (wanted, transport, keys) => expect(keysFor(wanted, transport)).toBe(keys));

  it('that a phone refuses beside plain audio are offered alone, then not at all', () => {
    expect([keysAfterRefusal('offered', 'beside'), keysAfterRefusal('offered', 'only'), keysAfterRefusal('offered', 'none')]).toEqual([
      'only',
      'none',
      null,
    ]);
  });
  it('that are required are never left out', () => expect(keysAfterRefusal('required', 'only')).toBeNull());
});
