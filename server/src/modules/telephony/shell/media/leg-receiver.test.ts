// A leg's way in: who and what is heard, when silence is told, and that no datagram harms it.
import fc from 'fast-check';
import { FRAME_SAMPLES, renderDigit, encodeAudio, writeRtpHeader, type G711 } from '@tandem/rtp';
import { describe, expect, it } from 'vitest';
import type { RemoteMedia } from '../../ports.ts';
import { LegReceiver, type HeardDigit } from './leg-receiver.ts';

const agreed: RemoteMedia = { ip: '192.0.2.1', port: 4_000, codec: 'PCMU', payloadType: 0, telephoneEvent: 101, send: true, receive: true };

function audio(index: number, samples: Int16Array, codec: G711 = 'PCMU', payloadType = codec === 'PCMU' ? 0 : 8): Uint8Array {
  const packet = new Uint8Array(12 + FRAME_SAMPLES);
  writeRtpHeader(packet, index === 0, payloadType, index, index * FRAME_SAMPLES, 1);
  encodeAudio(codec, samples, packet, 12);
  return packet;
}

/** Feeds frames, one a tick; gives what the last read held and the keys heard. */
function feed(receiver: LegReceiver, packets: Uint8Array[], ip = agreed.ip): { peak: number; digits: HeardDigit[] } {
  const frame = new Int16Array(FRAME_SAMPLES);
  const digits: HeardDigit[] = [];
  packets.forEach((packet, index) => {
    const now = 1_000 + index * 20;
    const digit = receiver.packet(packet, packet.length, ip, agreed.port, now);
    receiver.read(frame, now + 1);
    for (const heard of [digit, receiver.digit(frame, now)]) if (heard !== null) digits.push(heard);
  });
  return { peak: Math.max(...frame.map(Math.abs)), digits };
}

const loud = new Int16Array(FRAME_SAMPLES).fill(8_000);
const frames = (count: number, codec: G711 = 'PCMU', type?: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => audio(i, loud, codec, type));

function receiver(changes: Partial<RemoteMedia> = {}): LegReceiver {
  const made = new LegReceiver(() => null);
  made.setRemote({ ...agreed, ...changes }, 1_000);
  return made;
}

describe('leg receiver', () => {
  it('hears nothing before it knows the far end', () => {
    expect(feed(new LegReceiver(() => null), frames(5)).peak).toBe(0);
  });

  it('hears the agreed codec, also under a dynamic number, and either static one', () => {
    expect(feed(receiver({ payloadType: 97 }), frames(5, 'PCMU', 97)).peak).toBeCloseTo(8_000, -3);
    expect(feed(receiver(), frames(5, 'PCMA')).peak).toBeCloseTo(8_000, -3);
    expect(feed(receiver(), frames(5, 'PCMU', 18)).peak).toBe(0);
  });

  it('does not hear a leg that it may not hear, nor other sources', () => {
    expect(feed(receiver({ receive: false }), frames(5)).peak).toBe(0);
    expect(feed(receiver(), frames(5), '192.0.2.2').peak).toBe(0);
  });

  it('listens for keys in the audio only where telephone-event was not agreed', () => {
    const tone = renderDigit('8', 100)!;
    const packets = Array.from({ length: 12 }, (_, i) => {
      const part = new Int16Array(FRAME_SAMPLES);
      part.set(tone.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
      return audio(i, part);
    });
    expect(feed(receiver({ telephoneEvent: null }), packets).digits).toMatchObject([{ digit: '8', via: 'inband' }]);
    expect(feed(receiver(), packets).digits).toEqual([]);
  });

  it('tells of 30 s without a packet once, and again only after one came', () => {
    const leg = receiver();
    expect(leg.silentMs(30_990)).toBe(0);
    expect(leg.silentMs(31_100)).toBe(30_100);
    expect(leg.silentMs(90_000)).toBe(0);
    leg.packet(frames(1)[0]!, frames(1)[0]!.length, agreed.ip, agreed.port, 90_010);
    expect(leg.silentMs(120_000)).toBe(0);
    expect(leg.silentMs(120_100)).toBe(30_090);
  });

  it('expects nothing of a leg on hold, and counts anew when it comes back', () => {
    const leg = receiver({ receive: false });
    expect(leg.silentMs(900_000)).toBe(0);
    leg.setRemote(agreed, 900_000);
    expect(leg.silentMs(929_000)).toBe(0);
    expect(leg.silentMs(931_000)).toBe(31_000);
  });

  it('measures level and loss', () => {
    const leg = receiver();
    feed(
      leg,
      frames(60).filter((_, index) => index % 10 !== 9),
    );
    expect([leg.statistics.received, leg.statistics.lost]).toEqual([54, 5]);
    // 8,000 of 32,768 is -12.2 dB, a little less for the gaps.
    expect(leg.levelDb).toBeCloseTo(-12.9, 0);
  });

  it('survives any datagram of its own far end', () => {
    const leg = receiver();
    const out = new Int16Array(FRAME_SAMPLES);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), fc.constantFrom(0, 8, 101, 13), (bytes, plausible, type) => {
        if (plausible && bytes.length > 1) {
          bytes[0] = 0x80;
          bytes[1] = type;
        }
        leg.packet(bytes, bytes.length, agreed.ip, agreed.port, 5_000);
        leg.read(out, 5_000);
        leg.digit(out, 5_000);
        return leg.jitter.fill <= 1_920;
      }),
      { numRuns: 500 },
    );
  });
});
