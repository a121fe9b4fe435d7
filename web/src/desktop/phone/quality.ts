// How a call sounds, from what the browser counts of its packets: a MOS by the E-model, as the server reckons it for each leg. Pure.

/** What the other side's sound comes in. */
export type HeardCodec = 'g711' | 'opus';

/** `loss` in percent of the last seconds; `mos` from 1 to 4.4. */
export type Quality = { mos: number; loss: number; codec: HeardCodec };

/** Sums since the call began, as RTCPeerConnection counts them. */
export type Counted = { received: number; lost: number; jitterS: number; roundTripS: number; codec: HeardCodec };

export const NOTHING_COUNTED: Counted = { received: 0, lost: 0, jitterS: 0, roundTripS: 0, codec: 'g711' };

/** One row of what getStats() reports. */
export type Stat = Readonly<Record<string, unknown>>;

/** What a report says of the one audio stream; null before it comes. The round trip is that of ICE's checks; where a browser does not tell it (Firefox for long), that of RTCP. */
export function countedIn(report: Iterable<Stat>): Counted | null {
  let found: Omit<Counted, 'roundTripS' | 'codec'> | null = null;
  let codec: unknown = null;
  const codecs = new Map<unknown, unknown>();
  let [checksS, rtcpS] = [0, 0];
  for (const each of report) {
    if (each['type'] === 'codec') codecs.set(each['id'], each['mimeType']);
    if (each['type'] === 'inbound-rtp' && each['kind'] === 'audio') {
      codec = each['codecId'];
      found = { received: number(each['packetsReceived']), lost: number(each['packetsLost']), jitterS: number(each['jitter']) };
    }
    if (each['type'] === 'candidate-pair' && each['nominated'] === true) checksS = number(each['currentRoundTripTime']);
    if (each['type'] === 'remote-inbound-rtp' && each['kind'] === 'audio') rtcpS = number(each['roundTripTime']);
  }
  const opus = /^audio\/opus$/i.test(String(codecs.get(codec)));
  return found && { ...found, roundTripS: checksS || rtcpS, codec: opus ? 'opus' : 'g711' };
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Null while nothing came since the last look. */
export function qualityOf(before: Counted, now: Counted): Quality | null {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received + lost <= 0) return null;
  const loss = (100 * lost) / (received + lost);
  // One way: half the round trip, a jitter buffer of twice the jitter, packets of 20 ms and what devices take.
  const delayMs = now.roundTripS * 500 + now.jitterS * 2_000 + 40;
  return { mos: mosOf(delayMs, loss, now.codec), loss, codec: now.codec };
}

/** G.711 with loss concealment (G.113, appendix I); Opus as the server judges it, see packages/rtp's emodel.ts. */
const EQUIPMENT: Record<HeardCodec, { ie: number; bpl: number }> = { g711: { ie: 0, bpl: 25.1 }, opus: { ie: 5, bpl: 10 } };

/** ITU-T G.107; delay by Cole and Rosenbluth's two lines. */
function mosOf(delayMs: number, lossPercent: number, codec: HeardCodec): number {
  const { ie, bpl } = EQUIPMENT[codec];
  const delay = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  const loss = ie + ((95 - ie) * lossPercent) / (lossPercent + bpl);
  const r = Math.min(100, Math.max(0, 93.2 - delay - loss));
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

export type Grade = 'good' | 'fair' | 'poor';

/** 3.6 is where many users become dissatisfied, 3.1 where nearly all are (G.107, annex B). */
export function gradeOf({ mos }: Quality): Grade {
  return mos >= 3.6 ? 'good' : mos >= 3.1 ? 'fair' : 'poor';
}
