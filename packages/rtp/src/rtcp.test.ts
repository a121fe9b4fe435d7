// RTCP packets come back as they were built, alone and compound; broken ones are refused whole.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildBye, buildReceiverReport, buildSenderReport, parseRtcp } from './rtcp.ts';
import { buildDescription } from './rtcp-description.ts';

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const block = fc.record({
  ssrc: uint32,
  fractionLost: fc.integer({ min: 0, max: 255 }),
  cumulativeLost: fc.integer({ min: -0x800000, max: 0x7fffff }),
  highestSequence: uint32,
  jitter: uint32,
  lastSr: uint32,
  delaySinceLastSr: uint32,
});
const blocks = fc.array(block, { maxLength: 4 });
const sender = fc.record({
  ssrc: uint32,
  ntpSeconds: uint32,
  ntpFraction: uint32,
  timestamp: uint32,
  packets: uint32,
  octets: uint32,
  reports: blocks,
});

it('reads a compound packet as it was built', () => {
  fc.assert(
    fc.property(
      sender,
      uint32,
      blocks,
      fc.array(uint32, { maxLength: 3 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
      (sr, ssrc, reports, ssrcs, reason) => {
        const parts = [buildSenderReport(sr), buildReceiverReport(ssrc, reports), buildDescription(ssrc, reason), buildBye(ssrcs, reason)];
        const compound = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
        parts.reduce((at, part) => (compound.set(part, at), at + part.length), 0);
        expect(parseRtcp(compound)).toEqual([
          { kind: 'sender-report', ...sr },
          { kind: 'receiver-report', ssrc, reports },
          { kind: 'description', ssrc, cname: reason },
          { kind: 'bye', ssrcs, reason },
        ]);
      },
    ),
  );
});

it('refuses torn packets and never throws', () => {
  const whole = buildReceiverReport(1, [
    { ssrc: 2, fractionLost: 3, cumulativeLost: 4, highestSequence: 5, jitter: 6, lastSr: 7, delaySinceLastSr: 8 },
  ]);
  for (let length = 0; length < whole.length; length++) expect(parseRtcp(whole.subarray(0, length))).toBeNull();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => parseRtcp(bytes) === null || true));
  expect(parseRtcp(Uint8Array.of(0x81, 204, 0, 1, 0, 0, 0, 0))).toEqual([{ kind: 'other', packetType: 204 }]);
  expect(parseRtcp(Uint8Array.of(0x81, 202, 0, 2, 0, 0, 0, 9, 1, 7, 65, 0))).toBeNull();
});
