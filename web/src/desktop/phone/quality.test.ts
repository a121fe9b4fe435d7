// What is told of a call's sound: nothing without packets, loss of the last seconds alone, and grades where the E-model has them.
import { describe, expect, it } from 'vitest';
import { countedIn, gradeOf, NOTHING_COUNTED as none, qualityOf } from './quality.ts';

describe('qualityOf', () => {
  it('says nothing while nothing comes', () => {
    expect(qualityOf(none, none)).toBeNull();
  });

  it('looks at what came since the last look', () => {
    const before = { ...none, received: 1_000, lost: 500, jitterS: 0.002, roundTripS: 0.02 };
    const quality = qualityOf(before, { ...before, received: 1_100 });
    expect(quality?.loss).toBe(0);
    expect(quality?.mos).toBeGreaterThan(4.3);
    expect(gradeOf(quality!)).toBe('good');
  });

  it.each([
    [3, 0, 'good'],
    [10, 0, 'fair'],
    [20, 0, 'poor'],
    [0, 0.4, 'good'],
    [0, 0.6, 'fair'],
    [0, 0.8, 'poor'],
  ] as const)('%d in a hundred lost and a round trip of %d s is %s', (lost, roundTripS, grade) => {
    expect(gradeOf(qualityOf(none, { ...none, received: 100 - lost, lost, jitterS: 0, roundTripS })!)).toBe(grade);
  });

  it('takes duplicates, which count as negative loss, for no loss', () => {
    expect(qualityOf({ ...none, lost: 5 }, { ...none, received: 50, lost: 2 })?.loss).toBe(0);
  });
});

describe('countedIn', () => {
  const sound = { type: 'inbound-rtp', kind: 'audio', packetsReceived: 100, packetsLost: 3, jitter: 0.004 };
  const way = { type: 'candidate-pair', nominated: true };
  const theirs = { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.09 };
  it('knows nothing before sound comes', () => expect(countedIn([way, { type: 'inbound-rtp', kind: 'video' }])).toBeNull());
  it.each([
    [
      'of the way in use',
      [sound, { ...way, nominated: false, currentRoundTripTime: 2 }, { ...way, currentRoundTripTime: 0.05 }, theirs],
      0.05,
    ],
    ['of RTCP where ICE tells none, as in Firefox for long', [theirs, way, sound], 0.09],
    ['not at all where nobody knows it yet', [sound, way], 0],
  ])('takes the round trip %s', (_, report, roundTripS) =>
    expect(countedIn(report)).toEqual({ received: 100, lost: 3, jitterS: 0.004, roundTripS, codec: 'g711' }),
  );
  it('knows the codec by the name that the sound’s own entry points at', () => {
    const codecs = [
      { type: 'codec', id: 'c1', mimeType: 'audio/PCMA' },
      { type: 'codec', id: 'c2', mimeType: 'audio/opus' },
    ];
    expect(countedIn([{ ...sound, codecId: 'c2' }, ...codecs])).toMatchObject({ codec: 'opus' });
    expect(countedIn([...codecs, { ...sound, codecId: 'c1' }])).toMatchObject({ codec: 'g711' });
    // Loss costs Opus more than G.711 with its concealment, as far as nothing is repaired.
    const at = (codec: 'opus' | 'g711') => qualityOf(none, { ...none, received: 95, lost: 5, codec })!.mos;
    expect(at('opus')).toBeLessThan(at('g711'));
  });
});
