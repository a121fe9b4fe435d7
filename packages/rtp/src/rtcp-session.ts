// One leg's RTCP (RFC 3550, section 6): what to report and when, and what the far end's reports say. For two parties: no scaling of intervals.
import type { ReceptionStatistics } from './reception-statistics.ts';
import { buildBye, buildReceiverReport, buildSenderReport, parseRtcp, type ReportBlock } from './rtcp.ts';
import { buildDescription } from './rtcp-description.ts';

/** Seconds from 1900 (NTP) to 1970. */
const NTP_EPOCH = 2_208_988_800;
/** Section 6.2: the least interval of two parties whose reports are far below 5 % of the bandwidth. */
const INTERVAL_MS = 5_000;
/** e - 3/2, which makes up for the reconsideration of timers (section 6.3.1). */
const COMPENSATION = Math.E - 1.5;
/** Our last reports that a far end may refer to. */
const REMEMBERED = 4;

export type Sending = {
  packets: number;
  octets: number;
  /** RTP timestamp of now. */
  timestamp: number;
};

/** What the far end says of what it hears from us. */
export type RemoteView = {
  /** Of all packets it expected, 0 to 1. */
  loss: number;
  jitterMs: number;
};

export class RtcpSession {
  /** Round trip of the last report that could be measured, ms. */
  rttMs: number | null = null;
  remote: RemoteView | null = null;
  /** Reports understood. */
  received = 0;
  /** The far end said goodbye. */
  ended = false;
  readonly #ssrc: number;
  readonly #cname: string;
  readonly #random: () => number;
  readonly #sent: number[] = [];
  #lastPackets = 0;
  #packetsBefore = 0;
  #expectedThen = 0;
  #receivedThen = 0;
  #theirSr = { ssrc: 0, middle: 0, atMs: 0 };
  #dueMs = Number.NaN;

  /** `random` in [0, 1). */
  constructor(options: { ssrc: number; cname: string; random: () => number }) {
    this.#ssrc = options.ssrc;
    this.#cname = options.cname;
    this.#random = options.random;
  }

  /** Whether a report is to be sent; the first one after half the time (section 6.2). `nowMs` of any clock. */
  due(nowMs: number): boolean {
    if (Number.isNaN(this.#dueMs)) {
      this.#dueMs = nowMs + this.#interval(INTERVAL_MS / 2);
      return false;
    }
    if (nowMs < this.#dueMs) return false;
    this.#dueMs = nowMs + this.#interval(INTERVAL_MS);
    return true;
  }

  /** A compound packet: sender report where we sent since the last but one (section 6.4), else receiver report; and our name. */
  report(epochMs: number, sending: Sending, hearing: ReceptionStatistics): Uint8Array {
    const reports = hearing.received > 0 ? [this.#block(epochMs, hearing)] : [];
    const sender = sending.packets > this.#packetsBefore;
    this.#packetsBefore = this.#lastPackets;
    this.#lastPackets = sending.packets;
    if (!sender) return compound(buildReceiverReport(this.#ssrc, reports), buildDescription(this.#ssrc, this.#cname));
    const ntpSeconds = (Math.floor(epochMs / 1_000) + NTP_EPOCH) >>> 0;
    const ntpFraction = Math.floor(((((epochMs % 1_000) + 1_000) % 1_000) / 1_000) * 2 ** 32) >>> 0;
    this.#sent.push(middle(ntpSeconds, ntpFraction));
    if (this.#sent.length > REMEMBERED) this.#sent.shift();
    const { packets, octets, timestamp } = sending;
    const report = buildSenderReport({
      ssrc: this.#ssrc,
      ntpSeconds,
      ntpFraction,
      timestamp,
      packets: packets >>> 0,
      octets: octets >>> 0,
      reports,
    });
    return compound(report, buildDescription(this.#ssrc, this.#cname));
  }

  /** The last packet of a leg (section 6.6): a report, our name, and goodbye. */
  farewell(epochMs: number, sending: Sending, hearing: ReceptionStatistics): Uint8Array {
    return compound(this.report(epochMs, sending, hearing), buildBye([this.#ssrc]));
  }

  /**
   * A compound packet came from where the far end's come from. False where it is malformed, or neither of the source that we hear
   * nor about us: then it is a stranger's. `unitsPerMs`: of our own stream, in which it counts jitter.
   */
  receive(bytes: Uint8Array, epochMs: number, heardSsrc: number | null, packetsSent: number, unitsPerMs = 8): boolean {
    const packets = parseRtcp(bytes);
    const first = packets?.[0];
    // Section 6.1: every compound packet begins with a report.
    if (packets === null || (first?.kind !== 'sender-report' && first?.kind !== 'receiver-report')) return false;
    const ours = first.reports.find((block) => block.ssrc === this.#ssrc);
    if (ours === undefined && first.ssrc !== heardSsrc) return false;
    this.received++;
    if (first.kind === 'sender-report')
      this.#theirSr = { ssrc: first.ssrc, middle: middle(first.ntpSeconds, first.ntpFraction), atMs: epochMs };
    if (ours !== undefined) this.#heard(ours, epochMs, packetsSent, unitsPerMs);
    this.ended = packets.some((packet) => packet.kind === 'bye' && packet.ssrcs.includes(first.ssrc));
    return true;
  }

  #heard(block: ReportBlock, epochMs: number, packetsSent: number, unitsPerMs: number): void {
    const expected = Math.max(1, packetsSent);
    this.remote = { loss: Math.max(0, Math.min(1, block.cumulativeLost / expected)), jitterMs: block.jitter / unitsPerMs };
    // Only a report of ours that it can have: anything else would measure nonsense (section 6.4.1, LSR is zero where none came).
    if (!this.#sent.includes(block.lastSr)) return;
    const now = middle((Math.floor(epochMs / 1_000) + NTP_EPOCH) >>> 0, Math.floor(((epochMs % 1_000) / 1_000) * 2 ** 32) >>> 0);
    const trip = ((now - block.lastSr - block.delaySinceLastSr) | 0) / 65.536;
    // Its clock may run a little faster than ours.
    if (trip > -50 && trip < 60_000) this.rttMs = Math.max(0, trip);
  }

  #block(epochMs: number, hearing: ReceptionStatistics): ReportBlock {
    const expected = hearing.expected - this.#expectedThen;
    const lost = expected - (hearing.received - this.#receivedThen);
    this.#expectedThen = hearing.expected;
    this.#receivedThen = hearing.received;
    const known = this.#theirSr.ssrc === hearing.ssrc && this.#theirSr.atMs > 0;
    return {
      ssrc: hearing.ssrc,
      fractionLost: expected <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / expected)),
      cumulativeLost: hearing.expected - hearing.received,
      highestSequence: hearing.highestSequence,
      jitter: Math.round(hearing.jitterTimestampUnits),
      lastSr: known ? this.#theirSr.middle : 0,
      delaySinceLastSr: known ? Math.round((epochMs - this.#theirSr.atMs) * 65.536) >>> 0 : 0,
    };
  }

  #interval(ms: number): number {
    return (ms * (0.5 + this.#random())) / COMPENSATION;
  }
}

/** The middle 32 bits of an NTP time, in 1/65536 s. */
function middle(seconds: number, fraction: number): number {
  return (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;
}

function compound(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
