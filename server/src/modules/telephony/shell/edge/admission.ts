// The door for new calls from trunks (RFC 3261, section 21.5.4): a call refused at once can go elsewhere, one that waits for a core that is late cannot.
import type { LegId, TenantId, TrunkId } from '@tandem/contract/ids.ts';
import { OPEN, stepAdmission, type AdmissionInput, type AdmissionRules } from '../../core/admission.ts';
import type { EdgeContext } from './context.ts';

/** Seconds; spread, so that those who were sent away do not come back together (RFC 6357, section 5.4). */
const AGAIN_S = { least: 2, spread: 4 };
const LOOK_MS = 250;
/** Counts are told so often, at the most. */
const TELL_MS = 1_000;

export type Gate = {
  heard(input: AdmissionInput): void;
  arrived(leg: LegId, n: number): void;
  /** Seconds after which a caller over the trunk may come again; null: he is let in. A refusal is counted. */
  refusal(tenant: TenantId, trunk: TrunkId): string | null;
  stats(): { admissionClosed: number; callsTurnedAway: number };
  close(): void;
};

export function createGate(context: Pick<EdgeContext, 'now' | 'log' | 'signal' | 'legs'>, rules: AdmissionRules): Gate {
  const { now, log, signal, legs } = context;
  let state = OPEN;
  let turnedAway = 0;
  const untold = new Map<string, { tenant: TenantId; trunk: TrunkId; count: number }>();
  let toldAt = 0;

  function heard(input: AdmissionInput): void {
    const { closed } = state;
    state = stepAdmission(state, rules, input, now());
    if (state.closed !== closed)
      log.warn(state.closed ? 'core is late: new calls from trunks are refused' : 'core is back in time: calls are let in', {
        untaken: state.untaken.size,
        turnedAway,
      });
  }

  function tell(): void {
    const at = now();
    if (untold.size === 0 || at - toldAt < TELL_MS) return;
    toldAt = at;
    for (const { tenant, trunk, count } of untold.values()) signal({ kind: 'calls.turned-away', at, tenant, trunk, count });
    untold.clear();
  }

  const looking = setInterval(() => {
    if (state.untaken.size > 0 || state.closed) heard({ kind: 'look' });
    tell();
  }, LOOK_MS);
  looking.unref();

  return {
    heard,
    arrived(leg, n) {
      // Devices are ours: they are few, and let in always.
      if (legs.get(leg)?.party.kind === 'trunk') heard({ kind: 'arrived', leg, n });
    },
    refusal(tenant, trunk) {
      if (!state.closed) return null;
      turnedAway += 1;
      const known = untold.get(trunk);
      untold.set(trunk, { tenant, trunk, count: (known?.count ?? 0) + 1 });
      return String(AGAIN_S.least + (turnedAway % AGAIN_S.spread));
    },
    stats: () => ({ admissionClosed: Number(state.closed), callsTurnedAway: turnedAway }),
    close() {
      clearInterval(looking);
    },
  };
}
