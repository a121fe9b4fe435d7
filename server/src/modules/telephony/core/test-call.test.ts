// A test call is told step by step, once each; emergency numbers are never called for one.
import { describe, expect, it } from 'vitest';
import { hear, mayBeTested, newTestCall, PHRASE } from './test-call.ts';

const call = 'cal_01990000-0000-7000-8000-000000000001' as const;
const trunk = 'trk_01990000-0000-7000-8000-000000000001' as const;
const leg = 'leg_01990000-0000-7000-8000-000000000001' as const;
const tenant = 'tnt_01990000-0000-7000-8000-000000000001' as const;
const its = { tenant, leg, call };
const quality = {
  codec: 'PCMU' as const,
  packetsSent: 200,
  packetsReceived: 198,
  packetsLost: 2,
  jitterMs: 1,
  lossPercent: 1,
  rttMs: 4,
  mos: 4.2,
  remote: { lossPercent: 0, jitterMs: 1, mos: 4.3 },
};

describe('a test call', () => {
  it('rings, is answered, speaks and ends with how it sounded', () => {
    let view = newTestCall(call, trunk, '13800138000', 1);
    view = hear(view, { kind: 'leg.ringing', at: 2, ...its });
    view = hear(view, { kind: 'leg.ringing', at: 3, ...its });
    view = hear(view, { kind: 'leg.answered', at: 4, ...its });
    view = hear(view, { kind: 'played', at: 5, leg, play: PHRASE, end: 'finished' });
    view = hear(view, { kind: 'leg.ended', at: 6, ...its, cause: 'normal', by: 'local', sipStatus: null, quality });
    expect(hear(view, { kind: 'leg.answered', at: 7, ...its })).toBe(view);
    expect(view).toMatchObject({
      state: 'ended',
      steps: [
        { state: 'trying', at: 1 },
        { state: 'ringing', at: 2 },
        { state: 'answered', at: 4 },
        { state: 'ended', at: 6 },
      ],
      cause: 'normal',
      spoken: true,
      heard: { mos: 4.2, lossPercent: 1, packets: 198 },
      farEnd: { mos: 4.3, lossPercent: 0 },
    });
  });

  it('that nobody answers has no sound to tell of', () => {
    const view = hear(newTestCall(call, trunk, '1', 1), {
      kind: 'leg.ended',
      at: 2,
      ...its,
      cause: 'busy',
      by: 'remote',
      sipStatus: 486,
      quality,
    });
    expect(view).toMatchObject({ state: 'ended', cause: 'busy', sipStatus: 486, heard: null, farEnd: null, spoken: false });
  });

  it.each([
    [{ kind: 'e164', e164: '+8613800138000' } as const, true],
    [{ kind: 'service', country: 'CN', digits: '95555' } as const, true],
    [{ kind: 'service', country: 'CN', digits: '110' } as const, false],
    [{ kind: 'extension', extension: '6001' } as const, true],
    [{ kind: 'extension', extension: '9*11' } as const, false],
    [{ kind: 'extension', extension: '112' } as const, false],
    [{ kind: 'unknown', text: 'agent1' } as const, false],
  ])('%j may be called: %s', (address, may) => expect(mayBeTested(address)).toBe(may));
});
