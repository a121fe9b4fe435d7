// The way of packets whose keys came with SDP (RFC 4568): as plain RTP goes, between agreed addresses, but sealed.
import { SHORT_TAG_BYTES, SRTP_KEY_BYTES, SrtpReceiver, SrtpSender, TAG_BYTES, type SrtpMaster, type SrtpReceiverState } from '@tandem/rtp';
import type { SdesMedia } from '../../ports.ts';
import { SrtpPair } from './srtp-pair.ts';

/** What goes with a leg into another room's worker. */
export type SdesState = { readonly sdes: SdesMedia; readonly heard: SrtpReceiverState };

export class SdesPath {
  /** The keys came with the addresses. */
  readonly keyed = true;
  #sdes: SdesMedia;
  #sender: SrtpSender;
  #receiver: SrtpReceiver;
  #pair: SrtpPair;

  constructor(sdes: SdesMedia, from: SdesState | null) {
    this.#sdes = sdes;
    this.#sender = senderOf(sdes);
    const goesOn = from?.sdes.suite === sdes.suite && from.sdes.remote === sdes.remote;
    this.#receiver = receiverOf(sdes, goesOn ? from.heard : undefined);
    this.#pair = new SrtpPair(this.#sender, this.#receiver);
  }

  get state(): SdesState {
    return { sdes: this.#sdes, heard: this.#receiver.state };
  }

  /** Another key than before begins anew; the same goes on, with all that was counted under it, or packets would be sealed alike twice (RFC 3711, section 9.1). */
  setRemote(sdes: SdesMedia): void {
    const before = this.#sdes;
    this.#sdes = sdes;
    const other = sdes.suite !== before.suite;
    if (other || sdes.local !== before.local) this.#sender = senderOf(sdes);
    if (other || sdes.remote !== before.remote) this.#receiver = receiverOf(sdes);
    this.#pair = new SrtpPair(this.#sender, this.#receiver);
  }

  /** How many of the datagram's bytes are plain RTP or RTCP now, or -1: it was not sealed with the far end's key, or was heard before. */
  open(bytes: Buffer): number {
    return this.#pair.open(bytes);
  }

  seal(packet: Uint8Array): Uint8Array {
    return this.#pair.seal(packet);
  }

  sealRtcp(packet: Uint8Array): Uint8Array {
    return this.#pair.sealRtcp(packet);
  }
}

/** RFC 4568, section 6.1: the master key and, behind it, its salt. */
function sdesKey(text: string): SrtpMaster {
  const bytes = Buffer.from(text, 'base64');
  return { key: bytes.subarray(0, SRTP_KEY_BYTES), salt: bytes.subarray(SRTP_KEY_BYTES) };
}

const tagBytes = ({ suite }: SdesMedia): number => (suite === 'AES_CM_128_HMAC_SHA1_32' ? SHORT_TAG_BYTES : TAG_BYTES);
const senderOf = (sdes: SdesMedia): SrtpSender => new SrtpSender(sdesKey(sdes.local), tagBytes(sdes));
const receiverOf = (sdes: SdesMedia, heard?: SrtpReceiverState): SrtpReceiver =>
  new SrtpReceiver(sdesKey(sdes.remote), heard, tagBytes(sdes));
