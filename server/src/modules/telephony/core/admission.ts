// Whether new calls are let in: not while core takes none, so that those who are inside are served. Decided at the edge, by what it sees itself.
import type { LegId } from '@tandem/contract/ids.ts';

/** `lateMs`: a call that core has not taken for so long is late; 0: everybody is let in. `most`: so many late ones close the door. Times are epoch ms. */
export type AdmissionRules = { lateMs: number; most: number };
export type Admission = {
  /** Calls that came in and that core has not taken: the number of the fact that tells of each, and since when it could have been taken. */
  untaken: ReadonlyMap<LegId, { n: number; at: number }>;
  closed: boolean;
  /** When somebody was last seen who had waited for more than a quarter of what is late. */
  uneasyAt: number;
};
export const OPEN: Admission = { untaken: new Map(), closed: false, uneasyAt: 0 };

/** So long nobody may have waited noticeably before the door is opened again: it must not flutter. */
export const CALM_MS = 2_000;

export type AdmissionInput =
  | { kind: 'arrived'; leg: LegId; n: number }
  /** Core gave a command for the leg, or the leg is gone. */
  | { kind: 'done'; leg: LegId }
  /** Core has everything up to there. */
  | { kind: 'acknowledged'; n: number }
  /** Core came: what waited for it waits from now on. Or it went: then nobody is late, he hears that nobody is there. */
  | { kind: 'attached' | 'detached' }
  | { kind: 'look' };

export function stepAdmission(before: Admission, rules: AdmissionRules, input: AdmissionInput, now: number): Admission {
  const { closed, uneasyAt } = before;
  const untaken = next(before.untaken, input, now);
  const waits = [...untaken.values()].map(({ at }) => now - at);
  const late = waits.filter((ms) => ms >= rules.lateMs).length;
  const uneasy = waits.some((ms) => ms * 4 >= rules.lateMs) ? now : uneasyAt;
  if (rules.lateMs === 0) return { untaken: new Map(), closed: false, uneasyAt: 0 };
  const shut = late >= rules.most || (closed && input.kind !== 'detached' && now - uneasy < CALM_MS);
  return { untaken, closed: shut, uneasyAt: uneasy };
}

function next(untaken: Admission['untaken'], input: AdmissionInput, now: number): Admission['untaken'] {
  switch (input.kind) {
    case 'arrived':
      return new Map(untaken).set(input.leg, { n: input.n, at: now });
    case 'done': {
      if (!untaken.has(input.leg)) return untaken;
      const rest = new Map(untaken);
      rest.delete(input.leg);
      return rest;
    }
    case 'acknowledged':
      return new Map([...untaken].filter(([, { n }]) => n > input.n));
    case 'attached':
      return new Map([...untaken].map(([leg, { n }]) => [leg, { n, at: now }]));
    case 'detached':
      return new Map();
    case 'look':
      return untaken;
  }
}
