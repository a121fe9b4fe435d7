// Session descriptions as the softphone writes and reads them, odd ones included.
import { parseSdp } from '@tandem/sip';
import type { G711 } from '@tandem/rtp';

export type SessionWish = {
  /** In order of preference. */
  codecs?: readonly (G711 | 'G729')[];
  /** Payload type of telephone-event; null offers none. */
  telephoneEvent?: number | null;
  direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** Hold as RFC 2543 had it: c=0.0.0.0. */
  nowhere?: boolean;
};

const DEFAULT_CODECS = ['PCMA', 'PCMU'] as const;
const NUMBER = { PCMU: 0, PCMA: 8, G729: 18 } as const;

export function describeSession(ip: string, port: number, version: number, wish: SessionWish): string {
  const codecs = wish.codecs ?? DEFAULT_CODECS;
  const events = wish.telephoneEvent === undefined ? 101 : wish.telephoneEvent;
  const numbers = [...codecs.map((codec) => NUMBER[codec]), ...(events === null ? [] : [events])];
  return [
    'v=0',
    `o=phone 4711 ${version} IN IP4 ${ip}`,
    's=-',
    `c=IN IP4 ${wish.nowhere ? '0.0.0.0' : ip}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${numbers.join(' ')}`,
    ...codecs.map((codec) => `a=rtpmap:${NUMBER[codec]} ${codec}/8000`),
    ...(events === null ? [] : [`a=rtpmap:${events} telephone-event/8000`, `a=fmtp:${events} 0-15`]),
    `a=${wish.direction ?? 'sendrecv'}`,
    '',
  ].join('\r\n');
}

/** Offered as browsers do, with ICE and DTLS. */
export const isSecured = (body: Uint8Array): boolean => /^m=audio \d+ (UDP\/TLS\/)?RTP\/SAVPF? /m.test(new TextDecoder().decode(body));

export type TheirSession = { ip: string; port: number; codec: G711; telephoneEvent: number | null; direction: string };

const G711_OF: Readonly<Record<string, G711>> = { '0': 'PCMU', '8': 'PCMA' };

/** `codec`: the first of theirs that we wished for too. */
export function readSession(body: Uint8Array, wish: SessionWish = {}): TheirSession {
  const parsed = parseSdp(body);
  if (!parsed.ok) throw new Error(`no session description: ${parsed.error.reason}`);
  const { sdp } = parsed;
  const media = sdp.media[0]!;
  const events = media.attributes.find(({ name, value }) => name === 'rtpmap' && /telephone-event/i.test(value ?? ''));
  const ours: readonly string[] = wish.codecs ?? DEFAULT_CODECS;
  const theirs = media.formats.flatMap((format) => G711_OF[format] ?? []);
  const direction =
    media.attributes.find(({ name }) => ['sendrecv', 'sendonly', 'recvonly', 'inactive'].includes(name))?.name ?? 'sendrecv';
  return {
    ip: media.ip ?? sdp.ip ?? '',
    port: media.port,
    codec: theirs.find((codec) => ours.includes(codec)) ?? 'PCMA',
    telephoneEvent: events ? Number(events.value!.split(' ')[0]) : null,
    direction,
  };
}
