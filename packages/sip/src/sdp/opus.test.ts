// Opus beside G.711 (RFC 7587): who gets which, in what words, and the clock of the keys that go with it (RFC 4733).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSdp } from './format.ts';
import { buildOffer, negotiate, readAnswer } from './negotiate.ts';
import { parseSdp } from './parse.ts';
import type { Capabilities, Codec } from './types.ts';

const ours = (codecs: readonly Codec[] = ['PCMA', 'PCMU', 'OPUS']): Capabilities => ({
  ip: '192.0.2.1',
  port: 20_000,
  codecs,
  telephoneEvent: 101,
  ptime: 20,
  direction: 'sendrecv',
  sessionId: '77',
  version: 1,
});
const MAPS: Record<string, string> = {
  '0': 'PCMU/8000',
  '8': 'PCMA/8000',
  '96': 'opus/48000/2',
  '97': 'telephone-event/48000',
  '98': 'telephone-event/8000',
  '99': 'opus/48000',
  '9': 'G722/8000',
};
const described = (formats: readonly string[]): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 198.51.100.9',
    's=-',
    'c=IN IP4 198.51.100.9',
    't=0 0',
    `m=audio 49170 RTP/AVP ${formats.join(' ')}`,
    ...formats.map((format) => `a=rtpmap:${format} ${MAPS[format]}`),
    '',
  ].join('\r\n');
const answered = (formats: readonly string[], codecs?: readonly Codec[]) => negotiate(parseSdp(described(formats)), ours(codecs));
const agreed = (formats: readonly string[], codecs?: readonly Codec[]) => {
  const result = answered(formats, codecs);
  if (!result.ok) throw new Error(result.why);
  return result.agreed;
};

describe('an offer with Opus', () => {
  it('is answered in G.711 wherever that is offered too, whatever comes first', () => {
    expect(agreed(['96', '0', '8', '97', '98'])).toMatchObject({ codec: 'PCMA', payloadType: 8, telephoneEvent: 98, eventClock: 8_000 });
    expect(agreed(['96', '0', '98'])).toMatchObject({ codec: 'PCMU', payloadType: 0 });
  });

  it('alone is answered in Opus, under its number, with the events of its clock', () => {
    const result = answered(['96', '9', '98', '97']);
    if (!result.ok) throw new Error(result.why);
    expect(result.agreed).toMatchObject({ codec: 'OPUS', payloadType: 96, telephoneEvent: 97, eventClock: 48_000 });
    const lines = formatSdp(result.answer).split('\r\n');
    expect(lines).toContain('m=audio 20000 RTP/AVP 96 97');
    expect(lines).toContain('a=rtpmap:96 opus/48000/2');
    expect(lines).toContain('a=rtpmap:97 telephone-event/48000');
    const fmtp = lines.find((line) => line.startsWith('a=fmtp:96 '))!;
    for (const said of ['useinbandfec=1', 'minptime=10', 'stereo=0', 'maxplaybackrate=8000']) expect(fmtp).toContain(said);
  });

  it('that has events of 8 kHz only, as many phones do, gets those; and none where there are none', () => {
    expect(agreed(['96', '98'])).toMatchObject({ codec: 'OPUS', telephoneEvent: 98, eventClock: 8_000 });
    expect(agreed(['96'])).toMatchObject({ codec: 'OPUS', telephoneEvent: null });
    // G.711 has no events of another clock.
    expect(agreed(['8', '97'])).toMatchObject({ codec: 'PCMA', telephoneEvent: null });
  });

  it('is refused where we have none, or where it is written as no Opus is', () => {
    expect(answered(['96', '97'], ['PCMA', 'PCMU'])).toMatchObject({ ok: false, status: 488, why: 'no codec in common' });
    expect(answered(['99'])).toMatchObject({ ok: false, status: 488 });
  });
});

describe('our offer with Opus', () => {
  it('names it last, its parameters, and events of both clocks', () => {
    const lines = formatSdp(buildOffer(ours())).split('\r\n');
    expect(lines).toContain('m=audio 20000 RTP/AVP 8 0 111 101 110');
    expect(lines).toContain('a=rtpmap:111 opus/48000/2');
    expect(lines).toContain('a=rtpmap:110 telephone-event/48000');
    expect(formatSdp(buildOffer(ours(['PCMA', 'PCMU'])))).not.toMatch(/opus|48000/);
    expect(formatSdp(buildOffer(ours(['OPUS'])))).not.toMatch(/event\/8000/);
  });

  it.each([
    [['96', '8', '97', '98'], 'OPUS', 48_000],
    [['8', '96', '97', '98'], 'PCMA', 8_000],
  ] as const)('takes what comes first in the answer: %j', (formats, codec, eventClock) => {
    expect(readAnswer(parseSdp(described(formats)), ours())).toMatchObject({ ok: true, agreed: { codec, eventClock } });
  });

  it('and its answer mean the same to both sides, whichever codecs each has', () => {
    const codecs = fc.shuffledSubarray(['PCMA', 'PCMU', 'OPUS'] as Codec[], { minLength: 1 });
    fc.assert(
      fc.property(codecs, codecs, (theirs, mine) => {
        const offer = parseSdp(formatSdp(buildOffer(ours(theirs))));
        const result = negotiate(offer, ours(mine));
        expect(result.ok).toBe(theirs.some((codec) => mine.includes(codec)));
        if (!result.ok) return;
        const read = readAnswer(parseSdp(formatSdp(result.answer)), ours(theirs));
        if (!read.ok) throw new Error(read.why);
        const same = ({ codec, payloadType, telephoneEvent, eventClock }: typeof read.agreed) => [
          codec,
          payloadType,
          telephoneEvent,
          eventClock,
        ];
        expect(same(read.agreed)).toEqual(same(result.agreed));
        expect(result.agreed.codec).toBe(mine.find((codec) => theirs.includes(codec)));
      }),
    );
  });
});
