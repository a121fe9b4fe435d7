// SRTP against the vectors of RFC 3711 and RFC 2202, against node:crypto and @noble, and against itself over loss, disorder, wraps and forgery.
import { createCipheriv, createHmac } from 'node:crypto';
import { ctr } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeRtpHeader } from '../packet.ts';
import { expandAesKey, xorKeyStream } from './aes-counter.ts';
import { hmacSha1, hmacSha1Key, isHmacSha1 } from './hmac-sha1.ts';
import { sessionKeys, type SrtpMaster } from './keys.ts';
import { SRTP_OVERHEAD_BYTES, SrtpSender } from './protect.ts';
import { SrtpReceiver } from './unprotect.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const master: SrtpMaster = { key: hex('E1F97A0D3E018BE0D64FA32C06DE4139'), salt: hex('0EC675AD498AFEEBB6960B3AABE6') };

function rtp(sequence: number, payload: Uint8Array, ssrc = 0xcafebabe, head = new Uint8Array(0)): Uint8Array {
  const packet = new Uint8Array(12 + head.length + payload.length);
  writeRtpHeader(packet, false, 8, sequence, sequence * 160, ssrc);
  packet.set(head, 12);
  packet.set(payload, 12 + head.length);
  return packet;
}
function sealed(sender: SrtpSender, packet: Uint8Array): Uint8Array {
  const room = new Uint8Array(packet.length + SRTP_OVERHEAD_BYTES);
  room.set(packet);
  return room.subarray(0, sender.protect(room, packet.length));
}
const open = (receiver: SrtpReceiver, bytes: Uint8Array): string | null => {
  const copy = bytes.slice();
  const length = receiver.unprotect(copy);
  return length < 0 ? null : hexOf(copy.subarray(0, length));
};

