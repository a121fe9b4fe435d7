// What may be sent as a recording, and what each refused file is told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUpload } from './upload.ts';

type Making = { rate?: number; channels?: number; bits?: number; code?: number; frames?: number; cut?: number; extensible?: boolean };

/** Every frame holds `value` (of 16 bits) on the left and 0 on the right. */
function wav(
  { rate = 8_000, channels = 1, bits = 16, code = 1, frames = rate, cut = 0, extensible = false }: Making,
  value = 1_000,
): Uint8Array {
  const width = bits / 8;
  const fmt = extensible ? 40 : 16;
  const file = new Uint8Array(28 + fmt + frames * channels * width);
  const view = new DataView(file.buffer);
  const put = (at: number, text: string): void => file.set(new TextEncoder().encode(text), at);
  put(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, fmt, true);
  view.setUint16(20, extensible ? 0xfffe : code, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels * width, true);
  view.setUint16(32, channels * width, true);
  view.setUint16(34, bits, true);
  if (extensible) view.setUint16(44, code, true);
  const data = 20 + fmt;
  put(data, 'data');
  view.setUint32(data + 4, frames * channels * width, true);
  for (let i = 0, at = data + 8; i < frames; i++, at += width * channels) {
    if (bits === 8) {
      view.setUint8(at, (value >> 8) + 128);
      if (channels === 2) view.setUint8(at + 1, 128);
    } else view.setInt16(at + width - 2, value, true);
  }
  return file.subarray(0, file.length - cut);
}

const reasonOf = (made: Making, kind: 'speech' | 'music' = 'speech') => {
  const read = readUpload(wav(made), kind);
  return read.ok ? 'fine' : read.reason;
};

describe('a recording that is sent', () => {
  it('is read at any width, rate and number of channels that is taken, at its own length and level', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8, 16, 24, 32),
        fc.constantFrom(8_000, 11_025, 16_000, 22_050, 44_100, 48_000),
        fc.constantFrom(1, 2),
        fc.boolean(),
        (bits, rate, channels, extensible) => {
          const read = readUpload(wav({ bits, rate, channels, extensible, frames: Math.floor(rate / 2) }, 512), 'speech');
          if (!read.ok) throw new Error(read.reason);
          expect(read.durationMs).toBe(500);
          expect(read.sound.sampleRate).toBe(rate);
          expect(new Set(read.sound.samples)).toEqual(new Set([channels === 1 ? 512 : 256]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is refused with its reason', () => {
    expect(readUpload(new TextEncoder().encode('ID3 this is an mp3 file'), 'speech')).toEqual({ ok: false, reason: 'prompt.no-wav' });
    expect(readUpload(wav({}).subarray(0, 30), 'speech')).toEqual({ ok: false, reason: 'prompt.no-wav' });
    expect(reasonOf({ code: 7, bits: 8 })).toBe('prompt.no-pcm');
    expect(reasonOf({ code: 3, bits: 32 })).toBe('prompt.no-pcm');
    expect(reasonOf({ rate: 7_999 })).toBe('prompt.bad-rate');
    expect(reasonOf({ rate: 96_000, frames: 10_000 })).toBe('prompt.bad-rate');
    expect(reasonOf({ channels: 3 })).toBe('prompt.bad-channels');
    expect(reasonOf({ bits: 40, frames: 10 })).toBe('prompt.bad-bits');
    expect(reasonOf({ cut: 2 })).toBe('prompt.cut-off');
    expect(reasonOf({ frames: 700 })).toBe('prompt.empty');
  });

  it('may be longer where it is music', () => {
    expect(reasonOf({ frames: 121 * 8_000 })).toBe('prompt.too-long');
    expect(reasonOf({ frames: 121 * 8_000 }, 'music')).toBe('fine');
    expect(reasonOf({ frames: 301 * 8_000 }, 'music')).toBe('prompt.too-long');
  });

  it('is never trusted, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 80 }), (noise, at) => {
        const file = wav({ frames: 1_000 }).slice();
        file.set(noise.subarray(0, file.length - at), at);
        const read = readUpload(file, 'speech');
        if (read.ok) expect(read.durationMs).toBeGreaterThanOrEqual(100);
      }),
    );
  });
});
