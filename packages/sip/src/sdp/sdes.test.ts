// Keys in session descriptions (RFC 4568): what phones write, what we take, and what is refused.
import { describe, expect, it } from 'vitest';
import { formatSdp } from './format.ts';
import { buildOffer, negotiate, readAnswer } from './negotiate.ts';
import { parseSdp } from './parse.ts';
import { cryptoLines } from './sdes.ts';
import type { Capabilities, SdesSide } from './types.ts';

const OURS_80 = 'a'.repeat(40);
const OURS_32 = 'b'.repeat(40);
const THEIRS = 'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz';
const side = (more: Partial<SdesSide> = {}): SdesSide => ({
  required: false,
  keys: [
    { suite: 'AES_CM_128_HMAC_SHA1_80', key: OURS_80 },
    { suite: 'AES_CM_128_HMAC_SHA1_32', key: OURS_32 },
  ],
  ...more,
});
const ours = (sdes?: SdesSide): Capabilities => ({
  ip: '192.0.2.1',
  port: 20_000,
  codecs: ['PCMA', 'PCMU'],
  telephoneEvent: 101,
  ptime: 20,
  direction: 'sendrecv',
  sessionId: '1',
  version: 1,
  ...(sdes === undefined ? {} : { sdes }),
});
const section = (protocol: string, lines: readonly string[], port = 4_000): string =>
  [`m=audio ${port} ${protocol} 8 0`, ...lines.map((line) => `a=${line}`)].join('\r\n');
const described = (...sections: string[]): string =>
  ['v=0', 'o=- 1 1 IN IP4 192.0.2.9', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0', ...sections, ''].join('\r\n');
const answer = (text: string, sdes?: SdesSide) => negotiate(parseSdp(text), ours(sdes));
const line = (tag: number, suite: string, key = THEIRS, rest = ''): string => `crypto:${tag} ${suite} inline:${key}${rest}`;
const S80 = 'AES_CM_128_HMAC_SHA1_80';
const S32 = 'AES_CM_128_HMAC_SHA1_32';

describe('an offer with keys', () => {
  it('is answered with the line it prefers, under its tag, with a key of ours, in its own protocol', () => {
    const result = answer(described(section('RTP/SAVP', [line(7, S32), line(8, S80)])), side());
    expect(result).toMatchObject({ ok: true, agreed: { sdes: { suite: S32, local: OURS_32, remote: THEIRS, protocol: 'RTP/SAVP' } } });
    const text = result.ok ? formatSdp(result.answer) : '';
    expect(text).toContain('m=audio 20000 RTP/SAVP 8\r\n');
    expect(text.match(/a=crypto:.*/g)).toEqual([`a=crypto:7 ${S32} inline:${OURS_32}`]);
  });

  it('beside plain RTP is a wish: taken with keys, spoken in the clear without', () => {
    const text = described(section('RTP/AVP', [line(1, S80, THEIRS, '|2^31')]));
    expect(answer(text, side())).toMatchObject({ ok: true, agreed: { sdes: { remote: THEIRS, protocol: 'RTP/AVP' } } });
    expect(answer(text)).toMatchObject({ ok: true, agreed: { sdes: null, codec: 'PCMA' } });
  });

  it('in a second section is preferred to a plain first one', () => {
    const result = answer(described(section('RTP/AVP', []), section('RTP/SAVP', [line(1, S80)], 4_010)), side());
    expect(result).toMatchObject({ ok: true, agreed: { remotePort: 4_010, sdes: { suite: S80 } } });
    expect(result.ok && result.answer.media.map(({ port }) => port)).toEqual([0, 20_000]);
  });

  it.each([
    ['an identifier of the key', line(1, S80, THEIRS, '|2^20|1:4')],
    ['a suite that we do not have', line(1, 'AES_256_CM_HMAC_SHA1_80')],
    ['a key that is too short', line(1, S80, THEIRS.slice(1))],
    ['packets in the clear', line(1, S80, THEIRS, ' UNENCRYPTED_SRTP')],
    ['another derivation of keys', line(1, S80, THEIRS, ' KDR=3')],
    ['no tag', `crypto:${S80} inline:${THEIRS}`],
  ])('with %s alone is refused where plain RTP is', (_name, crypto) => {
    expect(answer(described(section('RTP/SAVP', [crypto])), side())).toMatchObject({ ok: false, status: 488 });
  });

  it('takes hints that may be ignored', () => {
    expect(cryptoLines(parsedSection(line(1, S80, THEIRS, '|2147483648 WSH=64 -FOO=1')))).toMatchObject([{ suite: S80 }]);
  });

  it('is refused, with the reason, where keys are not taken or are missing', () => {
    expect(answer(described(section('RTP/SAVP', [line(1, S80)])))).toMatchObject({
      status: 488,
      why: expect.stringMatching(/over TLS only/),
    });
    const must = side({ required: true });
    expect(answer(described(section('RTP/AVP', [])), must)).toMatchObject({ status: 488, why: expect.stringMatching(/required here/) });
    expect(answer(described(section('RTP/AVP', [line(1, S80)])), must)).toMatchObject({ ok: true, agreed: { sdes: { suite: S80 } } });
  });
});

describe('an offer of ours', () => {
  const optional = formatSdp(buildOffer(ours(side())));
  it('has its keys beside plain RTP, or nothing but keys', () => {
    expect(optional).toContain('RTP/AVP 8 0 101\r\n');
    expect(optional.match(/a=crypto:.*/g)).toEqual([`a=crypto:1 ${S80} inline:${OURS_80}`, `a=crypto:2 ${S32} inline:${OURS_32}`]);
    expect(formatSdp(buildOffer(ours(side({ required: true }))))).toContain('RTP/SAVP 8 0 101\r\n');
    expect(formatSdp(buildOffer(ours(side({ required: true, protocol: 'RTP/AVP' }))))).toContain('RTP/AVP 8 0 101\r\n');
  });

  const read = (sdes: SdesSide, protocol: string, ...lines: string[]) =>
    readAnswer(parseSdp(described(section(protocol, lines))), ours(sdes));
  it('is agreed on with the line that the answer names', () => {
    expect(read(side(), 'RTP/AVP', line(2, S32))).toMatchObject({
      ok: true,
      agreed: { sdes: { suite: S32, local: OURS_32, remote: THEIRS } },
    });
    expect(read(side(), 'RTP/SAVP', line(1, S80))).toMatchObject({ ok: true, agreed: { sdes: { local: OURS_80 } } });
    expect(read(side(), 'RTP/AVP')).toMatchObject({ ok: true, agreed: { sdes: null } });
  });

  it('is not agreed on by a line that was never offered, nor in the clear where it must not be', () => {
    const why = 'another kind of media than offered';
    expect(read(side(), 'RTP/AVP', line(2, S80))).toEqual({ ok: false, why });
    expect(read(side(), 'RTP/SAVP', line(3, S80))).toEqual({ ok: false, why });
    expect(read(side(), 'RTP/SAVP', line(1, S80), line(2, S32))).toEqual({ ok: false, why });
    expect(read(side({ required: true }), 'RTP/AVP')).toEqual({ ok: false, why });
  });
});

function parsedSection(...lines: string[]) {
  const parsed = parseSdp(described(section('RTP/SAVP', lines)));
  const media = parsed.ok ? parsed.sdp.media.at(0) : undefined;
  if (media === undefined) throw new Error('not a description');
  return media;
}
