// Keeps a call's media alive through a change of network: where the way is lost, both sides look for another (RFC 8445, section 9).
import type { RTCSession } from 'jssip/lib/RTCSession';

/** A blink heals by itself. */
const PATIENCE_MS = 1_000;
/** How often it is looked whether another try can be made, and how long one is given. */
const LOOK_MS = 200;
const AGAIN_MS = 1_000;

/** `isConnected`: whether the server can be told; where it cannot, JsSIP would end the call. Returns how to stop. */
export function followIce(session: RTCSession, isConnected: () => boolean): () => void {
  const { connection } = session as { connection: RTCPeerConnection | null };
  if (!connection) return () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tried = -Infinity;
  const lost = (): boolean => connection.iceConnectionState === 'disconnected' || connection.iceConnectionState === 'failed';

  function restart(): void {
    clearTimeout(timer);
    if (!lost() || session.isEnded()) return;
    if (performance.now() - tried >= AGAIN_MS && isConnected() && session.isReadyToReOffer()) {
      tried = performance.now();
      session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
    }
    timer = setTimeout(restart, LOOK_MS);
  }
  const look = (): void => {
    clearTimeout(timer);
    if (lost()) timer = setTimeout(restart, PATIENCE_MS);
  };
  connection.addEventListener('iceconnectionstatechange', look);
  // The browser says itself that there is a network again.
  window.addEventListener('online', restart);
  return () => {
    clearTimeout(timer);
    connection.removeEventListener('iceconnectionstatechange', look);
    window.removeEventListener('online', restart);
  };
}

/** The server needs none of our candidates, as it answers where checks come from (RFC 8445, section 2.5): a slow STUN or TURN server holds nothing up. */
export function offerAtOnce(session: RTCSession): void {
  session.on('icecandidate', ({ ready }) => ready());
}