describe('the primitives', () => {
  it('make the key stream of RFC 3711, B.2', () => {
    const iv = hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000');
    const stream = new Uint8Array(16 * 0xff02);
    const key = expandAesKey(hex('2B7E151628AED2A6ABF7158809CF4F3C'));
    xorKeyStream(key, iv, stream, 0, stream.length);
    expect(hexOf(stream.subarray(0, 48))).toBe(
      'e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0',
    );
    expect(hexOf(stream.subarray(0xfeff * 16, 0xff02 * 16))).toBe(
      'ec8cdf7398607cb0f2d21675ea9ea1e4362b7c3c6773516318a077d7fc5073ae6a2cc3787889374fbeb4c81b17ba6c44',
    );
  });

  it('derive the session keys of RFC 3711, B.3', () => {
    const keys = sessionKeys(master, [0, 1, 2]);
    expect(keys.cipher).toEqual(expandAesKey(hex('C61E7A93744F39EE10734AFE3FF7A087')));
    const auth = createHmac('sha1', hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4')).update(master.key);
    expect(hexOf(hmacSha1(keys.auth, master.key, 0, 16))).toBe(auth.digest('hex'));
    expect(hexOf(keys.salt)).toBe('30cbbc08863d8c85d49db34a9ae10000');
  });

  it('leave the master keys as they are, also where they are Buffers', () => {
    const buffers = { key: Buffer.from(master.key), salt: Buffer.from(master.salt) };
    expect(sessionKeys(buffers, [0, 1, 2])).toEqual(sessionKeys(master, [0, 1, 2]));
    expect(buffers.salt.equals(master.salt)).toBe(true);
  });

  it('authenticate as RFC 2202 says, long keys too', () => {
    const code = (key: Uint8Array, text: string): string => hexOf(hmacSha1(hmacSha1Key(key), Buffer.from(text), 0, text.length));
    expect(code(new Uint8Array(20).fill(0x0b), 'Hi There')).toBe('b617318655057264e28bc0b6fb378c8ef146be00');
    expect(code(new Uint8Array(80).fill(0xaa), 'Test Using Larger Than Block-Size Key - Hash Key First')).toBe(
      'aa4ae5e15272d00e95705637ce8a3b55ed402112',
    );
  });

  it('expand the key of FIPS 197, A.1', () => {
    const words = expandAesKey(hex('2B7E151628AED2A6ABF7158809CF4F3C'));
    const wordsOf = (from: number): string =>
      [...words.subarray(from, from + 4)].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
    expect(wordsOf(0)).toBe('2b7e1516 28aed2a6 abf71588 09cf4f3c');
    expect(wordsOf(4)).toBe('a0fafe17 88542cb1 23a33939 2a6c7605');
    expect(wordsOf(40)).toBe('d014f9a8 c9ee2589 e13f0cc8 b6630ca6');
  });

  it.each([4, 8, 12, 16])('carry the counter over its last %i bytes, and leave it as it was', (bytes) => {
    const key = hex('2B7E151628AED2A6ABF7158809CF4F3C');
    const counter = new Uint8Array(16).fill(0x11, 0, 16 - bytes).fill(0xff, 16 - bytes);
    const before = hexOf(counter);
    const stream = new Uint8Array(50);
    xorKeyStream(expandAesKey(key), counter, stream, 0, stream.length);
    expect(hexOf(stream)).toBe(createCipheriv('aes-128-ctr', key, counter).update(new Uint8Array(50)).toString('hex'));
    expect(hexOf(counter)).toBe(before);
  });

  it('authenticate messages of every length around the blocks of SHA-1', () => {
    const key = hexOf(master.key);
    for (let length = 0; length <= 200; length++) {
      const data = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff);
      expect(hexOf(hmacSha1(hmacSha1Key(Buffer.from(key)), data, 0, length))).toBe(createHmac('sha1', key).update(data).digest('hex'));
    }
  });

  it('know a code where it stands, and none where the bytes end before it does', () => {
    const code = Uint8Array.from({ length: 20 }, (_, i) => (i < 6 ? i + 1 : 0));
    const bytes = Uint8Array.of(9, ...code.subarray(0, 10));
    expect(isHmacSha1(code, bytes, 1, 10)).toBe(true);
    expect(isHmacSha1(code, bytes.subarray(0, 10), 1, 10)).toBe(false);
    for (let i = 1; i < bytes.length; i++) {
      const other = bytes.slice();
      other[i] = other[i]! ^ 0x80;
      expect(isHmacSha1(code, other, 1, 10)).toBe(false);
    }
  });

  it('agree with @noble', () => {
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
    fc.assert(
      fc.property(bytes(16, 16), bytes(16, 16), bytes(0, 400), bytes(0, 100), (key, iv, data, authKey) => {
        const mine = data.slice();
        xorKeyStream(expandAesKey(key), iv, mine, 0, mine.length);
        expect(hexOf(mine)).toBe(hexOf(ctr(key, iv).encrypt(data)));
        expect(hexOf(hmacSha1(hmacSha1Key(authKey), data, 0, data.length))).toBe(hexOf(hmac(sha1, authKey, data)));
      }),
    );
  });

  it('agree with node:crypto', () => {
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
    fc.assert(
      fc.property(bytes(16, 16), bytes(16, 16), bytes(0, 400), fc.nat(20), (key, iv, data, from) => {
        const start = Math.min(from, data.length);
        const mine = data.slice();
        xorKeyStream(expandAesKey(key), iv.slice(), mine, start, mine.length);
        const theirs = createCipheriv('aes-128-ctr', key, iv).update(data.subarray(start));
        expect(hexOf(mine)).toBe(hexOf(data.subarray(0, start)) + theirs.toString('hex'));
      }),
    );
    fc.assert(
      fc.property(bytes(0, 100), bytes(0, 300), fc.nat(20), (key, data, from) => {
        const start = Math.min(from, data.length);
        expect(hexOf(hmacSha1(hmacSha1Key(key), data, start, data.length))).toBe(
          createHmac('sha1', key).update(data.subarray(start)).digest('hex'),
        );
      }),
    );
  });
});

