// SRTP and SRTCP outward, AES_CM_128_HMAC_SHA1_80 or _32 (RFC 3711, sections 3.3 and 3.4): packets are sealed where they lie.
import { readUint32, writeUint32 } from '../packet.ts';
import { hmacSha1 } from './hmac-sha1.ts';
import { crypt, RTCP_LABELS, RTP_LABELS, sessionKeys, TAG_BYTES, type SessionKeys, type SrtpMaster } from './keys.ts';
import { payloadOffset, SRTCP_TRAILER_BYTES } from './packet-parts.ts';

/** What protecting adds to an RTP packet. */
export const SRTP_OVERHEAD_BYTES = TAG_BYTES;

type Source = { rollover: number; last: number };

export class SrtpSender {
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  readonly #sources = new Map<number, Source>();
  readonly #tagBytes: number;
  #rtcpIndex = 0;

  /** `tagBytes`: of an SRTP packet's tag. */
  constructor(master: SrtpMaster, tagBytes: number = TAG_BYTES) {
    this.#tagBytes = tagBytes;
    this.#rtp = sessionKeys(master, RTP_LABELS);
    this.#rtcp = sessionKeys(master, RTCP_LABELS);
  }

  /** Seals the RTP packet in the first `length` bytes, which must be in order of their numbers; the room behind takes the tag, at most ten bytes more. Returns its new length. */
  protect(packet: Uint8Array, length: number): number {
    const ssrc = readUint32(packet, 8);
    const sequence = (packet[2]! << 8) | packet[3]!;
    let source = this.#sources.get(ssrc);
    if (source === undefined) {
      source = { rollover: 0, last: sequence };
      this.#sources.set(ssrc, source);
    }
    if (sequence < source.last) source.rollover = (source.rollover + 1) >>> 0;
    source.last = sequence;
    crypt(this.#rtp, ssrc, source.rollover, sequence, packet, payloadOffset(packet, length), length);
    // Section 4.2: the rollover counter is authenticated and not sent.
    writeUint32(packet, length, source.rollover);
    const code = hmacSha1(this.#rtp.auth, packet, 0, length + 4);
    const tagBytes = this.#tagBytes;
    for (let i = 0; i < tagBytes; i++) packet[length + i] = code[i]!;
    return length + tagBytes;
  }

  /** A compound RTCP packet, sealed. */
  protectRtcp(packet: Uint8Array): Uint8Array {
    const { length } = packet;
    const sealed = new Uint8Array(length + SRTCP_TRAILER_BYTES);
    sealed.set(packet);
    const index = this.#rtcpIndex;
    // Section 3.4: 31 bits; at one in five seconds they last three hundred years.
    this.#rtcpIndex = (index + 1) & 0x7fffffff;
    crypt(this.#rtcp, readUint32(packet, 4), index >>> 16, index & 0xffff, sealed, 8, length);
    writeUint32(sealed, length, (index | 0x80000000) >>> 0);
    const code = hmacSha1(this.#rtcp.auth, sealed, 0, length + 4);
    for (let i = 0; i < TAG_BYTES; i++) sealed[length + 4 + i] = code[i]!;
    return sealed;
  }
}
