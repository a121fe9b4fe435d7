// The jitter buffer gives back the stream it was sent, in order and on time, whatever the network did to it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTable } from './g711.ts';
import { JitterBuffer } from './jitter-buffer.ts';

const FRAME = 160;
const TABLE = decodeTable('PCMU');
/** Plays packets from the second read after their arrival on. */
const options = { start: 200, least: 160, most: 1_600 };

/** A buffer on a clock that the test turns: packets that come now, and a read a frame later. */
function rig(given = options) {
  const buffer = new JitterBuffer(given);
  const frame = new Int16Array(FRAME);
  let now = 1_000_000;
  return {
    buffer,
    /** A packet whose samples all say `index`: bytes 1..120 decode to distinct values that are not zero. */
    put: (index: number, base = { sequence: 0, timestamp: 0, ssrc: 7 }): void => {
      const payload = new Uint8Array(FRAME).fill(1 + (index % 120));
      const timestamp = (base.timestamp + index * FRAME) >>> 0;
      buffer.put(base.ssrc, (base.sequence + index) & 0xffff, timestamp, payload, 0, FRAME, TABLE, now);
    },
    /** What the end of a frame says: the packet index (mod 120) it hears, null for silence, -1 for what was made up. */
    read: (): number | null => {
      now += FRAME;
      const made = buffer.stats.concealedSamples;
      const sound = buffer.read(frame, now - 10);
      if (sound === 0) return null;
      return buffer.stats.concealedSamples > made ? -1 : TABLE.indexOf(frame[FRAME - 1]!) - 1;
    },
  };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe('jitter buffer', () => {
  it('holds the first packet back, then plays in order', () => {
    const { put, read } = rig();
    const heard = range(0, 10).map((index) => {
      put(index);
      return read();
    });
    expect(heard).toEqual([null, ...range(0, 9)]);
  });

  it('puts reordered and repeated packets right, across both wraps', () => {
    const near = fc.record({
      sequence: fc.integer({ min: 65_500, max: 65_535 }),
      timestamp: fc.integer({ min: 0xffffffff - 9_000, max: 0xffffffff }),
      ssrc: fc.constant(9),
    });
    fc.assert(
      fc.property(near, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 60, maxLength: 60 }), (base, later) => {
        // The first come as fast as any will.
        const delays = [0, 0, ...later.slice(2)];
        const { put, read, buffer } = rig({ start: 640, least: 760, most: 1_600 });
        const heard: (number | null)[] = [];
        // Packet i arrives up to two ticks late, every third one twice; a buffer 4 packets deep must not notice.
        for (let tick = 0; tick < 66; tick++) {
          delays.forEach((delay, index) => {
            if (index + delay !== tick) return;
            put(index, base);
            if (index % 3 === 0) put(index, base);
          });
          heard.push(read());
        }
        const first = heard.findIndex((value) => value !== null);
        expect(heard.slice(first, first + 60)).toEqual(range(0, 60));
        expect(buffer.stats).toMatchObject({ missingSamples: 0, late: 0, duplicates: 20 });
      }),
    );
  });

  it('makes up a lost packet and adds no delay', () => {
    const { put, read } = rig();
    const heard = range(0, 12).map((index) => {
      if (index !== 5) put(index);
      return read();
    });
    expect(heard).toEqual([null, 0, 1, 2, 3, 4, -1, 6, 7, 8, 9, 10]);
  });

  it('makes up 60 ms, then is silent, and goes on in time', () => {
    const { put, read, buffer } = rig();
    const heard = range(0, 16).map((index) => {
      if (index < 4 || index > 9) put(index);
      return read();
    });
    expect(heard).toEqual([null, 0, 1, 2, 3, -1, -1, -1, null, null, null, 10, 11, 12, 13, 14]);
    expect(buffer.stats.underruns).toBe(1);
  });

  it('loses nothing when packets are late once, then comes back to its depth', () => {
    const { put, read, buffer } = rig();
    for (const index of range(0, 300)) {
      put(index);
      read();
    }
    const before = buffer.delay;
    for (let i = 0; i < 3; i++) read(); // a stall of 60 ms
    const heard: (number | null)[] = [];
    for (const index of range(300, 303)) put(index);
    for (const index of range(303, 310)) {
      put(index);
      heard.push(read());
    }
    expect(heard[0]).toBe(300 % 120);
    expect(buffer.delay).toBeGreaterThan(before + 200);
    for (const index of range(310, 2_000)) {
      put(index);
      read();
    }
    expect(buffer.delay).toBeLessThan(before + 80);
    expect(buffer.stats.late).toBe(0);
  });

  it('cuts a burst back to its target', () => {
    const { put, read, buffer } = rig();
    for (const index of range(0, 20)) put(index);
    expect(buffer.fill).toBeLessThanOrEqual(options.most + 2 * FRAME);
    for (const index of range(20, 24)) {
      put(index);
      read();
    }
    expect(buffer.delay).toBeLessThanOrEqual(options.most + 2 * FRAME);
  });

  it('counts late packets and does not play them', () => {
    const { put, read, buffer } = rig();
    const heard = [0, 1, 3, 4].map((index) => {
      put(index);
      return read();
    });
    expect(heard).toEqual([null, 0, 1, -1]);
    put(2);
    expect(buffer.stats.late).toBe(1);
    expect(read()).toBe(3);
  });

  it('starts anew with another source, and with a timeline that a second packet confirms', () => {
    const { put, read } = rig({ start: 0, least: 0, most: 1_600 });
    put(0);
    read();
    put(50, { sequence: 900, timestamp: 123_456_789, ssrc: 8 });
    expect(read()).toBe(50);
    const restarted = { sequence: 5_000, timestamp: 3_000_000_000, ssrc: 8 };
    put(70, restarted);
    expect(read()).toBe(-1);
    put(71, restarted);
    expect(read()).toBe(71);
  });

  it('follows silence suppression: a gap in timestamps that took as long in time', () => {
    const { put, read } = rig({ start: 0, least: 0, most: 1_600 });
    put(0);
    expect(read()).toBe(0);
    expect(range(1, 20).map(() => read())).toEqual([-1, -1, -1, ...range(4, 20).map(() => null)]);
    put(20);
    expect(read()).toBe(20);
  });

  it('accepts any packet length', () => {
    const buffer = new JitterBuffer(options);
    const bytes = Uint8Array.from({ length: 2_400 }, (_, index) => 1 + (index % 100));
    const heard: number[] = [];
    const frame = new Int16Array(FRAME);
    let sent = 0;
    for (let ms = 0; ms < 300; ms += 10) {
      if (ms % 30 === 0) buffer.put(1, ms / 30, sent, bytes.subarray(sent, sent + 240), 0, 240, TABLE, ms * 8);
      if (ms % 30 === 0) sent += 240;
      if (ms % 20 === 0) {
        const sound = buffer.read(frame, ms * 8);
        for (let i = 0; i < sound; i++) heard.push(TABLE.indexOf(frame[i]!));
      }
    }
    expect(heard).toEqual([...bytes.subarray(0, heard.length)]);
    expect(heard.length).toBeGreaterThan(1_900);
  });

  it('survives whatever comes', () => {
    const packet = fc.record({
      ssrc: fc.integer({ min: 0, max: 2 }),
      sequence: fc.integer({ min: 0, max: 65_535 }),
      timestamp: fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 4_000 })),
      length: fc.integer({ min: 0, max: 500 }),
      wait: fc.integer({ min: 0, max: 3_000 }),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (packets) => {
        const buffer = new JitterBuffer(options);
        const frame = new Int16Array(FRAME);
        let now = 0;
        for (const { ssrc, sequence, timestamp, length, wait } of packets) {
          now += wait;
          buffer.put(ssrc, sequence, timestamp, new Uint8Array(length), 0, length, TABLE, now);
          const sound = buffer.read(frame, now);
          expect(sound).toBeGreaterThanOrEqual(0);
          expect(sound).toBeLessThanOrEqual(FRAME);
          expect(frame.includes(-32_768)).toBe(false);
        }
      }),
    );
  });
});
