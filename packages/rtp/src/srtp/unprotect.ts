// SRTP and SRTCP inward (RFC 3711, sections 3.3 and 3.4): authenticated first, then known as new, then opened where they lie.
import { readUint32, writeUint32 } from '../packet.ts';
import { hmacSha1, isHmacSha1 } from './hmac-sha1.ts';
import { crypt, RTCP_LABELS, RTP_LABELS, sessionKeys, TAG_BYTES, type SessionKeys, type SrtpMaster } from './keys.ts';
import { payloadOffset, SRTCP_TRAILER_BYTES } from './packet-parts.ts';
import { ReplayWindow } from './replay.ts';

/** Sources one far end may have: a browser has one, and a new one after some changes. */
const MAX_SOURCES = 32;

/** What another receiver with the same key must know to go on, as plain data. */
export type SrtpReceiverState = {
  readonly rtp: readonly (readonly [number, number])[];
  readonly rtcp: readonly (readonly [number, number])[];
};

export class SrtpReceiver {
  /** Packets that were not of who has the key, and such that came again. */
  forged = 0;
  replayed = 0;
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  readonly #sources: Map<number, ReplayWindow>;
  readonly #reporters: Map<number, ReplayWindow>;
  readonly #tag = new Uint8Array(TAG_BYTES);
  readonly #tagBytes: number;

  /** `tagBytes`: of an SRTP packet's tag. */
  constructor(master: SrtpMaster, state: SrtpReceiverState = { rtp: [], rtcp: [] }, tagBytes: number = TAG_BYTES) {
    this.#tagBytes = tagBytes;
    this.#rtp = sessionKeys(master, RTP_LABELS);
    this.#rtcp = sessionKeys(master, RTCP_LABELS);
    this.#sources = new Map(state.rtp.map(([ssrc, highest]) => [ssrc, new ReplayWindow(highest)]));
    this.#reporters = new Map(state.rtcp.map(([ssrc, highest]) => [ssrc, new ReplayWindow(highest)]));
  }

  get state(): SrtpReceiverState {
    const of = (windows: Map<number, ReplayWindow>): [number, number][] => [...windows].map(([ssrc, { highest }]) => [ssrc, highest]);
    return { rtp: of(this.#sources), rtcp: of(this.#reporters) };
  }

  /** Opens an SRTP packet in place; the RTP packet's length, or -1 where it is to be dropped. */
  unprotect(packet: Uint8Array): number {
    const tagBytes = this.#tagBytes;
    const length = packet.length - tagBytes;
    if (length < 12 || packet[0]! >> 6 !== 2) return -1;
    const ssrc = readUint32(packet, 8);
    const sequence = (packet[2]! << 8) | packet[3]!;
    const known = this.#sources.get(ssrc);
    const index = known === undefined || known.highest < 0 ? sequence : nearest(sequence, known.highest);
    const rollover = Math.floor(index / 65_536);
    for (let i = 0; i < tagBytes; i++) this.#tag[i] = packet[length + i]!;
    // Section 4.2: the rollover counter is authenticated where the tag stands.
    writeUint32(packet, length, rollover);
    if (!isHmacSha1(hmacSha1(this.#rtp.auth, packet, 0, length + 4), this.#tag, 0, tagBytes)) return this.#drop('forged');
    const window = known ?? this.#admit(this.#sources, ssrc);
    if (window === null || !window.isNew(index)) return this.#drop('replayed');
    const from = payloadOffset(packet, length);
    if (from > length) return -1;
    window.heard(index);
    crypt(this.#rtp, ssrc, rollover, sequence, packet, from, length);
    return length;
  }

  /** Opens an SRTCP packet in place; the compound packet's length, or -1 where it is to be dropped. */
  unprotectRtcp(packet: Uint8Array): number {
    const length = packet.length - SRTCP_TRAILER_BYTES;
    if (length < 8) return -1;
    const trailer = readUint32(packet, length);
    const code = hmacSha1(this.#rtcp.auth, packet, 0, length + 4);
    // A report that is authentic and not encrypted was not agreed on.
    if (trailer < 0x80000000 || !isHmacSha1(code, packet, length + 4, TAG_BYTES)) return this.#drop('forged');
    const ssrc = readUint32(packet, 4);
    const index = trailer & 0x7fffffff;
    const window = this.#reporters.get(ssrc) ?? this.#admit(this.#reporters, ssrc);
    if (window === null || !window.isNew(index)) return this.#drop('replayed');
    window.heard(index);
    crypt(this.#rtcp, ssrc, index >>> 16, index & 0xffff, packet, 8, length);
    return length;
  }

  #admit(windows: Map<number, ReplayWindow>, ssrc: number): ReplayWindow | null {
    if (windows.size >= MAX_SOURCES) return null;
    const window = new ReplayWindow();
    windows.set(ssrc, window);
    return window;
  }

  #drop(why: 'forged' | 'replayed'): -1 {
    this[why] += 1;
    return -1;
  }
}

/** The index whose lower 16 bits are `sequence`, nearest to the highest one heard (section 3.3.1, appendix A). */
function nearest(sequence: number, highest: number): number {
  const index = highest - (highest % 65_536) + sequence;
  if (index - highest > 32_768) return index >= 65_536 ? index - 65_536 : index;
  return highest - index >= 32_768 ? index + 65_536 : index;
}
