// One call of a scripted phone: its audio socket, what SDP agreed about it, and its end.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  bodyText,
  buildOffer,
  formatSdp,
  negotiate,
  parseSdp,
  readAnswer,
  type Capabilities,
  type Request,
  type Response,
} from '@tandem/sip';

export type PhoneCall = {
  /** RTP comes and goes here, mu-law, 20 ms a packet. */
  readonly audio: Socket;
  /** Where to send RTP. */
  remote(): { ip: string; port: number };
  hangUp(): void;
  /** Who ended it. */
  readonly ended: Promise<'us' | 'them'>;
};

type Body = { type: string; text: string };

export type OpenCall = {
  readonly call: PhoneCall;
  offer(): Body;
  /** The answer to the offer in an INVITE; null where it does not fit. */
  answer(invite: Request): Body | null;
  /** Whether the answer to our offer fits. */
  answered(response: Response): boolean;
  end(by: 'us' | 'them'): void;
  onEnd(told: (by: 'us' | 'them') => void): void;
};

const SDP = 'application/sdp';

export async function openCall(): Promise<OpenCall> {
  const audio = createSocket({ type: 'udp4', recvBufferSize: 1 << 18 });
  audio.bind(0, '127.0.0.1');
  await once(audio, 'listening');
  // The far end may be gone a moment before us.
  audio.on('error', () => undefined);
  const ended = Promise.withResolvers<'us' | 'them'>();
  const listeners: ((by: 'us' | 'them') => void)[] = [];
  const ours: Capabilities = {
    ip: '127.0.0.1',
    port: audio.address().port,
    codecs: ['PCMU'],
    telephoneEvent: 101,
    ptime: 20,
    direction: 'sendrecv',
    sessionId: String(audio.address().port),
    version: 1,
  };
  let remote = { ip: '127.0.0.1', port: 0 };
  let over = false;

  const end = (by: 'us' | 'them'): void => {
    if (over) return;
    over = true;
    audio.close();
    for (const told of listeners) told(by);
    ended.resolve(by);
  };

  return {
    call: { audio, remote: () => remote, hangUp: () => end('us'), ended: ended.promise },
    offer: () => ({ type: SDP, text: formatSdp(buildOffer(ours)) }),
    answer(invite) {
      const agreed = negotiate(parseSdp(bodyText(invite)), ours);
      if (!agreed.ok) return null;
      remote = { ip: agreed.agreed.remoteIp, port: agreed.agreed.remotePort };
      return { type: SDP, text: formatSdp(agreed.answer) };
    },
    answered(response) {
      const read = readAnswer(parseSdp(bodyText(response)), ours);
      if (read.ok) remote = { ip: read.agreed.remoteIp, port: read.agreed.remotePort };
      return read.ok;
    },
    end,
    onEnd: (told) => void listeners.push(told),
  };
}
