// The phone's connection to `/sip`. Who changes networks keeps one that leads nowhere, and nobody tells him for minutes: it can be asked whether it
// still does, and is made anew where no answer comes.
import type { Socket } from 'jssip/lib/Socket';

export type SipSocket = Socket & {
  /** Asks by a keep-alive (RFC 7118, section 6; RFC 5626, section 4.4.1). */
  check: () => void;
  /** There is no network any more: what is open leads nowhere, and what is tried gets nowhere. */
  drop: () => void;
  /** There is one again, or another one: a connection over it at once. */
  renew: () => void;
  /** It is open, and no answer is waited for. */
  isSure: () => boolean;
};

/** More than any way that one could talk over takes there and back. */
const ANSWER_MS = 500;
/** TCP, TLS and WebSocket over the slowest of ways; the system itself would try for minutes. */
const CONNECT_MS = 10_000;
/** A network is said to be there before there is a way over it: what fails at first is tried again after so long, then twice as long, four times ... */
const HURRY_MS = 100;
const HURRIES = 5;
/** RFC 6455, section 7.4.1: no word of an end came. */
const ABNORMAL = 1006;

/** `dead`: the browser held it for open, and nobody answered. */
export function openSipSocket(url: string, dead: () => void): SipSocket {
  const { protocol, host } = new URL(url);
  let socket: WebSocket | null = null;
  /** For the answer that is waited for, to a question or to the request for a connection. */
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** Counts down while a new network is hoped to carry the next try. */
  let hurries = 0;
  let hurry: ReturnType<typeof setTimeout> | undefined;

  const answered = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  function leave(): void {
    answered();
    clearTimeout(hurry);
    const left = socket;
    // What it says from now on is of no interest.
    socket = null;
    left?.close();
  }
  function lost(why: string): void {
    if (socket === null) return;
    leave();
    own.ondisconnect(true, ABNORMAL, why);
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
      waiting = setTimeout(() => lost('no answer'), CONNECT_MS);
      const hears = (what: () => void): void => {
        if (socket === opened) what();
      };
      opened.addEventListener('open', () => hears(() => (answered(), (hurries = 0), own.onconnect())));
      opened.addEventListener('message', ({ data }) => hears(() => (answered(), own.ondata(data))));
      opened.addEventListener('close', ({ wasClean, code, reason }) =>
        hears(() => {
          leave();
          own.ondisconnect(!wasClean, code, reason);
          if (hurries > 0) hurry = setTimeout(() => own.connect(), HURRY_MS * 2 ** (HURRIES - hurries--));
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
    drop() {
      hurries = 0;
      lost('no network');
    },
    renew() {
      hurries = HURRIES;
      lost('another network');
      // Not only when JsSIP would.
      own.connect();
    },
    isSure: () => socket?.readyState === WebSocket.OPEN && waiting === undefined,
    check() {
      if (socket?.readyState !== WebSocket.OPEN || waiting !== undefined) return;
      socket.send('\r\n\r\n');
      waiting = setTimeout(() => {
        lost('no answer');
        dead();
        // Not only when JsSIP would: in a call each second counts.
        own.connect();
      }, ANSWER_MS);
    },
  };
  return own;
}
