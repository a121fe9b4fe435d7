// The one audio stream we speak, in a session description: finding it, reading its codecs, writing ours (RFC 3551, RFC 4733).
import { isSecured } from './secured.ts';
import type { Capabilities, Codec, Sdp, SdpAttribute, SdpMedia } from './types.ts';

/** RFC 3551, table 4. */
export const STATIC: Record<Codec, number> = { PCMU: 0, PCMA: 8 };

export type Format = { readonly codec: Codec; readonly payloadType: number };

const rtpmaps = (media: SdpMedia): Map<string, string> =>
  new Map(
    media.attributes.flatMap(({ name, value }) => {
      const match = name === 'rtpmap' ? /^(\d{1,3}) +(\S+)/.exec(value ?? '') : null;
      return match === null ? [] : [[match[1] as string, (match[2] as string).toUpperCase()] as const];
    }),
  );

/** The codecs of ours that a section lists, in its order. A number is what its rtpmap says; only without one do 0 and 8 have their static meaning. */
export function codecsOf(media: SdpMedia): Format[] {
  const maps = rtpmaps(media);
  return media.formats.flatMap((format): Format[] => {
    const name = maps.get(format) ?? (format === '0' ? 'PCMU/8000' : format === '8' ? 'PCMA/8000' : '');
    const codec = /^(PCMU|PCMA)\/8000(?:\/1)?$/.exec(name)?.[1] as Codec | undefined;
    return codec === undefined || Number(format) > 127 ? [] : [{ codec, payloadType: Number(format) }];
  });
}

/** The payload type of telephone-event at 8 kHz, or null. */
export function telephoneEventOf(media: SdpMedia): number | null {
  const maps = rtpmaps(media);
  const format = media.formats.find((one) => maps.get(one)?.startsWith('TELEPHONE-EVENT/8000') === true);
  return format === undefined ? null : Number(format);
}

/** The packet time that a section asks for, kept to what we can send. */
export function ptimeOf(media: SdpMedia, otherwise: number): number {
  const value = Number(media.attributes.find((attribute) => attribute.name === 'ptime')?.value);
  return Number.isInteger(value) && value >= 10 && value <= 60 ? value : otherwise;
}

/** Audio as we can speak it: plain or secured. What is secured in another way cannot be answered in the clear: that would be a downgrade. */
export const isOurs = (media: SdpMedia, ours: Capabilities): boolean =>
  media.type === 'audio' &&
  media.port !== 0 &&
  (isSecured(media) ? ours.secured !== undefined : media.protocol.toUpperCase() === 'RTP/AVP' && ours.secured?.required !== true);

export function audioSection(
  ours: Capabilities,
  formats: readonly Format[],
  telephoneEvent: number | null,
  direction: string,
  ptime: number,
): SdpMedia {
  const numbers = formats.map((format) => String(format.payloadType));
  const attributes: SdpAttribute[] = formats.map(({ codec, payloadType }) => ({ name: 'rtpmap', value: `${payloadType} ${codec}/8000` }));
  if (telephoneEvent !== null) {
    numbers.push(String(telephoneEvent));
    attributes.push({ name: 'rtpmap', value: `${telephoneEvent} telephone-event/8000` }, { name: 'fmtp', value: `${telephoneEvent} 0-15` });
  }
  attributes.push({ name: 'ptime', value: String(ptime) }, { name: direction, value: null });
  return { type: 'audio', port: ours.port, protocol: 'RTP/AVP', formats: numbers, ip: null, attributes };
}

export function sessionOf(
  ours: Capabilities,
  times: readonly string[],
  media: readonly SdpMedia[],
  attributes: readonly SdpAttribute[] = [],
): Sdp {
  const origin = { user: 'tandem', sessionId: ours.sessionId, version: String(ours.version), ip: ours.ip };
  return { origin, name: '-', ip: ours.ip, times, attributes, media };
}
