// RTP headers: what is written is read back, extensions and padding are skipped, and no byte sequence breaks the reader.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRtpHeader, isRtcp, parseRtp, writeRtpHeader } from './packet.ts';
import { sequenceDelta, timestampDelta } from './sequence.ts';

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
// 64-95 with the marker bit would look like RTCP (RFC 5761) and are never used.
const payloadType = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 96, max: 127 }));

describe('RTP header', () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        payloadType,
        fc.integer({ min: 0, max: 0xffff }),
        uint32,
        uint32,
        fc.uint8Array({ maxLength: 40 }),
        (marker, type, sequence, timestamp, ssrc, payload) => {
          const packet = new Uint8Array(12 + payload.length);
          packet.set(payload, 12);
          writeRtpHeader(packet, marker, type, sequence, timestamp, ssrc);
          const header = createRtpHeader();
          expect(parseRtp(packet, header)).toBe(true);
          expect(header).toEqual({
            marker,
            payloadType: type,
            sequence,
            timestamp,
            ssrc,
            payloadOffset: 12,
            payloadLength: payload.length,
          });
        },
      ),
    );
  });

  it('skips CSRCs, header extension and padding', () => {
    const packet = new Uint8Array(12 + 8 + 8 + 5 + 3);
    writeRtpHeader(packet, true, 0, 1, 2, 3);
    packet[0] = 0x80 | 0x20 | 0x10 | 2;
    packet[12 + 8 + 3] = 1; // one extension word
    packet[packet.length - 1] = 3;
    const header = createRtpHeader();
    expect(parseRtp(packet, header)).toBe(true);
    expect([header.payloadOffset, header.payloadLength]).toEqual([28, 5]);
  });

  it.each([
    ['too short', new Uint8Array(11)],
    ['version 1', Uint8Array.of(0x40, ...new Uint8Array(20))],
    ['more CSRCs than bytes', Uint8Array.of(0x8f, 0, ...new Uint8Array(20))],
    ['extension beyond the end', Uint8Array.of(0x90, 0, ...new Uint8Array(12), 0, 9)],
    ['padding beyond the payload', Uint8Array.of(0xa0, 0, ...new Uint8Array(11), 99)],
    ['no padding count', Uint8Array.of(0xa0, 0, ...new Uint8Array(12))],
  ])('refuses: %s', (_, packet) => {
    expect(parseRtp(packet, createRtpHeader())).toBe(false);
  });

  it('never reads beyond a packet, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const header = createRtpHeader();
        if (parseRtp(bytes, header)) {
          expect(header.payloadOffset + header.payloadLength).toBeLessThanOrEqual(bytes.length);
          expect(header.payloadLength).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('leaves RTCP on the RTP port alone', () => {
    expect(isRtcp(Uint8Array.of(0x80, 200, 0, 6, 1, 2, 3, 4))).toBe(true);
    expect(isRtcp(Uint8Array.of(0x80, 0x80 | 101, 0, 6, 1, 2, 3, 4))).toBe(false);
  });
});

it('measures distances across the wrap', () => {
  expect(sequenceDelta(3, 65_534)).toBe(5);
  expect(sequenceDelta(65_534, 3)).toBe(-5);
  expect(timestampDelta(100, 0xffffff9c)).toBe(200);
  expect(timestampDelta(0xffffff9c, 100)).toBe(-200);
});
