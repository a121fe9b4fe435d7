// The picture of a recording shows what is in the file, channel by channel, in each form it may come in.
import { expect, test } from 'vitest';
import { durationOf, peaksOf, wavLayout } from './wav.ts';

type Options = { code: number; bits: number; rate?: number; extra?: number; dataSize?: number };

function wav(data: Uint8Array, { code, bits, rate = 8_000, extra = 0, dataSize = data.length }: Options): ArrayBuffer {
  const padded = extra + (extra % 2);
  const bytes = new Uint8Array(12 + 24 + (extra ? 8 + padded : 0) + 8 + data.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => [...word].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  text(8, 'WAVE');
  text(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, code, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, rate, true);
  view.setUint16(34, bits, true);
  let at = 36;
  if (extra) {
    text(at, 'LIST');
    view.setUint32(at + 4, extra, true);
    at += 8 + padded;
  }
  text(at, 'data');
  view.setUint32(at + 4, dataSize, true);
  bytes.set(data, at + 8);
  return bytes.buffer;
}

const pcm = (...samples: number[]) => new Uint8Array(Int16Array.from(samples).buffer);

test('16 bit: left and right apart, loudest of each slice', () => {
  const file = wav(pcm(16_384, 0, -8_192, 0, 0, 0, 0, -32_768), { code: 1, bits: 16, extra: 5 });
  const layout = wavLayout(file)!;
  expect(layout).toMatchObject({ channels: 2, sampleRate: 8_000, frames: 4 });
  expect(durationOf(layout)).toBe(0.5);
  expect(peaksOf(file, layout, 2).map((channel) => [...channel])).toEqual([
    [0.5, 0],
    [0, 1],
  ]);
});

test('a data length that was never filled in runs to the end of the file', () => {
  expect(wavLayout(wav(pcm(1, 2, 3, 4), { code: 1, bits: 16, dataSize: 0xffff_ffff }))!.frames).toBe(2);
});

test('G.711: silence is silence and full scale is loud, in both laws', () => {
  const mu = wav(new Uint8Array([0xff, 0x80]), { code: 7, bits: 8 });
  expect(peaksOf(mu, wavLayout(mu)!, 1).map(([peak]) => Math.round(peak! * 100))).toEqual([0, 98]);
  const a = wav(new Uint8Array([0xd5, 0xaa]), { code: 6, bits: 8 });
  expect(peaksOf(a, wavLayout(a)!, 1).map(([peak]) => Math.round(peak! * 100))).toEqual([0, 98]);
});

test.each([
  ['too short', new ArrayBuffer(4)],
  ['no RIFF', new ArrayBuffer(64)],
  ['24 bit', wav(pcm(0, 0), { code: 1, bits: 24 })],
  ['unknown coding', wav(pcm(0, 0), { code: 49, bits: 16 })],
])('refuses what it cannot draw: %s', (_name, file) => expect(wavLayout(file)).toBeNull());

test('more slices than samples draw no noise', () => {
  const file = wav(pcm(32_767, 0), { code: 1, bits: 16 });
  const [left] = peaksOf(file, wavLayout(file)!, 10);
  expect([...left!].filter((peak) => peak > 0)).toHaveLength(1);
});
