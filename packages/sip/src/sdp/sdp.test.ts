// Offers and answers: what real devices send, hold and resume, refusals, and that both sides always understand an agreement alike.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSdp } from './format.ts';
import { buildOffer, negotiate, readAnswer } from './negotiate.ts';
import { parseSdp } from './parse.ts';
import type { Capabilities, Sdp } from './types.ts';

const ours: Capabilities = {
  ip: '192.0.2.1',
  port: 20_000,
  codecs: ['PCMU', 'PCMA'],
  telephoneEvent: 101,
  ptime: 20,
  direction: 'sendrecv',
  sessionId: '77',
  version: 1,
};
const head = ['v=0', 'o=- 1 1 IN IP4 198.51.100.9', 's=-', 'c=IN IP4 198.51.100.9', 't=0 0'];
const text = (...lines: string[]) => `${[...head, ...lines].join('\r\n')}\r\n`;
const offer = (...lines: string[]) => negotiate(parseSdp(text(...lines)), ours);
const agree = (...lines: string[]) => {
  const result = offer(...lines);
  if (!result.ok) throw new Error(result.why);
  return result;
};
const media = (sdp: Sdp) =>
  formatSdp(sdp)
    .split('\r\n')
    .filter((line) => line.startsWith('m='));

describe('parseSdp', () => {
  it('writes what it reads', () => {
    const whole = text(
      'a=group:BUNDLE 0',
      'm=audio 49170 RTP/AVP 0 8 101',
      'c=IN IP6 2001:db8::5',
      'a=rtpmap:101 telephone-event/8000',
      'a=sendrecv',
      'm=video 0 RTP/AVP 31',
    );
    const parsed = parseSdp(whole);
    expect(parsed.ok && formatSdp(parsed.sdp)).toBe(whole);
    expect(parseSdp(new TextEncoder().encode(whole.replaceAll('\r\n', '\n')))).toEqual(parsed);
  });

  it.each([
    ['nothing', '', 1],
    ['no v=', text().replace('v=0\r\n', ''), 1],
    ['another version', text().replace('v=0', 'v=1'), 1],
    ['no o=', text().replace(/o=.*\r\n/, ''), 5],
    ['two o=', text().replace(/(o=.*\r\n)/, '$1$1'), 3],
    ['no t=', text().replace('t=0 0\r\n', ''), 5],
    ['no address', text('m=audio 9 RTP/AVP 0').replace(/c=.*\r\n/, ''), 6],
    ['a bad port', text('m=audio 70000 RTP/AVP 0'), 6],
    ['a space before =', text('m =audio 9 RTP/AVP 0'), 6],
    ['lines out of order', text('m=audio 9 RTP/AVP 0', 'a=sendrecv', 'c=IN IP4 1.2.3.4'), 8],
    ['no formats', text('m=audio 9 RTP/AVP'), 6],
    ['an address with spaces', text('m=audio 9 RTP/AVP 0', 'c=IN IP4 1.2.3.4 x'), 7],
  ])('refuses %s', (_, whole, line) => expect(parseSdp(whole)).toMatchObject({ ok: false, error: { kind: 'sdp-error', line } }));

  it('never throws', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom(...head, 'm=audio 1 RTP/AVP 0', 'a=sendonly', 'c=IN IP4 0.0.0.0', 'a=rtpmap:0 PCMU/8000'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const parsed = parseSdp(lines.join('\r\n'));
        if (parsed.ok) expect(parseSdp(formatSdp(parsed.sdp))).toEqual(parsed);
        const result = negotiate(parsed, ours);
        expect(result.ok || result.status === 400 || result.status === 488).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('negotiate', () => {
  it("takes our first codec that is offered, under the offer's numbers", () => {
    const { agreed, answer } = agree(
      'm=audio 4000 RTP/AVP 8 0 96',
      'a=rtpmap:96 telephone-event/8000',
      'a=fmtp:96 0-16',
      'a=ptime:30',
      'a=rtcp-mux',
    );
    expect(agreed).toEqual({
      codec: 'PCMU',
      payloadType: 0,
      telephoneEvent: 96,
      eventClock: 8_000,
      remoteIp: '198.51.100.9',
      remotePort: 4_000,
      rtcp: { ip: '198.51.100.9', port: 4_000, mux: true },
      direction: 'sendrecv',
      send: true,
      receive: true,
      held: false,
      ptime: 30,
      secured: null,
      sdes: null,
    });
    expect(formatSdp(answer)).toBe(
      [
        'v=0',
        'o=tandem 77 1 IN IP4 192.0.2.1',
        's=-',
        'c=IN IP4 192.0.2.1',
        't=0 0',
        'm=audio 20000 RTP/AVP 0 96',
        'a=rtpmap:0 PCMU/8000',
        'a=rtpmap:96 telephone-event/8000',
        'a=fmtp:96 0-15',
        'a=ptime:30',
        'a=sendrecv',
        'a=rtcp-mux',
        '',
      ].join('\r\n'),
    );
  });

  it.each([
    ['the next port', [], { ip: '198.51.100.9', port: 4_001, mux: false }],
    ['a port of its own', ['a=rtcp:53020'], { ip: '198.51.100.9', port: 53_020, mux: false }],
    ['a place of its own', ['a=rtcp:53020 IN IP4 126.16.64.4'], { ip: '126.16.64.4', port: 53_020, mux: false }],
    ['the same port', ['a=rtcp:53020', 'a=rtcp-mux'], { ip: '198.51.100.9', port: 4_000, mux: true }],
    ['no sense', ['a=rtcp:99999'], { ip: '198.51.100.9', port: 4_001, mux: false }],
  ])('knows where RTCP goes: %s', (_, lines, rtcp) => {
    const { agreed, answer } = agree('m=audio 4000 RTP/AVP 0', ...lines);
    expect(agreed.rtcp).toEqual(rtcp);
    expect(formatSdp(answer).includes('a=rtcp-mux')).toBe(rtcp.mux);
  });

  it('believes rtpmap, not the number', () => {
    expect(agree('m=audio 4000 RTP/AVP 0 97', 'a=rtpmap:0 GSM/8000', 'a=rtpmap:97 PCMA/8000').agreed).toMatchObject({
      codec: 'PCMA',
      payloadType: 97,
      telephoneEvent: null,
    });
  });

  it('rejects other sections in their places', () => {
    const { answer, agreed } = agree(
      'm=video 5000 RTP/AVP 31',
      'm=audio 4000 RTP/AVP 0',
      'm=audio 4002 RTP/AVP 8',
      'm=application 6000 UDP/BFCP *',
    );
    expect(media(answer)).toEqual(['m=video 0 RTP/AVP 31', 'm=audio 20000 RTP/AVP 0', 'm=audio 0 RTP/AVP 8', 'm=application 0 UDP/BFCP *']);
    expect(agreed.remotePort).toBe(4_000);
  });

  it.each([
    [['a=sendonly'], 'recvonly', true],
    [['a=recvonly'], 'sendonly', false],
    [['a=inactive'], 'inactive', true],
    [['a=sendrecv'], 'sendrecv', false],
    [[], 'sendrecv', false],
    [['c=IN IP4 0.0.0.0'], 'recvonly', true],
    [['c=IN IP4 0.0.0.0', 'a=sendonly'], 'recvonly', true],
    [['c=IN IP4 0.0.0.0', 'a=recvonly'], 'inactive', true],
  ])('holds and resumes: %j makes us %s', (lines, direction, held) => {
    const { answer, agreed } = agree('m=audio 4000 RTP/AVP 0', ...lines);
    expect([agreed.direction, agreed.held]).toEqual([direction, held]);
    expect(answer.media[0]?.attributes.at(-1)).toEqual({ name: direction, value: null });
  });

  it('takes a direction of the whole session', () => {
    const parsed = parseSdp(text('a=sendonly', 'm=audio 4000 RTP/AVP 0'));
    expect(negotiate(parsed, ours)).toMatchObject({ ok: true, agreed: { direction: 'recvonly' } });
  });

  it.each([
    [['m=audio 4000 RTP/AVP 18'], 488],
    [['m=audio 0 RTP/AVP 0'], 488],
    [['m=audio 4000 RTP/SAVP 0'], 488],
    [['m=video 4000 RTP/AVP 31'], 488],
    [[], 488],
    [['m=audio x RTP/AVP 0'], 400],
  ])('refuses %j with %i', (lines, status) => expect(offer(...lines)).toMatchObject({ ok: false, status }));
});

describe('our offer and its answer', () => {
  it('offers what we have', () => expect(media(buildOffer(ours))).toEqual(['m=audio 20000 RTP/AVP 0 8 101']));

  it('is understood alike on both sides', () => {
    const direction = fc.constantFrom('sendrecv' as const, 'sendonly' as const, 'recvonly' as const, 'inactive' as const);
    const codecs = fc.constantFrom(['PCMU', 'PCMA'] as const, ['PCMA', 'PCMU'] as const, ['PCMA'] as const, ['PCMU'] as const);
    const side = fc.record({
      ip: fc.constantFrom('192.0.2.1', '2001:db8::1'),
      port: fc.integer({ min: 1_024, max: 65_535 }),
      codecs,
      telephoneEvent: fc.constantFrom(101, 96, null),
      ptime: fc.constantFrom(10, 20, 30),
      direction,
      sessionId: fc.constant('9'),
      version: fc.nat(9),
    });
    fc.assert(
      fc.property(side, side, (a, b) => {
        const result = negotiate(parseSdp(formatSdp(buildOffer(a))), b);
        if (!result.ok) {
          expect(a.codecs.some((codec) => (b.codecs as readonly string[]).includes(codec))).toBe(false);
          return;
        }
        const back = readAnswer(parseSdp(formatSdp(result.answer)), a);
        if (!back.ok) throw new Error(back.why);
        expect([back.agreed.codec, back.agreed.payloadType, back.agreed.ptime]).toEqual([
          result.agreed.codec,
          result.agreed.payloadType,
          result.agreed.ptime,
        ]);
        expect([back.agreed.remoteIp, back.agreed.remotePort]).toEqual([b.ip, b.port]);
        expect([back.agreed.send, back.agreed.receive]).toEqual([result.agreed.receive, result.agreed.send]);
        expect(back.agreed.telephoneEvent).toBe(result.agreed.telephoneEvent);
      }),
    );
  });

  it.each([
    ['refused audio', text('m=audio 0 RTP/AVP 0'), 'audio refused'],
    ['another codec', text('m=audio 9 RTP/AVP 18'), 'no codec that was offered'],
    ['more sections than offered', text('m=audio 9 RTP/AVP 0', 'm=audio 9 RTP/AVP 0'), 'not one section as offered'],
  ])('says why an answer cannot be used: %s', (_, whole, why) => expect(readAnswer(parseSdp(whole), ours)).toEqual({ ok: false, why }));
});
