// Offer and answer as pure functions (RFC 3264): an offer of ours, an answer to theirs, what an answer to ours means.
import {
  audioSection,
  codecsOf,
  eventsFor,
  isKeyed,
  isOurs,
  OFFERED,
  ptimeOf,
  sessionOf,
  telephoneEventOf,
  type Events,
  type Format,
} from './audio.ts';
import { directionOf, mirrored, receives, sends, within } from './direction.ts';
import { offersMux, rtcpOf } from './rtcp.ts';
import { answered, hasCrypto, offeredLines, taken } from './sdes.ts';
import { isSecured, midOf, secure, securedOf, sessionAttributes } from './secured.ts';
import type {
  Agreed,
  AnswerRead,
  Capabilities,
  Direction,
  Negotiated,
  Sdp,
  SdesAgreed,
  SdesSide,
  SdpMedia,
  SdpParsed,
  SecuredAgreed,
} from './types.ts';

/** RFC 3264, 5. */
export function buildOffer(ours: Capabilities): Sdp {
  const formats = ours.codecs.map((codec): Format => ({ codec, payloadType: OFFERED[codec] }));
  const plain = audioSection(ours, formats, eventsFor(ours.codecs, ours.telephoneEvent), ours.direction, ours.ptime);
  if (ours.secured?.required !== true) return sessionOf(ours, ['0 0'], [ours.sdes === undefined ? plain : withKeys(plain, ours.sdes)]);
  // RFC 8842, section 5.2: the far end chooses the role.
  const section = secure(plain, ours, ours.secured, 'actpass', 'UDP/TLS/RTP/SAVPF', '0');
  return sessionOf(ours, ['0 0'], [section], sessionAttributes('0', null));
}

function agreed(
  sdp: Sdp,
  media: SdpMedia,
  format: Format,
  events: Events | null,
  direction: Direction,
  ptime: number,
  mux: boolean,
  secured: SecuredAgreed | null,
  sdes: SdesAgreed | null,
): Agreed {
  const theirs = mirrored(directionOf(sdp, media));
  return {
    codec: format.codec,
    payloadType: format.payloadType,
    telephoneEvent: events?.payloadType ?? null,
    eventClock: events?.clock ?? 8_000,
    remoteIp: media.ip ?? sdp.ip ?? '0.0.0.0',
    remotePort: media.port,
    rtcp: rtcpOf(sdp, media, mux),
    direction,
    send: sends(direction),
    receive: receives(direction),
    held: !sends(theirs),
    ptime,
    secured,
    sdes,
  };
}

/** RTP/SAVP where nothing else will do; else keys beside plain RTP, which phones that know none pass over. */
const withKeys = (plain: SdpMedia, sdes: SdesSide): SdpMedia => ({
  ...plain,
  protocol: sdes.protocol ?? (sdes.required ? 'RTP/SAVP' : 'RTP/AVP'),
  attributes: [...plain.attributes, ...offeredLines(sdes)],
});

/** The section to be answered: of those that we speak, one with keys before a plain one. */
function choose(sdp: Sdp, ours: Capabilities): number {
  const fits = sdp.media.map((media) => isOurs(media, ours) && codecsOf(media).some((format) => ours.codecs.includes(format.codec)));
  const keyed = sdp.media.findIndex((media, at) => fits[at] === true && isKeyed(media, ours));
  return keyed === -1 ? fits.indexOf(true) : keyed;
}

/** Why no section of theirs will do. */
function whyNot(sdp: Sdp, ours: Capabilities): string {
  if (sdp.media.some((one) => isOurs(one, ours))) return 'no codec in common';
  if (ours.sdes?.required === true) return 'encrypted audio (RTP/SAVP with a=crypto) is required here';
  return sdp.media.some(hasCrypto) && ours.sdes === undefined
    ? 'keys of encrypted audio are taken over SIP over TLS only, and not where encryption is off'
    : 'no audio offered that we speak';
}

/** RFC 3264, 6: an unused section stays in its place with port 0, so that the sections of both sides keep matching. */
const rejected = (media: SdpMedia): SdpMedia => ({ ...media, port: 0, ip: null, attributes: [] });

