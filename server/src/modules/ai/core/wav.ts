// The WAV files that synthesisers put out and telephony takes in: mono 16-bit PCM, any rate.

export type Sound = { sampleRate: number; samples: Int16Array };

const HEADER_BYTES = 44;

/** Null where it is no mono 16-bit PCM WAV. A stream's header (espeak-ng --stdout) says a size that is not there: what came is taken. */
export function readSound(bytes: Uint8Array): Sound | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return null;
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ' && size >= 16 && body + 16 <= bytes.length) {
      const plain = view.getUint16(body, true) === 1 && view.getUint16(body + 2, true) === 1 && view.getUint16(body + 14, true) === 16;
      if (!plain) return null;
      sampleRate = view.getUint32(body + 4, true);
    } else if (tag(at) === 'data') {
      if (sampleRate === 0) return null;
      const count = Math.min(size, bytes.length - body) >> 1;
      return { sampleRate, samples: Int16Array.from({ length: count }, (_unused, index) => view.getInt16(body + index * 2, true)) };
    }
    at = body + size + (size & 1);
  }
  return null;
}

export function writeSound({ sampleRate, samples }: Sound): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  };
  put(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(HEADER_BYTES + i * 2, samples[i]!, true);
  return bytes;
}

/** Milliseconds of a WAV that `writeSound` made. */
export function durationOf(wav: Uint8Array): number {
  const sound = readSound(wav);
  return sound === null ? 0 : Math.round((sound.samples.length * 1_000) / sound.sampleRate);
}
