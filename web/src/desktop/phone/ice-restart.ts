// Keeps a call's media alive through a change of network: where the way is lost, both sides look for another (RFC 8445, section 9).
import type { RTCSession } from 'jssip/lib/RTCSession';

/** A blink heals by itself. */
const PATIENCE_MS = 1_000;
const AGAIN_MS = 4_000;

/** Returns how to stop. */
export function followIce(session: RTCSession): () => void {
  const { connection } = session as { connection: RTCPeerConnection | null };
  if (!connection) return () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lost = (): boolean => connection.iceConnectionState === 'disconnected' || connection.iceConnectionState === 'failed';

  function restart(): void {
    if (!lost() || session.isEnded()) return;
    if (session.isReadyToReOffer()) session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
    timer = setTimeout(restart, AGAIN_MS);
  }
  const look = (): void => {
    clearTimeout(timer);
    if (lost()) timer = setTimeout(restart, PATIENCE_MS);
  };
  connection.addEventListener('iceconnectionstatechange', look);
  return () => {
    clearTimeout(timer);
    connection.removeEventListener('iceconnectionstatechange', look);
  };
}
