// Finds far ends that vanished in the middle of a call: a leg without RTP is asked, inside its dialog, whether it is still there.
import { requestInDialog, type ClientKey, type Response } from '@tandem/sip';
import type { LegId } from '@tandem/contract/ids.ts';
import type { EdgeContext, Leg } from './context.ts';
import { feed } from './leg-effects.ts';

/** A leg from which nothing came for this long is asked; a phone that is muted or on hold answers and lives on. */
export const PROBE_MS = 15_000;

export type Probes = {
  /** True where the answer was one to a probe. */
  answered(key: ClientKey, response: Response): boolean;
  failed(key: ClientKey): boolean;
  close(): void;
};

export function createProbes(context: EdgeContext, everyMs: number): Probes {
  const heard = new Map<LegId, number>();
  const asked = new Map<ClientKey, LegId>();
  const timer = setInterval(() => {
    for (const id of heard.keys()) if (!context.legs.has(id)) heard.delete(id);
    const waiting = new Set(asked.values());
    for (const leg of context.legs.values()) if (leg.state.phase === 'up' && !waiting.has(leg.id)) void look(leg);
  }, everyMs);
  timer.unref();

  async function look(leg: Leg): Promise<void> {
    const stats = await context.media.stats(leg.id);
    const before = heard.get(leg.id);
    const now = stats?.packetsReceived ?? 0;
    heard.set(leg.id, now);
    if (before === undefined || now !== before || leg.state.phase !== 'up' || leg.dialog === null) return;
    const built = requestInDialog(leg.dialog, 'OPTIONS');
    leg.dialog = built.dialog;
    asked.set(context.gateway.request(built.request, leg.flow), leg.id);
  }

  function gone(key: ClientKey): void {
    const leg = context.legs.get(asked.get(key)!);
    asked.delete(key);
    if (!leg) return;
    context.log.info('a far end has vanished', { leg: leg.id });
    feed(context, leg, { kind: 'failed', why: 'timeout' });
  }

  return {
    answered(key, { status }) {
      if (!asked.has(key)) return false;
      // RFC 3261, section 12.2.1.2: only these say that the dialog is over; any other answer comes from somebody who is there.
      if (status === 481 || status === 408) gone(key);
      else if (status >= 200) asked.delete(key);
      return true;
    },
    failed(key) {
      if (!asked.has(key)) return false;
      gone(key);
      return true;
    },
    close: () => clearInterval(timer),
  };
}
