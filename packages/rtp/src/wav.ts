// WAV files (RIFF): 16-bit PCM, mu-law and A-law in; 16-bit PCM and mu-law out. The one place that knows their header.
import { decodeTable, muLawEncode } from './g711.ts';

export type WavFormat = 'pcm16' | 'mulaw';
/** Samples are interleaved where there are several channels. */
export type Wav = { sampleRate: number; channels: number; samples: Int16Array };

export class WavError extends Error {
  override name = 'WavError';
}

/** Format codes of RIFF. */
export const PCM = 1;
export const A_LAW = 6;
export const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;

/** What the header says: the format code of RIFF, and where the samples stand. */
export type WavBody = { format: number; bits: number; channels: number; sampleRate: number; at: number; says: number; bytes: number };

/**
 * The first data chunk and the format before it; null where this is no WAV file. `says` is the length the chunk tells, `bytes` what of it is
 * there: a file that was still being written says 0xffffffff or too much.
 */
export function openWav(bytes: Uint8Array): WavBody | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isWav(bytes)) return null;
  let found: Omit<WavBody, 'at' | 'says' | 'bytes'> | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const says = view.getUint32(at + 4, true);
    const body = at + 8;
    const kind = tag(bytes, at);
    if (kind === 'fmt ' && says >= 16 && body + says <= bytes.length) {
      const code = view.getUint16(body, true);
      found = {
        // WAVE_FORMAT_EXTENSIBLE keeps the real format in the first two bytes of its sub-format.
        format: code === EXTENSIBLE && says >= 26 ? view.getUint16(body + 24, true) : code,
        channels: view.getUint16(body + 2, true),
        sampleRate: view.getUint32(body + 4, true),
        bits: view.getUint16(body + 14, true),
      };
    }
    if (kind === 'data') return found && { ...found, at: body, says, bytes: Math.min(says, bytes.length - body) };
    // Chunks stand on even offsets.
    at = body + says + (says & 1);
  }
  return null;
}

export function isWav(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && tag(bytes, 0) === 'RIFF' && tag(bytes, 8) === 'WAVE';
}

/** Reads a whole file. PCM data is not copied where alignment allows. Throws WavError where it is not a WAV file we can play. */
export function readWav(bytes: Uint8Array): Wav {
  const found = openWav(bytes);
  if (found === null || found.channels < 1) throw new WavError('no WAV file with sound in it');
  const { format, bits, channels, sampleRate, at } = found;
  return { sampleRate, channels, samples: decode(bytes.subarray(at, at + found.bytes), format, bits) };
}

function decode(data: Uint8Array, format: number, bits: number): Int16Array {
  if (format === PCM && bits === 16) {
    const count = data.length >> 1;
    if (data.byteOffset % 2 === 0 && littleEndian) return new Int16Array(data.buffer, data.byteOffset, count);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    return Int16Array.from({ length: count }, (_, index) => view.getInt16(index * 2, true));
  }
  if ((format === MU_LAW || format === A_LAW) && bits === 8) {
    const table = decodeTable(format === MU_LAW ? 'PCMU' : 'PCMA');
    const samples = new Int16Array(data.length);
    for (let i = 0; i < data.length; i++) samples[i] = table[data[i]!]!;
    return samples;
  }
  throw new WavError(`format ${format} with ${bits} bits is not supported`);
}

/** The 44 bytes (58 for mu-law) before `dataBytes` of samples. */
export function wavHeader(format: WavFormat, sampleRate: number, channels: number, dataBytes: number): Uint8Array {
  const pcm = format === 'pcm16';
  const width = pcm ? 2 : 1;
  const header = new Uint8Array(pcm ? 44 : 58);
  const view = new DataView(header.buffer);
  put(header, 0, 'RIFF');
  view.setUint32(4, header.length - 8 + dataBytes + (dataBytes & 1), true);
  put(header, 8, 'WAVEfmt ');
  view.setUint32(16, pcm ? 16 : 18, true);
  view.setUint16(20, pcm ? PCM : MU_LAW, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * width, true);
  view.setUint16(32, channels * width, true);
  view.setUint16(34, width * 8, true);
  if (!pcm) {
    // Formats other than PCM carry a fact chunk with their number of sample frames.
    put(header, 38, 'fact');
    view.setUint32(42, 4, true);
    view.setUint32(46, Math.floor(dataBytes / channels), true);
  }
  put(header, header.length - 8, 'data');
  view.setUint32(header.length - 4, dataBytes, true);
  return header;
}

/** A whole file. */
export function writeWav(wav: Wav, format: WavFormat = 'pcm16'): Uint8Array<ArrayBuffer> {
  const width = format === 'pcm16' ? 2 : 1;
  const dataBytes = wav.samples.length * width;
  const header = wavHeader(format, wav.sampleRate, wav.channels, dataBytes);
  const file = new Uint8Array(header.length + dataBytes + (dataBytes & 1));
  file.set(header);
  const view = new DataView(file.buffer);
  for (let i = 0; i < wav.samples.length; i++) {
    if (width === 2) view.setInt16(header.length + i * 2, wav.samples[i]!, true);
    else file[header.length + i] = muLawEncode(wav.samples[i]!);
  }
  return file;
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function tag(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
}

function put(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
