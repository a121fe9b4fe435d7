// Asks a trunk by OPTIONS whether it lives (RFC 3261, section 11), again and again.
import { nameAddr, newRequest, sipUri } from '@tandem/sip';
import { checkDelay, countsAsMiss, type HealthInput } from '../../core/trunk/health.ts';
import type { EdgeContext } from './context.ts';
import { transportParams, trunkFlow, trunkUri, type EdgeTrunk, type Servers } from './trunk-address.ts';

/** Longer than a round trip to anywhere, shorter than the pause to the next check. */
const PATIENCE_MS = 5_000;

export function checkTrunk(
  context: EdgeContext,
  trunk: EdgeTrunk,
  everyMs: number,
  servers: Servers,
  heard: (input: HealthInput) => void,
): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let patience: NodeJS.Timeout | undefined;
  let closed = false;

  function ask(): void {
    const asked = performance.now();
    let told = false;
    const place = servers.next();
    const tell = (input: HealthInput): void => {
      clearTimeout(patience);
      if (told || closed) return;
      told = true;
      if (place !== null) servers.heard(place, input.kind === 'answered');
      heard(input);
      next();
    };
    patience = setTimeout(() => tell({ kind: 'missed', why: 'no answer to OPTIONS' }), Math.min(PATIENCE_MS, everyMs));
    // Why there is none, whoever looks for it says.
    if (place === null) return tell({ kind: 'missed', why: '' });
    const { host, port } = context.gateway.sentBy(place.transport);
    const request = newRequest({
      method: 'OPTIONS',
      uri: trunkUri(trunk, null, place),
      from: nameAddr(sipUri({ user: 'tandem', host, port }), { tag: context.gateway.endpoint.token() }),
      to: nameAddr(trunkUri(trunk, null, { ...place, transport: 'udp' })),
      callId: context.gateway.endpoint.token(),
      cseq: 1,
      contact: [nameAddr(sipUri({ user: 'tandem', host, port, params: transportParams(place.transport) }))],
    });
    // What it answers does not matter, a challenge least of all: it is there.
    context.requests.send(request, trunkFlow(context, trunk, place), {
      done: (outcome) => {
        if (outcome.response === null)
          return tell({
            kind: 'missed',
            why: outcome.why === 'timeout' ? 'no answer to OPTIONS' : `cannot be connected to (${outcome.detail})`,
          });
        const { status } = outcome.response;
        if (countsAsMiss(status)) return tell({ kind: 'missed', why: `OPTIONS was answered with ${status}` });
        tell({ kind: 'answered', rttMs: Math.round((performance.now() - asked) * 10) / 10 });
      },
    });
  }
  function next(): void {
    clearTimeout(timer);
    timer = setTimeout(ask, checkDelay(everyMs, Math.random()));
  }
  ask();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(patience);
    },
  };
}
