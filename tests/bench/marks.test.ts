// The measuring instruments of the benches, checked against audio whose answer is known.
import { describe, expect, it } from 'vitest';
import {
  decodeTable,
  encodeAudio,
  FRAME_SAMPLES,
  JitterBuffer,
  muLawDecode,
  muLawEncode,
  RTP_HEADER_BYTES,
  writeRtpHeader,
} from '@tandem/rtp';
import { createMarks } from '../../bench/kit/marks.ts';
import { agentVoice, callerVoice, heardAgent, heardCaller, MOST_CALLERS } from '../../bench/kit/tones.ts';
import { createDice } from '../../server/src/kernel/dice.ts';
import { chordPayload } from '../../sim/tones.ts';

const packetOf = (payload: Uint8Array): Uint8Array => {
  const packet = new Uint8Array(RTP_HEADER_BYTES + payload.length);
  writeRtpHeader(packet, false, 0, 1, 160, 1);
  packet.set(payload, RTP_HEADER_BYTES);
  return packet;
};

describe('marks', () => {
  it('are each timed once, and silence never', async () => {
    const marks = createMarks();
    const payload = new Uint8Array(FRAME_SAMPLES);
    const waited: number[] = [];
    for (let n = 0; n < 100; n++) {
      const before = marks.sent;
      marks.fill(payload, n);
      const from = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (marks.sent > before) waited.push(performance.now() - from);
      marks.heard(packetOf(payload));
      marks.heard(packetOf(payload));
    }
    // Packets 28, 35 ... 98.
    expect(marks.sent).toBe(11);
    expect(marks.latenciesMs).toHaveLength(11);
    // No latency is shorter than the wait it spans. Timers may fire early, so the wait is measured too.
    marks.latenciesMs.forEach((ms, i) => expect(ms).toBeGreaterThanOrEqual(waited[i]!));
  });

  it('are known where they begin inside a packet', () => {
    const marks = createMarks();
    const payload = new Uint8Array(FRAME_SAMPLES);
    marks.fill(payload, 28);
    const shifted = new Uint8Array(FRAME_SAMPLES).fill(muLawEncode(0));
    shifted.set(payload.subarray(0, 60), 100);
    marks.heard(packetOf(shifted));
    expect(marks.latenciesMs).toHaveLength(1);
  });

  it('that never come are not made up', () => {
    const marks = createMarks();
    marks.fill(new Uint8Array(FRAME_SAMPLES), 28);
    marks.heard(packetOf(new Uint8Array(FRAME_SAMPLES).fill(muLawEncode(0))));
    marks.heard(new Uint8Array([1, 2, 3]));
    expect([marks.sent, marks.latenciesMs.length]).toEqual([1, 0]);
  });
});

describe('voices', () => {
  it('are told apart, each among all', () => {
    for (let n = 0; n < MOST_CALLERS; n++) {
      expect([heardCaller(chordPayload(callerVoice(n))), heardAgent(chordPayload(callerVoice(n)))]).toEqual([n, null]);
      expect([heardCaller(chordPayload(agentVoice(n))), heardAgent(chordPayload(agentVoice(n)))]).toEqual([null, n]);
    }
  });

  it('are told from wherever in the period a packet begins', () => {
    const twice = new Uint8Array([...chordPayload(callerVoice(3)), ...chordPayload(callerVoice(3))]);
    for (let from = 0; from < FRAME_SAMPLES; from += 7) expect(heardCaller(twice.subarray(from, from + FRAME_SAMPLES))).toBe(3);
  });

  it('are nobody else’s in packets that a jitter buffer shortened or filled up', () => {
    const dice = createDice(5);
    const [out, packet] = [new Int16Array(FRAME_SAMPLES), new Uint8Array(FRAME_SAMPLES)];
    let [all, heard, others] = [0, 0, 0];
    for (let n = 0; n < 40; n++) {
      const payload = chordPayload(agentVoice(n));
      const buffer = new JitterBuffer({ start: 200, least: 160, most: 1_600 });
      const arrivals = Array.from({ length: 2_000 }, (_unused, i) => ({ i, at: i * 20 + dice.roll() * (dice.chance(0.03) ? 80 : 5) }))
        .filter(() => !dice.chance(0.01))
        .toSorted((a, b) => a.at - b.at);
      for (let at = 40; at < 40_000; at += 20) {
        while (arrivals[0] && arrivals[0].at <= at) {
          const { i, at: came } = arrivals.shift()!;
          buffer.put(1, i, i * FRAME_SAMPLES, payload, 0, FRAME_SAMPLES, decodeTable('PCMU'), came * 8);
        }
        buffer.read(out, at * 8);
        encodeAudio('PCMU', out, packet, 0);
        const who = heardAgent(packet);
        all += 1;
        if (who === n) heard += 1;
        else if (who !== null) others += 1;
      }
    }
    expect(others).toBe(0);
    expect(heard / all).toBeGreaterThan(0.95);
  });

  it('are not heard in silence, nor where another one is as loud', () => {
    expect(heardCaller(new Uint8Array(FRAME_SAMPLES).fill(muLawEncode(0)))).toBeNull();
    const [one, other] = [chordPayload(callerVoice(1)), chordPayload(callerVoice(47))];
    const both = one.map((byte, i) => muLawEncode(muLawDecode(byte) + muLawDecode(other[i]!)));
    expect(heardCaller(both)).toBeNull();
  });
});
