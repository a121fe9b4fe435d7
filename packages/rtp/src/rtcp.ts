// RTCP sender and receiver reports and BYE (RFC 3550, section 6): reading compound packets, building single ones.
import { readUint32, writeUint32 } from './packet.ts';
import { readDescription, SDES, type SourceDescription } from './rtcp-description.ts';

const SR = 200;
const RR = 201;
const BYE = 203;

export type ReportBlock = {
  ssrc: number;
  /** 0-255: share of packets lost since the last report, in 1/256. */
  fractionLost: number;
  /** Signed 24 bits. */
  cumulativeLost: number;
  highestSequence: number;
  jitter: number;
  /** Middle 32 bits of the last SR's NTP time, and the delay since then in 1/65536 s. */
  lastSr: number;
  delaySinceLastSr: number;
};

export type RtcpPacket =
  | {
      kind: 'sender-report';
      ssrc: number;
      ntpSeconds: number;
      ntpFraction: number;
      timestamp: number;
      packets: number;
      octets: number;
      reports: ReportBlock[];
    }
  | { kind: 'receiver-report'; ssrc: number; reports: ReportBlock[] }
  | { kind: 'bye'; ssrcs: number[]; reason: string }
  | SourceDescription
  | { kind: 'other'; packetType: number };

/** Reads a compound packet; null where any part of it is malformed (section 6.1: then all of it is distrusted). */
export function parseRtcp(bytes: Uint8Array): RtcpPacket[] | null {
  const packets: RtcpPacket[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length || bytes[at]! >> 6 !== 2) return null;
    const count = bytes[at]! & 0x1f;
    const type = bytes[at + 1]!;
    const length = (((bytes[at + 2]! << 8) | bytes[at + 3]!) + 1) * 4;
    if (at + length > bytes.length) return null;
    const packet = parseOne(bytes.subarray(at, at + length), type, count);
    if (packet === null) return null;
    packets.push(packet);
    at += length;
  }
  return packets.length === 0 ? null : packets;
}

function parseOne(bytes: Uint8Array, type: number, count: number): RtcpPacket | null {
  const blocksAt = type === SR ? 28 : 8;
  if (type === SR || type === RR) {
    if (bytes.length < blocksAt + count * 24) return null;
    const reports = Array.from({ length: count }, (_, index) => readBlock(bytes, blocksAt + index * 24));
    const ssrc = readUint32(bytes, 4);
    if (type === RR) return { kind: 'receiver-report', ssrc, reports };
    const [ntpSeconds, ntpFraction, timestamp, packets, octets] = [8, 12, 16, 20, 24].map((offset) => readUint32(bytes, offset)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { kind: 'sender-report', ssrc, ntpSeconds, ntpFraction, timestamp, packets, octets, reports };
  }
  if (type === BYE) {
    const reasonAt = 4 + count * 4;
    if (bytes.length < reasonAt) return null;
    const ssrcs = Array.from({ length: count }, (_, index) => readUint32(bytes, 4 + index * 4));
    const length = bytes[reasonAt] ?? 0;
    if (reasonAt + 1 + length > Math.max(bytes.length, reasonAt + 1)) return null;
    return { kind: 'bye', ssrcs, reason: String.fromCharCode(...bytes.subarray(reasonAt + 1, reasonAt + 1 + length)) };
  }
  if (type === SDES) return readDescription(bytes, count);
  return { kind: 'other', packetType: type };
}

function readBlock(bytes: Uint8Array, at: number): ReportBlock {
  const lost = readUint32(bytes, at + 4);
  return {
    ssrc: readUint32(bytes, at),
    fractionLost: lost >>> 24,
    cumulativeLost: (lost << 8) >> 8,
    highestSequence: readUint32(bytes, at + 8),
    jitter: readUint32(bytes, at + 12),
    lastSr: readUint32(bytes, at + 16),
    delaySinceLastSr: readUint32(bytes, at + 20),
  };
}

function head(type: number, count: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[0] = 0x80 | count;
  bytes[1] = type;
  const words = length / 4 - 1;
  bytes[2] = words >>> 8;
  bytes[3] = words;
  return bytes;
}

function writeBlocks(bytes: Uint8Array, at: number, reports: readonly ReportBlock[]): void {
  for (const report of reports) {
    writeUint32(bytes, at, report.ssrc);
    const lost = Math.max(-0x800000, Math.min(0x7fffff, report.cumulativeLost));
    writeUint32(bytes, at + 4, ((report.fractionLost & 0xff) << 24) | (lost & 0xffffff));
    writeUint32(bytes, at + 8, report.highestSequence);
    writeUint32(bytes, at + 12, report.jitter);
    writeUint32(bytes, at + 16, report.lastSr);
    writeUint32(bytes, at + 20, report.delaySinceLastSr);
    at += 24;
  }
}

/** At most 31 report blocks. */
export function buildReceiverReport(ssrc: number, reports: readonly ReportBlock[]): Uint8Array {
  const bytes = head(RR, reports.length, 8 + reports.length * 24);
  writeUint32(bytes, 4, ssrc);
  writeBlocks(bytes, 8, reports);
  return bytes;
}

export function buildSenderReport(report: Omit<Extract<RtcpPacket, { kind: 'sender-report' }>, 'kind'>): Uint8Array {
  const bytes = head(SR, report.reports.length, 28 + report.reports.length * 24);
  const words = [report.ssrc, report.ntpSeconds, report.ntpFraction, report.timestamp, report.packets, report.octets];
  words.forEach((word, index) => writeUint32(bytes, 4 + index * 4, word));
  writeBlocks(bytes, 28, report.reports);
  return bytes;
}

/** `reason` in ASCII, at most 255 characters. */
export function buildBye(ssrcs: readonly number[], reason = ''): Uint8Array {
  const text = reason.length === 0 ? 0 : 1 + reason.length;
  const bytes = head(BYE, ssrcs.length, 4 + ssrcs.length * 4 + Math.ceil(text / 4) * 4);
  ssrcs.forEach((ssrc, index) => writeUint32(bytes, 4 + index * 4, ssrc));
  if (text > 0) {
    const at = 4 + ssrcs.length * 4;
    bytes[at] = reason.length;
    for (let i = 0; i < reason.length; i++) bytes[at + 1 + i] = reason.charCodeAt(i) & 0x7f;
  }
  return bytes;
}
