// Keeps a call's media alive through a change of network: where the way is lost, both sides look for another (RFC 8445, section 9).
import type { RTCSession } from 'jssip/lib/RTCSession';

const LOOK_MS = 250;
/**
 * The server sends a packet every 20 ms, also of silence. So many looks without one, and it is asked whether it is there; so many, and another way
 * is looked for: ICE itself takes seconds to give one up. Counted in looks, as who slept missed nothing.
 */
const DOUBTFUL = 2;
const SILENT = 5;
const AGAIN_MS = 1_000;

/** How the server is told. `isConnected`: it is there, and nobody doubts it; `check` doubts it until it has answered. */
export type Told = { isConnected: () => boolean; check: () => void };

/** Returns how to stop. */
export function followIce(session: RTCSession, told: Told): () => void {
  const { connection } = session as { connection: RTCPeerConnection | null };
  if (!connection) return () => undefined;
  let received = 0;
  let silent = 0;
  let lost = 0;
  let tried = -Infinity;
  let looking = false;

  function restart(): void {
    const due = performance.now() - tried >= AGAIN_MS && !session.isEnded() && session.isReadyToReOffer();
    // Never on a connection that is in doubt: an offer that gets nowhere ends the call in JsSIP, which is then to be taken up anew.
    if (!due || !told.isConnected()) return told.check();
    tried = performance.now();
    session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
  }
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const packets = await packetsReceived(connection!);
      silent = packets > received || packets === 0 ? 0 : silent + 1;
      received = packets;
    } catch {
      // Closed meanwhile.
      return;
    } finally {
      looking = false;
    }
    const { iceConnectionState: state } = connection!;
    lost = state === 'disconnected' || state === 'failed' ? lost + 1 : 0;
    if (silent >= SILENT || lost >= SILENT) restart();
    else if (silent >= DOUBTFUL || lost > 0) told.check();
  }
  const timer = setInterval(() => void look(), LOOK_MS);
  // The browser says itself that there is a network again.
  const online = (): void => told.check();
  window.addEventListener('online', online);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', online);
  };
}

async function packetsReceived(connection: RTCPeerConnection): Promise<number> {
  let packets = 0;
  for (const receiver of connection.getReceivers())
    for (const each of ((await receiver.getStats()) as Map<string, Record<string, unknown>>).values())
      if (each['type'] === 'inbound-rtp') packets += Number(each['packetsReceived']) || 0;
  return packets;
}

/** The server needs none of our candidates, as it answers where checks come from (RFC 8445, section 2.5): a slow STUN or TURN server holds nothing up. */
export function offerAtOnce(session: RTCSession): void {
  session.on('icecandidate', ({ ready }) => ready());
}
