// Offers of browsers and our answers, and the other way round; what may not pass for secured.
import { describe, expect, it } from 'vitest';
import { formatSdp } from './format.ts';
import { buildOffer, negotiate, readAnswer } from './negotiate.ts';
import { parseSdp } from './parse.ts';
import type { Capabilities } from './types.ts';

const HASH = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':');
const THEIRS = Array.from({ length: 32 }, (_, i) => (i + 160).toString(16).toUpperCase()).join(':');
const side = { ufrag: 'tndm', pwd: 'ours-pwd/0123456789012345', fingerprint: { algorithm: 'sha-256', value: HASH }, role: null };
const ours = (secured: Capabilities['secured'] = { ...side, required: false }): Capabilities => ({
  ip: '192.0.2.1',
  port: 20_000,
  codecs: ['PCMA', 'PCMU'],
  telephoneEvent: 101,
  ptime: 20,
  direction: 'sendrecv',
  sessionId: '77',
  version: 1,
  ...(secured === undefined ? {} : { secured }),
});
const must = ours({ ...side, required: true });

/** As Chromium offers an audio call, shortened. */
const chromium = (change: (text: string) => string = (text) => text): string =>
  change(
    [
      'v=0',
      'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0',
      'a=extmap-allow-mixed',
      'a=msid-semantic: WMS 7c1',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
      'c=IN IP4 0.0.0.0',
      'a=rtcp:9 IN IP4 0.0.0.0',
      'a=ice-ufrag:4ZcD',
      'a=ice-pwd:2/1muCWoOi3uLifh0NuRHlZz',
      'a=ice-options:trickle',
      `a=fingerprint:sha-256 ${THEIRS}`,
      'a=setup:actpass',
      'a=mid:0',
      'a=sendrecv',
      'a=rtcp-mux',
      'a=rtpmap:111 opus/48000/2',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:110 telephone-event/48000',
      'a=rtpmap:126 telephone-event/8000',
      '',
    ].join('\r\n'),
  );
const answer = (text: string, capable = ours()) => negotiate(parseSdp(text), capable);

