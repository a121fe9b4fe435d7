// The one audio stream we speak, in a session description: finding it, reading its codecs, writing ours (RFC 3551, RFC 4733, RFC 7587).
import { taken } from './sdes.ts';
import { isSecured } from './secured.ts';
import type { Capabilities, Codec, Sdp, SdpAttribute, SdpMedia } from './types.ts';

/** RFC 3551, table 4; for Opus one of the free numbers, the one that browsers take. */
export const OFFERED: Record<Codec, number> = { PCMU: 0, PCMA: 8, OPUS: 111 };
/** Of the events beside Opus in an offer of ours. */
const OPUS_EVENTS = 110;

/** RFC 7587, section 7: Opus is always written as stereo at 48 kHz, whatever is in it. */
const NAMES: Record<Codec, string> = { PCMU: 'PCMU/8000', PCMA: 'PCMA/8000', OPUS: 'opus/48000/2' };
/**
 * RFC 7587, section 6.1. We hear at 8 kHz: more would be thrown away. 24 kbit/s leave room for the copies of packets before (`useinbandfec`),
 * which browsers only make where they are asked for. `minptime` is older than the RFC, and browsers still read it.
 */
const OPUS_PARAMETERS =
  'minptime=10;useinbandfec=1;stereo=0;sprop-stereo=0;maxplaybackrate=8000;sprop-maxcapturerate=8000;maxaveragebitrate=24000';

export const clockOf = (codec: Codec): number => (codec === 'OPUS' ? 48_000 : 8_000);

export type Events = { readonly payloadType: number; readonly clock: number };
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
    const codec = name === 'OPUS/48000/2' ? 'OPUS' : (/^(PCMU|PCMA)\/8000(?:\/1)?$/.exec(name)?.[1] as Codec | undefined);
    return codec === undefined || Number(format) > 127 ? [] : [{ codec, payloadType: Number(format) }];
  });
}

/** The telephone-event of a section that goes with a codec, or null: one with its clock (RFC 4733, section 2.1), else, as many phones have it beside Opus, of 8 kHz. */
export function telephoneEventOf(media: SdpMedia, codec: Codec): Events | null {
  const maps = rtpmaps(media);
  for (const clock of [clockOf(codec), 8_000]) {
    const format = media.formats.find((one) => new RegExp(`^TELEPHONE-EVENT/${clock}(?:/1)?$`).test(maps.get(one) ?? ''));
    if (format !== undefined) return { payloadType: Number(format), clock };
  }
  return null;
}

/** The telephone-events that go with these codecs in an offer of ours. */
export function eventsFor(codecs: readonly Codec[], payloadType: number | null): Events[] {
  if (payloadType === null) return [];
  const wide = codecs.includes('OPUS') ? [{ payloadType: OPUS_EVENTS, clock: clockOf('OPUS') }] : [];
  return codecs.some((codec) => codec !== 'OPUS') ? [{ payloadType, clock: 8_000 }, ...wide] : wide;
}

/** The packet time that a section asks for, kept to what we can send. */
export function ptimeOf(media: SdpMedia, otherwise: number): number {
  const value = Number(media.attributes.find((attribute) => attribute.name === 'ptime')?.value);
  return Number.isInteger(value) && value >= 10 && value <= 60 ? value : otherwise;
}

/** Audio as we can speak it: plain or secured. What is secured in another way cannot be answered in the clear: that would be a downgrade. */
export function isOurs(media: SdpMedia, ours: Capabilities): boolean {
  if (media.type !== 'audio' || media.port === 0) return false;
  if (isSecured(media)) return ours.secured !== undefined;
  if (ours.secured?.required === true) return false;
  if (isKeyed(media, ours)) return true;
  return media.protocol.toUpperCase() === 'RTP/AVP' && ours.sdes?.required !== true;
}

/** It brings a key that we take (RFC 4568); on plain RTP that is a wish, which phones write where either will do. */
export const isKeyed = (media: SdpMedia, ours: Capabilities): boolean =>
  /^RTP\/S?AVPF?$/i.test(media.protocol) && ours.sdes !== undefined && taken(media, ours.sdes) !== null;

export function audioSection(
  ours: Capabilities,
  formats: readonly Format[],
  events: readonly Events[],
  direction: string,
  ptime: number,
): SdpMedia {
  const numbers = formats.map((format) => String(format.payloadType));
  const attributes: SdpAttribute[] = formats.flatMap(({ codec, payloadType }) => [
    { name: 'rtpmap', value: `${payloadType} ${NAMES[codec]}` },
    ...(codec === 'OPUS' ? [{ name: 'fmtp', value: `${payloadType} ${OPUS_PARAMETERS}` }] : []),
  ]);
  for (const { payloadType, clock } of events) {
    numbers.push(String(payloadType));
    attributes.push({ name: 'rtpmap', value: `${payloadType} telephone-event/${clock}` }, { name: 'fmtp', value: `${payloadType} 0-15` });
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
