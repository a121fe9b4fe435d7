// The phone's connection to `/sip`. Who changes networks keeps one that leads nowhere, and nobody tells him for minutes: it can be asked whether it
// still does, and is made anew where no answer comes.
import type { Socket } from 'jssip/lib/Socket';

export type SipSocket = Socket & {
  /** Asks by a keep-alive (RFC 7118, section 6; RFC 5626, section 4.4.1). */
  check: () => void;
  /** It is open, and no answer is waited for. */
  isSure: () => boolean;
};

/** More than any way that one could talk over takes there and back. */
const ANSWER_MS = 500;
/** TCP, TLS and WebSocket over the slowest of ways; the system itself would try for minutes. */
const CONNECT_MS = 10_000;
/** RFC 6455, section 7.4.1: no word of an end came. */
const ABNORMAL = 1006;

/** `dead`: the browser held it for open, and nobody answered. */
export function openSipSocket(url: string, dead: () => void): SipSocket {
  const { protocol, host } = new URL(url);
  let socket: WebSocket | null = null;
  /** For the answer that is waited for, to a question or to the request for a connection. */
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const answered = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  function leave(): void {
    answered();
    const left = socket;
    // What it says from now on is of no interest.
    socket = null;
    left?.close();
  }
  function lost(): void {
    leave();
    own.ondisconnect(true, ABNORMAL, 'no answer');
  }

  const own: SipSocket = {
    url,
    via_transport: protocol === 'wss:' ? 'WSS' : 'WS',
    sip_uri: `sip:${host};transport=ws`,
    connect() {
      if (socket !== null) return;
      const opened = new WebSocket(url, 'sip');
      opened.binaryType = 'arraybuffer';
      socket = opened;
      waiting = setTimeout(lost, CONNECT_MS);
      const hears = (what: () => void): void => {
        if (socket === opened) what();
      };
      opened.addEventListener('open', () => hears(() => (answered(), own.onconnect())));
      opened.addEventListener('message', ({ data }) => hears(() => (answered(), own.ondata(data))));
      opened.addEventListener('close', ({ wasClean, code, reason }) =>
        hears(() => {
          leave();
          own.ondisconnect(!wasClean, code, reason);
        }),
      );
    },
    disconnect: leave,
    send(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(message as string);
      return true;
    },
    isConnected: () => socket?.readyState === WebSocket.OPEN,
    isConnecting: () => socket?.readyState === WebSocket.CONNECTING,
    // JsSIP puts its own in their place.
    onconnect: () => undefined,
    ondisconnect: () => undefined,
    ondata: () => undefined,
    isSure: () => socket?.readyState === WebSocket.OPEN && waiting === undefined,
    check() {
      if (socket?.readyState !== WebSocket.OPEN || waiting !== undefined) return;
      socket.send('\r\n\r\n');
      waiting = setTimeout(() => {
        lost();
        dead();
        // Not only when JsSIP would: in a call each second counts.
        own.connect();
      }, ANSWER_MS);
    },
  };
  return own;
}
