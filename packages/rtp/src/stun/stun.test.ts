// STUN against the test vectors of RFC 5769, and against itself.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacSha1Key } from '../srtp/hmac-sha1.ts';
import { bindingSuccess, isIntegral, isStun, parseBindingRequest, roleConflict } from './message.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

/** RFC 5769, 2.1. */
const REQUEST = hex(`
  000100582112a442b7e7a701bc34d686fa87dfae80220010
  5354554e207465737420636c69656e74002400046e0001ff80290008
  932ff9b151263b36000600096576746a3a6836765920202000080014
  9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf`);
/** RFC 5769, 2.2 and 2.3 without their SOFTWARE attribute, which we do not send. */
const KEY = hmacSha1Key(Buffer.from('VOkJxbRl1RmTxUk/WvJxBt'));

describe('a check', () => {
  it('is read as RFC 5769 says', () => {
    const request = parseBindingRequest(REQUEST);
    expect(request).toMatchObject({ username: 'evtj:h6vY', nominates: false, controlled: true });
    expect(isIntegral(REQUEST, request!, KEY)).toBe(true);
    expect(isIntegral(REQUEST, request!, hmacSha1Key(Buffer.from('another')))).toBe(false);
    const buffer = Buffer.from(REQUEST);
    expect(isIntegral(buffer, parseBindingRequest(buffer)!, KEY)).toBe(true);
    expect(buffer.equals(REQUEST)).toBe(true);
    expect(Buffer.from(request!.transaction).toString('hex')).toBe('b7e7a701bc34d686fa87dfae');
  });

  it('that was touched where its code protects it is nobody’s', () => {
    fc.assert(
      fc.property(fc.nat((REQUEST.length - 8) * 8 - 1), (bit) => {
        const broken = REQUEST.slice();
        broken[bit >> 3] = broken[bit >> 3]! ^ (1 << (bit & 7));
        const request = parseBindingRequest(broken);
        expect(request !== null && isIntegral(broken, request, KEY)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(120), (noise, cut) => {
        parseBindingRequest(noise);
        const mixed = REQUEST.slice(0, cut);
        mixed.set(noise.subarray(0, Math.max(0, cut - 24)), Math.min(24, cut));
        parseBindingRequest(mixed);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an answer', () => {
  const request = parseBindingRequest(REQUEST)!;
  const xored = (bytes: Uint8Array): Uint8Array => bytes.subarray(20, 20 + 4 + bytes[23]!);

  it.each([
    ['192.0.2.1', '002000080001a147e112a643'],
    ['2001:db8:1234:5678:11:2233:4455:6677', '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9'],
  ])('names %s as RFC 5769 does', (ip, attribute) => {
    const answer = bindingSuccess(request, ip, 32_853, KEY);
    expect(Buffer.from(xored(answer)).toString('hex')).toBe(attribute);
  });

  it.each(['::1', 'fe80::1%eth0', '::ffff:192.0.2.1', '127.0.0.1'])('is whole for %s', (ip) => {
    const answer = Buffer.from(bindingSuccess(request, ip, 9, KEY));
    expect(isStun(answer)).toBe(true);
    expect(answer.readUInt16BE(2)).toBe(answer.length - 20);
    const integrityAt = answer.length - 32;
    const covered = Buffer.from(answer.subarray(0, integrityAt));
    covered.writeUInt16BE(integrityAt + 24 - 20, 2);
    const code = createHmac('sha1', 'VOkJxbRl1RmTxUk/WvJxBt').update(covered).digest('hex');
    expect(answer.subarray(integrityAt + 4, integrityAt + 24).toString('hex')).toBe(code);
  });

  it('says who is to be in control', () => {
    const answer = Buffer.from(roleConflict(request, KEY));
    expect(answer.readUInt16BE(0)).toBe(0x0111);
    expect(answer.subarray(24, 28).toString('hex')).toBe('00000457');
    expect(answer.readUInt16BE(2)).toBe(answer.length - 20);
  });
});
