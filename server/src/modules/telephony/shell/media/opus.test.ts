// Opus by libopus itself: what is said is heard, what is lost is repaired, what is torn does no harm.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRtpHeader, FRAME_SAMPLES, JitterBuffer, OpusDecoder, OpusEncoder, OpusReception, type OpusLibrary } from '@tandem/rtp';
import { createOpusSource, loadOpus } from './opus-source.ts';
import { sines, toneLevel } from './test-phone.ts';

const HZ = 440;
const HEARD = -20;

let library: OpusLibrary;
beforeAll(async () => {
  library = await loadOpus();
});

type Packet = { sequence: number; payload: Uint8Array; atMs: number };

/** A tone that swells and fades, as libopus makes copies of what changes. */
function said(count: number): Packet[] {
  const encoder = new OpusEncoder(library);
  const packets = Array.from({ length: count }, (_, sequence) => {
    const frame = sines([HZ, 1_000 + 5 * (sequence % 40)], sequence * FRAME_SAMPLES, FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i++) frame[i] = frame[i]! * (0.6 + 0.4 * Math.sin((sequence * FRAME_SAMPLES + i) / 900));
    const target = new Uint8Array(172);
    const length = encoder.encode(frame, target, 12);
    return { sequence, payload: target.slice(12, 12 + length), atMs: sequence * 20 };
  });
  encoder.free();
  return packets;
}

type Heard = { sound: Int16Array; jitter: JitterBuffer; reception: OpusReception };

/** What a leg hears of these packets in so many ticks. */
function hear(
  packets: readonly Packet[],
  ticks: number,
  change: (sequence: number, reception: OpusReception) => void = () => undefined,
): Heard {
  const jitter = new JitterBuffer({ start: 200, least: 160, most: 1_600 });
  const reception = new OpusReception(new OpusDecoder(library), jitter);
  const header = createRtpHeader();
  const sound = new Int16Array(ticks * FRAME_SAMPLES);
  for (let tick = 0; tick < ticks; tick++) {
    for (const { sequence, payload, atMs } of packets) {
      if (Math.floor(atMs / 20) !== tick) continue;
      change(sequence, reception);
      Object.assign(header, { ssrc: 7, sequence: (65_500 + sequence) & 0xffff, timestamp: (0xffff0000 + sequence * 960) >>> 0 });
      Object.assign(header, { payloadOffset: 0, payloadLength: payload.length });
      reception.packet(payload, header, atMs * 8);
    }
    jitter.read(sound.subarray(tick * FRAME_SAMPLES, (tick + 1) * FRAME_SAMPLES), (tick * 20 + 5) * 8);
  }
  reception.free();
  return { sound, jitter, reception };
}
/** Of the middling tenth of a second: corrections of the delay would blur one look at everything. */
function level(sound: Int16Array): number {
  const levels: number[] = [];
  for (let at = 4_000; at + 800 <= sound.length; at += 800) levels.push(toneLevel(sound.subarray(at, at + 800), HZ));
  return levels.toSorted((a, b) => a - b)[levels.length >> 1]!;
}

