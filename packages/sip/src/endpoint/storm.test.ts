// Two telephones on a network that loses, doubles and reorders: every call must end on both sides alike, and nothing may be left behind.
import { describe, expect, it } from 'vitest';
import { createWorld, nothingOpen, type Weather } from '../../test/network.ts';
import { createPhone, type Plan } from '../../test/phone.ts';

const weathers: [string, Weather][] = [
  ['calm', { loss: 0, duplicate: 0, minDelayMs: 5, maxDelayMs: 5 }],
  ['reordering', { loss: 0, duplicate: 0, minDelayMs: 1, maxDelayMs: 900 }],
  ['doubling', { loss: 0, duplicate: 0.5, minDelayMs: 5, maxDelayMs: 300 }],
  ['losing a tenth', { loss: 0.1, duplicate: 0.05, minDelayMs: 5, maxDelayMs: 100 }],
  ['losing a third', { loss: 0.33, duplicate: 0.1, minDelayMs: 5, maxDelayMs: 700 }],
];

describe.each(weathers)('%s network', (_, weather) => {
  it.each([1, 2, 3, 4])('ends all calls alike on both sides, seed %i', (seed) => {
    const world = createWorld(seed, weather);
    const plans = new Map<string, Plan>();
    const plan = (): Plan => ({
      ringMs: world.chance() * 6_000,
      answer: world.chance() < 0.75,
      talkMs: world.chance() * 20_000,
      hangsUp: world.chance() < 0.5 ? 'caller' : 'callee',
      cancelMs: world.chance() < 0.3 ? world.chance() * 6_000 : null,
    });
    const planOf = (callId: string): Plan => plans.get(callId) ?? plan();
    const a = createPhone(world, '10.0.0.1', planOf);
    const b = createPhone(world, '10.0.0.2', planOf);
    for (let count = 0; count < 40; count += 1) {
      const [from, to] = count % 2 === 0 ? [a, b] : [b, a];
      world.after(count * 137, () => {
        const own = plan();
        // The callee reads the plan when the INVITE arrives, which is later than this.
        plans.set(from.call(to.host.ip, own), own);
      });
    }
    world.run();

    expect(a.host.endpoint.stats()).toEqual(nothingOpen);
    expect(b.host.endpoint.stats()).toEqual(nothingOpen);
    const open = [...a.calls.values(), ...b.calls.values()].filter((call) => call.state !== 'ended');
    expect(open).toEqual([]);
    let both = 0;
    for (const [callId, call] of a.calls) {
      const other = b.calls.get(callId);
      if (other === undefined) expect(call.how).toBe('timeout');
      else {
        both += 1;
        // Whoever saw an answer, the other side gave or saw it too; only silence of 32 s may part them.
        if (call.how !== 'timeout' && other.how !== 'timeout') expect([call.answered, callId]).toEqual([other.answered, callId]);
      }
    }
    expect(both).toBeGreaterThan(30);
  });
});