describe('a browser’s offer', () => {
  it('is answered with our candidate, certificate and role', () => {
    const result = answer(chromium());
    if (!result.ok) throw new Error(result.why);
    expect(formatSdp(result.answer).split('\r\n').slice(4, -1)).toEqual([
      't=0 0',
      'a=ice-lite',
      'a=group:BUNDLE 0',
      'm=audio 20000 UDP/TLS/RTP/SAVPF 8 126',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:126 telephone-event/8000',
      'a=fmtp:126 0-15',
      'a=ptime:20',
      'a=sendrecv',
      'a=rtcp-mux',
      'a=mid:0',
      'a=msid:tandem audio',
      'a=ice-ufrag:tndm',
      'a=ice-pwd:ours-pwd/0123456789012345',
      `a=fingerprint:sha-256 ${HASH}`,
      'a=setup:active',
      'a=candidate:1 1 UDP 2130706431 192.0.2.1 20000 typ host',
      'a=end-of-candidates',
    ]);
    expect(result.agreed).toMatchObject({
      codec: 'PCMA',
      telephoneEvent: 126,
      send: true,
      receive: true,
      held: false,
      rtcp: { mux: true },
      secured: { ufrag: '4ZcD', pwd: '2/1muCWoOi3uLifh0NuRHlZz', fingerprint: { algorithm: 'sha-256', value: THEIRS }, role: 'client' },
    });
  });

  it.each([
    ['a=setup:active', null, 'server', 'passive'],
    ['a=setup:passive', null, 'client', 'active'],
    ['a=setup:actpass', null, 'client', 'active'],
    // A later offer leaves the roles as they are.
    ['a=setup:actpass', 'server', 'server', 'passive'],
  ] as const)('%s with our role %s makes us %s', (line, role, agreed, said) => {
    const result = answer(
      chromium((text) => text.replace('a=setup:actpass', line)),
      ours({ ...side, role, required: true }),
    );
    if (!result.ok) throw new Error(result.why);
    expect(result.agreed.secured?.role).toBe(agreed);
    expect(formatSdp(result.answer)).toContain(`a=setup:${said}\r\n`);
  });

  it('holds by direction, not by the address ICE has yet to find', () => {
    const held = answer(chromium((text) => text.replace('a=sendrecv', 'a=inactive')));
    expect(held.ok && held.agreed).toMatchObject({ held: true, direction: 'inactive' });
  });

  it('may say for the whole session what it says for the section', () => {
    const lines = chromium().split('\r\n');
    const moved = lines.filter((line) => /^a=(ice-ufrag|ice-pwd|fingerprint|setup)/.test(line));
    const rest = lines.filter((line) => !moved.includes(line));
    rest.splice(4, 0, ...moved);
    expect(answer(rest.join('\r\n'))).toMatchObject({ ok: true, agreed: { secured: { ufrag: '4ZcD' } } });
  });

  it.each([
    ['credentials', /a=ice-pwd.*\r\n/, 'no ICE credentials'],
    ['a fingerprint', /a=fingerprint.*\r\n/, 'no fingerprint'],
    ['one port', /a=rtcp-mux\r\n/, 'no rtcp-mux'],
    ['a role', /a=setup.*\r\n/, 'no DTLS role'],
  ])('without %s is refused', (_, line, why) =>
    expect(answer(chromium((text) => text.replace(line, '')))).toEqual({ ok: false, status: 488, why }),
  );

  it('with a hash that binds nothing is refused', () =>
    expect(answer(chromium((text) => text.replace(/sha-256 .*/, `sha-1 ${THEIRS.slice(0, 59)}`)))).toMatchObject({
      ok: false,
      why: 'no fingerprint',
    }));

  it('is refused where we cannot, and a plain one where it must be secured', () => {
    const { secured: _, ...plain } = ours();
    expect(answer(chromium(), plain)).toMatchObject({ ok: false, status: 488 });
    const clear = chromium((text) => text.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP').replace('0.0.0.0', '192.0.2.9'));
    expect(answer(clear, must)).toMatchObject({ ok: false, status: 488 });
    const result = answer(clear);
    expect(result.ok && [result.agreed.secured, formatSdp(result.answer).includes('ice')]).toEqual([null, false]);
  });
});

describe('our offer', () => {
  const offered = formatSdp(buildOffer(must));
  it('leaves the role to the browser and names the section', () => {
    for (const line of [
      'm=audio 20000 UDP/TLS/RTP/SAVPF 8 0 101',
      'a=group:BUNDLE 0',
      'a=mid:0',
      'a=rtcp-mux',
      'a=setup:actpass',
      'a=ice-lite',
    ])
      expect(offered).toContain(`${line}\r\n`);
  });

  it('names every address that leads to us, the best first', () => {
    const text = formatSdp(buildOffer(ours({ ...side, required: true, otherIps: ['10.0.0.5', '2001:db8::5'] })));
    expect(text.split('\r\n').filter((line) => line.startsWith('a=candidate'))).toEqual([
      'a=candidate:1 1 UDP 2130706431 192.0.2.1 20000 typ host',
      'a=candidate:2 1 UDP 2130706175 10.0.0.5 20000 typ host',
      'a=candidate:3 1 UDP 2130705919 2001:db8::5 20000 typ host',
    ]);
  });

  it('is read back from its answer, in either role', () => {
    for (const [setup, role] of [
      ['active', 'server'],
      ['passive', 'client'],
    ] as const) {
      const text = chromium((one) => one.replace('a=setup:actpass', `a=setup:${setup}`));
      expect(readAnswer(parseSdp(text), must)).toMatchObject({
        ok: true,
        agreed: { rtcp: { mux: true }, secured: { role, ufrag: '4ZcD' } },
      });
    }
  });

  it('takes no answer in the clear, and none that chooses no role', () => {
    const clear = chromium((text) => text.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP').replace('0.0.0.0', '192.0.2.9'));
    expect(readAnswer(parseSdp(clear), must)).toEqual({ ok: false, why: 'another kind of media than offered' });
    expect(readAnswer(parseSdp(chromium()), must)).toEqual({ ok: false, why: 'no DTLS role' });
    expect(readAnswer(parseSdp(chromium()), ours())).toEqual({ ok: false, why: 'another kind of media than offered' });
  });
});
