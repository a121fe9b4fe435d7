// Keys from SDP in use: heard by who has them, noise to nobody, and carried on or begun anew as the next description says.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { writeRtpHeader } from '@tandem/rtp';
import type { SdesMedia } from '../../ports.ts';
import { SdesPath } from './sdes-path.ts';

const key = (): string => randomBytes(30).toString('base64');
const [OURS, THEIRS] = [key(), key()];
const sdes = (more: Partial<SdesMedia> = {}): SdesMedia => ({ suite: 'AES_CM_128_HMAC_SHA1_80', local: OURS, remote: THEIRS, ...more });
/** The far end's side of the same keys. */
const farOf = ({ suite, local, remote }: SdesMedia): SdesPath => new SdesPath({ suite, local: remote, remote: local }, null);

function rtp(sequence: number): Uint8Array {
  const packet = new Uint8Array(172).fill(7, 12);
  writeRtpHeader(packet, false, 8, sequence, sequence * 160, 0xcafe);
  return packet;
}
const sealedBy = (path: SdesPath, sequence: number): Buffer => Buffer.from(path.seal(rtp(sequence)));
const opened = (path: SdesPath, bytes: Buffer): boolean => {
  const copy = Buffer.from(bytes);
  const length = path.open(copy);
  return length === 172 && copy.subarray(12, 172).every((byte) => byte === 7);
};

describe('audio sealed with keys from SDP', () => {
  it.each([
    ['AES_CM_128_HMAC_SHA1_80', 10],
    ['AES_CM_128_HMAC_SHA1_32', 4],
  ] as const)('in %s is heard both ways, with a tag of %i bytes', (suite, tag) => {
    const ours = new SdesPath(sdes({ suite }), null);
    const far = farOf(sdes({ suite }));
    const packet = sealedBy(far, 1);
    expect(packet).toHaveLength(172 + tag);
    expect(packet.subarray(12, 172).every((byte) => byte === 7)).toBe(false);
    expect([opened(ours, packet), opened(far, sealedBy(ours, 1))]).toEqual([true, true]);
  });

  it('is dropped where it was sealed with another key, came in the clear, or came before', () => {
    const ours = new SdesPath(sdes(), null);
    const packet = sealedBy(farOf(sdes()), 1);
    expect(opened(ours, sealedBy(farOf(sdes({ remote: key() })), 1))).toBe(false);
    expect(ours.open(Buffer.from(rtp(1)))).toBe(-1);
    expect([opened(ours, packet), opened(ours, packet)]).toEqual([true, false]);
  });

  it('goes on under the same key over a wrap of its numbers, whatever a description repeats, and begins anew under another', () => {
    const ours = new SdesPath(sdes(), null);
    const far = farOf(sdes());
    for (const sequence of [65_534, 65_535, 0, 1]) expect(opened(far, sealedBy(ours, sequence))).toBe(true);
    ours.setRemote(sdes());
    expect(opened(far, sealedBy(ours, 2))).toBe(true);
    // The far end's key alone is another: ours must not begin anew, as the same bytes would be sealed alike again.
    const theirs = key();
    ours.setRemote(sdes({ remote: theirs }));
    expect(opened(far, sealedBy(ours, 3))).toBe(true);
    expect(opened(ours, sealedBy(far, 1))).toBe(false);
    expect(opened(ours, sealedBy(farOf(sdes({ remote: theirs })), 1))).toBe(true);
  });

  it('hears nothing twice in another room', () => {
    const before = new SdesPath(sdes(), null);
    const far = farOf(sdes());
    const packet = sealedBy(far, 1);
    expect(opened(before, packet)).toBe(true);
    const after = new SdesPath(sdes(), structuredClone(before.state));
    expect([opened(after, packet), opened(after, sealedBy(far, 2))]).toEqual([false, true]);
  });
});
