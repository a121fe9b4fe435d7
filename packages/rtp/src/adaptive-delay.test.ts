// The delay follows the network: it covers the jitter there is and no more, and a clock that drifts neither empties the buffer nor fills it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTable, muLawEncode } from './g711.ts';
import { JitterBuffer, type JitterStats } from './jitter-buffer.ts';

const FRAME = 160;
const TABLE = decodeTable('PCMU');
const MS = 8;
const options = { start: 200, least: 160, most: 1_600 };

function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32;
}

const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -Infinity);

/** A voice of 125 Hz with some breath, the same second again and again. */
const VOICE = Array.from({ length: 50 }, (_, packet) =>
  Uint8Array.from({ length: FRAME }, (_, sample) => {
    const at = packet * FRAME + sample;
    return muLawEncode(Math.round(8_000 * Math.sin((2 * Math.PI * 125 * at) / 8_000) + 3_000 * Math.sin((2 * Math.PI * 250 * at) / 8_000)));
  }),
);

type Network = { seconds: number; jitterMs?: number; loss?: number; ppm?: number; tickNoiseMs?: number; seed?: number };

function listen({ seconds, jitterMs = 0, loss = 0, ppm = 0, tickNoiseMs = 0, seed = 5 }: Network) {
  const dice = chance(seed);
  const packets: { index: number; at: number }[] = [];
  for (let index = 0; index < seconds * 50 * (1 + ppm / 1e6); index++) {
    if (dice() < loss) continue;
    packets.push({ index, at: 400 + index * FRAME * (1 - ppm / 1e6) + dice() * jitterMs * MS });
  }
  packets.sort((a, b) => a.at - b.at);
  const buffer = new JitterBuffer(options);
  const frame = new Int16Array(FRAME);
  const delays: number[] = [];
  const settled: JitterStats = { ...buffer.stats };
  let next = 0;
  for (let tick = 0; tick < seconds * 50; tick++) {
    const now = tick * FRAME + 37 + tickNoiseMs * MS * dice();
    for (let packet = packets[next]; packet !== undefined && packet.at < now; packet = packets[++next])
      buffer.put(1, packet.index & 0xffff, (packet.index * FRAME) >>> 0, VOICE[packet.index % 50]!, 0, FRAME, TABLE, packet.at);
    buffer.read(frame, now);
    if (tick === 500) Object.assign(settled, buffer.stats);
    if (tick > 500) delays.push(buffer.delay / MS);
  }
  return { buffer, settled, delays, mean: delays.reduce((sum, delay) => sum + delay, 0) / delays.length, most: greatest(delays) };
}

describe('an adaptive delay', () => {
  it('waits for 20 to 35 ms where packets come evenly, however unevenly it is asked', () => {
    for (const tickNoiseMs of [0, 6]) {
      const { mean, most, buffer } = listen({ seconds: 30, tickNoiseMs });
      expect(mean).toBeGreaterThan(18);
      expect(most).toBeLessThan(35);
      expect(buffer.stats).toMatchObject({ late: 0, concealedSamples: 0 });
    }
  });

  it('covers whatever jitter there is, and little more', () => {
    const network = fc.record({ jitterMs: fc.integer({ min: 20, max: 140 }), seed: fc.integer({ min: 1, max: 1e6 }) });
    fc.assert(
      fc.property(network, ({ jitterMs, seed }) => {
        const { buffer, settled, most } = listen({ seconds: 40, jitterMs, seed });
        // After ten seconds at most one packet in a hundred misses its time.
        expect(buffer.stats.late - settled.late).toBeLessThan(0.01 * 30 * 50);
        expect(buffer.stats.concealedSamples - settled.concealedSamples).toBeLessThan(0.01 * 30 * 8_000);
        expect(most).toBeLessThan(jitterMs + 45);
        expect(most).toBeLessThan(250);
      }),
      { numRuns: 20 },
    );
  });

  it('comes down again when the network is even again', () => {
    const buffer = new JitterBuffer(options);
    const frame = new Int16Array(FRAME);
    const dice = chance(3);
    const due = Array.from({ length: 3_000 }, (_, index) => ({ index, at: index * FRAME + (index < 1_000 ? dice() * 100 * MS : 0) }));
    due.sort((a, b) => a.at - b.at);
    let next = 0;
    let rough = 0;
    for (let tick = 0; tick < 3_000; tick++) {
      for (let packet = due[next]; packet !== undefined && packet.at < tick * FRAME; packet = due[++next])
        buffer.put(1, packet.index, packet.index * FRAME, VOICE[packet.index % 50]!, 0, FRAME, TABLE, packet.at);
      buffer.read(frame, tick * FRAME);
      if (tick === 990) rough = buffer.delay / MS;
    }
    expect(rough).toBeGreaterThan(90);
    expect(buffer.delay / MS).toBeLessThan(35);
  });

  it.each([200, -200])('holds its delay for an hour against a clock that is %d ppm off', (ppm) => {
    const { buffer, delays, most } = listen({ seconds: 3_600, ppm });
    expect(buffer.stats.underruns).toBeLessThan(5);
    expect(most).toBeLessThan(40);
    expect(-greatest(delays.map((delay) => -delay))).toBeGreaterThan(15);
    // 720 ms of difference have been taken up, all of them.
    const corrected = ppm > 0 ? buffer.stats.droppedSamples : buffer.stats.insertedSamples;
    expect(corrected / MS).toBeGreaterThan(680);
    expect(corrected / MS).toBeLessThan(780);
  });
});
