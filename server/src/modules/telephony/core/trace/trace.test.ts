// Masking, reading and writing of kept SIP messages.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LegTrace, TracedMessage } from '@tandem/contract/api/sip-traces.ts';
import { tracePcapng } from './as-pcapng.ts';
import { traceText } from './as-text.ts';
import { masked } from './mask.ts';
import { readTraces } from './read.ts';

const lines = (...each: string[]): string => each.join('\r\n');

describe('masking', () => {
  it('overwrites the proofs of a digest and leaves what helps to find a fault', () => {
    const text = lines(
      'REGISTER sip:a SIP/2.0',
      'Authorization: Digest username="agent1", realm="tandem", nonce="abc",',
      '  uri="sip:a", response="0123456789abcdef", cnonce=xyz, qop=auth',
      'Proxy-Authorization : Bearer eyJhbGciOi.secret',
      'WWW-Authenticate: Digest realm="tandem", nonce="n\\"1", opaque="o"',
      'Contact: <sip:carol:pass1@192.0.2.1>',
      'Content-Length: 0',
      '',
      '',
    );
    const safe = masked(text);
    for (const secret of ['"abc"', '0123456789abcdef', 'xyz', 'eyJhbGciOi', 'secret', 'pass1', 'n\\"1', '"o"'])
      expect(safe).not.toContain(secret);
    for (const kept of ['username="agent1"', 'realm="tandem"', 'uri="sip:a"', 'qop=auth', 'Bearer', 'sip:carol:*****@192.0.2.1'])
      expect(safe).toContain(kept);
    expect(safe).toHaveLength(text.length);
  });

  it('overwrites keys of media and pressed keys, and nothing else of a body', () => {
    const sdp = lines(
      'v=0',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0',
      'a=ice-ufrag:shown',
      'a=ice-pwd:hidden',
      'a=rtpmap:0 PCMU/8000',
      '',
    );
    const described = masked(lines('INVITE sip:a SIP/2.0', 'Content-Type: application/sdp', '', sdp));
    expect(described).not.toMatch(/c2VjcmV0|hidden/);
    expect(described).toContain('a=ice-ufrag:shown\r\na=ice-pwd:******\r\na=rtpmap:0 PCMU/8000\r\n');
    const pressed = masked(lines('INFO sip:a SIP/2.0', 'c: application/dtmf-relay', '', 'Signal=7', 'Duration=160', ''));
    expect(pressed.endsWith('Signal=*\r\nDuration=160\r\n')).toBe(true);
    expect(masked(lines('INFO sip:a SIP/2.0', 'Content-Type: application/dtmf', '', '7'))).toMatch(/\r\n\*$/);
  });

  it('keeps the length and never tells a proof, whatever it is', () => {
    const proof = fc.stringMatching(/^[A-Za-z0-9+/=]{12,40}$/);
    fc.assert(
      fc.property(
        proof,
        fc.constantFrom('\r\n', '\n'),
        fc.constantFrom('Authorization', 'proxy-authorization', 'AUTHORIZATION'),
        (secret, end, name) => {
          const text = [
            'BYE sip:a SIP/2.0',
            `${name}: Digest username="u",${end}\tresponse="${secret}"`,
            'To: x',
            '',
            `a=ice-pwd:${secret}${end}`,
          ].join(end);
          const safe = masked(text);
          expect(safe).toHaveLength(text.length);
          expect(safe).not.toContain(secret);
          expect(safe).toContain('To: x');
        },
      ),
    );
  });

  it('leaves a message without secrets as it is', () => {
    const text = lines('SIP/2.0 200 OK', 'To: "王芳" <sip:a@b>;tag=1', 'CSeq: 1 INVITE', '', 'v=0', '');
    expect(masked(text)).toBe(text);
  });
});

const message = (at: number, direction: 'in' | 'out', text: string, more: Partial<TracedMessage> = {}): TracedMessage => ({
  at,
  direction,
  transport: 'udp',
  local: { ip: '192.0.2.1', port: 5060 },
  remote: { ip: '198.51.100.7', port: 5070 },
  text,
  ...more,
});
const leg = (id: string, startedAt: number, messages: TracedMessage[]): LegTrace => ({
  tenant: 'tnt_a',
  call: 'cal_a',
  leg: id as 'leg_a',
  startedAt,
  endedAt: null,
  left: 0,
  messages,
});
const INVITE = lines('INVITE sip:4001@a SIP/2.0', 'CSeq: 1 INVITE', '', 'v=0', '');
const OK = lines('SIP/2.0 200 OK', 'CSeq: 1 INVITE', '', '');

describe('reading', () => {
  it('puts the legs’ messages in one order, and marks what was sent again the same way', () => {
    const first = leg('leg_a', 10, [message(10, 'in', INVITE), message(30, 'out', OK), message(40, 'in', INVITE), message(50, 'in', OK)]);
    const read = readTraces([leg('leg_b', 20, [message(20, 'out', INVITE)]), first]);
    expect(read.legs.map((each) => each.id)).toEqual(['leg_a', 'leg_b']);
    expect(read.messages.map(({ at, leg: of, title, cseq, status, again, sdp }) => [at, of, title, cseq, status, again, sdp])).toEqual([
      [10, 'leg_a', 'INVITE', '1 INVITE', null, false, true],
      [20, 'leg_b', 'INVITE', '1 INVITE', null, false, true],
      [30, 'leg_a', '200 OK', '1 INVITE', 200, false, false],
      [40, 'leg_a', 'INVITE', '1 INVITE', null, true, true],
      [50, 'leg_a', '200 OK', '1 INVITE', 200, false, false],
    ]);
  });

  it('bears what is no SIP', () => {
    expect(readTraces([leg('leg_a', 1, [message(1, 'in', 'garbage')])]).messages[0]).toMatchObject({ title: '', cseq: '', status: null });
  });
});

describe('writing', () => {
  it('a text names the way, the time and what was sent again', () => {
    const text = traceText('int_x', readTraces([leg('leg_a', 0, [message(0, 'in', INVITE), message(500, 'in', INVITE)])]));
    expect(text).toContain('--- 1970-01-01T00:00:00.000Z UDP 192.0.2.1:5060 <- 198.51.100.7:5070 leg_a\nINVITE sip:4001@a SIP/2.0\n');
    expect(text).toContain('leg_a (sent again)\n');
  });

  it('a pcap-ng has whole blocks, whatever the messages are', () => {
    const ip = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('fe80::1%eth0'), fc.constant('no address'));
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.nat(), text: fc.string(), ip }), { maxLength: 5 }), (each) => {
        const file = tracePcapng(
          each.map(({ at, text, ip: address }) => message(at, 'in', text, { remote: { ip: address, port: 1 } })),
          (text) => new TextEncoder().encode(text),
        );
        const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
        let blocks = 0;
        for (let at = 0; at < file.length; blocks++) {
          const length = view.getUint32(at + 4, true);
          expect(length % 4).toBe(0);
          expect(view.getUint32(at + length - 4, true)).toBe(length);
          at += length;
        }
        expect(blocks).toBe(2 + each.length);
      }),
    );
  });
});
