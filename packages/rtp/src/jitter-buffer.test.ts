// The jitter buffer gives back the stream it was sent, in order and on time, whatever the network did to it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTable } from './g711.ts';
import { JitterBuffer } from './jitter-buffer.ts';

const FRAME = 160;
const TABLE = decodeTable('PCMU');
const options = { depth: 320, limit: 1_280 };

/** A packet whose samples all say `index`: bytes 1..120 decode to distinct values that are not zero. */
function put(buffer: JitterBuffer, index: number, base = { sequence: 0, timestamp: 0, ssrc: 7 }): void {
  const payload = new Uint8Array(FRAME).fill(1 + (index % 120));
  buffer.put(base.ssrc, (base.sequence + index) & 0xffff, (base.timestamp + index * FRAME) >>> 0, payload, 0, FRAME, TABLE);
}

/** What one read says: the packet index (mod 120) it hears, or null for silence. */
function read(buffer: JitterBuffer): number | null {
  const frame = new Int16Array(FRAME);
  const real = buffer.read(frame);
  if (real === 0) return null;
  return TABLE.indexOf(frame[0]!) - 1;
}

describe('jitter buffer', () => {
  it('holds a packet back until the depth is reached, then plays in order', () => {
    const buffer = new JitterBuffer(options);
    put(buffer, 0);
    expect(read(buffer)).toBeNull();
    put(buffer, 1);
    expect(read(buffer)).toBe(0);
    put(buffer, 2);
    expect([read(buffer), read(buffer), read(buffer)]).toEqual([1, 2, null]);
  });

  it('plays a lone packet after the depth in time', () => {
    const buffer = new JitterBuffer(options);
    put(buffer, 0);
    expect([read(buffer), read(buffer), read(buffer)]).toEqual([null, null, 0]);
  });

  it('puts reordered and repeated packets right, across both wraps', () => {
    const near = fc.record({
      sequence: fc.integer({ min: 65_500, max: 65_535 }),
      timestamp: fc.integer({ min: 0xffffffff - 9_000, max: 0xffffffff }),
      ssrc: fc.constant(9),
    });
    fc.assert(
      fc.property(near, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 60, maxLength: 60 }), (base, delays) => {
        const buffer = new JitterBuffer({ depth: 640, limit: 2_000 });
        const heard: (number | null)[] = [];
        // Packet i arrives up to two ticks late, every third one twice; a buffer 4 packets deep must not notice.
        for (let tick = 0; tick < 66; tick++) {
          delays.forEach((delay, index) => {
            if (index + delay !== tick) return;
            put(buffer, index, base);
            if (index % 3 === 0) put(buffer, index, base);
          });
          heard.push(read(buffer));
        }
        const first = heard.findIndex((value) => value !== null);
        expect(heard.slice(first, first + 60)).toEqual(Array.from({ length: 60 }, (_, index) => index));
        expect(buffer.stats.missingSamples).toBe(0);
        expect(buffer.stats.late).toBe(0);
      }),
    );
  });

  it('gives silence for a lost packet and adds no delay', () => {
    const buffer = new JitterBuffer(options);
    const heard: (number | null)[] = [];
    for (let i = 0; i < 12; i++) {
      if (i !== 5) put(buffer, i);
      heard.push(read(buffer));
    }
    expect(heard).toEqual([null, 0, 1, 2, 3, 4, null, 6, 7, 8, 9, 10]);
  });

  it('gives silence for a loss that emptied it, and goes on in time', () => {
    const buffer = new JitterBuffer({ depth: 160, limit: 1_280 });
    const heard: (number | null)[] = [];
    for (let i = 0; i < 8; i++) {
      if (i !== 3 && i !== 4) put(buffer, i);
      heard.push(read(buffer));
    }
    expect(heard).toEqual([0, 1, 2, null, null, 5, 6, 7]);
    expect(buffer.stats.underruns).toBe(1);
  });

  it('loses nothing when packets are late once, then comes back to its depth', () => {
    const buffer = new JitterBuffer({ depth: 160, limit: 1_280 });
    const heard: (number | null)[] = [];
    for (let i = 0; i < 3; i++) {
      put(buffer, i);
      heard.push(read(buffer));
    }
    for (let i = 0; i < 3; i++) heard.push(read(buffer)); // a stall of 60 ms
    for (let i = 3; i < 6; i++) put(buffer, i);
    for (let i = 6; i < 500; i++) {
      put(buffer, i);
      heard.push(read(buffer));
    }
    expect(heard.slice(0, 12)).toEqual([0, 1, 2, null, null, null, 3, 4, 5, 6, 7, 8]);
    expect(buffer.fill).toBeLessThanOrEqual(160);
    expect(buffer.stats.droppedSamples).toBe(480);
  });

  it('cuts a burst back to its depth', () => {
    const buffer = new JitterBuffer(options);
    for (let i = 0; i < 20; i++) put(buffer, i);
    expect(buffer.fill).toBeLessThanOrEqual(options.limit);
    expect(read(buffer)).toBeGreaterThanOrEqual(20 - options.limit / FRAME - 1);
  });

  it('counts late packets and does not play them', () => {
    const buffer = new JitterBuffer(options);
    for (const i of [0, 1, 2]) put(buffer, i);
    read(buffer);
    read(buffer);
    put(buffer, 0);
    expect(buffer.stats.late).toBe(1);
    expect(read(buffer)).toBe(2);
  });

  it('starts anew with another source', () => {
    const buffer = new JitterBuffer({ depth: 160, limit: 1_280 });
    put(buffer, 0);
    read(buffer);
    put(buffer, 50, { sequence: 900, timestamp: 123_456_789, ssrc: 8 });
    expect(read(buffer)).toBe(50);
  });

  it('follows a source that restarts its timeline, once a second packet confirms it', () => {
    const buffer = new JitterBuffer({ depth: 160, limit: 1_280 });
    put(buffer, 0);
    read(buffer);
    const restarted = { sequence: 5_000, timestamp: 3_000_000_000, ssrc: 7 };
    put(buffer, 70, restarted);
    expect(read(buffer)).toBeNull();
    put(buffer, 71, restarted);
    expect(read(buffer)).toBe(71);
  });

  it('follows silence suppression: a gap in timestamps that took as long in time', () => {
    const buffer = new JitterBuffer({ depth: 160, limit: 1_280 });
    put(buffer, 0);
    expect(read(buffer)).toBe(0);
    for (let i = 1; i < 20; i++) expect(read(buffer)).toBeNull();
    put(buffer, 20);
    expect(read(buffer)).toBe(20);
  });

  it('accepts any packet length', () => {
    const buffer = new JitterBuffer(options);
    const bytes = Uint8Array.from({ length: 2_400 }, (_, index) => 1 + (index % 100));
    const heard: number[] = [];
    const frame = new Int16Array(FRAME);
    let sent = 0;
    for (let ms = 0; ms < 300; ms += 10) {
      if (ms % 30 === 0) buffer.put(1, ms / 30, sent, bytes.subarray(sent, sent + 240), 0, 240, TABLE);
      if (ms % 30 === 0) sent += 240;
      if (ms % 20 === 0) {
        const real = buffer.read(frame);
        for (let i = 0; i < real; i++) heard.push(TABLE.indexOf(frame[i]!));
      }
    }
    expect(heard).toEqual([...bytes.subarray(0, heard.length)]);
    expect(heard.length).toBeGreaterThan(1_900);
  });

  it('never throws and never gives more than it was asked, whatever arrives', () => {
    const packet = fc.record({
      ssrc: fc.integer({ min: 1, max: 2 }),
      sequence: fc.integer({ min: 0, max: 0xffff }),
      timestamp: fc.integer({ min: 0, max: 0xffffffff }),
      length: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (packets) => {
        const buffer = new JitterBuffer(options);
        const frame = new Int16Array(FRAME);
        for (const { ssrc, sequence, timestamp, length } of packets) {
          buffer.put(ssrc, sequence, timestamp, new Uint8Array(length), 0, length, TABLE);
          const real = buffer.read(frame);
          expect(real).toBeGreaterThanOrEqual(0);
          expect(real).toBeLessThanOrEqual(FRAME);
          expect(frame.includes(-32_768)).toBe(false);
        }
      }),
    );
  });
});
