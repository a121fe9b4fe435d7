// Marked audio: some packets carry a level that the mixer passes unchanged and that says which packet it is, so that its way can be timed.
import { createRtpHeader, FRAME_SAMPLES, muLawDecode, muLawEncode, parseRtp } from '@tandem/rtp';

/** One marked packet in this many. Prime, so that marks do not keep step with anything. */
const MARK_EVERY = 7;
const MARKS = 64;
/** The first half second of a stream is for the far side's jitter buffer to settle. */
const FIRST = 25;

const SILENCE = muLawEncode(0);
const markByte = (mark: number): number => 0x80 + (mark % MARKS);
const BYTE_OF = new Map(Array.from({ length: MARKS }, (_unused, mark) => [muLawDecode(markByte(mark)), mark]));

/** One direction of a call: `fill` writes the payload of packet `n` just before it is sent, `heard` takes what came out at the other end. */
export type Marks = {
  readonly fill: (payload: Uint8Array, n: number) => void;
  readonly heard: (packet: Uint8Array) => void;
  sent: number;
  readonly latenciesMs: number[];
};

export function createMarks(): Marks {
  const sentAt = new Float64Array(MARKS);
  const header = createRtpHeader();
  const marks: Marks = {
    sent: 0,
    latenciesMs: [],
    fill(payload, n) {
      const isMark = n > FIRST && n % MARK_EVERY === 0;
      payload.fill(SILENCE, 0, FRAME_SAMPLES);
      if (!isMark) return;
      const mark = Math.floor(n / MARK_EVERY) % MARKS;
      payload.fill(markByte(mark), 0, FRAME_SAMPLES);
      sentAt[mark] = performance.now();
      marks.sent += 1;
    },
    heard(packet) {
      const now = performance.now();
      if (!parseRtp(packet, header)) return;
      // The first packet in which the mark stands: its first sample may lie anywhere in it.
      const mark = firstMark(packet.subarray(header.payloadOffset, header.payloadOffset + header.payloadLength));
      if (mark === undefined || sentAt[mark] === 0) return;
      marks.latenciesMs.push(now - sentAt[mark]!);
      sentAt[mark] = 0;
    },
  };
  return marks;
}

function firstMark(payload: Uint8Array): number | undefined {
  for (const byte of payload) {
    const mark = BYTE_OF.get(muLawDecode(byte));
    if (mark !== undefined) return mark;
  }
  return undefined;
}
