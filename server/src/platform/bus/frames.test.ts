// Frames come out as they went in, however the stream was cut; and nothing else comes out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, frameReader, type Frame } from './frames.ts';

const read = (chunks: readonly Buffer[], most?: number): Frame[] => {
  const heard: Frame[] = [];
  const reader = frameReader((frame) => heard.push(frame), most);
  for (const chunk of chunks) reader(chunk);
  return heard;
};

describe('frames', () => {
  it('survive any cut of the stream', () => {
    const frame = fc.record({
      t: fc.constant('event' as const),
      name: fc.string(),
      data: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (frames, cuts) => {
        const bytes = Buffer.concat(frames.map((each) => encodeFrame(each)));
        const chunks: Buffer[] = [];
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const length = cuts[n % cuts.length]!;
          chunks.push(bytes.subarray(at, at + length));
          at += length;
        }
        expect(read(chunks)).toEqual(frames);
      }),
    );
  });

  it('are refused over their limit on both sides, and where they are no JSON', () => {
    expect(() => encodeFrame({ t: 'hello', port: 'x'.repeat(100) }, 50)).toThrow(
      expect.objectContaining({ code: 'port.frame-too-large' }) as Error,
    );
    expect(() => read([Buffer.from([0, 0, 1, 0])], 50)).toThrow(expect.objectContaining({ code: 'port.frame-too-large' }) as Error);
    expect(() => read([Buffer.from([0, 0, 0, 2]), Buffer.from('{x')])).toThrow(
      expect.objectContaining({ code: 'port.bad-frame' }) as Error,
    );
  });
});