/** The answer to an offer. Our own order of codecs decides, so that both legs of a bridge get the same one where they can: who wants another offers nothing else. */
export function negotiate(offer: SdpParsed, ours: Capabilities): Negotiated {
  if (!offer.ok) return { ok: false, status: 400, why: `line ${offer.error.line}: ${offer.error.reason}` };
  const { sdp } = offer;
  const index = choose(sdp, ours);
  const media = sdp.media[index];
  if (media === undefined) return { ok: false, status: 488, why: whyNot(sdp, ours) };
  const side = ours.secured;
  const secured = side !== undefined && isSecured(media) ? securedOf(sdp, media, side, false) : null;
  if (typeof secured === 'string') return { ok: false, status: 488, why: secured };
  const offered = codecsOf(media);
  const format = ours.codecs.flatMap((codec) => offered.find((one) => one.codec === codec) ?? [])[0] as Format;
  const events = ours.telephoneEvent === null ? null : telephoneEventOf(media, format.codec);
  const direction = within(mirrored(directionOf(sdp, media)), ours.direction);
  const ptime = ptimeOf(media, ours.ptime);
  // RFC 5761, 5.1.1: accepted where it is offered; we do not offer it to phones ourselves.
  const mux = offersMux(media);
  const plain = audioSection(ours, [format], events === null ? [] : [events], direction, ptime);
  const keys = secured === null && ours.sdes !== undefined ? taken(media, ours.sdes) : null;
  const further = [...(keys === null ? [] : [keys.line]), ...(mux ? [{ name: 'rtcp-mux', value: null }] : [])];
  const section =
    side !== undefined && secured !== null
      ? secure(plain, ours, side, secured.role === 'client' ? 'active' : 'passive', media.protocol, midOf(media))
      : { ...plain, protocol: keys === null ? plain.protocol : media.protocol, attributes: [...plain.attributes, ...further] };
  const answer = sessionOf(
    ours,
    sdp.times,
    sdp.media.map((one, at) => (at === index ? section : rejected(one))),
    secured === null ? [] : sessionAttributes(midOf(media), sdp),
  );
  return { ok: true, answer, agreed: agreed(sdp, media, format, events, direction, ptime, mux, secured, keys?.agreed ?? null) };
}

/** What the answer to `buildOffer(ours)` means. `why` where it fits no offer of ours: end the call (RFC 3264 has no refusal of an answer). */
export function readAnswer(answer: SdpParsed, ours: Capabilities): AnswerRead {
  if (!answer.ok) return { ok: false, why: `line ${answer.error.line}: ${answer.error.reason}` };
  const { sdp } = answer;
  const media = sdp.media[0];
  if (sdp.media.length !== 1 || media === undefined) return { ok: false, why: 'not one section as offered' };
  const side = ours.secured?.required === true ? ours.secured : null;
  const sdes = side === null && ours.sdes !== undefined ? answered(media, ours.sdes) : null;
  if (!isOurs(media, ours) || isSecured(media) !== (side !== null) || (sdes === null && isKeyOwed(media, ours)))
    return { ok: false, why: media.port === 0 ? 'audio refused' : 'another kind of media than offered' };
  const secured = side === null ? null : securedOf(sdp, media, side, true);
  if (typeof secured === 'string') return { ok: false, why: secured };
  // 6.1: the first format of the answer is the one to be used.
  const format = codecsOf(media).find((one) => ours.codecs.includes(one.codec));
  if (format === undefined) return { ok: false, why: 'no codec that was offered' };
  const direction = within(mirrored(directionOf(sdp, media)), ours.direction);
  const events = ours.telephoneEvent === null ? null : telephoneEventOf(media, format.codec);
  const ptime = ptimeOf(media, ours.ptime);
  return { ok: true, agreed: agreed(sdp, media, format, events, direction, ptime, secured !== null, secured, sdes) };
}

/** An answer with a key that is none of our lines' is no answer to them. */
const isKeyOwed = (media: SdpMedia, ours: Capabilities): boolean => ours.sdes !== undefined && (ours.sdes.required || hasCrypto(media));
