// Keeps a call's media alive through a change of network: where the way is lost, both sides look for another (RFC 8445, section 9).
import type { RTCSession } from 'jssip/lib/RTCSession';

const LOOK_MS = 250;
/**
 * The server sends a packet every 20 ms, also of silence. One look without one, and it is asked whether it is there; so many, and another way is
 * looked for: ICE itself takes seconds to give one up. Counted in looks, as who slept missed nothing.
 */
const SILENT = 3;
/** Before another restart where one brought nothing: an allocation at a TURN server far away takes a second. Doubled each time. */
const AGAIN_MS = 1_500;
const LONGEST_MS = 6_000;
/** JsSIP's word for it. */
const ICE_FAILED = 'RTP Timeout';

/** How the server is told. `isConnected`: it is there, and nobody doubts it; `check` doubts it until it has answered. */
export type Told = { isConnected: () => boolean; check: () => void };

export type Following = {
  /** There is a new connection to tell the server over. */
  connected: () => void;
  stop: () => void;
};

export function followIce(session: RTCSession, told: Told): Following {
  const { connection } = session as { connection: RTCPeerConnection | null };
  if (!connection) return { connected: () => undefined, stop: () => undefined };
  let received = 0;
  let silent = 0;
  let lost = 0;
  let dueAt = -Infinity;
  let patience = AGAIN_MS;
  let looking = false;
  /** The network went away and is back: no need to wait for what is missing. */
  let back = false;

  function restart(): void {
    const due = performance.now() >= dueAt && !session.isEnded() && session.isReadyToReOffer();
    // Never on a connection that is in doubt: an offer that gets nowhere ends the call in JsSIP, which is then to be taken up anew.
    if (!due || !told.isConnected()) return told.check();
    dueAt = performance.now() + patience;
    patience = Math.min(LONGEST_MS, patience * 2);
    back = false;
    connection!.addEventListener('icegatheringstatechange', offerWithout, { once: true });
    session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
  }
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const packets = await packetsReceived(connection!);
      silent = packets > received || packets === 0 ? 0 : silent + 1;
      if (packets > received) patience = AGAIN_MS;
      received = packets;
    } catch {
      // Closed meanwhile.
      return;
    } finally {
      looking = false;
    }
    const { iceConnectionState: state } = connection!;
    lost = state === 'disconnected' || state === 'failed' ? lost + 1 : 0;
    if (back || silent >= SILENT || lost >= SILENT) restart();
    else if (silent > 0 || lost > 0) told.check();
  }
  function now(): void {
    dueAt = -Infinity;
    patience = AGAIN_MS;
    restart();
  }
  const online = (): void => {
    back = true;
  };
  // A way just found is given its time.
  const found = ({ candidate }: RTCPeerConnectionIceEvent): void => {
    if (candidate) dueAt = Math.max(dueAt, performance.now() + AGAIN_MS);
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  window.addEventListener('online', online);
  connection.addEventListener('icecandidate', found);
  return {
    connected: () => (back || silent > 0 || lost > 0 ? now() : undefined),
    stop() {
      clearInterval(timer);
      window.removeEventListener('online', online);
      connection.removeEventListener('icecandidate', found);
    },
  };
}

/** Of the connection: what a receiver of its own counts is empty in Chromium once the way was another one. */
async function packetsReceived(connection: RTCPeerConnection): Promise<number> {
  let packets = 0;
  for (const each of ((await connection.getStats()) as Map<string, Record<string, unknown>>).values())
    if (each['type'] === 'inbound-rtp') packets += Number(each['packetsReceived']) || 0;
  return packets;
}

/** The server needs none of our candidates, as it answers where checks come from (RFC 8445, section 2.5): a slow STUN or TURN server holds nothing up. */
export function offerAtOnce(session: RTCSession): void {
  session.on('icecandidate', ({ ready }) => ready());
}

/**
 * In a restart not even one is waited for: Chromium has none before it has noticed that its networks are others, up to three seconds late. The
 * offer is out by then. JsSIP takes an event without a candidate for the end of them.
 */
function offerWithout(this: RTCPeerConnection): void {
  if (this.iceGatheringState === 'gathering') this.dispatchEvent(new Event('icecandidate'));
}

/** JsSIP ends a call whose way ICE gives up, which is after some fifteen seconds. It is the server's to say how long is waited for who is away. */
export function outliveWay(session: RTCSession): void {
  const terminate = session.terminate.bind(session);
  session.terminate = (options) => {
    if (options?.cause !== ICE_FAILED) terminate(options);
  };
}
