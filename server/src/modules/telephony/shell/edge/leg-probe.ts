// Finds far ends that vanished in the middle of a call: a leg without RTP is asked, inside its dialog, whether it is still there.
import type { LegId } from '@tandem/contract/ids.ts';
import type { Flow } from '@tandem/sip';
import type { EdgeContext, Leg } from './context.ts';
import { feed } from './leg-effects.ts';
import { sendInDialog } from './leg-requests.ts';
import type { Outcome } from './requests.ts';

/** A leg from which nothing came for this long is asked; a phone that is muted or on hold answers and lives on. */
export const PROBE_MS = 15_000;
/** How long a silent phone whose connection broke may take to come back over a new one: a web page that is loaded anew, a proxy that restarts. */
export const RETURN_MS = 30_000;

export type Probes = { close(): void };

export function createProbes(context: EdgeContext, everyMs: number): Probes {
  const heard = new Map<LegId, number>();
  const waiting = new Set<LegId>();
  const timer = setInterval(() => {
    for (const id of heard.keys()) if (!context.legs.has(id)) heard.delete(id);
    for (const leg of context.legs.values()) if (leg.state.phase === 'up' && !waiting.has(leg.id)) void look(leg);
  }, everyMs);
  timer.unref();

  async function look(leg: Leg): Promise<void> {
    const stats = await context.media.stats(leg.id);
    const before = heard.get(leg.id);
    const now = stats?.packetsReceived ?? 0;
    heard.set(leg.id, now);
    if (before === undefined || now !== before || leg.state.phase !== 'up' || leg.dialog === null) return;
    if (leg.flowLostAt !== null) {
      // There is no way to ask.
      if (context.now() - leg.flowLostAt > RETURN_MS) gone(leg);
      return;
    }
    waiting.add(leg.id);
    const { flow } = leg;
    sendInDialog(context, leg, 'OPTIONS', {}, (outcome) => {
      waiting.delete(leg.id);
      // What an earlier dialog of the leg came to says nothing of this one.
      if (leg.dialog?.callId !== outcome.request.callId) return;
      if (wasCutOff(leg, flow, outcome)) return;
      const { response } = outcome;
      // RFC 3261, section 12.2.1.2: only these say that the dialog is over; any other answer comes from somebody who is there.
      const lost = response === null || response.status === 481 || response.status === 408;
      if (lost && leg.flowLostAt === null) gone(leg);
    });
  }

  function gone(leg: Leg): void {
    if (!context.legs.has(leg.id)) return;
    context.log.info('a far end has vanished', { leg: leg.id });
    feed(context, leg, { kind: 'failed', why: 'timeout' });
  }

  return { close: () => clearInterval(timer) };
}

/**
 * A question over a connection gets no answer where that breaks, or where the far end has meanwhile come back over another one: which says nothing
 * of the far end. `flow`: what was asked over.
 */
export function wasCutOff(leg: Leg, flow: Flow, outcome: Outcome): boolean {
  if (outcome.response !== null || flow.transport === 'udp') return false;
  return outcome.why === 'transport' || leg.flow.socket !== flow.socket;
}
