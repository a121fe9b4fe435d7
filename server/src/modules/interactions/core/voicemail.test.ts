// Messages: one person has one at a time, whatever is tried in whatever order; only who reaches beyond his boxes takes one out of others' hands.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UserId } from '@tandem/contract/ids.ts';
import { actOn, type Standing, type VoicemailAct } from './voicemail.ts';

const [ann, bob] = ['usr_ann', 'usr_bob'] as UserId[] as [UserId, UserId];
const own = (user: UserId) => ({ user, overOthers: false });
const act = fc.constantFrom<VoicemailAct>('take', 'done', 'reopen');

describe('a message', () => {
  test('is taken once, given back, and done by the one who has it', () => {
    const fresh: Standing = { state: 'new', by: null };
    expect(actOn(fresh, 'take', own(ann))).toEqual({ ok: true, value: { state: 'taken', by: ann } });
    const taken: Standing = { state: 'taken', by: ann };
    expect(actOn(taken, 'take', own(ann))).toEqual({ ok: true, value: taken });
    for (const each of ['take', 'done', 'reopen'] as const)
      expect(actOn(taken, each, own(bob))).toMatchObject({ ok: false, refusal: { code: 'voicemail.taken' } });
    expect(actOn(taken, 'done', own(ann))).toEqual({ ok: true, value: { state: 'done', by: ann } });
    expect(actOn({ state: 'done', by: ann }, 'take', own(bob))).toMatchObject({ refusal: { code: 'voicemail.done' } });
    expect(actOn({ state: 'done', by: ann }, 'reopen', own(bob))).toEqual({ ok: true, value: fresh });
  });

  test('nobody loses one he has to a colleague, and new ones are nobody’s', () => {
    const step = fc.record({ act, user: fc.constantFrom(ann, bob), overOthers: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let now: Standing = { state: 'new', by: null };
        for (const { act: what, ...who } of steps) {
          const next = actOn(now, what, who);
          if (!next.ok) continue;
          if (now.state === 'taken' && now.by !== who.user && next.value !== now) expect(who.overOthers).toBe(true);
          now = next.value;
          expect(now.by === null).toBe(now.state === 'new');
        }
      }),
      { seed: 28, numRuns: 300 },
    );
  });
});
