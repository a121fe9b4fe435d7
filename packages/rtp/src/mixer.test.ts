// The mixer adds what the gain matrix says, saturates instead of wrapping, and leaves no gain behind when a leg goes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mixer } from './mixer.ts';

const FRAME = 8;
const frame = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: FRAME, maxLength: FRAME });

/** Mixes twice so that gain ramps are over. */
function settled(mixer: Mixer, listener: number): number[] {
  const out = new Int16Array(FRAME);
  mixer.mix(listener, out);
  mixer.mix(listener, out);
  return [...out];
}

describe('mixer', () => {
  it('gives every listener the weighted sum, saturated', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 9 }),
        fc.array(fc.constantFrom(0, 0.25, 1, 2), { minLength: 9, maxLength: 9 }),
        (frames, gains) => {
          const mixer = new Mixer(FRAME);
          const slots = frames.map(() => mixer.join());
          slots.forEach((slot, index) => {
            mixer.input(slot).set(frames[index]!);
            mixer.setActive(slot, true);
            mixer.setGain(slots[0]!, slot, gains[index]!);
          });
          const expected = Array.from({ length: FRAME }, (_, i) => {
            const sum = frames.reduce((total, samples, index) => total + samples[i]! * gains[index]!, 0);
            return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
          });
          const heard = settled(mixer, slots[0]!);
          heard.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 0));
        },
      ),
    );
  });

  it('is a whisper when only one side hears the third', () => {
    const mixer = new Mixer(FRAME);
    const [customer, agent, supervisor] = [mixer.join(), mixer.join(), mixer.join()];
    [customer, agent, supervisor].forEach((slot, index) => {
      mixer.input(slot).fill([100, 2_000, 30_000][index]!);
      mixer.setActive(slot, true);
    });
    const pairs: [number, number][] = [
      [customer, agent],
      [agent, customer],
      [agent, supervisor],
      [supervisor, customer],
      [supervisor, agent],
    ];
    for (const [listener, speaker] of pairs) mixer.setGain(listener, speaker, 1);
    expect(settled(mixer, customer)[0]).toBe(2_000);
    expect(settled(mixer, agent)[0]).toBe(30_100);
    expect(settled(mixer, supervisor)[0]).toBe(2_100);
  });

  it('reaches a new gain over one frame', () => {
    const mixer = new Mixer(FRAME);
    const slot = mixer.join();
    mixer.input(slot).fill(800);
    mixer.setActive(slot, true);
    mixer.setGain(slot, slot, 1);
    const out = new Int16Array(FRAME);
    mixer.mix(slot, out);
    expect([...out]).toEqual([100, 200, 300, 400, 500, 600, 700, 800]);
  });

  it('keeps gains when it grows and forgets them when a leg leaves', () => {
    const mixer = new Mixer(FRAME, 1);
    const a = mixer.join();
    mixer.setGain(a, a, 1);
    const b = mixer.join();
    const c = mixer.join();
    mixer.setGain(a, b, 1);
    for (const slot of [a, b, c]) {
      mixer.input(slot).fill(10);
      mixer.setActive(slot, true);
    }
    expect(settled(mixer, a)[0]).toBe(20);
    mixer.leave(b);
    expect(mixer.join()).toBe(b);
    mixer.input(b).fill(10);
    mixer.setActive(b, true);
    expect(settled(mixer, a)[0]).toBe(10);
  });

  it('says whether there is anything to hear', () => {
    const mixer = new Mixer(FRAME);
    const a = mixer.join();
    const b = mixer.join();
    mixer.setGain(a, b, 1);
    const out = new Int16Array(FRAME).fill(5);
    expect(mixer.mix(a, out)).toBe(false);
    expect(out.every((value) => value === 0)).toBe(true);
    mixer.setActive(b, true);
    expect(mixer.mix(a, out)).toBe(true);
  });
});
