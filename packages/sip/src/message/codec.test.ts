// The codec on single fields, on hostile bytes, and there and back again for any message we can make.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRequest, responseTo } from './build.ts';
import { escapeUser, sipUri, unescapeText } from './escape.ts';
import { formatNameAddr, nameAddr } from './name-addr.ts';
import { parseMessage } from './parse.ts';
import { header, headerList, parseNameAddr, parseUri, readDate, splitList } from './read.ts';
import { serialise } from './serialise.ts';
import { formatUri } from './uri.ts';
import type { Message } from './types.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const lines = (...extra: string[]) =>
  encode(
    [
      'OPTIONS sip:a@b SIP/2.0',
      'Via: SIP/2.0/UDP h;branch=z9hG4bKx',
      'From: <sip:c@d>;tag=1',
      'To: <sip:a@b>',
      'Call-ID: x@y',
      'CSeq: 1 OPTIONS',
      ...extra,
      '',
      '',
    ].join('\r\n'),
  );
const read = (bytes: Uint8Array): Message => {
  const parsed = parseMessage(bytes);
  if (!parsed.ok) throw new Error(`${parsed.error.at}: ${parsed.error.reason}`);
  return parsed.value;
};

describe('URIs', () => {
  it.each([
    [
      'sip:alice@atlanta.com:5061;transport=tcp?subject=x&priority=urgent',
      'sip:alice@atlanta.com:5061;transport=tcp?subject=x&priority=urgent',
    ],
    ['SIPS:Alice:pw@[2001:DB8::1]:5061', 'sips:Alice:pw@[2001:db8::1]:5061'],
    ['sip:%61gent1@Host.example', 'sip:agent1@host.example'],
    ['sip:a%40b%2f@h', 'sip:a%40b%2F@h'],
    ['sip:gateway.com', 'sip:gateway.com'],
    ['tel:+1-201-555-0123;phone-context=x', 'tel:+12015550123;phone-context=x'],
    ['urn:service:sos', 'urn:service:sos'],
  ])('reads %s as %s', (text, formatted) => {
    const parsed = parseUri(text);
    expect(parsed.ok && formatUri(parsed.value)).toBe(formatted);
  });

  it.each([
    '',
    'sip:',
    'sip:@h',
    'sip:a@',
    'sip:a@b@c',
    'sip:a b@c',
    'sip:a@h:99999',
    'sip:a@h;x=1;x=2',
    'sip:a%4@h',
    'sip:a@h;',
    '<sip:a@b>',
    'noscheme',
    'sip:a@[::1',
    'tel:',
    'sip:a@-h',
    'sip:a@h\r\nVia: x',
  ])('refuses %j', (text) => expect(parseUri(text).ok).toBe(false));

  it('carries any user text through escapes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed()),
        (user) => {
          const parsed = parseUri(formatUri(sipUri({ user, host: 'example.com' })));
          expect(parsed.ok && parsed.value.scheme === 'sip' && unescapeText(parsed.value.user ?? '')).toBe(user);
          expect(escapeUser(user)).toMatch(/^[\x21-\x7e]+$/);
        },
      ),
    );
  });
});

describe('addresses', () => {
  it('carries any display name, and no line break can escape from it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
        (display) => {
          const text = formatNameAddr(nameAddr(sipUri({ user: 'a', host: 'h' }), { display, tag: 't' }));
          expect(text).not.toMatch(/[\r\n]/);
          const parsed = parseNameAddr(text);
          expect(parsed.ok && parsed.value.display).toBe(display.replaceAll(/[\r\n]+/g, ' '));
        },
      ),
    );
  });

  it.each([
    '"open <sip:a@b>',
    '<sip:a@b',
    'sip:a@b?x=y',
    '<sip:a@b>;tag=',
    '<sip:a@b>;a;a',
    '<sip:a@b>>',
    '<sip:a@b> x',
    'a, b <sip:a@b>',
    '<<sip:a@b>>',
    '',
    ';tag=1',
  ])('refuses %j', (text) => expect(parseNameAddr(text).ok).toBe(false));

  it('keeps header parameters of a bare URI apart from its own', () => {
    const parsed = parseNameAddr('sip:a@b;tag=1;x');
    expect(parsed.ok && [...parsed.value.params]).toEqual([
      ['tag', '1'],
      ['x', null],
    ]);
  });
});

