// A player gives its clips sample by sample whatever the frame size, once or round and round, and never spins on nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Player } from './player.ts';

const clips = fc.array(
  fc.array(fc.integer({ min: 1, max: 9_999 }), { maxLength: 30 }).map((values) => Int16Array.from(values)),
  { maxLength: 5 },
);

describe('player', () => {
  it('gives all samples in order, then silence, then its end', () => {
    fc.assert(
      fc.property(clips, fc.integer({ min: 1, max: 20 }), (given, size) => {
        const all = given.flatMap((clip) => [...clip]);
        const player = new Player('p', false);
        player.start(given);
        const heard: number[] = [];
        const out = new Int16Array(size);
        while (player.read(out)) heard.push(...out);
        expect(heard.slice(0, all.length)).toEqual(all);
        expect(heard.length).toBe(Math.ceil(all.length / size) * size);
        expect(heard.slice(all.length).every((sample) => sample === 0)).toBe(true);
      }),
    );
  });

  it('loops without a seam', () => {
    const player = new Player('p', true);
    player.start([Int16Array.of(1, 2), Int16Array.of(), Int16Array.of(3)]);
    const out = new Int16Array(7);
    expect([player.read(out), ...out]).toEqual([true, 1, 2, 3, 1, 2, 3, 1]);
  });

  it('ends where there is nothing to loop over', () => {
    for (const given of [[], [Int16Array.of()]]) {
      const player = new Player('p', true);
      player.start(given);
      expect(player.read(new Int16Array(4))).toBe(false);
    }
  });

  it('is silent until its clips are there', () => {
    const out = Int16Array.of(5, 5);
    expect(new Player('p', false).read(out)).toBe(true);
    expect([...out]).toEqual([0, 0]);
  });
});
