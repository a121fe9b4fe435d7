// The SIP half of the browser phone: JsSIP registered over `/sip`, one call at a time. Loaded only by the tab that is the phone.
import { UA } from 'jssip';
import type { IncomingRTCSessionEvent, RTCSessionEvent } from 'jssip/lib/UA';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { OpenedPhone } from '@tandem/contract/api/phones.ts';
import { openSipSocket, type SipSocket } from './sip-socket.ts';

/** A dialog as others name it (RFC 3891): what a page that is loaded anew needs to take its call up again. */
export type DialogName = { callId: string; localTag: string; remoteTag: string };

export type LineEvents = {
  /** The server can be told something, before it knows where to find this phone. */
  connected: () => void;
  ready: () => void;
  /** The connection broke; it is tried again by itself. */
  lost: () => void;
  /** Nobody answered any more on a connection that the browser held for open; it is made anew. */
  dead: () => void;
  /** The server does not know this phone's secret (any more). */
  refused: () => void;
  /** `auto`: the server wants it answered without a click. */
  ringing: (session: RTCSession, from: { name: string; number: string; auto: boolean }) => void;
};

export type SipLine = {
  /** Calls in place of a dialog of ours that an earlier page had. */
  takeUp: (dialog: DialogName, options: { mediaStream: MediaStream; pcConfig: RTCConfiguration }) => RTCSession;
  /** Calls a number of the own house, as a desk phone dials it. */
  dial: (number: string, options: { mediaStream: MediaStream; pcConfig: RTCConfiguration }) => RTCSession;
  isConnected: () => boolean;
  /** There is doubt whether the connection still leads to the server: it is made anew where it does not. */
  check: () => void;
  close: () => void;
};

/** Refreshed a little before; how soon a phone learns that another browser took its place. Seconds. */
const REGISTER_S = 60;
const BUSY = { status_code: 486, reason_phrase: 'Busy Here' };

export function openLine(account: OpenedPhone, events: LineEvents): SipLine {
  const { host, hostname, protocol } = window.location;
  const socket = openSipSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sip`, events.dead);
  const ua = new UA({
    sockets: [socket],
    uri: `sip:${account.username}@${hostname}`,
    authorization_user: account.username,
    realm: account.realm,
    ha1: account.ha1,
    register_expires: REGISTER_S,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 1,
    user_agent: 'Tandem browser phone',
  });
  let session: RTCSession | null = null;
  const own = (next: RTCSession): void => {
    session = next;
    const over = (): void => {
      if (session === next) session = null;
    };
    next.on('ended', over);
    next.on('failed', over);
  };
  ua.on('connected', () => events.connected());
  ua.on('registered', () => events.ready());
  ua.on('disconnected', () => events.lost());
  ua.on('registrationFailed', ({ response }) => {
    // No answer at all is the connection's trouble, which is told apart.
    const status = (response as { status_code?: number } | null)?.status_code ?? 0;
    if (status === 401 || status === 403 || status === 407) events.refused();
    else events.lost();
  });
  ua.on('newRTCSession', (event: RTCSessionEvent) => {
    if (!isIncoming(event)) return;
    const incoming = event.session;
    if (session !== null) return incoming.terminate(BUSY);
    own(incoming);
    const { display_name: name, uri } = incoming.remote_identity;
    // As desk phones are asked to.
    const auto = /;\s*answer-after=0\b/i.test(event.request.getHeader('Call-Info') ?? '');
    events.ringing(incoming, { name: name ?? '', number: uri.user ?? '', auto });
  });
  ua.start();
  const stopWatching = watchNetwork(socket);

  return {
    takeUp({ callId, localTag, remoteTag }, options) {
      const replaces = `Replaces: ${callId};to-tag=${remoteTag};from-tag=${localTag}`;
      const taken = ua.call(`sip:${account.username}@${hostname}`, { ...options, extraHeaders: [replaces, 'Require: replaces'] });
      own(taken);
      return taken;
    },
    dial(number, options) {
      const dialled = ua.call(`sip:${encodeURIComponent(number)}@${hostname}`, options);
      own(dialled);
      return dialled;
    },
    isConnected: () => ua.isConnected() && socket.isSure(),
    check: socket.check,
    close() {
      stopWatching();
      // With a call up its end is told, and the registration is taken back.
      ua.stop();
    },
  };
}

/** What the browser says of its networks by itself. Returns how to stop. */
function watchNetwork({ drop, renew, check }: SipSocket): () => void {
  // Known by its absence in Firefox and Safari.
  const { connection } = navigator as { connection?: EventTarget };
  window.addEventListener('offline', drop);
  window.addEventListener('online', renew);
  connection?.addEventListener('change', check);
  return () => {
    window.removeEventListener('offline', drop);
    window.removeEventListener('online', renew);
    connection?.removeEventListener('change', check);
  };
}

function isIncoming(event: RTCSessionEvent): event is IncomingRTCSessionEvent {
  return String(event.originator) === 'remote';
}

/** The dialog of a call that is up; null before. JsSIP keeps it under a name of its own. */
export function dialogOf(session: RTCSession): DialogName | null {
  const { _dialog: dialog } = session as unknown as { _dialog: { id: { call_id: string; local_tag: string; remote_tag: string } } | null };
  return dialog && { callId: dialog.id.call_id, localTag: dialog.id.local_tag, remoteTag: dialog.id.remote_tag };
}