describe('a packet', () => {
  it.each([0, 1])('is what RFC 3711 makes of it, by node:crypto, after %i wraps', (rollover) => {
    const payload = Uint8Array.from({ length: 160 }, (_, i) => i);
    const packet = rtp(0x1234, payload);
    const sender = new SrtpSender(master);
    for (let wrap = 0; wrap < rollover; wrap++) sealed(sender, rtp(0xffff, payload));
    const out = sealed(sender, packet);
    const iv = Buffer.from('30cbbc08863d8c85d49db34a9ae10000', 'hex');
    iv.writeInt32BE(iv.readInt32BE(4) ^ (0xcafebabe | 0), 4);
    iv.writeInt32BE(iv.readInt32BE(8) ^ rollover, 8);
    iv.writeUInt16BE(iv.readUInt16BE(12) ^ 0x1234, 12);
    const cipher = createCipheriv('aes-128-ctr', hex('C61E7A93744F39EE10734AFE3FF7A087'), iv).update(payload);
    const clear = Buffer.concat([packet.subarray(0, 12), cipher]);
    const tag = createHmac('sha1', hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'))
      .update(clear)
      .update(Uint8Array.of(0, 0, 0, rollover))
      .digest();
    expect(hexOf(out)).toBe(hexOf(Buffer.concat([clear, tag.subarray(0, 10)])));
  });

  it('comes out as it went in, with CSRCs and extension in the clear', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(65_535),
        fc.nat(0xffffffff),
        fc.nat(3),
        fc.boolean(),
        (payload, sequence, ssrc, csrcs, extended) => {
          const head = new Uint8Array(csrcs * 4 + (extended ? 8 : 0)).fill(7);
          if (extended) head.set([0xbe, 0xde, 0, 1], csrcs * 4);
          const packet = rtp(sequence, payload, ssrc, head);
          packet[0] = 0x80 | csrcs | (extended ? 0x10 : 0);
          const out = sealed(new SrtpSender(master), packet);
          expect(hexOf(out.subarray(0, 12 + head.length))).toBe(hexOf(packet.subarray(0, 12 + head.length)));
          if (payload.length > 8) expect(hexOf(out)).not.toContain(hexOf(payload));
          expect(open(new SrtpReceiver(master), out)).toBe(hexOf(packet));
        },
      ),
    );
  });

  it('is the same wherever it lies in its buffer, of Node’s too', () => {
    const packet = rtp(
      9,
      Uint8Array.from({ length: 160 }, (_, i) => i),
    );
    const wanted = sealed(new SrtpSender(master), packet);
    for (const at of [0, 1, 2, 3, 4]) {
      const buffer = Buffer.alloc(200, 0xee);
      buffer.set(packet, at);
      const length = new SrtpSender(master).protect(buffer.subarray(at), packet.length);
      expect(hexOf(buffer.subarray(at, at + length))).toBe(hexOf(wanted));
      expect(new SrtpReceiver(master).unprotect(buffer.subarray(at, at + length))).toBe(packet.length);
      expect(hexOf(buffer.subarray(at, at + packet.length))).toBe(hexOf(packet));
      expect([...buffer.subarray(0, at), ...buffer.subarray(at + length)].every((byte) => byte === 0xee)).toBe(true);
    }
  });

  it('is dropped where one bit of it is another, or the key', () => {
    const out = sealed(new SrtpSender(master), rtp(5, new Uint8Array(160)));
    fc.assert(
      fc.property(fc.nat(out.length * 8 - 1), (bit) => {
        const broken = out.slice();
        broken[bit >> 3] = broken[bit >> 3]! ^ (1 << (bit & 7));
        expect(open(new SrtpReceiver(master), broken)).toBeNull();
      }),
    );
    expect(open(new SrtpReceiver({ ...master, key: new Uint8Array(16) }), out)).toBeNull();
    for (let length = 0; length < 40; length++) expect(open(new SrtpReceiver(master), out.subarray(0, length))).toBeNull();
  });
});