describe('an Opus stream', () => {
  it('is heard as it was said, across the wraps of its numbers, in less than half of what G.711 takes', () => {
    const packets = said(200);
    expect(packets.reduce((sum, { payload }) => sum + payload.length, 0) / packets.length).toBeLessThan(80);
    const { sound, jitter, reception } = hear(packets, 200);
    expect(level(sound)).toBeGreaterThan(HEARD);
    expect(jitter.stats).toMatchObject({ late: 0, missingSamples: 0, resyncs: 1, underruns: 0 });
    expect(reception.repaired).toBe(0);
  });

  it('that loses one packet in seven hears most of them all the same, and waits for their copies', () => {
    const packets = said(700).filter(({ sequence }) => sequence % 7 !== 3);
    const { jitter, reception } = hear(packets, 700);
    expect(reception.repaired).toBeGreaterThan(75);
    expect(jitter.stats.missingSamples / FRAME_SAMPLES).toBeLessThan(25);
    // It is not told twice, as lost and as late.
    expect(jitter.stats.late).toBe(reception.late);
  });

  it('goes on through packets in another order, twice, and beside keys', () => {
    const packets = said(200);
    const swapped = packets.map((each) => (each.sequence % 9 === 4 ? { ...each, atMs: each.atMs + 21 } : each));
    const { sound, jitter } = hear([...swapped, ...packets], 200);
    expect(level(sound)).toBeGreaterThan(HEARD);
    expect(jitter.stats.resyncs).toBe(1);
    const key = (sequence: number): boolean => sequence % 50 > 40;
    const beside = hear(
      packets.filter(({ sequence }) => !key(sequence)),
      200,
      (sequence, reception) => {
        if (!key(sequence - 1)) return;
        for (let one = sequence - 9; one < sequence; one++) reception.pass((65_500 + one) & 0xffff);
      },
    );
    expect(beside.reception.repaired).toBe(0);
  });

  it('takes packets of 120 ms, and pauses of a byte', () => {
    const code3 = (frames: readonly Packet[]): Uint8Array => {
      // The lengths of all frames but the last, then the frames (RFC 6716, section 3.2.5).
      const parts = frames.map(({ payload }) => [...payload.subarray(1)]);
      const lengths = parts.slice(0, -1).map(({ length }) => length);
      return Uint8Array.from([frames[0]!.payload[0]! | 3, 0x80 | frames.length, ...lengths, ...parts.flat()]);
    };
    const packets = said(240);
    const long = Array.from({ length: 40 }, (_, n) => packets.slice(n * 6, n * 6 + 6));
    const jitter = new JitterBuffer({ start: 200, least: 160, most: 1_600 });
    const reception = new OpusReception(new OpusDecoder(library), jitter);
    const header = createRtpHeader();
    const sound = new Int16Array(240 * FRAME_SAMPLES);
    for (let tick = 0; tick < 240; tick++) {
      if (tick % 6 === 5) {
        const sequence = (tick - 5) / 6;
        const payload = code3(long[sequence]!);
        Object.assign(header, { ssrc: 9, sequence, timestamp: sequence * 5_760, payloadOffset: 0, payloadLength: payload.length });
        reception.packet(payload, header, tick * 160);
      }
      jitter.read(sound.subarray(tick * FRAME_SAMPLES, (tick + 1) * FRAME_SAMPLES), tick * 160 + 40);
    }
    expect(level(sound)).toBeGreaterThan(HEARD);
    expect(jitter.fill).toBeLessThan(3_000);

    const pauses = said(100).map((each) => (each.sequence > 50 ? { ...each, payload: each.payload.subarray(0, 1) } : each));
    expect(() => hear(pauses, 100)).not.toThrow();
  });

  it('survives whatever bytes there are, in bounds, and is understood again afterwards', () => {
    const good = said(60);
    const torn = fc.record({
      sequence: fc.integer({ min: 0, max: 65_535 }),
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.tuple(fc.nat(59), fc.nat(59), fc.uint8Array({ maxLength: 4 })).map(([n, cut, tail]) => {
          return Uint8Array.from([...good[n]!.payload.subarray(0, cut), ...tail]);
        }),
      ),
      atMs: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(torn, { maxLength: 60 }), (packets) => {
        const { jitter } = hear(packets, 25);
        expect(jitter.fill).toBeLessThanOrEqual(8_192);
      }),
      { numRuns: 60 },
    );
    expect(level(hear(good, 60).sound)).toBeGreaterThan(HEARD);
  });
});

describe('the coders', () => {
  it('are given back: a thread that serves thousands of legs needs the memory of one', () => {
    const size = library.exports.memory.buffer.byteLength;
    for (let leg = 0; leg < 2_000; leg++) {
      const [encoder, decoder] = [new OpusEncoder(library), new OpusDecoder(library)];
      encoder.free();
      decoder.free();
      decoder.free();
      expect([encoder.encode(null, new Uint8Array(172), 12), decoder.decode(Uint8Array.of(8, 0, 0), 0, 3, new Int16Array(960))]).toEqual([
        0, 0,
      ]);
    }
    expect(library.exports.memory.buffer.byteLength).toBe(size);
  });

  it('still work when there are so many that the memory grows', () => {
    const many = Array.from({ length: 400 }, () => new OpusEncoder(library));
    const target = new Uint8Array(172);
    expect(many.every((encoder) => encoder.encode(sines([HZ], 0, FRAME_SAMPLES), target, 12) > 20)).toBe(true);
    for (const encoder of many) encoder.free();
  });

  it('are there as soon as libopus is, and not loaded before', async () => {
    const failures: unknown[] = [];
    const source = createOpusSource((error) => failures.push(error));
    expect(source.encoder()).toBeNull();
    await expect.poll(() => source.encoder()).not.toBeNull();
    expect(failures).toEqual([]);
  });
});
