// What the network check makes of its findings, and the STUN question it asks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrivate, rateNetwork, type Findings } from './rate.ts';
import { stunAnswer, stunQuestion } from './stun.ts';

const open = { reached: true, ms: 2, why: null };
const closed = { reached: false, ms: null, why: 'no answer' };
const FOUND: Findings = {
  host: '0.0.0.0',
  publicIp: '203.0.113.7',
  loopback: false,
  https: true,
  local: ['192.168.1.5'],
  stun: { server: 'stun:a', ip: '203.0.113.7', why: null },
  sip: { port: 5060, udp: open, tcp: open, publicUdp: open, publicTcp: open },
  sips: { port: 5061, tls: open, publicTls: open },
  rtp: { from: 20_000, to: 20_999, tried: 4, usable: 4, why: null, reachable: 4 },
};
const said = (more: Partial<Findings>): string[] =>
  rateNetwork({ ...FOUND, ...more })
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ step, verdict, reason }) => `${step} ${verdict} ${reason}`);

describe('the network check', () => {
  it('finds nothing where all is well', () => expect(said({})).toEqual([]));

  it.each<[string, Partial<Findings>, string[]]>([
    ['only this machine', { loopback: true, https: false, stun: null }, ['address warn loopback', 'stun off none', 'https off loopback']],
    ['private addresses and nobody to ask', { publicIp: null, stun: null }, ['address warn private', 'stun off none']],
    ['behind NAT without saying so', { publicIp: null }, ['address bad behind-nat']],
    ['an address that is not ours', { publicIp: '203.0.113.8' }, ['stun bad other-address']],
    ['a STUN server that is silent', { stun: { server: 'stun:a', ip: null, why: 'no answer' } }, ['stun bad no-answer']],
    ['plain HTTP', { https: false }, ['https bad plain']],
    [
      'closed doors',
      { sip: { port: 5060, udp: closed, tcp: closed, publicUdp: closed, publicTcp: null } },
      ['sip-udp bad closed', 'sip-tcp bad closed', 'public-sip-udp warn no-hairpin', 'public-sip-tcp off no-public'],
    ],
    ['no certificate for phones', { sips: null }, ['sip-tls off no-certificate']],
    [
      'a closed door for TLS',
      { sips: { port: 5061, tls: closed, publicTls: null } },
      ['sip-tls bad closed', 'public-sip-tls off no-public'],
    ],
    ['ports that cannot be bound', { rtp: { ...FOUND.rtp, usable: 3, why: 'EACCES' } }, ['rtp bad not-bound']],
    ['ports that are not forwarded', { rtp: { ...FOUND.rtp, reachable: 0 } }, ['public-rtp warn no-hairpin']],
    ['ports of which a part is forwarded', { rtp: { ...FOUND.rtp, reachable: 1 } }, ['public-rtp warn some']],
  ])('names %s', (_name, more, steps) => expect(said(more)).toEqual(steps));

  it('knows private addresses', () => {
    const inside = ['10.0.0.1', '172.16.0.1', '172.31.255.1', '192.168.0.1', '100.64.0.1', '169.254.1.1', 'fd00::2'];
    const outside = ['11.0.0.1', '172.32.0.1', '192.169.0.1', '100.128.0.1', '203.0.113.7', '2001:db8::1'];
    expect([inside.every(isPrivate), outside.some(isPrivate)]).toEqual([true, false]);
  });
});

describe('STUN', () => {
  const transaction = Uint8Array.from({ length: 12 }, (_, n) => n + 1);
  /** RFC 5769, section 2.2, with our transaction: 192.0.2.1 port 32853. */
  const answer = (type: number, attribute: readonly number[]): Uint8Array =>
    Uint8Array.from([1, 1, 0, attribute.length + 4, 0x21, 0x12, 0xa4, 0x42, ...transaction, 0, type, 0, attribute.length, ...attribute]);
  const XORED = [0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43];
  const PLAIN = [0, 1, 0x80, 0x55, 192, 0, 2, 1];

  it('asks with a cookie and its own transaction', () => {
    expect([...stunQuestion(transaction)]).toEqual([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, ...transaction]);
  });

  it.each([
    [0x20, XORED],
    [0x01, PLAIN],
  ])('reads the address of attribute %i', (type, attribute) => {
    expect(stunAnswer(answer(type, attribute), transaction)).toEqual({ ip: '192.0.2.1', port: 32853 });
  });

  it('takes no answer to another question, and bears anything', () => {
    expect(stunAnswer(answer(0x20, XORED), new Uint8Array(12))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(stunAnswer(bytes, transaction)).toBeNull();
      }),
    );
    const good = answer(0x20, XORED);
    for (let length = 0; length < good.length; length++) expect(stunAnswer(good.subarray(0, length), transaction)).toBeNull();
  });
});