describe('messages', () => {
  it.each([
    ['a line feed alone, which other readers may take for a line end', lines('Subject: a\nRoute: <sip:evil>'), 'head'],
    ['a carriage return alone', lines('Subject: a\rb'), 'head'],
    ['a field without colon', lines('nonsense'), 'head'],
    ['a space in a field name', lines('Sub ject: x'), 'head'],
    ['two Content-Types', lines('Content-Type: a/b', 'c: a/b'), 'content-type'],
    ['two Content-Lengths that agree', lines('Content-Length: 0', 'l: 0'), 'content-length'],
    ['Max-Forwards above 255', lines('Max-Forwards: 256'), 'max-forwards'],
    ['* beside a contact', lines('Contact: *', 'm: <sip:a@b>'), 'contact'],
    ['too many fields', lines(...Array.from({ length: 300 }, (_, at) => `X-${at}: 1`)), 'head'],
    ['no end of the head', lines().subarray(0, -4), 'head'],
  ])('refuse %s', (_, bytes, at) => expect(parseMessage(bytes)).toMatchObject({ ok: false, error: { at, status: 400 } }));

  it('need a Content-Length on a stream only', () => {
    expect(parseMessage(lines(), 'stream')).toMatchObject({ ok: false, error: { at: 'content-length' } });
    expect(parseMessage(lines(), 'datagram').ok).toBe(true);
  });

  it('join folded lines and cut lists outside of quotes', () => {
    const message = read(lines('Subject: one', '  two\t', '\tthree', 'k: a,', ' b', 'Supported: c'));
    expect(header(message, 'subject')).toBe('one two three');
    expect(headerList(message, 'supported')).toEqual(['a', 'b', 'c']);
    expect(splitList('"a,b" <sip:c,d@e>, f')).toEqual(['"a,b" <sip:c,d@e>', 'f']);
  });

  it('cannot be made to carry another field by a value with a line break', () => {
    const request = newRequest({
      method: 'OPTIONS',
      uri: sipUri({ host: 'b' }),
      from: nameAddr(sipUri({ host: 'a' }), { tag: '1' }),
      to: nameAddr(sipUri({ host: 'b' })),
      callId: 'x',
      cseq: 1,
      headers: [{ name: 'subject', value: 'x\r\nRoute: <sip:evil.example;lr>' }],
    });
    const back = read(serialise({ ...request, via: read(lines()).via }));
    expect(back.kind === 'request' && back.route).toEqual([]);
    expect(header(back, 'subject')).toBe('x Route: <sip:evil.example;lr>');
  });

  it('answer with what RFC 3261, 8.2.6.2 copies', () => {
    const request = read(lines('Record-Route: <sip:p;lr>'));
    if (request.kind !== 'request') throw new Error('a request');
    const answer = read(serialise(responseTo(request, 183, { tag: 'new' })));
    expect(answer).toMatchObject({ status: 183, callId: 'x@y', cseq: request.cseq, via: request.via, recordRoute: request.recordRoute });
    expect(answer.to.params.get('tag')).toBe('new');
  });

  it('read dates in GMT', () => expect(readDate('Sat, 13 Nov 2010 23:29:00 GMT')).toBe(Date.UTC(2010, 10, 13, 23, 29)));
});

describe('hostile bytes', () => {
  const valid = lines('Contact: "x" <sip:a@b;lr>;q=0.1', 'Subject: hello', 'Content-Length: 0');

  it('never make the parser throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof parseMessage(bytes).ok).toBe('boolean');
      }),
      { numRuns: 1_000 },
    );
  });

  it('broken from a valid message are read alike a second time, or refused with a place and a reason', () => {
    const change = fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }), fc.constantFrom('set', 'insert', 'delete'));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = [...valid];
        for (const [at, byte, how] of changes) bytes.splice(at, how === 'insert' ? 0 : 1, ...(how === 'delete' ? [] : [byte]));
        const parsed = parseMessage(Uint8Array.from(bytes));
        if (parsed.ok) expect(parseMessage(serialise(parsed.value))).toEqual(parsed);
        else expect([parsed.error.kind, parsed.error.at !== '', parsed.error.reason !== '']).toEqual(['parse-error', true, true]);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['unclosed quotes', `From: ${'"'.repeat(60_001)}`],
    ['spaces', `Via: SIP/2.0/UDP ${' '.repeat(60_000)}`],
    ['tokens', `To: ${'a '.repeat(30_000)}`],
    ['parameters', `From: <sip:a@b>${';x'.repeat(30_000)}`],
    ['folds', `Subject: x${'\r\n x'.repeat(16_000)}`],
    ['commas', `Route: ${','.repeat(60_000)}`],
    ['escapes', `Contact: <sip:${'%61'.repeat(20_000)}@h>`],
  ])('of 60 kB of %s cost no more than a moment', (_, line) => {
    const bytes = lines(line);
    const from = performance.now();
    parseMessage(bytes);
    // Takes a few ms; the bound is for machines under load, and quadratic work would still break it.
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});
