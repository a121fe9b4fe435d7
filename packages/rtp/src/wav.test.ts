// WAV files come back as they were written, in both formats; foreign and broken files are told by WavError.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { muLawDecode, muLawEncode } from './g711.ts';
import { muLawStereoToWav } from './recording-wav.ts';
import { readWav, WavError, writeWav } from './wav.ts';

const samples = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 200 }).map((values) => Int16Array.from(values));

describe('wav', () => {
  it('reads the PCM it wrote, at any alignment', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(1, 2), fc.integer({ min: 0, max: 3 }), (values, channels, shift) => {
        const file = writeWav({ sampleRate: 8_000, channels, samples: values });
        const shifted = new Uint8Array(file.length + shift);
        shifted.set(file, shift);
        expect(readWav(shifted.subarray(shift))).toEqual({ sampleRate: 8_000, channels, samples: values });
      }),
    );
  });

  it('reads the mu-law it wrote as its levels', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const wav = readWav(writeWav({ sampleRate: 8_000, channels: 1, samples: values }, 'mulaw'));
        expect([...wav.samples]).toEqual([...values].map((value) => muLawDecode(muLawEncode(value))));
      }),
    );
  });

  it('skips chunks it does not know and takes what is there of a cut file', () => {
    const file = writeWav({ sampleRate: 8_000, channels: 1, samples: Int16Array.of(1, 2, 3) });
    const odd = Uint8Array.of(...file.subarray(0, 36), 76, 73, 83, 84, 3, 0, 0, 0, 9, 9, 9, 0, ...file.subarray(36));
    expect([...readWav(odd).samples]).toEqual([1, 2, 3]);
    expect([...readWav(odd.subarray(0, odd.length - 2)).samples]).toEqual([1, 2]);
  });

  it.each([
    ['no RIFF', new Uint8Array(50)],
    ['no data', writeWav({ sampleRate: 8_000, channels: 1, samples: new Int16Array(0) }).subarray(0, 30)],
    ['32 bits', writeWav({ sampleRate: 8_000, channels: 1, samples: new Int16Array(4) }).map((byte, index) => (index === 34 ? 32 : byte))],
  ])('refuses: %s', (_, bytes) => {
    expect(() => readWav(bytes)).toThrow(WavError);
  });
});

it('turns an interleaved mu-law recording into stereo PCM', () => {
  const wav = readWav(muLawStereoToWav(Uint8Array.of(muLawEncode(1_000), muLawEncode(-2_000), 0xff, 0x00, 0x12)));
  expect(wav).toEqual({
    sampleRate: 8_000,
    channels: 2,
    samples: Int16Array.of(muLawDecode(muLawEncode(1_000)), muLawDecode(muLawEncode(-2_000)), 0, -32_124),
  });
});