describe('a stream', () => {
  it('goes on over wraps of its numbers, over loss and disorder, and hears no packet twice', () => {
    fc.assert(
      fc.property(fc.nat(65_535), fc.infiniteStream(fc.nat(999)), (first, chance) => {
        const sender = new SrtpSender(master);
        const receiver = new SrtpReceiver(master);
        const late: Uint8Array[] = [];
        const next = (): number => chance.next().value as number;
        for (let i = 0; i < 400; i++) {
          // Steps of up to 1000 numbers: 400 of them wrap several times.
          const out = sealed(sender, rtp((first + i * 600) & 0xffff, Uint8Array.of(i & 0xff)));
          // The first is heard: where a stream begins with loss over a wrap, nobody can know which round it is in.
          if (i > 0 && next() < 100) continue;
          if (i > 0 && next() < 100) late.push(out);
          else {
            expect(open(receiver, out)).not.toBeNull();
            expect(open(receiver, out)).toBeNull();
          }
          if (next() < 300) late.length = 0;
        }
      }),
      { numRuns: 20 },
    );
  });

  it('takes what comes late within the window, once', () => {
    const sender = new SrtpSender(master);
    const packets = Array.from({ length: 300 }, (_, i) => sealed(sender, rtp((65_400 + i) & 0xffff, Uint8Array.of(i))));
    const receiver = new SrtpReceiver(master);
    for (const i of [0, 5, 200]) expect(open(receiver, packets[i]!)).not.toBeNull();
    // Before the wrap and after it; then what is too old.
    for (const i of [130, 199, 100, 73]) expect(open(receiver, packets[i]!)).not.toBeNull();
    for (const i of [130, 200, 5, 72]) expect(open(receiver, packets[i]!)).toBeNull();
    expect(receiver.replayed).toBe(4);
  });

  it('goes on elsewhere with what was known of it', () => {
    const sender = new SrtpSender(master);
    const before = new SrtpReceiver(master);
    for (let i = 0; i < 70_000; i += 100) expect(open(before, sealed(sender, rtp(i & 0xffff, Uint8Array.of(1))))).not.toBeNull();
    const last = sealed(sender, rtp(70_000 & 0xffff, Uint8Array.of(1)));
    expect(open(before, last)).not.toBeNull();
    const after = new SrtpReceiver(master, structuredClone(before.state));
    expect(open(after, last)).toBeNull();
    expect(open(after, sealed(sender, rtp(70_001 & 0xffff, Uint8Array.of(1))))).not.toBeNull();
  });
});

describe('a report', () => {
  const report = (): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0x80 : i === 1 ? 201 : i));

  it('comes out as it went in, once, and not where it was touched', () => {
    const sender = new SrtpSender(master);
    const receiver = new SrtpReceiver(master);
    for (let i = 0; i < 3; i++) {
      const out = sender.protectRtcp(report());
      expect(hexOf(out.subarray(8, 32))).not.toBe(hexOf(report().subarray(8)));
      const broken = out.slice();
      broken[20] = broken[20]! ^ 1;
      expect(receiver.unprotectRtcp(broken)).toBe(-1);
      const copy = out.slice();
      expect(receiver.unprotectRtcp(copy)).toBe(32);
      expect(hexOf(copy.subarray(0, 32))).toBe(hexOf(report()));
      expect(receiver.unprotectRtcp(out.slice())).toBe(-1);
    }
    expect([receiver.forged, receiver.replayed]).toEqual([3, 3]);
  });

  it('is not taken in the clear', () => {
    const out = new SrtpSender(master).protectRtcp(report());
    out[32] = 0;
    expect(new SrtpReceiver(master).unprotectRtcp(out)).toBe(-1);
    expect(new SrtpReceiver(master).unprotectRtcp(report().subarray(0, 10))).toBe(-1);
  });
});
