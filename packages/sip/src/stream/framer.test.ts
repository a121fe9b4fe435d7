// The framer: any cut of a stream gives the same messages, and nothing makes it hoard.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFramer, type Frame } from './framer.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const message = (body: string, length = String(body.length)) =>
  `OPTIONS sip:a@b SIP/2.0\r\nSubject: x\r\nContent-Length: ${length}\r\n\r\n${body}`;
const texts = (frames: Frame[]) => frames.map((frame) => (frame.kind === 'message' ? decode(frame.bytes) : frame.kind));

describe('framer', () => {
  it('finds the same messages wherever the stream is cut', () => {
    const bodies = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 50 }), { maxLength: 6 });
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(40), { minLength: 1, maxLength: 200 }), (list, cuts) => {
        const all = encode(list.map((body) => message(body)).join(''));
        const framer = createFramer();
        const got: Frame[] = [];
        let at = 0;
        for (const cut of cuts) {
          got.push(...framer.push(all.subarray(at, at + cut)));
          at += cut;
        }
        got.push(...framer.push(all.subarray(at)));
        expect(texts(got)).toEqual(list.map((body) => message(body)));
      }),
    );
  });

  it('tells pings and pongs apart, also in pieces', () => {
    const framer = createFramer();
    expect(texts(framer.push(encode('\r\n\r\n')))).toEqual(['ping']);
    expect(texts(framer.push(encode(`\r\n${message('')}`)))).toEqual(['pong', message('')]);
    expect(texts(framer.push(encode('\r\n\r')))).toEqual([]);
    expect(texts(framer.push(encode('\n')))).toEqual(['ping']);
  });

  it.each([
    ['two lengths', message('ab').replace('Subject: x', 'l: 2'), 'two Content-Length fields'],
    ['a length that is none', message('', '-1'), 'bad Content-Length'],
    ['no length', message('').replace(/Content-Length.*\r\n/, ''), 'no Content-Length'],
    ['a body above the limit', message('', '5000'), 'body above 1000 bytes'],
    ['a head without end', 'x'.repeat(3_000), 'head above 2000 bytes'],
    ['a long head', `OPTIONS sip:a@b SIP/2.0\r\nSubject: ${'x'.repeat(2_000)}\r\nContent-Length: 0\r\n\r\n`, 'head above 2000 bytes'],
  ])('breaks at %s and stays broken', (_, text, reason) => {
    const framer = createFramer({ maxHead: 2_000, maxBody: 1_000 });
    expect(framer.push(encode(text))).toEqual([{ kind: 'broken', reason }]);
    expect(framer.push(encode(message('')))).toEqual([]);
  });

  it('takes many small frames in one chunk, and bytes one by one, in linear time', () => {
    const many = encode(message('').repeat(2_000));
    const from = performance.now();
    expect(createFramer().push(many)).toHaveLength(2_000);
    const drip = createFramer();
    let count = 0;
    for (let at = 0; at < 30_000; at += 1) count += drip.push(many.subarray(at, at + 1)).length;
    expect(count).toBeGreaterThan(400);
    expect(createFramer().push(encode('\r\n\r\n'.repeat(16_000)))).toEqual([{ kind: 'ping' }]);
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});
