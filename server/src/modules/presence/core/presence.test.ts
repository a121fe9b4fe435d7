// Tables of presence: given a state and a command, the state after it; and every word a screen can show.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, evolve, newDeclared, type Declared, type PresenceCommand } from './presence.ts';
import { shownState, type Activity } from './shown.ts';

const agent = 'agt_1' as const;
const out = newDeclared(agent);
const ready: Declared = { ...out, signedIn: true, presence: 'available', onQueue: true, reachable: true };
const forced = { by: 'usr_1', note: 'the morning rush' } as const;
const set = (part: Partial<Extract<PresenceCommand, { kind: 'set' }>>): PresenceCommand => ({
  kind: 'set',
  presence: 'available',
  own: true,
  ...part,
});

test.each<[string, Declared, PresenceCommand, Partial<Declared> | 'nothing']>([
  ['sign in: away and off queue', out, { kind: 'sign-in' }, { signedIn: true, presence: 'away' }],
  ['a second session changes nothing', ready, { kind: 'sign-in' }, 'nothing'],
  ['his own wish proves he is signed in', out, set({ onQueue: true }), { signedIn: true, presence: 'available', onQueue: true }],
  ['away with a reason, still on queue', ready, set({ presence: 'away', reason: 'lunch' }), { presence: 'away', reason: 'lunch' }],
  [
    'available needs no reason',
    { ...ready, presence: 'away', reason: 'lunch' },
    set({ reason: 'lunch' }),
    { presence: 'available', reason: null },
  ],
  ['a supervisor takes him off queue', ready, set({ own: false, onQueue: false }), { onQueue: false }],
  ['offline takes him off queue', ready, set({ presence: 'offline' }), { presence: 'offline', onQueue: false }],
  ['the same again', ready, set({ onQueue: true }), 'nothing'],
  ['signed out: off queue, device still registered', ready, { kind: 'sign-out' }, { signedIn: false, presence: 'offline', onQueue: false }],
  ['set by a supervisor, who says why', ready, set({ own: false, presence: 'away', forced }), { presence: 'away', forced }],
  ['put out', ready, { kind: 'sign-out', forced }, { signedIn: false, presence: 'offline', onQueue: false, forced }],
  ['his sessions end after that', { ...out, forced }, { kind: 'sign-out' }, 'nothing'],
  ['device gone: nothing declared changes', ready, { kind: 'reach', reachable: false }, { reachable: false }],
  ['device known already', ready, { kind: 'reach', reachable: true }, 'nothing'],
])('%s', (_, before, command, change) => {
  const decision = decide(before, command);
  expect(decision).toEqual({ ok: true, value: change === 'nothing' ? [] : [{ ...before, ...change }] });
});

test.each<[string, Declared, PresenceCommand, Declared]>([
  ['declares', { ...ready, presence: 'away', forced }, set({ presence: 'available' }), ready],
  ['declares the same', { ...ready, forced }, set({}), ready],
  ['signs in', { ...out, forced }, { kind: 'sign-in' }, { ...out, signedIn: true, presence: 'away' }],
])('what a supervisor set is over when the agent %s', (_, before, command, after) => {
  const decision = decide(before, command);
  expect(decision.ok && decision.value).toStrictEqual([after]);
});

test.each<[string, Declared, PresenceCommand, string]>([
  ['nobody else signs him in', out, set({ own: false }), 'presence.not-signed-in'],
  ['offline and on queue at once', ready, set({ presence: 'offline', onQueue: true }), 'presence.offline-on-queue'],
])('refuses: %s', (_, before, command, code) => {
  expect(decide(before, command)).toMatchObject({ ok: false, refusal: { code } });
});

test.each<[string, Partial<Declared>, Activity, string]>([
  ['waits for work', {}, 'idle', 'idle'],
  ['rings', {}, 'offered', 'offered'],
  ['talks, though away by now', { presence: 'away' }, 'assigned', 'on-contact'],
  ['talks, though signed out by now', { signedIn: false }, 'assigned', 'on-contact'],
  ['wraps up', {}, 'wrap-up', 'wrap-up'],
  ['missed a call', {}, 'not-responding', 'not-responding'],
  ['missed a call and went away', { presence: 'away' }, 'not-responding', 'away'],
  ['busy with other things', { presence: 'busy' }, 'idle', 'busy'],
  ['off queue', { onQueue: false }, 'idle', 'available'],
  ['without a device', { reachable: false }, 'idle', 'unreachable'],
  ['declared offline', { presence: 'offline', onQueue: false }, 'idle', 'offline'],
  ['signed out', { signedIn: false }, 'idle', 'offline'],
])('shown: %s', (_, part, activity, shown) => {
  expect(shownState({ ...ready, ...part }, activity)).toBe(shown);
});

test('whatever is commanded, nobody signed out or offline is on queue, and a repeated command does nothing', () => {
  const command: fc.Arbitrary<PresenceCommand> = fc.oneof(
    fc.record({
      kind: fc.constant('set' as const),
      presence: fc.constantFrom('available', 'busy', 'away', 'offline'),
      onQueue: fc.option(fc.boolean(), { nil: undefined }),
      own: fc.boolean(),
    }),
    fc.constantFrom<PresenceCommand>(
      { kind: 'sign-in' },
      { kind: 'sign-out' },
      { kind: 'reach', reachable: true },
      { kind: 'reach', reachable: false },
    ),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let state = out;
      for (const one of commands) {
        const decision = decide(state, one);
        if (!decision.ok) continue;
        state = decision.value.reduce(evolve, state);
        if (!state.signedIn || state.presence === 'offline') expect(state.onQueue).toBe(false);
        expect(decide(state, one)).toEqual({ ok: true, value: [] });
      }
    }),
    { seed: 20261121 },
  );
});
