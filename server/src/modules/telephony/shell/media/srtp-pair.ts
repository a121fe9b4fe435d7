// Both directions of a leg's SRTP: packets are sealed as they go and opened where they lie.
import {
  FRAME_SAMPLES,
  isRtcp,
  RTP_HEADER_BYTES,
  SRTP_OVERHEAD_BYTES,
  type SrtpReceiver,
  type SrtpSender,
  type SrtpReceiverState,
} from '@tandem/rtp';

/** A datagram may wait in the kernel's queue while the next ones are written. */
const BUFFERS = 8;

export class SrtpPair {
  readonly #sender: SrtpSender;
  readonly #receiver: SrtpReceiver;
  readonly #buffers = Array.from({ length: BUFFERS }, () => new Uint8Array(RTP_HEADER_BYTES + FRAME_SAMPLES + SRTP_OVERHEAD_BYTES));
  // Private by word where it changes with each packet: as in JitterBuffer.
  private next = 0;

  constructor(sender: SrtpSender, receiver: SrtpReceiver) {
    this.#sender = sender;
    this.#receiver = receiver;
  }

  /** What was heard, for who goes on with the far end's key. */
  get heard(): SrtpReceiverState {
    return this.#receiver.state;
  }

  /** How many of the bytes are plain RTP or RTCP now, or -1 where they are nobody's. */
  open(bytes: Buffer): number {
    return isRtcp(bytes) ? this.#receiver.unprotectRtcp(bytes) : this.#receiver.unprotect(bytes);
  }

  seal(packet: Uint8Array): Uint8Array {
    const buffer = this.#buffers[this.next]!;
    this.next = (this.next + 1) % BUFFERS;
    buffer.set(packet);
    const length = this.#sender.protect(buffer, packet.length);
    return length === buffer.length ? buffer : buffer.subarray(0, length);
  }

  sealRtcp(packet: Uint8Array): Uint8Array {
    return this.#sender.protectRtcp(packet);
  }
}
